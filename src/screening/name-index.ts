import type { Listing } from "../core/listing.ts";
import { cleanse } from "../text/cleanse.ts";
import { filingKeys } from "./index-keys.ts";
import { filedJoinedKeys, joinedBonesKeys } from "./joined-keys.ts";
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
  /** Letters of each token in Latin writing, 255 at most, and the first ones of its spelling (low byte) and its fold key. */
  readonly tokenLengths: Uint8Array;
  readonly tokenHeads: Uint16Array;
  readonly nameListings: Uint32Array;
  /** Which of the listing's `names` this is. */
  readonly nameOrdinals: Uint16Array;
  readonly nameFlags: Uint8Array;
  readonly nameStarts: Uint32Array;
  /** Sum of the weights of a name's parts that candidates are sought by; 0 for a name with an initial, which any part may match. */
  readonly nameContents: Float32Array;
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
  const nameContents = new Float32Array(n);
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
      if ((form.roles[i]! & UNSOUGHT) === 0) nameContents[name]! += form.weights[i]!;
    });
    if (form.tokens.some((token) => token.latin.length === 1)) nameContents[name] = 0;
    filedJoinedKeys(form, (key) => joined.add(key, name));
    if (form.tokens.some((t) => t.script === "arabic")) joinedBonesKeys(form, (key) => joined.add(key, name));
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
  const { tokenStarts, tokenNames } = occurrences(tokens.length, nameContents, nameStarts, partTokens, partRoles);
  return {
    tokenTexts: tokens.map((t) => t.text),
    tokenLetters: Uint32Array.from(tokens, (t) => t.letters),
    tokenFoldLetters: Uint32Array.from(tokens, (t) => t.foldLetters),
    tokenLengths: Uint8Array.from(tokens, (t) => Math.min(255, t.latin.length)),
    tokenHeads: Uint16Array.from(tokens, (t) => headsOf(t)),
    nameListings,
    nameOrdinals,
    nameFlags,
    nameStarts,
    nameContents,
    partTokens,
    partRoles,
    partWeights,
    tokenStarts,
    tokenNames,
    tokenKeys: keys.pack(),
    joined: joined.pack(),
  };
};

const headsOf = (token: NameToken): number =>
  token.latin === "" ? 0 : (token.latin.charCodeAt(0) & 0xff) | ((token.fold.charCodeAt(0) & 0xff) << 8);

/**
 * Names by token, those with the least weight first. A name without a part to be sought by ("Military Security Bureau") stands
 * under all of its parts.
 */
const occurrences = (
  tokenCount: number,
  nameContents: Float32Array,
  nameStarts: Uint32Array,
  partTokens: Uint32Array,
  partRoles: Uint16Array,
) => {
  const names = Uint32Array.from(nameContents, (_, name) => name).sort((a, b) => nameContents[a]! - nameContents[b]!);
  const each = (visit: (token: number, name: number) => void): void => {
    for (const name of names) {
      const [from, to] = [nameStarts[name]!, nameStarts[name + 1]!];
      let sought = false;
      for (let p = from; p < to; p++) if ((partRoles[p]! & UNSOUGHT) === 0) sought = true;
      for (let p = from; p < to; p++) if (!sought || (partRoles[p]! & UNSOUGHT) === 0) visit(partTokens[p]!, name);
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
