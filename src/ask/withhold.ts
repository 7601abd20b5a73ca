import type { CompletionRequest, LanguageModel, ModelTool } from "../ports/language-model.ts";
import { searchWords } from "../text/words.ts";
import { isFiller } from "./fillers.ts";
import type { Library } from "./library.ts";
import type { Question } from "./question.ts";
import { SYNONYMS } from "./synonyms.ts";

/** What a model is not shown, and what it sees instead. */
export interface Withheld {
  /** As the question writes it. */
  readonly text: string;
  readonly placeholder: string;
}

/**
 * Names of the question that no source names, and its words that no source has: nobody but the person asking knows them, so
 * a model can find nothing by them. Names of parties that the documents name are public and stay.
 */
export const withheldOf = (question: Question, screened: readonly string[], library: Library): readonly Withheld[] => {
  const names = [
    ...question.names.filter((name) => !name.known && !name.common).map((name) => name.text),
    ...screened.filter((text) => library.names.keysOf(text).size === 0 || !inSources(text, library)),
  ];
  const told = names.map((name) => name.toLowerCase());
  const words = [...question.text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)]
    .map((m) => m[0])
    .filter((word) => !told.some((name) => name.includes(word.toLowerCase())) && isUnheard(word, library));
  const all = [...new Set([...names, ...words])].filter((text) => text.trim().length > 1);
  // Longest first, so that "Anna Example Ltd" is not left as "[name 1] Ltd".
  return all.toSorted((a, b) => b.length - a.length).map((text, i) => ({ text, placeholder: `[name ${i + 1}]` }));
};

const inSources = (text: string, library: Library): boolean => library.names.find(searchWords(text)).length > 0;

const isUnheard = (written: string, library: Library): boolean =>
  searchWords(written).every((word) => !isFiller(word) && !SYNONYMS.has(word) && !library.hasWord(word));

/** The model behind a curtain: what is withheld goes in as placeholders, to it and to what it looks up, and comes out as it was. */
export const behindPlaceholders = (model: LanguageModel, withheld: readonly Withheld[]): LanguageModel => {
  if (withheld.length === 0) return model;
  const hide = (text: string): string =>
    withheld.reduce((left, { text: name, placeholder }) => left.replace(written(name), placeholder), text);
  const show = (text: string): string =>
    withheld.reduce((left, { text: name, placeholder }) => left.replaceAll(placeholder, name), text);
  const tool = (own: ModelTool): ModelTool => ({ ...own, run: async (text) => hide(await own.run(show(text))) });
  return {
    complete: async (request: CompletionRequest) => {
      const told = { ...request, user: hide(request.user), tools: request.tools.map(tool) };
      const completion = await model.complete(told);
      return { ...completion, text: show(completion.text) };
    },
  };
};

/** The name with any spaces, in any case, as whole words. */
const written = (name: string): RegExp => {
  const words = name.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}])${words.join("\\s+")}(?![\\p{L}\\p{N}])`, "giu");
};
