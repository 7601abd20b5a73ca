import type { IsoDate } from "../core/dates.ts";
import type { Listing } from "../core/listing.ts";
import type { Hit, Nearest, Subject } from "../core/screening.ts";
import { compareAttributes } from "./attributes.ts";
import { readingModes, verdictOf } from "./compare.ts";
import { explainNames } from "./explain.ts";
import { findIdentifiers, type IdentifierFinding, type IdentifierIndex } from "./identifiers.ts";
import { notInForce } from "./listing-status.ts";
import type { NameForm } from "./name-form.ts";
import { NAME_FLAG, type NameIndex } from "./name-index.ts";
import type { NameSearch } from "./name-search.ts";
import type { NameParser } from "./parse-name.ts";
import { type Readings, readingsOf } from "./readings.ts";
import { THRESHOLDS } from "./weights.ts";

export interface NameFinding {
  readonly hits: readonly Hit[];
  readonly nearest: Nearest | null;
  readonly warnings: readonly string[];
}

export interface NameScreenParts {
  readonly index: NameIndex;
  readonly identifiers: IdentifierIndex;
  readonly search: NameSearch;
  readonly parser: NameParser;
  /** The listing with a number of the index. */
  readonly listing: (number: number) => Listing;
}

interface Found {
  readonly name: number;
  readonly score: number;
  readonly form: NameForm;
  readonly reading: number;
}

/** Most hits that are explained; the rest carry their scores only. */
const EXPLAINED = 100;

/** Screens the name of a subject against every listed name. */
export const screenNames = (
  parts: NameScreenParts,
  subject: Subject,
  threshold: number,
  asOf: IsoDate | null,
): NameFinding => {
  const readings = readingsOf(subject.text);
  const best = new Map<number, Found>();
  let nearest: Found | null = null;
  const kind = subject.kind === "address" ? "unknown" : subject.kind;
  const modes = kind === "person" || kind === "unknown" ? [true, false] : readingModes(kind);
  for (const [reading, text] of readings.texts.entries())
    for (const person of modes)
      for (const form of parts.parser.forms(text, person, kind === "vessel")) {
        const found = parts.search.search(form, threshold);
        for (const { name, score } of found.hits) {
          const listing = parts.index.nameListings[name]!;
          const known = best.get(listing);
          if (!known || better(parts.index, { name, score }, known)) best.set(listing, { name, score, form, reading });
        }
        if (found.nearest && found.nearest.score > (nearest?.score ?? 0)) nearest = { ...found.nearest, form, reading };
      }
  const identifiers = findIdentifiers(parts.identifiers, subject, parts.listing);
  return assemble(parts, { subject, threshold, asOf, readings, best, nearest, identifiers });
};

interface Gathered {
  readonly subject: Subject;
  readonly threshold: number;
  readonly asOf: IsoDate | null;
  readonly readings: Readings;
  /** By listing number. */
  readonly best: ReadonlyMap<number, Found>;
  readonly nearest: Found | null;
  readonly identifiers: IdentifierFinding;
}

/** The higher score; between equals the strong name before the weak, then the earlier one. */
const better = (index: NameIndex, a: { name: number; score: number }, b: { name: number; score: number }): boolean => {
  const [x, y] = [effective(index, a), effective(index, b)];
  return x !== y ? x > y : a.name < b.name;
};
const effective = (index: NameIndex, found: { name: number; score: number }): number =>
  index.nameFlags[found.name]! & NAME_FLAG.weak ? Math.min(found.score, THRESHOLDS.possibleCap) : found.score;

