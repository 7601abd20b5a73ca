import type { types } from "@slack/bolt";
import type { Citation } from "../../core/answer.ts";
import type { Rich, Span } from "../../core/reply.ts";
import { LIMITS } from "./limits.ts";
import { withoutOverrides } from "./plain-text.ts";

/**
 * Rich text elements, not mrkdwn: Slack shows their text letter by letter. Mentions, links, emoji names and marks such as
 * `<!channel>`, `Abu_Ali_` or `*` that stand in a document, a list or a message stay what they are: data.
 */
export type Piece = types.RichTextText | types.RichTextLink;

/** What a link may open. Anything else is shown as text. */
const WEB = /^https?:\/\/\S+$/;

/** Spans as rich text; `[n]` links to citation n, and only `http` addresses become links. */
export const pieces = (rich: Rich, citations: readonly Citation[]): readonly Piece[] =>
  rich.map((span) => piece(span, citations)).filter((made) => made !== null);

const piece = (span: Span, citations: readonly Citation[]): Piece | null => {
  const text = withoutOverrides(span.text);
  if (text === "") return null;
  const style = styleOf(span);
  const cited = span.cite === undefined ? null : citations.find((citation) => citation.number === span.cite);
  const url = cited?.url ?? span.href ?? "";
  if (WEB.test(url) && url.length <= LIMITS.urlCharacters) return { type: "link", url, text, ...style };
  return { type: "text", text, ...style };
};

const styleOf = (span: Span): { style?: { bold?: boolean; italic?: boolean; code?: boolean } } => {
  const style = {
    ...(span.bold ? { bold: true } : {}),
    ...(span.italic ? { italic: true } : {}),
    ...(span.code ? { code: true } : {}),
  };
  return Object.keys(style).length > 0 ? { style } : {};
};

export const sizeOf = (made: Piece): number => (made.text ?? "").length + (made.type === "link" ? made.url.length : 0);

/**
 * Cuts pieces into runs of at most `limit` characters (text and addresses), at the end of a sentence where there is one,
 * else at a space, else between two characters, never inside a surrogate pair. Links are not cut.
 */
export const runs = (all: readonly Piece[], limit: number): readonly (readonly Piece[])[] => {
  const done: Piece[][] = [[]];
  let room = limit;
  const next = (): void => {
    done.push([]);
    room = limit;
  };
  for (const made of all) {
    let rest = made;
    while (sizeOf(rest) > room) {
      if (rest.type === "link") {
        if (room === limit) break;
        next();
        continue;
      }
      const at = cutAt(rest.text, room, room === limit);
      if (at > 0) done.at(-1)?.push({ ...rest, text: rest.text.slice(0, at) });
      rest = { ...rest, text: rest.text.slice(at) };
      next();
    }
    if (sizeOf(rest) === 0) continue;
    done.at(-1)?.push(rest);
    room -= sizeOf(rest);
  }
  return done.filter((run) => run.length > 0);
};

/** Where to cut a text so that at most `room` characters stand before; 0 when it is better to start afresh. */
const cutAt = (text: string, room: number, fresh: boolean): number => {
  const head = text.slice(0, room);
  const sentence = Math.max(head.lastIndexOf(". "), head.lastIndexOf("\n"), head.lastIndexOf("? "));
  if (sentence > room / 2) return sentence + 1;
  const space = head.lastIndexOf(" ");
  if (space > room / 2) return space + 1;
  if (!fresh) return 0;
  const pair = /[\ud800-\udbff]$/.test(head);
  return Math.max(1, pair ? room - 1 : room);
};

export const section = (elements: readonly Piece[]): types.RichTextSection => ({
  type: "rich_text_section",
  elements: [...elements],
});

export const richBlock = (elements: readonly types.RichTextBlockElement[]): types.RichTextBlock => ({
  type: "rich_text",
  elements: [...elements],
});
