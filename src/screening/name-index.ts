import type { Listing } from "../core/listing.ts";
import { cleanse } from "../text/cleanse.ts";
import { filingKeys, joinedBonesKey, joinedKeys, wholeKeys } from "./index-keys.ts";
import { type NameForm, ROLE, WEAK_ROLES } from "./name-form.ts";
import type { NameToken } from "./name-token.ts";
import { type NameParser, readsAsPerson } from "./parse-name.ts";
import { makePostingsBuilder, type Postings } from "./postings.ts";

/** Flags of an indexed name. */
export const NAME_FLAG = { person: 1, weak: 2, former: 4, vessel: 8 } as const;

/**
 * All listed names, cut into parts, in typed arrays. Name n has parts nameStarts[n] .. nameStarts[n + 1]; part p is token
 * partTokens[p] in role partRoles[p] with weight partWeights[p]; token t occurs in names tokenNames[tokenStarts[t] ..].
 */
export interface NameIndex {
  readonly tokenTexts: readonly string[];
  /** Letters of each token's spelling and fold key, a bit each: most near spellings are ruled out by these alone. */
  readonly tokenLetters: Uint32Array;
  readonly tokenFoldLetters: Uint32Array;
  readonly nameListings: Uint32Array;
  /** Which of the listing's `names` this is. */
  readonly nameOrdinals: Uint16Array;
  readonly nameFlags: Uint8Array;
  readonly nameStarts: Uint32Array;
  /** Sum of the weights of a name's parts, and of those that no key finds (particles, initials, generic words). */
  readonly nameTotals: Float32Array;
  readonly nameLoose: Float32Array;
  readonly partTokens: Uint32Array;
  readonly partRoles: Uint16Array;
  readonly partWeights: Float32Array;
  readonly tokenStarts: Uint32Array;
  readonly tokenNames: Uint32Array;
  /** Token keys -> tokens; joined keys -> names. */
  readonly tokenKeys: Postings;
  readonly joined: Postings;
}

/** Roles that candidates are not sought by: they are everywhere or match by their first letter only. */
export const UNSOUGHT = WEAK_ROLES | ROLE.initial | ROLE.generic;

/** The text of a part run for joined keys, leaving numbers and legal forms alone. */
const joinable = (token: NameToken): boolean => token.special === null && token.latin !== "";

/** Files every name of `listings`; the position in `listings` is the listing's number. */
export const buildNameIndex = (listings: readonly Listing[], parser: NameParser): NameIndex => {
  const tokenIds = new Map<string, number>();
  const tokens: NameToken[] = [];
  const names: { listing: number; ordinal: number; flags: number; form: NameForm }[] = [];
  const idOf = (token: NameToken): number => {
    let id = tokenIds.get(token.text);
    if (id === undefined) {
      id = tokens.length;
      tokenIds.set(token.text, id);
      tokens.push(token);
    }
    return id;
  };
  let parts = 0;
  listings.forEach((listing, number) => {
    const person = readsAsPerson(listing.kind);
    listing.names.forEach((name, ordinal) => {
      const flags =
        (person ? NAME_FLAG.person : 0) |
        (name.strength === "weak" ? NAME_FLAG.weak : 0) |
        (name.role === "former" ? NAME_FLAG.former : 0) |
        (listing.kind === "vessel" || listing.kind === "aircraft" ? NAME_FLAG.vessel : 0);
      const text = name.parts?.family && name.parts.given ? `${name.parts.family}, ${name.parts.given}` : name.text;
      for (const form of parser.forms(cleanse(text).text, person, listing.kind === "vessel")) {
        names.push({ listing: number, ordinal, flags, form });
        parts += form.tokens.length;
      }
    });
  });
  return pack(names, parts, tokens, idOf);
};

