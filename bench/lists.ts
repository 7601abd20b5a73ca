/** Import, diff, crash and reader figures on the real lists: npm run bench:lists [-- --data ../shared/data]. */
import { hasData } from "./lists/files.ts";
import { imports, pairs } from "./lists/imports.ts";
import { pauses } from "./lists/pauses.ts";
import { crashes, parallel } from "./lists/refreshing.ts";
import { report } from "./lists/report.ts";
import { misbehaving } from "./lists/server.ts";

if (process.argv[2] === "--write") await import("./lists/writer.ts");
else if (hasData())
  report([
    ...(await imports()),
    ...(await pairs()),
    ...(await misbehaving()),
    ...(await parallel()),
    ...(await pauses()),
    ...(await crashes()),
  ]);
else {
  console.log("The folder of public data is not there; name it with --data.");
  report([]);
}
