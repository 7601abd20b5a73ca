import { MONTHS as MONTH_NAMES } from "../core/dates.ts";
import { QUESTION_WORDS, STOP_WORDS } from "./stopwords.ts";

/** Words that say nothing about the subject of a question, besides question words. */
const FILLER: ReadonlySet<string> = new Set(
  (
    "happen happened happens occur occurred know say says said tell sources source according information details detail " +
    "briefly summary summarise summarize overview please thing things exactly really actually currently ever yet much " +
    "many kind type sort way ways so such very most more less also now today still latest recent recently new want need " +
    "like get got gets make makes made take takes taken go went come came comes use used uses using talk mention " +
    "mentioned concern concerning regarding regard relate related question answer full role one ones other others again " +
    "quickly short typical typically usually often give gives given seen see look case cases anything something someone " +
    "anyone somebody everything else just only even put out up down over under through during than from after before " +
    "against within without while because off all both together along since until per via across toward towards s t " +
    "compared compare comparison versus difference differences timeline chronology history sequence events event " +
    "long large big small great good bad part hi hello hey thanks thank ok okay yes i e g upon onto " +
    "difference write written wrote bring brought brings hold held holds set turn turned mean try tried face faces faced cover covers covered evidence proof"
  ).split(" "),
);

/** After "which" or "what" these only say what kind of thing is asked for: "which country". */
const TYPE_NOUNS: ReadonlySet<string> = new Set(
  (
    "country countries city place region town group person people man woman agency organisation organization firm " +
    "company date day year month amount sum number kind type sort name names thing way body entity party parties unit"
  ).split(" "),
);

export const isTypeNoun = (word: string): boolean => TYPE_NOUNS.has(word);

const MONTHS = new Set(MONTH_NAMES.map((name) => name.toLowerCase()));

/** True for words that an answer need not meet. */
export const isFiller = (word: string): boolean => STOP_WORDS.has(word) || QUESTION_WORDS.has(word) || FILLER.has(word);

/** True for words in capitals that name nobody: fillers, months. */
export const isNoName = (word: string): boolean => isFiller(word) || MONTHS.has(word);
