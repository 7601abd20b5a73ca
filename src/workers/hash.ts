/** The program of a thread that reads files for their sha256 while the process does something else. */
import { fileSha256 } from "../adapters/file-hash.ts";
import { serveTasks } from "../adapters/threads/serve.ts";

serveTasks<null, string, string>(async () => fileSha256);
