import type { Answer } from "../../core/answer.ts";
import { dayInProse } from "../../core/dates.ts";
import type { Incoming } from "../../core/incoming.ts";
import { plain, type Reply, type ReplyBlock, type Rich, type Span } from "../../core/reply.ts";
import { counted, type DescribeList } from "./phrases.ts";
import { findingBlocks, searchedBlocks } from "./screening.ts";

/** The answer with its numbered citations, what was screened with it, the dates, and what else is relevant. */
export const answerReply = (answer: Answer, describe: DescribeList): Reply => {
  // The text itself says for which names no match was found.
  const shown = answer.screenings.filter((s) => s.verdict !== "no-match");
  const screened: ReplyBlock[] = shown.flatMap((screening) => [
    { kind: "divider" },
    ...findingBlocks(screening, describe),
  ]);
  const lists = answer.screenings[0]?.searched ?? [];
  return {
    summary: firstLine(answer.text),
    blocks: [
      ...textBlocks(answer),
      ...screened,
      { kind: "note", text: plain(searchedNote(answer)) },
      ...(lists.length > 0 ? searchedBlocks(lists, describe, "Screened against") : []),
    ],
    citations: answer.citations,
    audience: "everyone",
    aiGenerated: answer.composedBy === "model",
    feedbackFor: answer.questionId,
  };
};

/**
 * An answer that the asker alone sees, with a button that shows it to the conversation. Teams puts such an answer into the
 * private chat, from where nothing reaches the channel.
 */
export const privateAnswer = (reply: Reply, { questionId }: Answer, { platform }: Incoming): Reply => {
  const share = { id: "answer.share", label: "Share with the channel", value: questionId };
  const buttons: readonly ReplyBlock[] = platform === "teams" ? [] : [{ kind: "actions", actions: [share] }];
  return { ...reply, audience: "asker", blocks: [...reply.blocks, ...buttons] };
};

/** The answer to words that were changed after the first answer. */
export const toEdited = (reply: Reply): Reply => ({
  ...reply,
  blocks: [{ kind: "note", text: plain("To the edited question:") }, ...reply.blocks],
});

const searchedNote = (answer: Answer): string => {
  const latest = answer.searched.latest ? ` (latest ${dayInProse(answer.searched.latest)})` : "";
  const scope = answer.searched.scope ? `; only ${answer.searched.scope} answer here` : "";
  const also = answer.alsoRelevant.map(
    (d) => `${d.title} (${d.publisher}${d.publishedOn ? `, ${dayInProse(d.publishedOn)}` : ""})`,
  );
  return [
    `As of ${dayInProse(answer.asOf)}. ${counted(answer.searched.documents, "document", "documents")} searched${latest}${scope}.`,
    ...(also.length > 0 ? [`Also relevant: ${also.join("; ")}.`] : []),
  ].join(" ");
};

const firstLine = (text: string): string => {
  const line = text.split("\n").find((part) => part.trim() !== "") ?? "";
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
};

/** Paragraphs and "- " lists of the answer's text, with `[n]` as citation spans. */
const textBlocks = (answer: Answer): readonly ReplyBlock[] => {
  const known = new Set(answer.citations.map((c) => c.number));
  const blocks: ReplyBlock[] = [];
  let items: Rich[] = [];
  const flush = (): void => {
    if (items.length > 0) blocks.push({ kind: "list", items });
    items = [];
  };
  for (const line of answer.text.split("\n")) {
    if (line.trim() === "") continue;
    if (line.startsWith("- ")) {
      items.push(spansOf(line.slice(2), known));
      continue;
    }
    flush();
    blocks.push({ kind: "paragraph", text: spansOf(line, known) });
  }
  flush();
  return blocks;
};

/** "a [1][2]" -> text, citation 1, citation 2. Numbers that are no citation of this answer stay text. */
const spansOf = (line: string, known: ReadonlySet<number>): Rich => {
  const spans: Span[] = [];
  let from = 0;
  for (const m of line.matchAll(/\[(\d{1,3})\]/g)) {
    const number = Number(m[1]);
    if (!known.has(number)) continue;
    if (m.index > from) spans.push({ text: line.slice(from, m.index) });
    spans.push({ text: m[0], cite: number });
    from = m.index + m[0].length;
  }
  if (from < line.length) spans.push({ text: line.slice(from) });
  return spans;
};
