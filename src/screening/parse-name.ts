import type { PartyKind } from "../core/listing.ts";
import { type Word, words } from "../text/tokens.ts";
import { type NameForm, ROLE } from "./name-form.ts";
import type { NameToken } from "./name-token.ts";
import { organisationParts } from "./organisation-name.ts";
import { type Part, personParts } from "./person-name.ts";
import type { Rarity } from "./rarity.ts";
import { PART } from "./weights.ts";

/** What turns texts into comparable names. */
export interface NameParser {
  /** One form per name in `text` ("X aka Y" holds two). `person` decides how parts are read. Never empty for a text with letters. */
  forms(text: string, person: boolean, vessel?: boolean): readonly NameForm[];
}

const ALSO_KNOWN =
  /(?:;|(?<![\p{L}.])(?:a\.?k\.?a\.?|f\.?k\.?a\.?|n\.?k\.?a\.?|d\.?b\.?a\.?|a\/k\/a|f\/k\/a|d\/b\/a|also known as|formerly known as|known as|alias|trading as|doing business as)(?![\p{L}]))[:\s]*/iu;
/** Lengths at which payment and registry fields cut a name. */
const FIELD_LENGTHS = new Set([30, 35, 40, 50]);
const MOST_PARTS = 24;
/** Twice what a subject may have: some signs are written out as eighteen letters each. */
const LONGEST_TEXT = 1_000;

export const makeNameParser = (token: (text: string) => NameToken, rarity: Rarity): NameParser => ({
  forms: (text, person, vessel = false) =>
    [...new Set(text.slice(0, LONGEST_TEXT).split(ALSO_KNOWN))]
      .filter((name) => /[\p{L}\p{N}]/u.test(name))
      .map((name) => formOf(words(name), person, vessel, FIELD_LENGTHS.has(name.trim().length), token, rarity))
      .filter((form) => form.tokens.length > 0),
});

const formOf = (
  all: readonly Word[],
  person: boolean,
  vessel: boolean,
  truncated: boolean,
  token: (text: string) => NameToken,
  rarity: Rarity,
): NameForm => {
  const parts: readonly Part[] = (person ? personParts(all) : organisationParts(all, vessel)).slice(0, MOST_PARTS);
  const tokens = parts.map((p) => token(p.text));
  return {
    tokens,
    roles: parts.map((p) => p.role),
    weights: parts.map((p, i) => weightOf(tokens[i]!, p.role, person, rarity)),
    person,
    truncated,
  };
};

/** The weight of a part by its role and rarity (table `PART`). */
export const weightOf = (token: NameToken, role: number, person: boolean, rarity: Rarity): number => {
  if (role & ROLE.kunya && role & ROLE.particle) return PART.kunya;
  if (role & ROLE.particle) return PART.particle;
  if (role & ROLE.honorific) return PART.honorific;
  if (role & ROLE.legalForm) return PART.legalForm;
  if (role & ROLE.number) return PART.number;
  if (role & ROLE.initial) return PART.initial;
  const rare = rarity(token.rarityKey, person);
  if (person)
    return (
      (PART.personBase + PART.personRarity * rare) *
      (token.latin.length <= 3 && !(role & ROLE.syllable) ? PART.shortFactor : 1)
    );
  const short = token.latin.length <= 2 && !(role & ROLE.syllable) ? PART.shortOrganisationFactor : 1;
  const weight = (PART.organisationBase + PART.organisationRarity * rare) * short;
  return role & ROLE.generic ? weight * PART.genericFactor : weight;
};

/** How a listing's names are read. */
export const readsAsPerson = (kind: PartyKind): boolean => kind === "person";
