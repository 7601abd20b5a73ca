import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { messageOf } from "../../core/errors.ts";
import { appPackage } from "./app-package.ts";
import { colourIcon, outlineIcon } from "./icon-png.ts";

const part = (name: string): URL => new URL(`../../../data/teams/${name}`, import.meta.url);

/** `npm run teams:package -- --app-id GUID --url https://… [--output redflag-teams.zip]`; `--icons` draws the committed icons anew. */
const run = (): void => {
  const { values } = parseArgs({
    options: {
      "app-id": { type: "string" },
      url: { type: "string" },
      output: { type: "string", default: "redflag-teams.zip" },
      icons: { type: "boolean", default: false },
    },
  });
  if (values.icons) {
    writeFileSync(part("color.png"), colourIcon());
    writeFileSync(part("outline.png"), outlineIcon());
    return;
  }
  const bytes = appPackage(
    {
      manifest: readFileSync(part("manifest.json"), "utf8"),
      colour: readFileSync(part("color.png")),
      outline: readFileSync(part("outline.png")),
    },
    values["app-id"] ?? null,
    values.url ?? null,
  );
  writeFileSync(values.output, bytes);
  process.stdout.write(`${values.output}: ${bytes.length} bytes, to be uploaded in the Teams admin centre.\n`);
};

try {
  run();
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n`);
  process.exitCode = 1;
}
