import type { Listing } from "../core/listing.ts";
import { cleanse } from "../text/cleanse.ts";
import { growing } from "./growing.ts";
import { filingKeys } from "./index-keys.ts";
import { filedJoinedKeys, joinedBonesKeys } from "./joined-keys.ts";
import { type NameForm, ROLE, WEAK_ROLES } from "./name-form.ts";
import type { NameToken } from "./name-token.ts";
import { type NameParser, readsAsPerson } from "./parse-name.ts";
import { makePostingsBuilder, type Postings } from "./postings.ts";
import { linesOf, type TextLines } from "./text-lines.ts";

/** Flags of an indexed name. */
export const NAME_FLAG = { person: 1, weak: 2, former: 4, vessel: 8 } as const;

/**
 * All listed names, cut into parts, in typed arrays. Name n has parts nameStarts[n] .. nameStarts[n + 1]; part p is token
 * partTokens[p] in role partRoles[p] with weight partWeights[p]; token t occurs in names tokenNames[tokenStarts[t] ..].
 */
export interface NameIndex {
  readonly tokenTexts: readonly string[];
  /** The texts once more, as bytes, and the fold keys: many are compared with one word. */
  readonly tokenLatin: TextLines;
  readonly tokenFolds: TextLines;
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

/** Files every name of listings that are given in the order of their numbers. Nothing is kept but numbers and the tokens' texts. */
export const makeNameIndexBuilder = (parser: NameParser) => {
  const texts = new Map<string, number>();
  const folds: string[] = [];
  const tokens = {
    letters: growing((n) => new Uint32Array(n)),
    foldLetters: growing((n) => new Uint32Array(n)),
    lengths: growing((n) => new Uint8Array(n)),
    heads: growing((n) => new Uint16Array(n)),
  };
  const names = {
    listings: growing((n) => new Uint32Array(n)),
    ordinals: growing((n) => new Uint16Array(n)),
    flags: growing((n) => new Uint8Array(n)),
    starts: growing((n) => new Uint32Array(n)),
    contents: growing((n) => new Float32Array(n)),
  };
  const parts = {
    tokens: growing((n) => new Uint32Array(n)),
    roles: growing((n) => new Uint16Array(n)),
    weights: growing((n) => new Float32Array(n)),
  };
  const keys = makePostingsBuilder();
  const joined = makePostingsBuilder();
  /** Tokens that were filed as syllables too. */
  const syllables = new Set<number>();
  const seen = new Set<number>();
  let number = 0;

  const fileToken = (token: NameToken, id: number, syllable: boolean): void => {
    seen.clear();
    filingKeys(token, syllable, (key) => seen.add(key));
    for (const key of seen) keys.add(key, id);
  };
  const idOf = (token: NameToken, syllable: boolean): number => {
    let id = texts.get(token.text);
    if (id === undefined) {
      id = texts.size;
      texts.set(token.text, id);
      folds.push(token.fold);
      tokens.letters.push(token.letters);
      tokens.foldLetters.push(token.foldLetters);
      tokens.lengths.push(Math.min(255, token.latin.length));
      tokens.heads.push(headsOf(token));
      fileToken(token, id, syllable);
      if (syllable) syllables.add(id);
    } else if (syllable && !syllables.has(id)) {
      fileToken(token, id, true);
      syllables.add(id);
    }
    return id;
  };
  const addForm = (form: NameForm, ordinal: number, flags: number): void => {
    const name = names.listings.length;
    names.listings.push(number);
    names.ordinals.push(ordinal);
    names.flags.push(flags);
    names.starts.push(parts.tokens.length);
    let content = 0;
    form.tokens.forEach((token, i) => {
      parts.tokens.push(idOf(token, (form.roles[i]! & ROLE.syllable) !== 0));
      parts.roles.push(form.roles[i]!);
      parts.weights.push(form.weights[i]!);
      if ((form.roles[i]! & UNSOUGHT) === 0) content += form.weights[i]!;
    });
    names.contents.push(form.tokens.some((token) => token.latin.length === 1) ? 0 : content);
    filedJoinedKeys(form, (key) => joined.add(key, name));
    if (form.tokens.some((t) => t.script === "arabic")) joinedBonesKeys(form, (key) => joined.add(key, name));
  };

  return {
    add(listing: Listing): void {
      const person = readsAsPerson(listing.kind);
      listing.names.forEach((name, ordinal) => {
        const flags =
          (person ? NAME_FLAG.person : 0) |
          (name.strength === "weak" ? NAME_FLAG.weak : 0) |
          (name.role === "former" ? NAME_FLAG.former : 0) |
          (listing.kind === "vessel" || listing.kind === "aircraft" ? NAME_FLAG.vessel : 0);
        const text = name.parts?.family && name.parts.given ? `${name.parts.family}, ${name.parts.given}` : name.text;
        for (const form of parser.forms(cleanse(text).text, person, listing.kind === "vessel"))
          addForm(form, ordinal, flags);
      });
      number++;
    },
    pack(): NameIndex {
      names.starts.push(parts.tokens.length);
      const tokenTexts = [...texts.keys()];
      const nameStarts = names.starts.take();
      const nameContents = names.contents.take();
      const partTokens = parts.tokens.take();
      const partRoles = parts.roles.take();
      return {
        tokenTexts,
        tokenLatin: linesOf(tokenTexts),
        tokenFolds: linesOf(folds),
        tokenLetters: tokens.letters.take(),
        tokenFoldLetters: tokens.foldLetters.take(),
        tokenLengths: tokens.lengths.take(),
        tokenHeads: tokens.heads.take(),
        nameListings: names.listings.take(),
        nameOrdinals: names.ordinals.take(),
        nameFlags: names.flags.take(),
        nameStarts,
        nameContents,
        partTokens,
        partRoles,
        partWeights: parts.weights.take(),
        ...occurrences(texts.size, nameContents, nameStarts, partTokens, partRoles),
        tokenKeys: keys.pack(),
        joined: joined.pack(),
      };
    },
  };
};

/** The index of listings alone, by their position. */
export const buildNameIndex = (listings: readonly Listing[], parser: NameParser): NameIndex => {
  const builder = makeNameIndexBuilder(parser);
  for (const listing of listings) builder.add(listing);
  return builder.pack();
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