const assemble = (parts: NameScreenParts, gathered: Gathered): NameFinding => {
  const { subject, threshold, asOf, readings, best, nearest, identifiers } = gathered;
  const warnings = [...readings.warnings, ...identifiers.warnings];
  const hits: { hit: Hit; ordinal: number }[] = [];
  const ranked = [...best].sort((a, b) => b[1].score - a[1].score || a[0] - b[0]);
  for (const [number, found] of ranked) {
    const listing = parts.listing(number);
    const past = notInForce(listing, asOf);
    if (past) {
      if (found.score >= THRESHOLDS.match) warnings.push(past);
      continue;
    }
    const disguise = readings.disguises[found.reading];
    if (disguise && !warnings.includes(disguise)) warnings.push(disguise);
    const hit = hitOf(parts, subject, threshold, listing, found, hits.length < EXPLAINED);
    if (hit)
      hits.push({
        hit: withIdentifier(hit, identifiers.exact.get(number)),
        ordinal: parts.index.nameOrdinals[found.name]!,
      });
  }
  for (const [number, sentence] of identifiers.exact) {
    const listing = parts.listing(number);
    if (best.has(number) || notInForce(listing, asOf)) continue;
    hits.push({ hit: identifierHit(listing, sentence), ordinal: 0 });
  }
  hits.sort(
    (a, b) =>
      b.hit.score - a.hit.score || b.hit.nameScore - a.hit.nameScore || Number(a.ordinal > 0) - Number(b.ordinal > 0),
  );
  return {
    hits: hits.map((h) => h.hit),
    nearest: hits.length > 0 || !nearest ? null : nearestOf(parts, nearest),
    warnings: [...new Set(warnings)],
  };
};

/** The same passport, IMO or registration number decides, whatever else differs. */
const withIdentifier = (hit: Hit, sentence: string | undefined): Hit =>
  sentence ? { ...hit, verdict: "match", score: 1, reasons: [sentence, ...hit.reasons] } : hit;

const identifierHit = (listing: Listing, sentence: string): Hit => ({
  list: listing.list,
  listingId: listing.listingId,
  name: listing.names[0]!.text,
  matchedName: listing.names[0]!.text,
  kind: listing.kind,
  verdict: "match",
  nameScore: 0,
  score: 1,
  programs: listing.programs,
  listedOn: listing.listedOn,
  removedOn: listing.removedOn,
  reasons: [sentence],
  contradictions: ["The name does not agree or was not given; the identifier decides."],
  source: listing.source,
});

const hitOf = (
  parts: NameScreenParts,
  subject: Subject,
  threshold: number,
  listing: Listing,
  found: Found,
  explained: boolean,
): Hit | null => {
  const weak = (parts.index.nameFlags[found.name]! & NAME_FLAG.weak) !== 0;
  const matched = listing.names[parts.index.nameOrdinals[found.name]!]!;
  const attributes = compareAttributes(subject, listing);
  const { reasons, contradictions } = explained ? explanationOf(parts, found) : { reasons: [], contradictions: [] };
  const nameScore = round(weak ? Math.min(found.score, THRESHOLDS.possibleCap) : found.score);
  if (nameScore < threshold) return null;
  const doubtful = attributes.contradictions.length > 0;
  const shifted = Math.max(0, Math.min(1, nameScore + attributes.shift));
  // Attributes may lift a rank, not a possible match into a match; a contradiction holds a match down to a possible one.
  const score = round(
    doubtful
      ? Math.min(shifted, THRESHOLDS.possibleCap)
      : nameScore < THRESHOLDS.match
        ? Math.min(shifted, THRESHOLDS.possibleCap)
        : shifted,
  );
  const verdict = !doubtful && verdictOf(nameScore, threshold) === "match" ? "match" : "possible-match";
  return {
    list: listing.list,
    listingId: listing.listingId,
    name: listing.names[0]!.text,
    matchedName: matched.text,
    kind: listing.kind,
    verdict,
    nameScore,
    score,
    programs: listing.programs,
    listedOn: listing.listedOn,
    removedOn: listing.removedOn,
    reasons: [
      ...reasons,
      ...(weak ? ["The list calls this alias weak: alone it is at most a possible match."] : []),
      ...attributes.reasons,
    ],
    contradictions: [...contradictions, ...attributes.contradictions],
    source: listing.source,
  };
};

const explanationOf = (parts: NameScreenParts, found: Found) => {
  const { alignment, score } = parts.search.compare(found.form, found.name);
  return explainNames(found.form, parts.search.formOf(found.name), alignment, score);
};

const nearestOf = (parts: NameScreenParts, found: Found): Nearest => {
  const listing = parts.listing(parts.index.nameListings[found.name]!);
  const { reasons, contradictions } = explanationOf(parts, found);
  return {
    list: listing.list,
    listingId: listing.listingId,
    name: listing.names[parts.index.nameOrdinals[found.name]!]!.text,
    score: round(found.score),
    because: contradictions[0] ?? reasons.at(-1) ?? "Little agrees.",
  };
};

/** Four decimals, never rounded up over a threshold. */
const round = (score: number): number => Math.floor(score * 10_000) / 10_000;
