import { createHash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

const PIECE = 1 << 20;

/** sha256 of a file's bytes, lower-case hex. Holds up its thread: a gigabyte takes about a second. Throws where the file cannot be read. */
export const fileSha256 = (path: string): string => {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(PIECE);
  const file = openSync(path, "r");
  try {
    for (let length = readSync(file, piece); length > 0; length = readSync(file, piece))
      hash.update(length === PIECE ? piece : piece.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
};
