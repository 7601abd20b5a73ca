import { dayInProse, type IsoDate } from "../core/dates.ts";
import type { Screener } from "../core/screening.ts";
import type { ModelTool } from "../ports/language-model.ts";
import type { FoundPassage, Library, Scope } from "./library.ts";
import { framed } from "./model-answer.ts";
import { screenedLine } from "./unanswered.ts";

export interface LookUpParts {
  /** The documents that may answer a text. */
  readonly library: (text: string) => Promise<Library>;
  readonly screener: Screener;
  readonly asOf: IsoDate;
  readonly scope: Scope;
  /** Called with the passages that a look-up gave: they may be cited from then on. */
  readonly show: (found: readonly FoundPassage[]) => void;
}

const PASSAGES_A_SEARCH = 5;
const LONGEST_ARGUMENT = 300;

/** What a model may look up while it writes: reading only, decided by the same code as without a model. */
export const lookUps = (parts: LookUpParts): readonly ModelTool[] => {
  const { library, screener, asOf } = parts;
  const shown = (found: readonly FoundPassage[]): string => {
    parts.show(found);
    return found.length === 0 ? "Nothing found." : found.map(framed).join("\n\n");
  };
  const tool = (
    name: string,
    what: string,
    argument: string,
    run: (text: string) => string | Promise<string>,
  ): ModelTool => ({
    name,
    what,
    argument,
    run: async (text) => run(text.slice(0, LONGEST_ARGUMENT)),
  });
  return [
    tool(
      "search_sources",
      "Finds passages in notices and reports.",
      "what to search for, in plain words",
      async (text) => shown((await library(text)).search(text, PASSAGES_A_SEARCH, parts.scope)),
    ),
    tool("screen_name", "Screens a name or address against the sanctions lists.", "the name or address", (text) => {
      const subject = { text, kind: "unknown", birth: null, countries: [], gender: null, identifiers: [] } as const;
      return screenedLine(screener.screen(subject, { asOf }));
    }),
    tool(
      "timeline_of_party",
      "Dated events of a party: listed, removed, charged, sentenced.",
      "the party's name",
      async (text) => {
        const held = await library(text);
        const events = held.eventsOf(text).filter((event) => event.on <= asOf);
        const passages = events.flatMap((event) => held.passagesOf(event.document.documentId).slice(0, 1));
        parts.show(passages.flatMap((passage) => held.passage(passage.passageId) ?? []));
        if (events.length === 0) return "No dated events.";
        return events
          .map(
            (event) => `${dayInProse(event.on)}: ${event.action} (${event.authority}), ${event.document.documentId}#0`,
          )
          .join("\n");
      },
    ),
    tool("list_status", "Which lists are screened against, and their dates.", "anything", () =>
      screener
        .searched()
        .map(
          (list) =>
            `${list.list}: published ${list.publishedOn ?? "unknown"}, ${list.entries} entries${list.stale ? ", stale" : ""}`,
        )
        .join("\n"),
    ),
  ];
};
