import { BadInput } from "../../core/errors.ts";
import { zip } from "./zip.ts";

/** Stands for the app id in the committed manifest. */
const NO_APP = "00000000-0000-0000-0000-000000000000";
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface PackageParts {
  /** Text of data/teams/manifest.json. */
  readonly manifest: string;
  readonly colour: Uint8Array;
  readonly outline: Uint8Array;
}

/**
 * The zip that a Teams administrator uploads: manifest.json with the app's own id and addresses, and two icons. Throws `BadInput`
 * for an app id that is not a GUID or an address that people cannot reach.
 */
export const appPackage = (parts: PackageParts, appId: string | null, publicUrl: string | null): Uint8Array =>
  zip([
    { name: "manifest.json", bytes: Buffer.from(filledManifest(parts.manifest, appId, publicUrl), "utf8") },
    { name: "color.png", bytes: parts.colour },
    { name: "outline.png", bytes: parts.outline },
  ]);

export const filledManifest = (manifest: string, appId: string | null, publicUrl: string | null): string => {
  if (!appId || !GUID.test(appId) || appId === NO_APP)
    throw new BadInput(
      `--app-id must be the bot's app id, a GUID, got ${appId ? `"${appId}"` : "nothing"}. No package was written. Copy it from the bot's registration.`,
    );
  if (!publicUrl?.startsWith("https://"))
    throw new BadInput(
      `--url must be an https address with the pages on privacy and terms, got ${publicUrl ? `"${publicUrl}"` : "nothing"}. No package was written.`,
    );
  return manifest.replaceAll(NO_APP, appId).replaceAll("https://redflag.example", publicUrl.replace(/(?<!\/)\/+$/, ""));
};
