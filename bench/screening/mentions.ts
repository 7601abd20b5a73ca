import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Listing } from "../../src/core/listing.ts";
import type { Mention } from "../../src/core/screening.ts";
import { mentionWords } from "../../src/screening/mention-words.ts";
import { LEGAL_FORMS } from "../../src/screening/vocabulary.ts";
import { type MadeMessage, madeMessages, walletMessages } from "../../test/support/mention-messages.ts";
import type { BenchRow } from "./wallets.ts";

const PASSAGES = 5000;
/** The finder was tuned on the first passages of the collection; the figure is taken on the ones after them. */
const TUNED_ON = 5000;
const SHORTEST_PASSAGE = 40;
const MESSAGES = 1000;

/**
 * Names and addresses found in running text: recall on made messages, false alerts on regulatory passages and sanctions notices.
 * `data` is the folder of public data, `find` the finder over `listings`. Names that made no hit are given to `tell`.
 */
export const mentionRows = (
  data: string,
  listings: readonly Listing[],
  find: (text: string) => readonly Mention[],
  tell: (line: string) => void = () => {},
): readonly BenchRow[] => {
  const inForce = listings.filter((listing) => listing.removedOn === null);
  const strong = recall(
    "names other than weak aliases",
    madeMessages(inForce, MESSAGES, 11, (name) => name.strength === "strong"),
    find,
    tell,
  );
  const primary = recall(
    "primary names",
    madeMessages(inForce, MESSAGES, 12, (name) => name.role === "primary"),
    find,
    tell,
  );
  const wallets = recall("addresses", walletMessages(inForce, MESSAGES, 13), find, tell);
  const passages = obliqa(join(data, "retrieval/obliqa/documents")).slice(TUNED_ON, TUNED_ON + PASSAGES);
  const notices = texts(join(data, "reports/federal-register"));
  const written = writtenNames(inForce);
  return [
    strong,
    primary,
    wallets,
    falseAlerts(`${passages.length} regulatory passages`, passages, find, () => false, tell),
    falseAlerts(
      `${notices.length} sanctions notices`,
      notices,
      find,
      (mention) => written.has(wordsOf(mention.text)),
      tell,
    ),
    speed(passages, find),
  ];
};

const recall = (
  what: string,
  messages: readonly MadeMessage[],
  find: (text: string) => readonly Mention[],
  tell: (line: string) => void,
): BenchRow => {
  let found = 0;
  for (const message of messages) {
    const alert = find(message.text).some((m) => isAlert(m) && m.start < message.end && m.end > message.start);
    if (alert) found++;
    else tell(`missed (${message.style}): ${JSON.stringify(message.text)}`);
  }
  const share = found / messages.length;
  return row(`recall on ${messages.length} messages, ${what}`, ">= 99%", `${(100 * share).toFixed(1)}%`, share >= 0.99);
};

/** Alerts that are not some listed name written word for word (`isTrue`), per 1,000 texts. */
const falseAlerts = (
  what: string,
  all: readonly string[],
  find: (text: string) => readonly Mention[],
  isTrue: (mention: Mention) => boolean,
  tell: (line: string) => void,
): BenchRow => {
  let wrong = 0;
  for (const text of all)
    for (const mention of find(text)) {
      if (!isAlert(mention) || isTrue(mention)) continue;
      wrong++;
      tell(
        `false alert: ${JSON.stringify(mention.text)} as ${mention.list} ${mention.listingId}, ${mention.score.toFixed(3)}`,
      );
    }
  const rate = (1000 * wrong) / all.length;
  return row(`false alerts per 1,000, ${what}`, "<= 1", `${rate.toFixed(2)} (${wrong})`, rate <= 1);
};

const speed = (passages: readonly string[], find: (text: string) => readonly Mention[]): BenchRow => {
  const start = performance.now();
  for (const passage of passages) find(passage);
  const each = (performance.now() - start) / passages.length;
  return row("milliseconds a passage", "<= 10", each.toFixed(2), each <= 10);
};

const isAlert = (mention: Mention): boolean => mention.verdict === "match" || mention.verdict === "possible-match";

/** Order, punctuation and legal forms aside. */
const wordsOf = (name: string): string =>
  mentionWords(name)
    .map((word) => word.latin)
    .filter((word) => !LEGAL_FORMS.has(word))
    .toSorted()
    .join(" ");
const writtenNames = (listings: readonly Listing[]): ReadonlySet<string> =>
  new Set(listings.flatMap((listing) => listing.names.map((name) => wordsOf(name.text))));

const obliqa = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .flatMap((file) =>
      (JSON.parse(readFileSync(join(folder, file), "utf8")) as { Passage: string }[]).map((p) => p.Passage),
    )
    .filter((passage) => passage.length > SHORTEST_PASSAGE);

const texts = (folder: string): readonly string[] =>
  readdirSync(folder)
    .toSorted()
    .map((file) => readFileSync(join(folder, file), "utf8"));

const row = (name: string, target: string, got: string, ok: boolean): BenchRow => ({
  name: `mentions: ${name}`,
  target,
  got,
  ok,
});
