import type { CorpusDocument } from "../core/document.ts";
import { BadInput } from "../core/errors.ts";
import type { Listing } from "../core/listing.ts";
import type { Topic } from "../core/subscription.ts";
import { table } from "../core/table.ts";

const KINDS: readonly Topic["kind"][] = ["crypto", "keyword", "list", "party", "program", "publisher"];
const MAX_TOPICS = 20;
/** A bare word in capitals is a program. */
const PROGRAM = /^[A-Z][A-Z0-9-]+$/;

/** Programs and words that a word stands for, in what people write and in what lists and notices write. */
const ALSO: Readonly<Record<string, readonly string[]>> = table({
  dprk: ["north korea", "pyongyang"],
  "north korea": ["dprk"],
});
const CRYPTO = /\b(?:crypto\w*|virtual (?:currency|asset)s?|bitcoin|ethereum|stablecoins?|blockchain|usdt|mixers?)\b/i;

/**
 * "DPRK crypto list:un-sc publisher:FBI party:\"Lazarus Group\" ransomware" -> topics. A bare word is a list when it is the id
 * of one, a program when written in capitals, else a keyword. Throws `BadInput` naming the word that is none of these.
 */
export const parseTopics = (text: string, lists: readonly string[]): readonly Topic[] => {
  const words = [...text.matchAll(/(?:([a-z]+):)?(?:"([^"]*)"|“([^”]*)”|([^\s,"“”]+))/gi)];
  if (words.length > MAX_TOPICS)
    throw new BadInput(`A subscription may have ${MAX_TOPICS} topics, this has ${words.length}. Nothing was changed.`);
  return words.map((m) => {
    const [kind, word] = [m[1]?.toLowerCase(), (m[2] ?? m[3] ?? m[4] ?? "").trim()];
    if (kind !== undefined && !KINDS.some((k) => k === kind))
      throw new BadInput(
        `There is no kind of topic "${kind}". Nothing was changed. The kinds are ${KINDS.slice(1).join(", ")} and the word crypto.`,
      );
    if (kind === "list" && !lists.includes(word))
      throw new BadInput(`There is no list "${word}". Nothing was changed. The lists are ${lists.join(", ")}.`);
    if (kind !== undefined) return { kind: kind as Topic["kind"], text: word };
    if (word.toLowerCase() === "crypto") return { kind: "crypto", text: "" };
    if (lists.includes(word)) return { kind: "list", text: word };
    return { kind: PROGRAM.test(word) ? "program" : "keyword", text: word };
  });
};

/** "DPRK, crypto, publisher FBI"; "everything" without topics. */
export const topicsInWords = (topics: readonly Topic[]): string =>
  topics.length === 0
    ? "everything"
    : topics
        .map(({ kind, text }) =>
          kind === "crypto" ? kind : kind === "keyword" || kind === "program" ? text : `${kind} ${text}`,
        )
        .join(", ");

/** Topics as `parseTopics` reads them back: `DPRK crypto publisher:FBI party:"Lazarus Group"`. */
export const topicsAsTyped = (topics: readonly Topic[]): string =>
  topics
    .map(({ kind, text }) => {
      if (kind === "crypto") return "crypto";
      const word = /^[^\s,"“”:]+$/.test(text) ? text : `"${text.replaceAll('"', "")}"`;
      return kind === "program" && PROGRAM.test(text) ? text : `${kind}:${word}`;
    })
    .join(" ");

/** True when a listing belongs to a subscription: any topic fits, or there is none. */
export const listingFits = (topics: readonly Topic[], listing: Listing): boolean =>
  topics.length === 0 || topics.some((topic) => fitsListing(topic, listing));

const fitsListing = ({ kind, text }: Topic, listing: Listing): boolean => {
  switch (kind) {
    case "crypto":
      return listing.wallets.length > 0;
    case "list":
      return listing.list === text;
    case "program":
      return listing.programs.some((program) => startsWith(program, text));
    case "party":
      return listing.names.some((name) => holds(name.text, text));
    case "keyword":
      return [...listing.names.map((name) => name.text), ...listing.programs, listing.remarks].some((part) =>
        holds(part, text),
      );
    case "publisher":
      return false;
  }
};

/** The same for a notice or report. */
export const documentFits = (topics: readonly Topic[], document: CorpusDocument): boolean =>
  topics.length === 0 || topics.some((topic) => fitsDocument(topic, document));

const fitsDocument = ({ kind, text }: Topic, document: CorpusDocument): boolean => {
  const words = [document.title, document.text];
  switch (kind) {
    case "crypto":
      return words.some((part) => CRYPTO.test(part));
    case "list":
      return false;
    case "publisher":
      return holds(document.publisher, text);
    case "party":
      return document.parties.some((party) => [party.name, ...party.aliases].some((name) => holds(name, text)));
    case "program":
      return document.programs.some((program) => startsWith(program, text)) || mentions(words, text);
    case "keyword":
      return mentions(words, text);
  }
};

const mentions = (parts: readonly string[], text: string): boolean =>
  [text, ...(ALSO[text.toLowerCase()] ?? [])].some((word) => parts.some((part) => holds(part, word)));

const startsWith = (text: string, start: string): boolean => text.toLowerCase().startsWith(start.toLowerCase());

/** Whole words, without case: "bank" is in "Foreign Trade Bank", not in "bankers". */
const holds = (text: string, words: string): boolean => {
  const escaped = words.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return escaped !== "" && new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "iu").test(text);
};
