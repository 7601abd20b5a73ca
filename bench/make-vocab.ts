/**
 * Counts how common names are and writes data/vocab/name-frequencies.json: npm run vocab [-- --data ../shared/data].
 * Read are the OFAC and UN lists and two vocabularies of this project; none of the labelled files and not the population, so that
 * nothing that is measured on them leaks into the weights. The same input gives the same bytes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROLE, WEAK_ROLES } from "../src/screening/name-form.ts";
import { makeTokenPool } from "../src/screening/name-token.ts";
import { makeNameParser } from "../src/screening/parse-name.ts";
import { foldKey, rarityKey } from "../src/text/fold.ts";
import { dataFolder, readSource } from "./screening/world.ts";

const VOCAB = join(import.meta.dirname, "../data/vocab");
const read = <T>(name: string): T => JSON.parse(readFileSync(join(VOCAB, name), "utf8")) as T;

/** At least this many listings are counted for the given names of `nicknames.json`, which are common in the world. */
const GIVEN_COUNT = 20;
/** A class seen once is as rare as one never seen. */
const LEAST = 2;

const data = dataFolder();
const listings = [
  ...readSource("ofac-sdn", join(data, "ofac/2021-07")).listings,
  ...readSource("un-sc", join(data, "un"), (name) => name.includes("2026-02")).listings,
];

// Which parts a name has depends on no frequency: only their weights do, and they are not read here
const parser = makeNameParser(makeTokenPool(), () => 1);
const persons = new Map<string, number>();
const organisations = new Map<string, number>();
for (const { kind, names } of listings) {
  const person = kind === "person";
  const classes = new Set<string>();
  for (const { text } of names)
    for (const form of parser.forms(text, person, kind === "vessel"))
      form.tokens.forEach((token, i) => {
        if (token.special === null && (form.roles[i]! & (WEAK_ROLES | ROLE.initial)) === 0)
          classes.add(token.rarityKey);
      });
  const counts = person ? persons : organisations;
  for (const key of classes) counts.set(key, (counts.get(key) ?? 0) + 1);
}

const atLeast = (names: readonly string[], count: number): void => {
  for (const name of names) {
    const key = rarityKey(foldKey(name));
    persons.set(key, Math.max(persons.get(key) ?? 0, count));
  }
};
const common = read<{ count: number; surnames: readonly string[]; given: readonly string[] }>("common-names.json");
atLeast([...common.surnames, ...common.given], common.count);
const nicknames = read<{ formal: Readonly<Record<string, readonly string[]>> }>("nicknames.json");
atLeast([...Object.keys(nicknames.formal), ...Object.values(nicknames.formal).flat()], GIVEN_COUNT);

/** The most common first, then by letters. */
const table = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].filter(([, n]) => n >= LEAST).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));

const people = listings.filter((l) => l.kind === "person").length;
const out = {
  source: `counted by bench/make-vocab.ts on the OFAC SDN list of July 2021 and the UN consolidated list of February 2026: in how many listings a spelling class (rarity key) occurs, once per listing; classes seen once are left out; names of common-names.json count at least ${common.count} times and names of nicknames.json ${GIVEN_COUNT} times, because they are common in the world though rare on the lists`,
  licence: "public domain (OFAC), United Nations",
  personNames: people,
  organisationNames: listings.length - people,
  persons: table(persons),
  organisations: table(organisations),
};
writeFileSync(join(VOCAB, "name-frequencies.json"), `${JSON.stringify(out, null, 1)}\n`);
console.log(
  `${Object.keys(out.persons).length} classes of ${people} people, ${Object.keys(out.organisations).length} of ${listings.length - people} organisations, vessels and aircraft.`,
);
