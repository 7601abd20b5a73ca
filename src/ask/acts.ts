import { porterStem } from "../text/porter-stem.ts";
import { searchWords } from "../text/words.ts";
import { QUESTION_WORDS, STOP_WORDS } from "./stopwords.ts";
import { SYNONYMS } from "./synonyms.ts";

/**
 * Acts that must not be taken for one another: to be designated is not to be convicted, to be charged is neither, and
 * a candidate for a list is not on it. A claim that states one must rest on a sentence that states the same one.
 */
const ACTS: Readonly<Record<string, RegExp>> = {
  designated:
    /\b(?:sanction(?:s|ed|ing)?|designat\w+|(?:re)?listed|lists?|listing|blacklist\w*|block(?:s|ed|ing)?|added)\b/i,
  removed:
    /\b(?:remov\w+|delist\w*|lift(?:s|ed|ing)?|no longer (?:\w+ )?(?:sanctioned|listed|designated)|took .{1,40} off|takes? .{1,40} off|vacat\w+|revok\w+)\b/i,
  charged: /\b(?:charg(?:e|es|ed|ing)|indict\w*|accus\w+|prosecut\w+|complaint)\b/i,
  convicted: /\b(?:convict\w*|guilty|found liable)\b/i,
  sentenced: /\b(?:sentenc\w+|prison|jail\w*|months in|years in|imprison\w*)\b/i,
  arrested: /\b(?:arrest\w*|detain\w*|custody|extradit\w*)\b/i,
  acquitted: /\b(?:acquit\w*|exonerat\w*|cleared|innocent|dismiss\w*|dropped)\b/i,
  settled: /\b(?:settl(?:e|es|ed|ement|ements)|fin(?:ed|es)|penalt\w+|agreed to pay|agrees to pay)\b/i,
  owned: /\b(?:own(?:s|ed|er|ers|ing|ership)?|controls?|controlled|belongs?)\b/i,
  died: /\b(?:die[sd]?|dead|death|killed)\b/i,
  married: /\b(?:wife|husband|married|spouse|brother|sister|daughter|father|mother|relative)\b/i,
};
const NEGATION =
  /\b(?:not|no(?! longer)|never|nobody|none|without|neither|nor|denie[sd]|deny|cannot|can't|isn't|wasn't|weren't|aren't|didn't|doesn't|don't|hasn't|haven't|won't|unlikely|false(?:ly)?|untrue|rejects?|rejected|disput\w+|fail\w*)\b/i;
const HEDGE =
  /\b(?:accord\w+ to|alleg\w+|accus\w+|suspect\w*|believ\w+|reported(?:ly)?|reports?|says?|said|claims?|claimed|attribut\w+|assess\w*|estimat\w*|describ\w+|may|might|could|appears?|possibl\w+|probabl\w+|likely|charg(?:es|ed)|stated?|states|notes?|noted|counts?|counted|puts?|calls?|called|advis\w+|warn\w*|plan(?:s|ned|ning)?|attempt\w*|tr(?:y|ied|ies|ying) to|link(?:s|ed)|tied|about|around|at least|up to|nearly|almost|more than|over|recommend\w*|urg\w+|found|finds?|lists?|listed|names?|named|gives?|given|unproven|complaint|indict\w+)\b/i;

/** Why the acts of the claim do not stand in the quoted sentences; `null` when they do. */
export const unsupportedActs = (claim: string, quoted: string): string | null => {
  for (const [act, words] of Object.entries(ACTS))
    if (words.test(claim) && !words.test(quoted)) return `the quoted sentence does not say that somebody was ${act}`;
  if (NEGATION.test(claim) !== NEGATION.test(quoted) && NEGATION.test(claim))
    return "the claim denies what the quoted sentence does not deny";
  if (NEGATION.test(quoted) && !NEGATION.test(claim))
    return "the quoted sentence carries a denial that the claim leaves out";
  return null;
};

/** True when a text attributes or weakens what it says in any way: "says", "about", "is linked to". */
export const hedged = (text: string): boolean => HEDGE.test(text);

/** True when leaving the attribution or the doubt out would change what is claimed: "according to", "is accused of". */
export const attributed = (text: string): boolean => ATTRIBUTED.test(text);

const ATTRIBUTED =
  /\b(?:accord\w+ to|alleg\w+|accus\w+|suspect(?:s|ed)|believ\w+|reportedly|may have|might|possibl\w+|probabl\w+|likely|unproven|attempted|tried to|one (?:web |press )?(?:report|source|post|text)|claims?|claimed|reported (?:that|by|in|on|from|as)|says? that|said that)\b/i;

/** Least part of the claim's words that the passage must hold, stand-ins counted. */
const LEAST_CONTENT = 0.7;

/** Why the claim's own words are not the passage's; `null` when enough of them are. */
export const unsupportedContent = (claim: string, passage: string): string | null => {
  const held = new Set(searchWords(passage).map(porterStem));
  const words = [...new Set(searchWords(claim))].filter(
    (word) => word.length > 2 && !STOP_WORDS.has(word) && !QUESTION_WORDS.has(word),
  );
  if (words.length === 0) return "the claim says nothing";
  const met = words.filter((word) => held.has(porterStem(word)) || standIn(word, held)).length;
  return met / words.length < LEAST_CONTENT ? "most of the claim's words do not stand in the passage" : null;
};

const standIn = (word: string, held: ReadonlySet<string>): boolean => {
  for (const [other, worth] of SYNONYMS.get(word) ?? []) if (worth > 0.8 && held.has(porterStem(other))) return true;
  return false;
};
