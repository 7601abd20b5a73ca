import { documentId } from "../core/brand.ts";
import { dayInProse, type Instant, type IsoDate, parseIsoDate } from "../core/dates.ts";
import type { CorpusDocument } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import { readText, sha256Of } from "./bytes.ts";
import { layOut } from "./layout.ts";
import { markdownBlocks } from "./markdown.ts";

/** Threat reports as JSON: STIX bundles (MITRE ATT&CK and others) and MISP galaxy clusters. */
export const looksLikeReports = (text: string): boolean =>
  /^\s*\{/.test(text) && (/"type"\s*:\s*"bundle"/.test(text.slice(0, 400)) || /"values"\s*:\s*\[/.test(text));

type Json = Readonly<Record<string, unknown>>;

/** One document for each group, campaign, report or malware that the file describes. Throws `BadInput` when there is none. */
export const parseReports = (bytes: Uint8Array, name: string, now: Instant): readonly CorpusDocument[] => {
  const file = parsed(readText(bytes, name), name);
  // Each object has a fingerprint of its own: another object's change is no change of this one.
  const rows = Array.isArray(file["objects"])
    ? objects(file["objects"]).flatMap((object) => stixDocument(object, sha256Of(JSON.stringify(object)), now))
    : objects(file["values"]).flatMap((value) => mispDocument(value, file, sha256Of(JSON.stringify(value)), now));
  if (rows.length === 0)
    throw new BadInput(
      `${name} describes no group, campaign, report or malware. Nothing was added. Give STIX or MISP with descriptions.`,
    );
  return rows;
};

const parsed = (text: string, name: string): Json => {
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === "object" && !Array.isArray(value)) return value as Json;
  } catch (thrown) {
    throw new BadInput(`${name} is not whole JSON. Nothing was added. Download it again.`, { cause: thrown });
  }
  throw new BadInput(`${name} is JSON, but no STIX bundle and no MISP cluster. Nothing was added.`);
};

const STIX_KINDS: ReadonlySet<string> = new Set([
  "intrusion-set",
  "campaign",
  "report",
  "malware",
  "tool",
  "threat-actor",
]);

const stixDocument = (object: Json, sha256: string, now: Instant): readonly CorpusDocument[] => {
  const [type, title, description] = [text(object["type"]), text(object["name"]), text(object["description"])];
  if (!STIX_KINDS.has(type) || title === "" || description === "" || object["revoked"] === true) return [];
  const references = objects(object["external_references"]);
  const own = references.find((reference) => text(reference["external_id"]) !== "" && web(reference["url"]));
  const url = web(own?.["url"]) ?? web(references.find((reference) => web(reference["url"]))?.["url"]);
  if (!url) return [];
  const aliases = strings(object["aliases"] ?? object["x_mitre_aliases"]).filter((alias) => alias !== title);
  const isGroup = type === "intrusion-set" || type === "threat-actor";
  return [
    {
      documentId: documentId(`stix-${text(object["id"])}`),
      title,
      publisher: text(own?.["source_name"]).startsWith("mitre")
        ? "MITRE ATT&CK"
        : text(own?.["source_name"]) || "STIX bundle",
      publishedOn: day(object["modified"]) ?? day(object["created"]),
      kind: isGroup ? "group" : "report",
      url,
      linkedSource: null,
      programs: [],
      parties: [{ name: title, kind: isGroup ? "organisation" : "unknown", aliases }],
      events: [],
      text: described(title, aliases, description, seen(title, object)),
      sha256,
      addedAt: now,
    },
  ];
};

/** "Night Dragon was first seen on 1 November 2009 and last seen on 1 February 2011." */
const seen = (title: string, object: Json): string => {
  const [first, last] = [day(object["first_seen"]), day(object["last_seen"])];
  const said = [first && `first seen on ${dayInProse(first)}`, last && `last seen on ${dayInProse(last)}`];
  const parts = said.filter((part) => part !== null);
  return parts.length === 0 ? "" : `${title} was ${parts.join(" and ")}.`;
};

const mispDocument = (value: Json, file: Json, sha256: string, now: Instant): readonly CorpusDocument[] => {
  const [title, description] = [text(value["value"]), text(value["description"])];
  const meta = (value["meta"] ?? {}) as Json;
  const url = strings(meta["refs"]).find((ref) => web(ref));
  const aliases = strings(meta["synonyms"]).filter((alias) => alias !== title);
  if (title === "" || (description === "" && aliases.length === 0) || !url) return [];
  return [
    {
      documentId: documentId(`misp-${text(value["uuid"])}`),
      title,
      publisher: `${text(file["source"]) || "MISP"} (${text(file["name"])})`,
      publishedOn: null,
      kind: "group",
      url,
      linkedSource: URL.parse(url)?.hostname ?? null,
      programs: [],
      parties: [{ name: title, kind: "organisation", aliases }],
      events: [],
      text: described(title, aliases, description),
      sha256,
      addedAt: now,
    },
  ];
};

/** "[APT38](https://…) is … .(Citation: X)" -> prose; the aliases make a sentence of their own. */
const described = (title: string, aliases: readonly string[], description: string, dates = ""): string => {
  const prose = description.replace(/\(Citation: [^)]*\)/g, "").replace(/<\/?code>/g, "");
  const names = aliases.length === 0 ? "" : `\n\n${title} is also known as ${aliases.join(", ")}.`;
  return layOut(markdownBlocks(`${prose}${names}\n\n${dates}`));
};

const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");
const web = (value: unknown): string | null =>
  typeof value === "string" && /^https?:\/\/\S+$/.test(value) ? value : null;
const strings = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === "string") : [];
const objects = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter((entry): entry is Json => entry !== null && typeof entry === "object") : [];
const day = (value: unknown): IsoDate | null => parseIsoDate(text(value).slice(0, 10));
