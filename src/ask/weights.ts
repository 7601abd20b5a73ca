/**
 * How a passage is scored. Measured on ObliQA (half of the dev questions tuned, the other half and the test set judge) and
 * held against SciFact, so that nothing helps one collection alone.
 */
export const RETRIEVAL = {
  /**
   * BM25 of stems: saturation and length normalisation. 1.2 / .75 -> .677 nDCG@10, .9 / .65 -> .683. With stretches .8 is a
   * little better than .9 on every set at hand; .7 more so, but long abstracts want their repetitions counted.
   */
  k1: 0.8,
  b: 0.65,
  /** Adjacent stems; the largest gain. .693 -> .713; at .7 and more other collections lose. */
  pairs: 0.5,
  pairsB: 0.5,
  /** Character 4-grams: typing errors and word families. */
  grams: 0.1,
  /** The words as written. */
  words: 0.1,
  /**
   * Rarities of the query's stems that stand together in the best stretch of `STRETCH` words: a question is answered in a
   * place, not all over. With k1 .8, nDCG@10 of both halves: ObliQA -.001 +.003, ObliQA without its structure +.001 +.002,
   * threat groups described by somebody else +.005 .000, facts of notices +.001 +.002.
   */
  stretch: 0.2,
  /** Headings above the passage and its publisher. */
  context: 0.15,
  /** The passages just before and after. */
  adjacent: 0.07,
  /** The best passage within three. */
  near: 0.05,
  /** The mean of the document's three best passages; documents of one passage are not moved. .718 -> .721. */
  group: 0.2,
  /** Long forms of short forms that texts define, and the other way round. .7165 -> .718. */
  acronyms: 0.3,
} as const;

export type RetrievalWeights = { readonly [K in keyof typeof RETRIEVAL]: number };

/** Passages that the first pass (stems) hands to the second (everything else). */
export const CANDIDATES = 200;
