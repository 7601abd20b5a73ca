import acronyms from "../../data/vocab/acronyms.json" with { type: "json" };
import type { IndexedName, MentionIndex } from "./mention-index.ts";
import type { MentionWord } from "./mention-words.ts";
import { GENERIC } from "./vocabulary.ts";

/** Abbreviations of ordinary business texts; alone none of them points at a listed party. */
export const ACRONYMS: ReadonlySet<string> = new Set(acronyms.acronyms);

/** Words near which a word is the name of a ship: "M/V HUGE", "the tanker Huge". */
const VESSEL_WORDS = new Set(
  "vessel vessels ship ships tanker tankers carrier imo mv mt ss fv m v voyage charter chartered berth flag flagged crew master aboard cargo freight bunker bunkers hull sailed sailing discharge loading port".split(
    " ",
  ),
);
const CONTEXT_WORDS = 4;

/** True when a name of one word can be told from an ordinary word where it stands. */
export const isUnmistakable = (
  words: readonly MentionWord[],
  at: number,
  found: IndexedName,
  index: MentionIndex,
): boolean => {
  const word = words[at];
  if (!word || word.case === "initial") return false;
  if (words.length === 1) return true;
  const { kind } = found.listing;
  if (kind === "aircraft") return /\d/.test(word.latin) && word.latin.length >= 4;
  const ordinary =
    word.english ||
    word.particle ||
    index.isCommonName(word.key) ||
    index.isPlace(word.key) ||
    ACRONYMS.has(word.latin);
  if (kind === "vessel" && nearVesselWord(words, at)) return true;
  // A field of an invoice that holds nothing else: "Bill to: FORTUNE".
  if (found.name.strength === "strong" && word.case === "upper" && isField(words, at, at))
    return word.latin === found.latin[0] && !found.shortened && !ACRONYMS.has(word.latin);
  if (found.name.strength === "strong" && !found.shortened && !GENERIC.has(word.latin) && isAskedFor(words, at, at))
    return word.latin === found.latin[0];
  if (ordinary) return false;
  const spelled = word.latin === found.latin[0];
  if (!spelled) return false;
  const { length } = word.latin;
  // "IGA" is not yet "IGA LTDA."
  if (found.shortened && length < 6) return false;
  if (found.name.strength === "weak") return length >= 5 && sameCase(word, found);
  if (kind === "organisation" || kind === "unknown") {
    // Acronyms: "ELN", "NITC" only in capitals. "Garantex" also by somebody who types in lower case.
    if (length <= 4) return word.case === "upper";
    return true;
  }
  return length >= (word.case === "lower" ? 5 : word.case === "upper" ? 4 : 5);
};

const ASKING = new Set(["screen", "check", "vet"]);
const BEING = new Set(["is", "are", "was"]);
const STANDING = new Set(["sanctioned", "listed", "designated", "blacklisted", "blocked"]);
const ROLES = new Set(
  "beneficiary payee payer customer client supplier vendor counterparty shipper consignee know named called".split(" "),
);
const PAYING = new Set("payment payments transfer transfers funds wire payable paid invoice remittance".split(" "));
const TOWARDS = new Set(["to", "for", "from"]);

/**
 * True where the sentence itself says that what follows is a party: "screen fortune", "is fortune sanctioned", and in capital
 * letters "payment to Sabiti", "customer FORTUNE". There an ordinary word is a name.
 */
export const isAskedFor = (words: readonly MentionWord[], first: number, last: number): boolean => {
  if (words[first]?.apart) return false;
  const [earlier, before, after] = [
    words[first - 2]?.latin ?? "",
    words[first - 1]?.latin ?? "",
    words[last + 1]?.latin ?? "",
  ];
  const standing = STANDING.has(after) || (after === "still" && STANDING.has(words[last + 2]?.latin ?? ""));
  if (ASKING.has(before) || (BEING.has(before) && standing)) return true;
  // "Client Investments" begins a clause; an ordinary word needs all its letters in capitals.
  const written = words
    .slice(first, last + 1)
    .every((word) => word.particle || word.case === "upper" || (word.case !== "lower" && !word.english));
  return written && (ROLES.has(before) || (TOWARDS.has(before) && PAYING.has(earlier)));
};

/** True where the words are all of a line, a table cell or a field. */
export const isField = (words: readonly MentionWord[], first: number, last: number): boolean =>
  words[first]?.opens === true && (words[last + 1]?.opens ?? true);

const sameCase = (word: MentionWord, found: IndexedName): boolean => {
  const listedUpper = found.name.text === found.name.text.toUpperCase();
  return word.case === "caseless" || word.case === "upper" || (word.case === "title" && !listedUpper);
};

const nearVesselWord = (words: readonly MentionWord[], at: number): boolean => {
  const case_ = words[at]?.case;
  if (case_ === "lower") return false;
  return words
    .slice(Math.max(0, at - CONTEXT_WORDS), at + CONTEXT_WORDS + 1)
    .some((word, i) => i !== Math.min(at, CONTEXT_WORDS) && VESSEL_WORDS.has(word.latin));
};
