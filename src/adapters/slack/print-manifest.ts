import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { BadInput, messageOf } from "../../core/errors.ts";
import { overHttpManifest } from "./manifest.ts";

/** `npm run --silent slack:manifest -- --url https://…` prints the manifest for HTTP; without an address the one for Socket Mode. */
const run = (): void => {
  const { values } = parseArgs({ options: { url: { type: "string" } } });
  const socketMode = readFileSync(new URL("../../../manifest.json", import.meta.url), "utf8");
  if (values.url === "")
    throw new BadInput("The address is empty. Nothing was printed. For example: --url https://redflag.example");
  const text =
    values.url === undefined ? socketMode.trimEnd() : JSON.stringify(overHttpManifest(socketMode, values.url), null, 2);
  process.stdout.write(`${text}\n`);
};

try {
  run();
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n`);
  process.exitCode = thrown instanceof BadInput ? 1 : 2;
}
