import { marked } from "marked";

/** What a Markdown reader shows: tags gone, entities decoded; word joiners, which hold links apart, show nothing. */
export const shownBy = (markdown: string): string =>
  decoded((marked.parse(markdown, { async: false, gfm: true }) as string).replace(/<[^>]*>/g, ""))
    .replaceAll("\u2060", "")
    .trim();

/** Addresses that a Markdown reader makes into links. */
export const linksIn = (markdown: string): readonly string[] =>
  [...(marked.parse(markdown, { async: false, gfm: true }) as string).matchAll(/<a href="([^"]*)"/g)].map(([, href]) =>
    decoded(href ?? ""),
  );

const decoded = (html: string): string =>
  html
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&");

/** A button of an Adaptive Card. */
export interface CardButton {
  readonly title: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What an Adaptive Card shows and asks. */
export interface CardShown {
  readonly text: string;
  readonly links: readonly string[];
  readonly buttons: readonly CardButton[];
  /** Ids of its inputs. */
  readonly inputs: readonly string[];
  /** What stands in those that are filled in. */
  readonly filled: Readonly<Record<string, string>>;
}

type Element = Readonly<Record<string, unknown>>;

/** Reads cards at any depth. Texts that read Markdown (TextBlock, Fact) throw: hostile text could become markup there. */
export const cardShown = (cards: unknown): CardShown => {
  const elements = elementsIn(cards);
  const of = (type: RegExp): readonly Element[] => elements.filter((one) => type.test(String(one.type)));
  const markup = of(/^(TextBlock|FactSet)$/);
  if (markup.length > 0) throw new Error(`A card shows text that reads Markdown: ${JSON.stringify(markup[0])}`);
  return {
    text: of(/^(RichTextBlock|Input\.ChoiceSet)$/)
      .map((block) =>
        elementsIn(block.inlines ?? { type: "TextRun", text: block.label ?? "" })
          .flatMap((run) => (run.type === "TextRun" ? String(run.text) : []))
          .join(""),
      )
      .join("\n"),
    links: of(/^Action\.OpenUrl$/).map(({ url }) => String(url)),
    buttons: of(/^Action\.Submit$/).map(({ title, data }) => ({
      title: String(title),
      data: data as CardButton["data"],
    })),
    inputs: of(/^Input\./).map(({ id }) => String(id)),
    filled: Object.fromEntries(
      of(/^Input\./).flatMap(({ id, value }) => (value === undefined ? [] : [[String(id), String(value)]])),
    ),
  };
};

const elementsIn = (value: unknown): readonly Element[] => {
  if (Array.isArray(value)) return value.flatMap(elementsIn);
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) => (key === "data" ? [] : elementsIn(one)));
  return "type" in value ? [value as Element, ...inner] : inner;
};
