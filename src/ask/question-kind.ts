/** What a question wants to hear; tells which sentences can answer and how the answer is laid out. */
export type QuestionKind =
  | "amount"
  | "count"
  | "when"
  | "where"
  | "who"
  | "why"
  | "how"
  | "advice"
  | "list"
  | "duration"
  | "timeline"
  | "comparison"
  | "status"
  | "additions"
  | "yes-no"
  | "what";

/** First rule that fits wins; matched against the question in lower case. */
const RULES: readonly (readonly [QuestionKind, RegExp])[] = [
  [
    "additions",
    /\b(?:who|what|which)\b.*\b(?:added|new|newly|removed|delisted)\b.*\b(?:this|last|past|today|yesterday|since|in (?:the )?(?:january|february|march|april|may|june|july|august|september|october|november|december))\b.*|\bwho (?:was|were|has been) (?:added|removed|delisted|designated|sanctioned|listed)\b(?!.*\b(?:for|because|by|with|over|as)\b)/,
  ],
  [
    "status",
    /^(?:is|are|was|were|has|have)\b.*\b(?:sanctioned|designated|blacklisted|delisted|blocked|on (?:the|an|any) (?:[\w-]+ )?(?:list|sdn)|listed|sdn)\b/,
  ],
  [
    "status",
    /\b(?:since when|when) (?:is|are|was|were|has|have|had|did)\b.*\b(?:sanction(?:ed)?|designated?|list(?:ed)?|delist(?:ed)?|blacklist(?:ed)?|removed? from|takes? .* off)\b/,
  ],
  ["status", /\bsanctions? status\b|\bstill (?:sanctioned|listed|designated)\b/],
  [
    "timeline",
    /\b(?:timeline|chronology|sequence of events|what happened (?:to|with|after|since|next)|history of|how did .* unfold|step by step)\b/,
  ],
  [
    "comparison",
    /\b(?:compare|comparison|differ|differs|difference|differences|versus|vs|disagree|conflict|contradict)\b/,
  ],
  [
    "duration",
    /\bhow long\b|\bfor how (?:many|long)\b|\bwithin how many\b|\bwhat (?:sentences?|prison terms?|jail terms?|term)\b/,
  ],
  [
    "amount",
    /\bhow much\b|\bwhat (?:amount|sum|value|share|percentage|proportion|fine|penalty|reward|ransom)\b|\bhow large\b|\bhow big\b|\bworth\b.*\?|\bwhat was the (?:total|loss|haul)\b/,
  ],
  ["count", /\bhow many\b|\bwhat number\b|\bhow often\b/],
  [
    "when",
    /^(?:when|since when|until when)\b|\b(?:what|which|on what|on which|by what|by which) (?:date|day|year|month|deadline)\b/,
  ],
  [
    "advice",
    /\b(?:precautions?|steps|measures|red flags?|warning signs?|signs|indicators|recommendations?|advice|best practices|tips|safeguards)\b|\bwhat (?:should|can|must|ought) .* do\b|\bhow (?:can|should|do|does|could|to) (?:[\w-]+ ){0,5}(?:protect|prevent|avoid|detect|spot|recogni[sz]e|identify|verify|defend|check|screen|respond|react|guard)\b/,
  ],
  [
    "list",
    /\bwhich (?:companies|people|persons|parties|entities|banks|individuals|groups|firms|countries|sectors|vessels|addresses)\b|\bwhat (?:are|were) the (?:names|parties|ways|tactics|techniques)\b|\b(?:other|what|which) (?:names|aliases)\b/,
  ],
  ["where", /^where\b|\b(?:what|which) (?:country|city|place|region|town)\b|\b(?:based|located|live) (?:in)?\?/],
  [
    "who",
    /^who\b|\bwho (?:is|are|was|were|did|does|has|runs?|owns?|stole|leads?|made|wrote|said|attacked|hacked)\b|\bwhom\b|\bwhose\b|\bby whom\b|\bwhich (?:group|person|company|organisation|organization|agency|country|court|bank|exchange|hacker|actor|man|woman)\b/,
  ],
  ["why", /\bwhy\b|\bwhat for\b|\bfor what reason\b|\bwhat (?:is|was) the reason\b|\bon what grounds\b/],
  ["how", /^(?:and |so )?how\b|\bin what way\b|\bby what means\b/],
  ["yes-no", /^(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|should|will|would)\b/],
];

export const kindOf = (question: string): QuestionKind => {
  const lower = question
    .toLowerCase()
    .replace(/^(?:please|hi|hello|hey|so|and|but|ok|okay|also|then)[,\s]+/, "")
    .trim();
  return RULES.find(([, rule]) => rule.test(lower))?.[0] ?? "what";
};
