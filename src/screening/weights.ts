/**
 * Every threshold and weight of the name matcher, in one place. Scores are 0..1.
 * score = M / (M + dissimilarity*D + contradiction*C + omission*O), where M is the weighted similarity of matched parts,
 * D what the matched parts lack, C the geometric mean of what is left over on both sides, O the rest that is left over.
 */
export const THRESHOLDS = {
  /** At or above: possible match. */
  possible: 0.74,
  /** At or above: match. */
  match: 0.9,
  /** Weak aliases and contradicted names never score above this. */
  possibleCap: 0.89,
} as const;

/**
 * Thresholds for `SCREEN_THRESHOLD` whose alert rate and recall are measured (`npm run bench:screening -- --set thresholds`).
 * Lower than `cautious` is not worth it: names that the gates below hold at 0.7 come through, on 18% of unlisted people.
 */
export const NAMED_THRESHOLDS = { cautious: 0.71, default: THRESHOLDS.possible, strict: 0.85 } as const;

export const SCORE = {
  dissimilarity: 1.7,
  contradiction: 1.9,
  /** Share of the contradiction that counts between generic words. */
  genericContradiction: 0.35,
  omission: 0.19,
  omissionOrganisation: 0.1,
  /** Added where the listed name's first given or first family name is missing, times its weight. */
  omissionOfLead: 0.3,
  /** A number that only one name has, times its weight. */
  omissionOfNumber: 1.2,
  /** A country in the registered name of one company only, times its weight. */
  omissionOfPlace: 0.8,
  /** A syllable of a Chinese or Korean name that is missing changes the name. */
  omissionOfSyllables: 0.9,
  /** Patronymic chains in another order: "Salman bin Muhammad" is not "Muhammad bin Salman". */
  reversedChain: 0.7,
} as const;

/** Weight of a part: base + rarity share * rarity (0 for the most common names, 1 for those seen once or never). */
export const PART = {
  personBase: 0.45,
  personRarity: 0.55,
  organisationBase: 0.35,
  organisationRarity: 0.65,
  genericFactor: 0.45,
  particle: 0.08,
  kunya: 0.2,
  legalForm: 0.08,
  honorific: 0.05,
  initial: 0.5,
  number: 0.8,
  /** Words of up to three letters outside Chinese and Korean names ("xal", "nia"), and of two in organisations ("C.I."). */
  shortFactor: 0.65,
  shortOrganisationFactor: 0.5,
} as const;

export const SIMILARITY = {
  /** Same fold key: a spelling habit. Less by `foldStep` for each edit between the spellings. */
  fold: 0.98,
  foldStep: 0.015,
  /** The same name in another language (Aleksandr, Oleksandr, Alexander). */
  variant: 0.93,
  nickname: 0.82,
  /** One word of one concept (bank, банк, banque). */
  concept: 0.97,
  abbreviation: 0.93,
  /** Korean or Mandarin syllable under another romanisation. */
  syllable: 0.96,
  initial: 0.95,
  article: 0.94,
  /** Consonant skeletons of a name written in Arabic, Hebrew or kana; the longer the surer. */
  skeleton: 0.95,
  shortSkeleton: 0.86,
  skeletonEdit: 0.76,
  latinSkeleton: 0.72,
  truncated: 0.9,
  /** Letters that a scanner confuses. */
  ocr: 0.9,
  /** Taken off when a slip changes the first letter. */
  firstLetter: 0.1,
  /** Taken off when both spellings are names that many people bear: Khalid is no slip for Walid. */
  otherName: 0.16,
  /** "Mario" and "Maria", "Antonio" and "Antonia" are different people's names. */
  genderEnding: 0.68,
  /** Below this two parts are not the same. */
  floor: 0.6,
} as const;

/** Edits allowed by the length of the shorter part, index = length; the last entry holds for all longer ones. */
export const EDIT_BUDGET: readonly number[] = [0, 0, 0, 0.5, 1, 1.3, 1.3, 2, 2, 2, 3] as const;

/** Thin evidence is held below the possible-match threshold. */
export const GATE = {
  cap: 0.7,
  /** A single part of a longer name, when it is rare enough, is at most a possible match. */
  loneCap: 0.86,
  /** A listed single word hits a longer name of an organisation only when it is as rare as this. */
  loneListed: 0.8,
  loneLength: 7,
  loneRarePerson: 0.85,
  loneRareOrganisation: 0.8,
  initialEvidence: 0.3,
  /** Share of the weight that counts where only the consonants of another script agree: three or more in a native name. */
  consonantsEvidence: 0.95,
  /** Fewer, or where the listed name is the native one: such listings have Latin names beside it, and those decide. */
  weakConsonantsEvidence: 0.7,
  /** Weight that must agree when something is left over. */
  floor: 1.1,
  /** More for each part that is missing beyond two: two common names out of five are a coincidence. */
  floorFree: 2,
  floorStep: 0.5,
  /** And when the family name of the screened name is left over: "Muhammad Said Jahhar" is not every Muhammad Said. */
  floorExtra: 0.5,
  /** And when its first part is left over. */
  floorFirst: 0.4,
  floorExtraMost: 0.95,
  floorOrganisation: 0.9,
  /** The same for a weak alias that agrees whole while yours has more: "JOSE LUIS" is not every Jose Luis. */
  floorWeak: 1.7,
} as const;

/** What attributes add to or take from the name score. */
export const ATTRIBUTE = {
  birthDay: 0.05,
  birthYear: 0.03,
  birthClose: 0.02,
  birthContradiction: 0.15,
  /** Years apart that count as close, and the allowance where either side says "circa". */
  closeYears: 1,
  approximateYears: 3,
  country: 0.02,
  countryContradiction: 0.04,
  genderContradiction: 0.08,
  kindContradiction: 0.1,
} as const;
