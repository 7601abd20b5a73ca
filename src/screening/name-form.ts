import type { NameToken } from "./name-token.ts";

/** What part a token plays in a name; bits, because a token may be a family name and a patronymic. */
export const ROLE = {
  family: 1,
  given: 2,
  patronymic: 4,
  particle: 8,
  honorific: 16,
  legalForm: 32,
  generic: 64,
  number: 128,
  initial: 256,
  syllable: 512,
  kunya: 1024,
  /** Written with an article: al-Tikriti. */
  nisbah: 2048,
} as const;

/** Tokens that say little about who is meant. */
export const WEAK_ROLES = ROLE.particle | ROLE.honorific | ROLE.legalForm;

/** A name cut into weighted parts; arrays run in parallel. */
export interface NameForm {
  readonly tokens: readonly NameToken[];
  readonly roles: readonly number[];
  /** `PART` weights after rarity. */
  readonly weights: readonly number[];
  readonly person: boolean;
  /** The text was cut at a usual field length, so that its last token may be the head of a longer one. */
  readonly truncated: boolean;
  /** The publisher calls this alias weak. */
  readonly weak?: boolean;
  /** A ship or aircraft: one-word names of these are everyday words. */
  readonly vessel?: boolean;
}

/** Roles of a screened name that show a company or another body; without one an unlisted word may well be a given name. */
const OF_TRADE = ROLE.legalForm | ROLE.generic | ROLE.number;

/**
 * Whether parts of a role contradict nothing where they are left over: particles, titles, and the legal form against the name of a
 * body. "Mario Ramcharan" is not "Ramcharan Ltd", but "Gooryong Shipping Bangkok" is "Gooryong Shipping Co Ltd". "Abu" makes
 * another name of what follows ("Abu Juaythini").
 */
export const isSilent = (role: number, silent: number): boolean => (role & silent) !== 0 && (role & ROLE.kunya) === 0;

/** The roles that `isSilent` asks for. */
export const silentRoles = (screened: NameForm): number =>
  screened.person || screened.roles.some((role) => role & OF_TRADE) ? WEAK_ROLES : ROLE.particle | ROLE.honorific;
