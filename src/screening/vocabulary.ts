import genericWords from "../../data/vocab/generic-words.json" with { type: "json" };
import honorifics from "../../data/vocab/honorifics.json" with { type: "json" };
import legalForms from "../../data/vocab/legal-forms.json" with { type: "json" };
import frequencies from "../../data/vocab/name-frequencies.json" with { type: "json" };
import variants from "../../data/vocab/name-variants.json" with { type: "json" };
import nicknames from "../../data/vocab/nicknames.json" with { type: "json" };
import numbers from "../../data/vocab/numbers.json" with { type: "json" };
import organisationWords from "../../data/vocab/organisation-words.json" with { type: "json" };
import particles from "../../data/vocab/particles.json" with { type: "json" };
import places from "../../data/vocab/places.json" with { type: "json" };
import translations from "../../data/vocab/translations.json" with { type: "json" };
import { words } from "../text/tokens.ts";
import { toLatin } from "../text/transliterate.ts";

const latinWords = (text: string): string[] => words(text).map((w) => toLatin(w.text, w.script));

export const HONORIFICS = {
  leading: new Set(honorifics.leading),
  anywhere: new Set(honorifics.anywhere),
  trailing: new Set(honorifics.trailing),
} as const;

export const PARTICLES = {
  person: new Set(particles.person),
  patronymic: new Set(particles.patronymic),
  kunya: new Set(particles.kunya),
  organisation: new Set(particles.organisation),
} as const;

/** Legal form, as its words joined by a space -> class, for example "limited liability company" -> "LLC". */
export const LEGAL_FORMS: ReadonlyMap<string, string> = new Map(
  Object.entries(legalForms.forms as Record<string, readonly string[]>).flatMap(([form, names]) =>
    names.map((name) => [latinWords(name).join(" "), form] as const).filter(([name]) => name.length > 1),
  ),
);
/** Number of words of the longest legal form that begins with a word. */
export const LEGAL_FORM_REACH: ReadonlyMap<string, number> = (() => {
  const reach = new Map<string, number>();
  for (const name of LEGAL_FORMS.keys()) {
    const parts = name.split(" ");
    reach.set(parts[0]!, Math.max(reach.get(parts[0]!) ?? 0, parts.length));
  }
  return reach;
})();

/** Word -> concept, for words that many organisations carry, in many languages. */
export const CONCEPTS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(organisationWords.concepts as Record<string, readonly string[]>).flatMap(([concept, list]) =>
    list
      .map((name) => latinWords(name))
      .filter((parts) => parts.length === 1)
      .map((parts) => [parts[0]!, concept] as const),
  ),
  ...Object.entries(genericWords.concepts as Record<string, readonly string[]>).flatMap(([concept, list]) =>
    list.map((name) => [name, concept] as const),
  ),
]);
export const GENERIC: ReadonlySet<string> = new Set(genericWords.words);

/** Names of countries in one word. */
export const PLACES: ReadonlySet<string> = new Set(places.countries);

/** Short form -> formal names. */
export const NICKNAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(nicknames.formal as Record<string, readonly string[]>).map(([name, formal]) => [
    name,
    new Set(formal),
  ]),
);

/** Names that short forms stand for: Alexander, John, Kelvin. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set([...NICKNAMES.values()].flatMap((formal) => [...formal]));

/** Groups from this number on hold translations of one word; those below hold spellings of one name. */
export const TRANSLATIONS_FROM = variants.groups.length;

/** Latin spelling -> numbers of the groups that it belongs to. */
export const VARIANTS: ReadonlyMap<string, readonly number[]> = (() => {
  const groups = new Map<string, number[]>();
  const add = (name: string, group: number): void => {
    const known = groups.get(name);
    if (!known) groups.set(name, [group]);
    else if (known.at(-1) !== group) known.push(group);
  };
  (variants.groups as readonly string[]).forEach((group, i) => {
    for (const name of group.split(" ")) add(name, i);
  });
  (translations.groups as readonly string[]).forEach((group, i) => {
    for (const word of group.split(" ")) add(toLatin(word), TRANSLATIONS_FROM + i);
  });
  return groups;
})();

/** Words of Chinese company names, simplified and traditional, with the English word. */
export const HAN_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries(translations.han as Record<string, string>),
);

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries(numbers.words as Record<string, number>),
);
export const ROMAN: ReadonlyMap<string, number> = new Map(Object.entries(numbers.roman as Record<string, number>));

/** How many names of each kind the background was counted on, and in how many of them a rarity key occurs. */
export const BACKGROUND = {
  persons: { names: frequencies.personNames, counts: new Map<string, number>(Object.entries(frequencies.persons)) },
  organisations: {
    names: frequencies.organisationNames,
    counts: new Map<string, number>(Object.entries(frequencies.organisations)),
  },
} as const;
