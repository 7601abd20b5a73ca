/** The 33 stop words of Lucene's English analyser: not indexed as words of their own. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this " +
    "to was will with"
  ).split(" "),
);

/**
 * Words that make a sentence a question and say nothing about its subject; dropped from queries only.
 * Measured on ObliQA (nDCG@10, other half of dev): .683 -> .693; SciFact .682 -> .686.
 */
export const QUESTION_WORDS: ReadonlySet<string> = new Set(
  (
    "what which who whom whose when where why how do does did done can could should would shall may might must " +
    "has have had having am been being were i me my we our us you your he him his she her its them please tell " +
    "explain describe give show list name about any some there also between"
  ).split(" "),
);
