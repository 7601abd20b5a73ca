import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync, inflateSync } from "node:zlib";
import Ajv from "ajv-draft-04";
import { describe, expect, it } from "vitest";
import { appPackage, filledManifest } from "../../../src/adapters/teams/app-package.ts";
import { colourIcon, outlineIcon } from "../../../src/adapters/teams/icon-png.ts";
import { COMMANDS, EXTENSION_COMMANDS } from "../../../src/adapters/teams/surface.ts";

const DATA = join(import.meta.dirname, "../../../data/teams");
const APP_ID = "00000000-0000-0000-0000-0000000000aa";
const PUBLIC_URL = "https://redflag.example/base";
const text = readFileSync(join(DATA, "manifest.json"), "utf8");
const manifest = JSON.parse(text);

const schemaFile = new URL(
  "json-schemas/teams/v1.29/MicrosoftTeams.schema.json",
  import.meta.resolve("@microsoft/app-manifest"),
);

const problemsOf = (document: unknown): readonly unknown[] => {
  const validate = new Ajv.default({ strict: false, validateFormats: false, allErrors: true }).compile(
    JSON.parse(readFileSync(schemaFile, "utf8")),
  );
  return validate(document) ? [] : (validate.errors ?? []);
};

/** Width, height and RGBA rows of a PNG without filters. */
const pixelsOf = (png: Uint8Array) => {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const rows = inflateSync(bytes.subarray(bytes.indexOf("IDAT") + 4, bytes.lastIndexOf("IEND") - 8));
  const pixels = Array.from({ length: width * height }, (_, n) => {
    const at = Math.floor(n / width) * (1 + width * 4) + 1 + (n % width) * 4;
    return [...rows.subarray(at, at + 4)];
  });
  return { width, height, pixels };
};

describe("the Teams app manifest", () => {
  it("is valid against Microsoft's schema of version 1.29", () => {
    expect(problemsOf(manifest)).toEqual([]);
  });

  it("would not be with a fault in it", () => {
    expect(problemsOf({ ...manifest, bots: [{ scopes: ["personal"] }] })).not.toEqual([]);
    expect(problemsOf({ ...manifest, name: { short: "x".repeat(31) } })).not.toEqual([]);
  });

  it("lists the commands that the code knows, in every scope, with a slash where chats are shared", () => {
    const lists = manifest.bots[0].commandLists;
    for (const list of lists) expect(list.commands).toEqual(COMMANDS);
    expect(lists.flatMap((list: { scopes: string[] }) => list.scopes).sort()).toEqual(
      [...manifest.bots[0].scopes].sort(),
    );
    expect(lists.find((list: { scopes: string[] }) => list.scopes.includes("team")).triggers).toContain("slash");
  });

  it("lists the message commands that the code answers", () => {
    const listed = manifest.composeExtensions[0].commands.map(({ id, title, context }: Record<string, unknown>) => ({
      id,
      title,
      context,
    }));
    expect(listed).toEqual(Object.values(EXTENSION_COMMANDS));
  });

  it("asks for no permission to read what is not addressed to the bot", () => {
    expect(manifest.authorization).toBeUndefined();
    expect(manifest.webApplicationInfo).toBeUndefined();
    expect(manifest.permissions).toEqual(["identity", "messageTeamMembers"]);
  });
});

describe("the icons", () => {
  it.each([
    ["color.png", 192, colourIcon],
    ["outline.png", 32, outlineIcon],
  ])("%s is %i pixels square and drawn by the code", (name, size, draw) => {
    const { width, height, pixels } = pixelsOf(readFileSync(join(DATA, name)));
    expect([width, height]).toEqual([size, size]);
    expect(pixels).toEqual(pixelsOf(draw()).pixels);
  });

  it("the outline is white on nothing", () => {
    const { pixels } = pixelsOf(outlineIcon());
    expect(new Set(pixels.map(([r, g, b]) => `${r},${g},${b}`))).toEqual(new Set(["255,255,255"]));
    expect(pixels.some(([, , , alpha]) => alpha === 0) && pixels.some(([, , , alpha]) => alpha === 255)).toBe(true);
  });
});

describe("the package", () => {
  const parts = { manifest: text, colour: colourIcon(), outline: outlineIcon() };

  it("holds the manifest with the app's own id and addresses, still valid", () => {
    const filled = filledManifest(text, APP_ID, PUBLIC_URL);
    expect(problemsOf(JSON.parse(filled))).toEqual([]);
    expect(filled).not.toContain("00000000-0000-0000-0000-000000000000");
    expect(JSON.parse(filled).developer.privacyUrl).toBe("https://redflag.example/base/privacy");
  });

  it("is a zip of three files that unpack to what went in, the same bytes each time", () => {
    const bytes = Buffer.from(appPackage(parts, APP_ID, PUBLIC_URL));
    expect(bytes).toEqual(Buffer.from(appPackage(parts, APP_ID, PUBLIC_URL)));
    const files = unzipped(bytes);
    expect([...files.keys()]).toEqual(["manifest.json", "color.png", "outline.png"]);
    expect(files.get("color.png")).toEqual(Buffer.from(parts.colour));
    expect(files.get("manifest.json")!.toString("utf8")).toBe(filledManifest(text, APP_ID, PUBLIC_URL));
  });

  it.each([
    ["no app id", null, PUBLIC_URL, /--app-id must be the bot's app id/],
    ["an app id that is none", "redflag", PUBLIC_URL, /a GUID, got "redflag"/],
    ["the placeholder", "00000000-0000-0000-0000-000000000000", PUBLIC_URL, /--app-id/],
    ["no address", APP_ID, null, /--url must be an https address/],
    ["an address without TLS", APP_ID, "http://redflag.example", /--url must be an https address/],
  ])("is refused with %s", (_, appId, url, problem) => {
    expect(() => appPackage(parts, appId, url)).toThrow(problem);
  });

  it("is written by the script, which leaves nothing behind when it refuses", () => {
    const folder = mkdtempSync(join(tmpdir(), "teams-package-"));
    const script = join(import.meta.dirname, "../../../src/adapters/teams/package.ts");
    const run = (...options: string[]) =>
      execFileSync(process.execPath, [script, ...options], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    expect(() => run()).toThrow(/--app-id/);
    expect(readdirSync(folder)).toEqual([]);
    expect(run("--app-id", APP_ID, "--url", PUBLIC_URL)).toMatch(/^redflag-teams\.zip: \d+ bytes/);
    expect(unzipped(readFileSync(join(folder, "redflag-teams.zip"))).size).toBe(3);
    rmSync(folder, { recursive: true });
  });
});

/** Reads a zip by its central directory, as an unpacker does. */
const unzipped = (bytes: Buffer): ReadonlyMap<string, Buffer> => {
  const files = new Map<string, Buffer>();
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  for (let n = 0; n < bytes.readUInt16LE(end + 10); n++) {
    const [packed, nameLength, local] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    files.set(
      bytes.toString("utf8", at + 46, at + 46 + nameLength),
      inflateRawSync(bytes.subarray(start, start + packed)),
    );
    at += 46 + nameLength;
  }
  return files;
};
