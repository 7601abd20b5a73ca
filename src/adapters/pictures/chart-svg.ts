import { type Chart, chartInWords, highestOf, sumOf } from "../../core/chart.ts";

/** Sizes in pixels of the picture. Every row has its own bars, all measured by one scale, each with its number above it. */
const SIZE = { width: 680, label: 200, sum: 50, title: 44, row: 46, bar: 26, columns: 26, note: 24, edge: 16 } as const;
const INK = { text: "#1d1c1d", soft: "#616061", line: "#dddddd", bar: "#9b1c1c", ground: "#ffffff" } as const;
/** The font that ships with the program. */
const FONT = "DejaVu Sans";
/** Longest label that stands beside its bars at 13 pixels. */
const LABEL_CHARACTERS = 24;

/** The chart as SVG; the text of a label is data and is escaped. */
export const chartSvg = (chart: Chart): string => {
  const { width, label, sum, title, row, columns, note, edge } = SIZE;
  const bottom = title + chart.rows.length * row;
  const height = bottom + columns + (chart.note === null ? 0 : note) + edge;
  const step = (width - label - sum - edge) / chart.columns.length;
  const middleOf = (column: number): number => label + step * (column + 0.5);
  const highest = highestOf(chart);
  const rows = chart.rows.flatMap(({ label: name, counts }, index) => {
    const base = title + (index + 1) * row - 8;
    return [
      line(edge, base, width - edge),
      text(edge, base - 8, shortened(name), { size: 13 }),
      ...counts.flatMap((count, column) => bar(middleOf(column), base, step, count, highest)),
      text(width - edge, base - 8, String(sumOf(counts)), { size: 13, anchor: "end", weight: "bold" }),
    ];
  });
  const dates = chart.columns.map((date, column) =>
    text(middleOf(column), bottom + 12, date, { size: 11, anchor: "middle", fill: INK.soft }),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT}">`,
    `<title>${escaped(chartInWords(chart))}</title>`,
    `<rect width="${width}" height="${height}" fill="${INK.ground}"/>`,
    text(edge, 26, chart.title, { size: 15, weight: "bold" }),
    ...rows,
    ...dates,
    ...(chart.note === null ? [] : [text(edge, bottom + columns + 14, chart.note, { size: 11, fill: INK.soft })]),
    "</svg>",
  ].join("\n");
};

/** A bar with its number above; nothing at all stands for none. */
const bar = (middle: number, base: number, step: number, count: number, highest: number): readonly string[] => {
  if (count === 0) return [];
  const height = Math.max(2, Math.round((count / highest) * SIZE.bar));
  const width = Math.min(34, step * 0.6);
  return [
    `<rect x="${px(middle - width / 2)}" y="${base - height}" width="${px(width)}" height="${height}" fill="${INK.bar}"/>`,
    text(middle, base - height - 3, String(count), { size: 10, anchor: "middle", fill: INK.soft }),
  ];
};

interface Look {
  readonly size: number;
  readonly anchor?: "end" | "middle";
  readonly weight?: "bold";
  readonly fill?: string;
}

const text = (x: number, y: number, words: string, { size, anchor, weight, fill }: Look): string => {
  const more = [
    ...(anchor ? [`text-anchor="${anchor}"`] : []),
    // One weight of the font ships: bold is the same letters with an outline.
    ...(weight ? [`stroke="${fill ?? INK.text}" stroke-width="0.5"`] : []),
  ];
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" fill="${fill ?? INK.text}" ${more.join(" ")}>${escaped(words)}</text>`;
};

const line = (from: number, y: number, to: number): string =>
  `<path d="M${from} ${y + 0.5}H${to}" stroke="${INK.line}"/>`;

const px = (value: number): string => String(Math.round(value * 10) / 10);
const shortened = (name: string): string =>
  name.length <= LABEL_CHARACTERS ? name : `${name.slice(0, LABEL_CHARACTERS - 1)}…`;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (words: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML takes none of them, not even escaped
  words.replace(/[\u0000-\u001f\u007f]/g, " ").replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one);
