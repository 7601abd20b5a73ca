import type { Question } from "./question.ts";
import type { Sentence } from "./sentence.ts";

/**
 * The sentence says of the party itself that it was listed or removed: "OFAC sanctioned X", "X was listed". Not "OFAC
 * sanctioned Y for helping X". Questions that name no party take any sentence on listings.
 */
export const statesStatus = (question: Question, sentence: Sentence): boolean => {
  const parties = question.names.filter((name) => !name.common);
  if (parties.length === 0) return LISTING_WORD.test(sentence.text);
  return parties.some((name) =>
    name.spellings.some((spelling) => {
      const key = `_${spelling.replaceAll(" ", "_")}_`;
      const text = ` ${sentence.words.join(" ")} `.replaceAll(` ${spelling} `, ` ${key} `);
      return (
        new RegExp(
          `\\b(?:sanction|designat|list|relist|blacklist|remov|delist|add)(?:s|ed|es|ing|ion|ions|al)?\\b(?: (?!(?:for|because|over|by|after|linked|tied|who|which|whose|from|through|founders?|of|is|are|was|not|about)\\b)\\S+){0,14} ${key}`,
        ).test(text) ||
        new RegExp(
          `${key}(?: \\S+){0,6} (?:is|are|was|were|been|being|stayed|put|took|takes|as|not)(?: \\S+){0,7} (?:sanctioned|designated|redesignated|listed|blacklisted|removed|delisted|blocked|listing|(?:on|off) (?:\\S+ ){0,3}(?:list|sdn))\\b`,
        ).test(text) ||
        new RegExp(
          `(?:(?:re)?designations?|listings?|removals?) of(?: \\S+){0,5} ${key}|(?:listing|designation|removal|sanctions)(?: \\S+){0,3} ${key}|${key} (?:listing|designation|removal|on the sdn)`,
        ).test(text) ||
        new RegExp(`(?:puts?|took|takes|keeps?|placed?) ${key} (?:\\S+ ){0,3}(?:on|off|list)`).test(text)
      );
    }),
  );
};

const LISTING_WORD = /\b(?:sanction|designat|list|remov|block|delist)\w*\b/i;
