import { documentId } from "../core/brand.ts";
import { type Instant, type IsoDate, parseIsoDate } from "../core/dates.ts";
import { type CorpusDocument, DOCUMENT_KINDS, type DocumentParty, type StatusEvent } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import type { PartyKind } from "../core/listing.ts";
import { readText, sha256Of } from "./bytes.ts";
import { type Frontmatter, readFrontmatter } from "./frontmatter.ts";
import { layOut } from "./layout.ts";
import { markdownBlocks } from "./markdown.ts";

const PARTY_KINDS: readonly PartyKind[] = ["person", "organisation", "vessel", "aircraft", "unknown"];

/**
 * A brief: a header between `---` lines, then Markdown with footnotes. Header keys: id, title, publisher, publishedOn
 * (a day or `unknown`), kind, url, linkedSource, programs, parties (`name | kind | alias; alias`) and events
 * (`day | action | party | authority`). Throws `BadInput` naming the first thing that is wrong.
 */
export const parseBrief = (bytes: Uint8Array, name: string, now: Instant): CorpusDocument => {
  const head = readFrontmatter(readText(bytes, name), name);
  if (!head) throw new BadInput(`${name} has no header between "---" lines, so it is no brief. Nothing was added.`);
  return documentOf(head, bytes, name, now);
};

const documentOf = (head: Frontmatter, bytes: Uint8Array, name: string, now: Instant): CorpusDocument => {
  const needed = (key: string): string => {
    const value = head.values.get(key);
    if (!value) throw new BadInput(`${name} has no "${key}" in its header. Nothing was added. Add a line "${key}: …".`);
    return value;
  };
  const blocks = markdownBlocks(head.body);
  const title = needed("title");
  return {
    documentId: documentId(needed("id")),
    title,
    publisher: needed("publisher"),
    publishedOn: dayOrUnknown(needed("publishedOn"), name),
    kind: oneOf(DOCUMENT_KINDS, needed("kind"), "kind", name),
    url: webAddress(needed("url"), name),
    linkedSource: head.values.get("linkedSource") ?? null,
    programs: head.lists.get("programs") ?? [],
    parties: (head.lists.get("parties") ?? []).map((line) => partyFrom(line, name)),
    events: (head.lists.get("events") ?? []).map((line) => eventFrom(line, name)),
    // "# <title>" repeated above the text would become part of every section path.
    text: layOut(blocks.filter((block) => block.kind !== "heading" || block.text !== title)),
    sha256: sha256Of(bytes),
    addedAt: now,
  };
};

const dayOrUnknown = (text: string, name: string): IsoDate | null => {
  if (text === "unknown") return null;
  const day = parseIsoDate(text);
  if (!day) throw new BadInput(`${name}: publishedOn must be YYYY-MM-DD or unknown, got "${text}". Nothing was added.`);
  return day;
};

const oneOf = <T extends string>(allowed: readonly T[], text: string, what: string, name: string): T => {
  const found = allowed.find((value) => value === text);
  if (!found)
    throw new BadInput(`${name}: ${what} must be one of ${allowed.join(", ")}, got "${text}". Nothing was added.`);
  return found;
};

const webAddress = (text: string, name: string): string => {
  if (!/^https?:\/\/[^\s]+$/.test(text))
    throw new BadInput(`${name}: url must start with https:// or http://, got "${text}". Nothing was added.`);
  return text;
};

/** "Song Kum Hyok | person | Song Kum-hyok; Blue" -> a party with two aliases. */
const partyFrom = (line: string, name: string): DocumentParty => {
  const [party = "", kind = "", aliases = ""] = line.split("|").map((part) => part.trim());
  if (party === "") throw new BadInput(`${name}: a party has no name in "${line}". Nothing was added.`);
  return {
    name: party,
    // A wallet address among the parties is findable by its text; it is no kind of party.
    kind: kind === "address" ? "unknown" : oneOf(PARTY_KINDS, kind || "unknown", "the kind of a party", name),
    aliases: aliases
      .split(";")
      .map((alias) => alias.trim())
      .filter((alias) => alias !== ""),
  };
};

/** "2025-03-21 | removed | Tornado Cash | OFAC" -> a dated event. */
const eventFrom = (line: string, name: string): StatusEvent => {
  const [day = "", action = "", party = "", authority = ""] = line.split("|").map((part) => part.trim());
  const on = parseIsoDate(day);
  if (!on || !action || !party)
    throw new BadInput(
      `${name}: an event must read "YYYY-MM-DD | action | party | authority", got "${line}". Nothing was added.`,
    );
  return { on, action, party, authority };
};
