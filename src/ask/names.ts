import type { CorpusDocument } from "../core/document.ts";
import { searchWords } from "../text/words.ts";

/** A name of the book found in a question: which words it covers. */
export interface NamedParty {
  /** The party's main name as the documents write it. */
  readonly name: string;
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** "Song Kum-hyok" -> "song kum hyok": what two spellings of a name must share. */
export const nameKey = (name: string): string => searchWords(name).join(" ");

/** Endings of company names that questions leave out. "Asatryan LLC" is found by "Asatryan LLC", not by "Asatryan" alone. */
export const LONGEST_NAME = 8;

/** Every party and alias that the documents name, with which spellings mean the same party. */
export class NameBook {
  /** key of any spelling -> keys of the parties it may mean, with how many documents say so. */
  readonly #parties = new Map<string, Map<string, number>>();
  /** key of a party -> how it is written, and its other spellings. */
  readonly #spelling = new Map<string, string>();
  readonly #persons = new Set<string>();
  readonly #aliases = new Map<string, Map<string, number>>();

  add(document: Pick<CorpusDocument, "parties">): void {
    this.#count(document, 1);
  }
  remove(document: Pick<CorpusDocument, "parties">): void {
    this.#count(document, -1);
  }

  /**
   * Keys of the parties that a spelling may mean. A party's own main name means that party, and others only where they
   * share a word with it: "Lazarus Group" is "Lazarus" too, but not "Bluenoroff", though both are called APT38.
   */
  keysOf(name: string): ReadonlySet<string> {
    const key = nameKey(name);
    const parties = [...(this.#parties.get(key)?.keys() ?? [])];
    const own = this.#aliases.has(key)
      ? [key, ...parties, ...(this.#aliases.get(key)?.keys() ?? [])].filter(
          (other) => this.#aliases.has(other) && shareWord(key, other),
        )
      : parties;
    return new Set(own.length > 0 ? own : [key]);
  }

  /** Spellings (as keys) that mean the same party and no other, the key itself first. */
  spellings(key: string): ReadonlySet<string> {
    const own = this.keysOf(key);
    const all = new Set([key]);
    for (const party of own) {
      if (shareWord(key, party) || own.size === 1) all.add(party);
      for (const alias of this.#aliases.get(party)?.keys() ?? [])
        if ([...this.keysOf(alias)].every((meant) => own.has(meant))) all.add(alias);
    }
    return all;
  }

  /** Keys of every spelling of every party. */
  all(): Iterable<string> {
    return this.#parties.keys();
  }

  /** Some party of that spelling is or may be a person. */
  isPerson(key: string): boolean {
    return [...(this.#parties.get(key)?.keys() ?? [])].some((party) => this.#persons.has(party));
  }

  written(key: string): string | null {
    const party = this.#aliases.has(key) ? key : [...(this.#parties.get(key)?.keys() ?? [])][0];
    return party ? (this.#spelling.get(party) ?? null) : null;
  }

  /** Longest names first, none overlapping. `words` as `searchWords` gives them. */
  find(words: readonly string[]): readonly NamedParty[] {
    const found: NamedParty[] = [];
    for (let from = 0; from < words.length; ) {
      let length = Math.min(LONGEST_NAME, words.length - from);
      while (length > 0 && !this.#parties.has(words.slice(from, from + length).join(" "))) length--;
      if (length === 0) {
        from++;
        continue;
      }
      const key = words.slice(from, from + length).join(" ");
      found.push({ name: this.written(key) ?? key, key, from, to: from + length });
      from += length;
    }
    return found;
  }

  #count(document: Pick<CorpusDocument, "parties">, by: number): void {
    for (const party of document.parties) {
      const key = nameKey(party.name);
      if (key === "") continue;
      if (party.kind === "person" || party.kind === "unknown") this.#persons.add(key);
      if (!this.#spelling.has(key)) this.#spelling.set(key, party.name);
      for (const spelling of [party.name, ...party.aliases]) {
        const alias = nameKey(spelling);
        if (alias === "") continue;
        bump(this.#parties, alias, key, by);
        bump(this.#aliases, key, alias, by);
      }
    }
  }
}

const shareWord = (a: string, b: string): boolean => {
  const words = new Set(a.split(" "));
  return b.split(" ").some((word) => words.has(word));
};

const bump = (table: Map<string, Map<string, number>>, row: string, column: string, by: number): void => {
  const counts = table.get(row) ?? new Map<string, number>();
  const next = (counts.get(column) ?? 0) + by;
  if (next > 0) counts.set(column, next);
  else counts.delete(column);
  if (counts.size > 0) table.set(row, counts);
  else table.delete(row);
};
