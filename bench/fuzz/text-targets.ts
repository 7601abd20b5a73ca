import type { Library } from "../../src/ask/library.ts";
import { periodOf } from "../../src/ask/period.ts";
import { readQuestion } from "../../src/ask/question.ts";
import { typedCommand } from "../../src/bot/command-words.ts";
import { applicantFrom } from "../../src/bot/commands/vet.ts";
import { intentOf, screenIntent } from "../../src/bot/intents.ts";
import { isoDate } from "../../src/core/dates.ts";
import { RedflagError } from "../../src/core/errors.ts";
import type { PartyKind } from "../../src/core/listing.ts";
import type { Screener } from "../../src/core/screening.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import { parseDigestRequest } from "../../src/digest/request.ts";
import { cleanAddress } from "../../src/screening/address-input.ts";
import { addressSpans } from "../../src/screening/address-spans.ts";
import { readCsv } from "../../src/services/csv.ts";
import { cleanse } from "../../src/text/cleanse.ts";
import { foldMixedWord, wholeWordLookalike } from "../../src/text/confusables.ts";
import { foldKey, looseSkeleton, rarityKey, skeleton } from "../../src/text/fold.ts";
import { porterStem } from "../../src/text/porter-stem.ts";
import { makeRedactor } from "../../src/text/redact.ts";
import { splitSentences } from "../../src/text/sentences.ts";
import { words } from "../../src/text/tokens.ts";
import { toLatin } from "../../src/text/transliterate.ts";
import { foldForSearch, searchWords } from "../../src/text/words.ts";
import type { Bases } from "./bases.ts";
import { mutated } from "./mutate.ts";
import type { Random } from "./random.ts";
import { overText, type Target } from "./target.ts";

/** Most inputs are short, some are as long as an adapter lets through. */
const longest = (random: Random, most: number): number => (random.next() < 0.9 ? Math.min(600, most) : most);

const KINDS: readonly PartyKind[] = ["person", "organisation", "vessel", "aircraft", "unknown"];
/** A message may have so many characters, a name so many. */
const [MESSAGE, NAME, PARAGRAPHS] = [12_000, 500, 40_000];

export const textTargets = (
  bases: Bases,
  deps: {
    readonly screener: Screener;
    readonly library: Library;
    readonly namesOnly: (text: string) => Promise<boolean>;
  },
): readonly Target[] => {
  const { screener, library } = deps;
  const redactor = makeRedactor(["a-secret-of-fiction"]);
  const name = (random: Random): string => mutated(random, bases.names, longest(random, NAME));
  const message = (from: readonly string[]) => (random: Random) => mutated(random, from, longest(random, MESSAGE));
  const anything = [...bases.prose, ...bases.names, ...bases.addresses];
  return [
    overText("normaliser: cleanse", 110, (random) => mutated(random, anything, longest(random, PARAGRAPHS)), cleanse),
    overText(
      "normaliser: words and folds",
      80,
      (random) => mutated(random, anything, longest(random, PARAGRAPHS)),
      (text) => {
        foldForSearch(text);
        for (const word of searchWords(text)) porterStem(word);
        for (const word of words(text).slice(0, 400)) foldKey(word.text);
      },
    ),
    overText(
      "normaliser: one word",
      110,
      (random) => mutated(random, bases.names, longest(random, NAME)).replace(/\s+/g, ""),
      (word) => {
        const fold = foldKey(toLatin(word));
        return [skeleton(fold), looseSkeleton(fold), rarityKey(fold), foldMixedWord(word), wholeWordLookalike(word)];
      },
    ),
    overText(
      "normaliser: sentences",
      60,
      (random) => mutated(random, bases.prose, longest(random, PARAGRAPHS)),
      splitSentences,
    ),
    overText(
      "log redaction",
      40,
      (random) => mutated(random, anything, longest(random, MESSAGE)),
      (text) => redactor.text(text),
    ),
    overText("names: screen", 60, name, (text) => screener.screen(subjectFrom({ text }))),
    {
      ...overText("names: compare", 90, name, () => null),
      make: (random) => {
        const [left, right, kind] = [name(random), name(random), random.pick(KINDS)];
        return {
          size: left.length + right.length,
          shown: () => JSON.stringify([left, right, kind]),
          run: () => screener.compare(left, right, kind),
        };
      },
    },
    overText("mention finder", 50, message([...bases.prose, ...bases.names]), (text) => screener.mentions(text)),
    overText(
      "addresses",
      80,
      (random) => mutated(random, [...bases.addresses, ...bases.prose], longest(random, PARAGRAPHS)),
      (text) => {
        addressSpans(text);
        return cleanAddress(text.slice(0, NAME));
      },
    ),
    overText("question parser", 50, message(bases.questions), (text) => {
      periodOf(text, isoDate("2026-11-22"));
      return readQuestion(text, library);
    }),
    overText("router: intents", 50, message([...bases.questions, ...bases.commands]), (text) =>
      intentOf(text, deps.namesOnly),
    ),
    overText("commands", 90, message(bases.commands), (text) => {
      const found = typedCommand(text);
      for (const parse of [
        screenIntent,
        applicantFrom,
        (digest: string) => parseDigestRequest(digest, "UTC", ["ofac-sdn", "un-sc"]),
      ])
        tolerating(() => parse(found?.text ?? text));
    }),
    overText(
      "customer CSV",
      40,
      (random) => mutated(random, CUSTOMERS, longest(random, PARAGRAPHS)),
      (text) => readCsv(text, "the file", ["name"]),
    ),
  ];
};

const CUSTOMERS = ['id,name,type,dob,country\n1,Kim Example,person,1984,KP\n2,"Sample, Ltd.",organisation,,\n'];

/** Runs what may refuse its input in the program's own words; everything else goes on. */
const tolerating = (work: () => unknown): void => {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof RedflagError)) throw thrown;
  }
};
