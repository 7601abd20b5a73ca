import { sourceId } from "../../src/core/brand.ts";
import type { Instant } from "../../src/core/dates.ts";
import { parseDocuments } from "../../src/corpus/parse.ts";
import { cutPassages } from "../../src/corpus/passages.ts";
import { PARSERS } from "../../src/lists/parsers.ts";
import type { ListFormat } from "../../src/lists/sources.ts";
import type { Bases } from "./bases.ts";
import { damaged, mutatedBytes, reworded } from "./mutate.ts";
import type { Random } from "./random.ts";
import { overBytes, type Target } from "./target.ts";

const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const LONGEST = 20_000;

const parseList = (format: ListFormat, files: ReadonlyMap<string, Uint8Array>): unknown =>
  PARSERS[format]({
    list: sourceId("fuzz"),
    files: new Map([...files].map(([role, bytes]) => [role, { name: `${role}.txt`, bytes }])),
    url: "https://example.org",
    publishedOn: null,
    columns: format === "own-csv" ? { name: "full_name" } : {},
  });

export const parserTargets = (bases: Bases): readonly Target[] => {
  const one = (format: ListFormat, share: number, from: readonly string[]): Target =>
    overBytes(
      `list: ${format}`,
      share,
      (random) => mutatedBytes(random, reworded(random, from, LONGEST)),
      (bytes) => parseList(format, new Map([["list", bytes]])),
    );
  const document = (form: string, name: string, share: number, bytes: (random: Random) => Uint8Array): Target =>
    overBytes(`corpus: ${form}`, share, bytes, async (given) => {
      for (const parsed of await parseDocuments(given, name, null, NOW)) cutPassages(parsed);
    });
  const text = (from: readonly string[]) => (random: Random) => mutatedBytes(random, reworded(random, from, LONGEST));
  return [
    ...Object.entries(bases.handmade).map(([format, from]) => one(format as ListFormat, 16, from)),
    ...(bases.ofacXml.length > 0 ? [one("ofac-legacy-xml", 16, bases.ofacXml)] : []),
    ...(bases.unXml.length > 0 ? [one("un-xml", 16, bases.unXml)] : []),
    {
      name: "list: ofac-flat",
      share: 16,
      make: (random) => {
        const files = new Map(
          Object.entries(bases.ofacFlat).map(([role, from]) => [
            role,
            mutatedBytes(random, reworded(random, from, LONGEST)),
          ]),
        );
        return {
          size: [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0),
          shown: () =>
            JSON.stringify(
              Object.fromEntries([...files].map(([role, bytes]) => [role, Buffer.from(bytes).toString("latin1")])),
            ),
          run: () => parseList("ofac-flat", files),
        };
      },
    },
    document("html", "page.html", 18, text(bases.html)),
    document("markdown and briefs", "notice.md", 18, text(bases.markdown)),
    document("plain text", "notice.txt", 12, text(bases.prose)),
    document("feeds", "feed.xml", 18, text(bases.feeds)),
    ...(bases.reports.length > 0 ? [document("stix and misp", "bundle.json", 18, text(bases.reports))] : []),
    document("pdf", "paper.pdf", 2, (random) => damaged(random, random.pick(bases.pdfs))),
  ];
};
