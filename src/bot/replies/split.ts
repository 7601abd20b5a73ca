import { chartLines } from "../../core/chart.ts";
import { plain, type Reply, type ReplyBlock, type Rich, textOf } from "../../core/reply.ts";

/**
 * What one message of every platform takes with room to spare: Slack about 13,000 characters and 50 blocks, Teams 28 KB of
 * JSON with ten citations. A citation is counted with the quotation that is shown under it.
 */
const LIMITS = { characters: 5_000, blocks: 20, citations: 8 } as const;

/** A longer paragraph that begins in bold is no heading. */
const HEADING_CHARACTERS = 100;

/** Cuts a reply into parts that each fit one message. Every block and every citation is in exactly one part, in order. */
export const splitReply = (reply: Reply): readonly [Reply, ...Reply[]] => {
  const groups: ReplyBlock[][] = [[]];
  let [characters, citations] = [0, new Set<number>()];
  for (const block of reply.blocks.flatMap(smaller)) {
    const cited = new Set([...citations, ...citesOf(block)]);
    const size = sizeOf(block, reply);
    const group = groups.at(-1) ?? [];
    const full =
      group.length > 0 &&
      (characters + size > LIMITS.characters || group.length >= LIMITS.blocks || cited.size > LIMITS.citations);
    // A heading goes along with what it stands over.
    const heading = full && group.length > 1 && isHeading(group.at(-1)) ? group.splice(-1) : [];
    if (full) groups.push([...heading, block]);
    else group.push(block);
    const begun = [...heading, block];
    characters = full ? begun.reduce((sum, one) => sum + sizeOf(one, reply), 0) : characters + size;
    citations = full ? new Set(begun.flatMap(citesOf)) : cited;
  }
  const parts = groups.map(rejoined).map((blocks, index) => {
    const cited = new Set(blocks.flatMap(citesOf));
    return {
      ...reply,
      summary: index === 0 ? reply.summary : `${reply.summary} (part ${index + 1} of ${groups.length})`,
      blocks,
      citations: reply.citations.filter(({ number }) => cited.has(number)),
      feedbackFor: index === groups.length - 1 ? reply.feedbackFor : null,
    };
  });
  return [parts[0] ?? reply, ...parts.slice(1)];
};

/** A list is cut between its items, so that a long one fills parts evenly. */
const smaller = (block: ReplyBlock): readonly ReplyBlock[] =>
  block.kind === "list" && block.items.length > 5
    ? Array.from({ length: Math.ceil(block.items.length / 5) }, (_, i) => ({
        ...block,
        items: block.items.slice(i * 5, i * 5 + 5),
      }))
    : [block];

const isHeading = (block: ReplyBlock | undefined): boolean =>
  block?.kind === "paragraph" && block.text[0]?.bold === true && textOf(block.text).length < HEADING_CHARACTERS;

/** The pieces of a list that came into the same part are one list again. */
const rejoined = (blocks: readonly ReplyBlock[]): readonly ReplyBlock[] => {
  const done: ReplyBlock[] = [];
  for (const block of blocks) {
    const last = done.at(-1);
    if (last?.kind === "list" && block.kind === "list")
      done[done.length - 1] = { kind: "list", items: [...last.items, ...block.items] };
    else done.push(block);
  }
  return done;
};

const richesOf = (block: ReplyBlock): readonly Rich[] => {
  switch (block.kind) {
    case "headline":
    case "paragraph":
    case "quote":
    case "note":
      return [block.text];
    case "list":
      return block.items;
    case "fields":
      return block.rows.map((row) => [{ text: row.label }, ...row.value]);
    case "actions":
    case "choices":
    case "divider":
      return [];
    case "chart":
      return chartLines(block.chart).map(plain);
  }
};

const citesOf = (block: ReplyBlock): readonly number[] =>
  richesOf(block).flatMap((rich) => rich.flatMap(({ cite }) => (cite === undefined ? [] : [cite])));

const sizeOf = (block: ReplyBlock, reply: Reply): number => {
  const cited = new Set(citesOf(block));
  const quotes = reply.citations.filter(({ number }) => cited.has(number));
  const words = richesOf(block).reduce((sum, rich) => sum + textOf(rich).length, 0);
  return words + quotes.reduce((sum, c) => sum + c.quote.length + c.title.length + c.url.length, 0);
};
