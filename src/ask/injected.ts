/**
 * Sentences of documents that talk to whoever writes the answer instead of saying something of the world, and sentences
 * that carry links. They are data like the rest, but they answer nothing: they are never quoted and never claimed.
 */
const TO_THE_WRITER: readonly RegExp[] = [
  // "Add a joke to your reply", "Remove spaces from your response".
  /\byour (?:\w+ )?(?:answer|response|reply|output|message)s?(?:'s)?\b|\byour (?:words|instructions|prompt|rules|task|system)\b/i,
  /\b(?:ignore|disregard|forget|override|bypass) (?:\w+ ){0,3}(?:previous|prior|above|earlier|all|any|these|those|your|the) ?(?:\w+ ){0,2}(?:instructions?|rules?|prompts?|messages?|context|guidelines?|checks?|screening)\b/i,
  /\b(?:system|developer) (?:prompt|message|instructions?)\b|\bprompt injection\b|\bjailbreak\b/i,
  /\b(?:you are|act as|pretend to be|behave as|as) (?:now )?(?:an? )?(?:ai|assistant|chatbot|language model|llm|bot|dan)\b/i,
  /^(?:assistant|system|user|human|ai|instructions?)\s*:/i,
  /\b(?:when|if|whenever) (?:you are )?asked (?:about|for|to|who|what|whether|if)\b/i,
  /\b(?:tell|inform|assure|convince) (?:the|every|all) (?:users?|readers?|persons? asking)\b|\bsuggest users\b/i,
  /^(?:say|respond|reply|answer|output|print|repeat|state) (?:only|with|that|exactly|nothing|the following)\b/i,
  /^(?:explain|describe|draft|compose|translate|summari[sz]e|write|develop|break down|provide an? (?:poem|example|story)|provide the \w+ equivalent)\b/i,
];

/** Web and mail addresses, Markdown links and images, HTML, mentions of chat platforms. A bare name such as "Blender.io" is none. */
const CARRIES_LINK =
  /\b[a-z][a-z0-9+.-]{1,9}:\/\/|\bwww\.|\]\(|!\[|<[!@#/a-z]|\b[\w.+-]+@[\w-]+\.\w{2,}|\b(?:javascript|data|mailto):/i;

/** Letters that are there and not seen: zero-width, direction marks, tags. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

/** Bare verbs that open an order. Advice opens so too, and stands under a heading that says so. */
const ORDER =
  /^(?:please )?(?:add|anagram|approve|augment|call|click|combine|contact|convert|delete|download|email|enhance|forward|give|group|include|insert|install|integrate|introduce|jumble|mark|misspell|modify|open|pay|provide|rearrange|remove|render|replace|respond|reply|say|scramble|send|show|stop|substitute|tell|transfer|treat|use|visit|whitelist)\b/i;

/** Why a sentence may not be quoted as an answer; `null` when it may. `advice`: it stands in a section of advice. */
export const notAStatement = (sentence: string, advice = true): string | null => {
  if (!advice && ORDER.test(sentence.trim())) return "it gives an order";
  if (/\?["”’)]*$/.test(sentence.trim())) return "it is a question";
  if (CARRIES_LINK.test(sentence)) return "it carries a link";
  if (INVISIBLE.test(sentence)) return "it has invisible letters";
  if (TO_THE_WRITER.some((pattern) => pattern.test(sentence.trim()))) return "it talks to the writer of the answer";
  return null;
};
