/** Documents of every form taken into the corpus: node bench/corpus.ts [--data ../shared/data]. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readFolder } from "../src/adapters/folder.ts";
import type { Instant } from "../src/core/dates.ts";
import type { CorpusDocument } from "../src/core/document.ts";
import { RedflagError } from "../src/core/errors.ts";
import { takeIn } from "../src/corpus/intake.ts";
import { parseDocuments } from "../src/corpus/parse.ts";
import { cutPassages } from "../src/corpus/passages.ts";
import { makePdf } from "../test/support/make-pdf.ts";
import { makeTally } from "./tally.ts";

const flag = process.argv.indexOf("--data");
const DATA = flag > 0 ? (process.argv[flag + 1] ?? "") : join(import.meta.dirname, "../../shared/data");
const NOW = "2026-11-22T12:00:00.000Z" as Instant;
const tally = makeTally();

interface Named {
  readonly name: string;
  readonly bytes: Uint8Array;
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Words of Federal Register document 2023-08665 (US government work); the markup is of the kind such pages have. */
const ABSTRACT =
  "The U.S. Department of the Treasury's Office of Foreign Assets Control (OFAC) is publishing the names of one or more persons that have been placed on OFAC's Specially Designated Nationals and Blocked Persons List (SDN List). All property and interests in property subject to U.S. jurisdiction of these persons are blocked.";
const PAGE = `<!doctype html><html lang="en"><head><title>Federal Register :: Notice of OFAC Sanctions Action</title>
<meta property="og:title" content="Notice of OFAC Sanctions Action"><meta property="og:site_name" content="Federal Register">
<meta property="article:published_time" content="2023-04-25T00:00:00Z"><script>track()</script></head><body>
<nav><a href="/">Home</a><a href="/agencies">Agencies</a></nav><main><h1>Notice of OFAC Sanctions Action</h1><h2>Summary</h2>
<p>${ABSTRACT}</p></main><footer>About this site</footer></body></html>`;

const take = async (what: string, files: readonly Named[], atLeast: number): Promise<readonly CorpusDocument[]> => {
  const started = performance.now();
  const documents: CorpusDocument[] = [];
  const refused: string[] = [];
  for (const { name, bytes } of files) {
    try {
      documents.push(...(await parseDocuments(bytes, name, null, NOW)));
    } catch (thrown) {
      if (!(thrown instanceof RedflagError)) throw thrown;
      refused.push(thrown.message);
    }
  }
  const intake = takeIn(documents, []);
  const passages = intake.added.flatMap((document) => cutPassages(document).map((passage) => ({ document, passage })));
  const seconds = (performance.now() - started) / 1000;
  const exact = passages.filter(
    ({ document, passage }) => document.text.slice(passage.start, passage.end) === passage.text,
  );
  console.log(
    `${what}: ${files.length} files, ${intake.added.length} documents, ${intake.duplicates.length} duplicates, ${refused.length} refused, ${passages.length} passages, ${seconds.toFixed(2)} s`,
  );
  for (const message of new Set(refused.map((line) => line.replace(/^\S+ /, "… "))))
    console.log(`     refused: ${message}`);
  tally.check(`${what}: at least ${atLeast} documents`, intake.added.length >= atLeast);
  tally.check(`${what}: all ${passages.length} passages give back their text`, exact.length === passages.length);
  const silent = intake.added.filter((document) => !passages.some((p) => p.document === document));
  tally.check(`${what}: every document has a passage`, passages.length > 0 && silent.length === 0);
  return intake.added;
};

const [page] = await take("HTML page", [{ name: "notice.html", bytes: bytesOf(PAGE) }], 1);
tally.check(
  "HTML page: title, publisher and day",
  page?.publisher === "Federal Register" && page.publishedOn === "2023-04-25",
);
const [pdf] = await take("PDF", [{ name: "notice.pdf", bytes: makePdf(ABSTRACT.match(/.{1,80}(?: |$)/g) ?? []) }], 1);
// The standard encoding of PDF prints an apostrophe as ’.
tally.check("PDF: the same words", pdf?.text === ABSTRACT.replaceAll("'", "’"));
await take("Markdown", readFolder(join(import.meta.dirname, "../data/corpus")), 100);

const reports = join(DATA, "reports");
if (existsSync(reports)) {
  const misp = join(reports, "misp-threat-actor.json");
  const actors = await take("MISP threat actors", [{ name: "misp-threat-actor.json", bytes: readFileSync(misp) }], 900);
  const lazarus = actors.find((document) => document.title === "Lazarus Group");
  tally.check(
    "MISP: Lazarus Group is also Hidden Cobra",
    lazarus?.parties[0]?.aliases.includes("Hidden Cobra") === true,
  );
  const attack = await take("ATT&CK groups and campaigns", readFolder(join(reports, "attack")), 230);
  tally.check("ATT&CK: groups and reports", new Set(attack.map((document) => document.kind)).size === 2);
  const notices = await take("Federal Register", readFolder(join(reports, "federal-register")), 400);
  const complete = notices.filter(
    (notice) => notice.publishedOn && notice.url.startsWith("https://www.federalregister.gov/"),
  );
  tally.check("Federal Register: every notice has its day and address", complete.length === notices.length);
  const noise = notices.filter((notice) => /Automated score|Batch-mined|DeepSeek/.test(notice.text));
  tally.check("Federal Register: nothing of the copier's own words", noise.length === 0);
} else console.log("The folder of public data is not there; name it with --data.");

tally.close();
