/** Asks for a judgement on the asker's own case. */
const LEGAL =
  /\b(?:is it|would it be|are we|am i|are i) (?:il)?(?:legal|lawful|liable|allowed|permitted|obliged|required)\b|\b(?:can|may|should|must|could) (?:i|we|my|our)\b|\bdo (?:i|we) (?:have|need) to\b|\blegal advice\b|\bare (?:we|i) in breach\b|\bbreaking the law\b/i;
/** Asks how to get round controls, for the asker's own use. */
const EVASION =
  /\bhow (?:can|do|could|should|would|to|might) (?:i |we |my company |one |you )?(?:\w+ ){0,3}(?:evade|circumvent|bypass|get (?:a)?round|dodge|launder|hide (?:\w+ )*from|escape|trick|fool|defeat)\b(?!.*\b(?:hackers|attackers|north korean|dprk|lazarus|workers|criminals|they|he|she)\b)|\bhelp (?:me|us) (?:\w+ ){0,3}(?:evade|circumvent|bypass|launder|hide|dodge)\b/i;

/** Said once, after the answer. */
export const NOT_LEGAL_ADVICE =
  "This is what the sources say. Whether it applies to your case is a question for your sanctions counsel.";

export const REFUSED_EVASION =
  "I do not help to get round sanctions or screening. I can say what the sources say on how evasion is recognised and reported.";

export const asksLegalJudgement = (question: string): boolean => LEGAL.test(question);
export const asksEvasion = (question: string): boolean => EVASION.test(question);
