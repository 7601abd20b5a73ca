import type { Citation } from "./answer.ts";
import { type Chart, chartLines } from "./chart.ts";

/** A run of text. Always data: adapters escape it for their platform. */
export interface Span {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly code?: boolean;
  /** Number of a citation of this reply; `text` is then `[n]`. */
  readonly cite?: number;
  /** Only a citation's own URL or a page of this server. */
  readonly href?: string;
}

export type Rich = readonly Span[];

/** Something a person can press. `id` names the intent, `value` carries an opaque reference (at most 1,000 characters). */
export interface Action {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly style?: "danger" | "primary";
}

/** One of several values, of which one holds now. An option's `value` is what is sent when it is chosen. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  /** Value of the option that holds now; `null` when none of these does. */
  readonly chosen: string | null;
}

export type ReplyBlock =
  | { readonly kind: "headline"; readonly text: Rich }
  | { readonly kind: "paragraph"; readonly text: Rich }
  | { readonly kind: "list"; readonly items: readonly Rich[] }
  | { readonly kind: "fields"; readonly rows: readonly { readonly label: string; readonly value: Rich }[] }
  | { readonly kind: "quote"; readonly text: Rich }
  | { readonly kind: "note"; readonly text: Rich }
  | { readonly kind: "chart"; readonly chart: Chart }
  | { readonly kind: "actions"; readonly actions: readonly Action[] }
  /**
   * Choosing an option sends the action `id`: with the option's value, or, where a platform sends a form, with the values of all
   * choices as fields by name under a button `save`. `confirm` is asked before, where the platform can.
   */
  | {
      readonly kind: "choices";
      readonly id: string;
      readonly choices: readonly Choice[];
      readonly save: string;
      readonly confirm: string;
    }
  | { readonly kind: "divider" };

/** A text file that belongs to a reply, for example the results of a batch. */
export interface ReplyFile {
  readonly name: string;
  readonly mediaType: string;
  readonly text: string;
}

/** What a person reads, before any platform's own shape. */
export interface Reply {
  /** One line for notifications and screen readers. */
  readonly summary: string;
  readonly blocks: readonly ReplyBlock[];
  /** Numbered sources of `[n]` in the blocks; rendered after them. */
  readonly citations: readonly Citation[];
  /** Who sees it: everybody in the conversation, or only the person who asked. */
  readonly audience: "everyone" | "asker";
  /** Written by a model (Teams shows a label). Extracted text is not. */
  readonly aiGenerated: boolean;
  /** Set when feedback buttons belong under the reply. */
  readonly feedbackFor: string | null;
  /** Sent after the reply where the platform takes files; elsewhere the reply must do without it. */
  readonly file?: ReplyFile;
}

export const plain = (text: string): Rich => [{ text }];
export const bold = (text: string): Span => ({ text, bold: true });
/** The characters of a rich text without its marks. */
export const textOf = (rich: Rich): string => rich.map((span) => span.text).join("");

/** The chart without a picture. */
export const chartBlocks = (chart: Chart): readonly ReplyBlock[] => [
  { kind: "paragraph", text: [{ text: chart.title, bold: true }] },
  { kind: "list", items: chartLines(chart).map((text) => [{ text, code: true }]) },
  ...(chart.note === null ? [] : [{ kind: "note", text: [{ text: chart.note }] } as const]),
];
