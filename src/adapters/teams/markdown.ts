import type { Rich, Span } from "../../core/reply.ts";

/**
 * Text of documents, lists and people as Teams markdown. Characters with a meaning leave as numeric entities, which every Markdown
 * reader decodes after it has looked for markup: "*a* <at>x</at>" -> "&#42;a&#42; &lt;at&gt;x&lt;/at&gt;".
 */
const MARKUP: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escapeMarkup = (text: string): string =>
  text.replace(/[&<>\\`*_~[\]#|!]/g, (character) => MARKUP[character] ?? `&#${character.charCodeAt(0)};`);

/**
 * Teams turns bare addresses into links after it has decoded entities, so only a character in between helps: a word joiner, which
 * shows nothing: "https://x" -> "https:<U+2060>//x", "www.x" -> "www.<U+2060>x". Only our own `href` may link.
 */
const unlink = (text: string): string => text.replace(/:(?=\/\/)/g, ":\u2060").replace(/\bwww\.(?=\S)/gi, "$&\u2060");

/** "- a", "+ a", "1. a", "1) a" at the start of a line would become a list. */
const unlist = (line: string): string =>
  line.replace(/^(\d*)([-+=.)])/, (_, digits: string, mark: string) => `${digits}&#${mark.charCodeAt(0)};`);

/** A stretch of data that looks like a citation would become a link to a source that does not say it: "[1]" -> "[<U+2060>1]". */
const unmarkCitations = (text: string): string => text.replace(/\[(?=\d+\])/g, "[\u2060");

export const escapeText = (text: string): string => unlink(escapeMarkup(unmarkCitations(text)));

/** Control characters but line breaks and tabs, and marks that reorder what is read: neither shows, both can mislead. */
const UNSEEN = /[^\P{Cc}\t\n\r]|\p{Bidi_Control}/gu;

export const withoutUnseen = (text: string): string => text.replace(UNSEEN, "");

/** One line of markdown: line breaks inside become spaces. */
export const lineOf = (rich: Rich): string =>
  unlist(
    rich
      .map((span) => spanOf(span, (text) => text.replace(/\s+/g, " ")))
      .join("")
      .trim(),
  );

/** Paragraphs of markdown: every line break starts a new paragraph, as Teams runs single breaks together. */
export const paragraphsOf = (rich: Rich): string =>
  rich
    .map((span) => spanOf(span, (text) => text))
    .join("")
    .split(/(?<!\s)\s*\n\s*/)
    .map((line) => unlist(line.trim()))
    .filter((line) => line !== "")
    .join("\n\n");

const spanOf = (span: Span, layout: (text: string) => string): string => {
  if (span.cite !== undefined) return `[${span.cite}]`;
  const text = layout(withoutUnseen(span.text));
  if (text.trim() === "") return text;
  const linked = span.href === undefined ? null : safeUrl(span.href);
  // Marks must touch the words: "** a **" is not bold. What surrounds them stays outside.
  const [, before = "", words = "", after = ""] = /^(\s*)([\s\S]*\S)?(\s*)$/.exec(text) ?? [];
  if (span.code && !/[`\n<>&]/.test(words)) return `${before}\`${words}\`${after}`;
  const escaped = linked ? `[${escapeText(words)}](${linked})` : escapeText(words);
  const italic = span.italic ? eachLine(escaped, "_") : escaped;
  return `${before}${span.bold ? eachLine(italic, "**") : italic}${after}`;
};

const eachLine = (text: string, mark: string): string =>
  text
    .split("\n")
    .map((line) => (line.trim() === "" ? line : `${mark}${line.trim()}${mark}`))
    .join("\n");

/** An http(s) address that cannot end the link early, `null` for any other kind. */
export const safeUrl = (url: string): string | null => {
  if (!URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:"
    ? href.replace(/[()<>\\`"]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    : null;
};

/** Cuts at a word, marking the cut: at most `characters` UTF-16 units, never inside a pair. */
export const shortened = (text: string, characters: number): string => {
  const flat = withoutUnseen(text).replace(/\s+/g, " ").trim();
  if (flat.length <= characters) return flat;
  const cut = flat.slice(0, characters - 1).replace(/[\ud800-\udbff]$/, "");
  const word = cut.replace(/\s+\S*$/, "");
  return `${word.length > characters / 2 ? word : cut}…`;
};