const pack = (
  names: readonly { listing: number; ordinal: number; flags: number; form: NameForm }[],
  parts: number,
  tokens: readonly NameToken[],
  idOf: (token: NameToken) => number,
): NameIndex => {
  const n = names.length;
  const nameListings = new Uint32Array(n);
  const nameOrdinals = new Uint16Array(n);
  const nameFlags = new Uint8Array(n);
  const nameStarts = new Uint32Array(n + 1);
  const nameTotals = new Float32Array(n);
  const nameLoose = new Float32Array(n);
  const partTokens = new Uint32Array(parts);
  const partRoles = new Uint16Array(parts);
  const partWeights = new Float32Array(parts);
  const joined = makePostingsBuilder();
  let at = 0;
  names.forEach(({ listing, ordinal, flags, form }, name) => {
    nameListings[name] = listing;
    nameOrdinals[name] = ordinal;
    nameFlags[name] = flags;
    nameStarts[name] = at;
    form.tokens.forEach((token, i) => {
      partTokens[at] = idOf(token);
      partRoles[at] = form.roles[i]!;
      partWeights[at++] = form.weights[i]!;
      nameTotals[name]! += form.weights[i]!;
      if (form.roles[i]! & UNSOUGHT) nameLoose[name]! += form.weights[i]!;
    });
    joinedKeysOf(form, (key) => joined.add(key, name));
    if (form.tokens.some((t) => t.script === "arabic")) joinedBonesOf(form, (key) => joined.add(key, name));
  });
  nameStarts[n] = at;
  const keys = makePostingsBuilder();
  const syllables = new Uint8Array(tokens.length);
  for (let p = 0; p < parts; p++) if (partRoles[p]! & ROLE.syllable) syllables[partTokens[p]!] = 1;
  const seen = new Set<number>();
  tokens.forEach((token, id) => {
    seen.clear();
    filingKeys(token, syllables[id] === 1, (key) => seen.add(key));
    for (const key of seen) keys.add(key, id);
  });
  const { tokenStarts, tokenNames } = occurrences(tokens.length, n, nameStarts, partTokens, partRoles);
  return {
    tokenTexts: tokens.map((t) => t.text),
    tokenLetters: Uint32Array.from(tokens, (t) => t.letters),
    tokenFoldLetters: Uint32Array.from(tokens, (t) => t.foldLetters),
    nameListings,
    nameOrdinals,
    nameFlags,
    nameStarts,
    nameTotals,
    nameLoose,
    partTokens,
    partRoles,
    partWeights,
    tokenStarts,
    tokenNames,
    tokenKeys: keys.pack(),
    joined: joined.pack(),
  };
};

/** Keys of neighbouring pairs, of the family name before the given name, and of the whole name. */
export const joinedKeysOf = (form: NameForm, emit: (key: number) => void): void => {
  const latin = form.tokens.filter(joinable).map((t) => t.latin);
  for (let i = 0; i + 1 < latin.length; i++) {
    const [first, second, third] = [latin[i]!, latin[i + 1]!, latin[i + 2]];
    joinedKeys(first + second, emit);
    if (first.length + second.length >= 8) joinedKeys(second + first, emit);
    if (third !== undefined && latin.length > 3) joinedKeys(first + second + third, emit);
  }
  if (latin.length > 0) wholeKeys(latin.join(""), emit);
  if (latin.length > 1) wholeKeys(latin.at(-1)! + latin.slice(0, -1).join(""), emit);
};

/** Consonant keys of one to four neighbouring parts. */
export const joinedBonesOf = (form: NameForm, emit: (key: number) => void): void => {
  for (let from = 0; from < form.tokens.length; from++) {
    let text = "";
    for (let k = from; k < Math.min(from + 4, form.tokens.length) && joinable(form.tokens[k]!); k++) {
      text += form.tokens[k]!.latin;
      const key = joinedBonesKey(text);
      if (key !== null) emit(key);
    }
  }
};

/** Names that have common words only are sought by these: "Military Security Bureau". */
const occurrences = (
  tokenCount: number,
  nameCount: number,
  nameStarts: Uint32Array,
  partTokens: Uint32Array,
  partRoles: Uint16Array,
) => {
  const each = (visit: (token: number, name: number) => void): void => {
    for (let name = 0; name < nameCount; name++) {
      const [from, to] = [nameStarts[name]!, nameStarts[name + 1]!];
      let sought = false;
      for (let p = from; p < to; p++) if ((partRoles[p]! & UNSOUGHT) === 0) sought = true;
      for (let p = from; p < to; p++) {
        const role = partRoles[p]!;
        if ((role & UNSOUGHT) === 0 || (!sought && role & ROLE.generic)) visit(partTokens[p]!, name);
      }
    }
  };
  const tokenStarts = new Uint32Array(tokenCount + 1);
  each((token) => {
    tokenStarts[token + 1]!++;
  });
  for (let t = 0; t < tokenCount; t++) tokenStarts[t + 1]! += tokenStarts[t]!;
  const at = tokenStarts.slice();
  const tokenNames = new Uint32Array(tokenStarts[tokenCount]!);
  each((token, name) => {
    tokenNames[at[token]!++] = name;
  });
  return { tokenStarts, tokenNames };
};
