import type { SearchScope, SoughtStem } from "../../../ports/passage-search.ts";
import { lexeme } from "./passage-rows.ts";

/** A part of a statement with values numbered from `from`. */
interface Clause {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Documents `d` (of corpus_documents) that meet a scope. Values are parameters. */
export const scopeClause = (scope: SearchScope, from: number): Clause => {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const value = (given: unknown): string => {
    values.push(given);
    return `$${from + values.length - 1}`;
  };
  for (const { publishers, kinds, tags } of scope.within) {
    const lower = (texts: readonly string[]): readonly string[] => texts.map((text) => text.toLowerCase());
    if (publishers.length > 0)
      conditions.push(
        `EXISTS (SELECT FROM unnest(${value(lower(publishers))}::text[]) part WHERE position(part IN d.publisher) > 0)`,
      );
    if (kinds.length > 0) conditions.push(`d.kind = ANY(${value(kinds)}::text[])`);
    if (tags.length > 0) conditions.push(`d.programs && ${value(lower(tags))}::text[]`);
  }
  if (scope.from !== null) conditions.push(`d.published_on >= ${value(scope.from)}`);
  if (scope.to !== null) conditions.push(`d.published_on <= ${value(scope.to)}`);
  if (scope.since !== null) conditions.push(`(d.published_on IS NULL OR d.published_on >= ${value(scope.since)})`);
  return { sql: conditions.length === 0 ? "TRUE" : conditions.join(" AND "), values };
};

/** Passages that are read to rank the best. */
const READ_AT_MOST = 5_000;

/**
 * Which passages are worth reading, as a tsquery: those with a rare stem, and those with two or three of the common ones
 * together, until about `READ_AT_MOST` are expected. An OR of common words would read a tenth of the corpus:
 * "due diligence on customers" -> dilig | (due & custom).
 *
 * `share` 0..1 is the part of the corpus in scope; `passages` its size.
 */
export const worthReading = (stems: readonly SoughtStem[], passages: number, share: number): string | null => {
  const rarestFirst = [...stems].filter((stem) => stem.passages > 0).sort((a, b) => a.passages - b.passages);
  const room = READ_AT_MOST / Math.max(share, 0.02);
  const parts: string[] = [];
  let expected = 0;
  const take = (all: readonly SoughtStem[]): boolean => {
    const count = expectedTogether(all, passages);
    if (expected + count > room && parts.length > 0) return false;
    expected += count;
    parts.push(all.map(({ stem }) => lexeme(stem)).join(" & "));
    return true;
  };
  const common = rarestFirst.filter((stem) => expected + stem.passages > room || !take([stem]));
  const groups = [...pairs(common), ...triples(common.slice(0, MOST_IN_TRIPLES))].sort(
    (a, b) => expectedTogether(a, passages) - expectedTogether(b, passages),
  );
  for (const group of groups) if (!take(group)) break;
  // Nothing but one common stem: it is all there is to go by.
  if (parts.length === 0 && common[0]) parts.push(lexeme(common[0].stem));
  return parts.length === 0 ? null : parts.map((part) => `(${part})`).join(" | ");
};

const MOST_IN_TRIPLES = 8;

/** Words of one question stand together more often than chance: measured on ObliQA about four times. */
const TOGETHER = 4;

const expectedTogether = (stems: readonly SoughtStem[], passages: number): number => {
  const rarest = Math.min(...stems.map((stem) => stem.passages));
  const chance = stems.reduce((product, stem) => product * (stem.passages / Math.max(1, passages)), passages);
  return Math.min(rarest, stems.length === 1 ? chance : chance * TOGETHER ** (stems.length - 1));
};

const pairs = (stems: readonly SoughtStem[]): readonly (readonly SoughtStem[])[] =>
  stems.flatMap((a, i) => stems.slice(i + 1).map((b) => [a, b]));

const triples = (stems: readonly SoughtStem[]): readonly (readonly SoughtStem[])[] =>
  stems.flatMap((a, i) => pairs(stems.slice(i + 1)).map((pair) => [a, ...pair]));
