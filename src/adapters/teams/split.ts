import type { Section } from "./sections.ts";

/** Groups sections into messages that fit, keeping their order. A section that is alone too long is cut between sentences or words. */
export const packed = (
  sections: readonly Section[],
  fits: (group: readonly Section[]) => boolean,
): readonly (readonly Section[])[] => {
  const groups: Section[][] = [];
  let group: Section[] = [];
  const queue = [...sections];
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (fits([...group, next])) group.push(next);
    else if (group.length > 0) {
      groups.push(group);
      group = [];
      queue.unshift(next);
    } else {
      const [head, tail] = halved(next);
      if (tail.markdown === "") throw new Error("A section of a few characters does not fit a message.");
      queue.unshift(head, tail);
    }
  }
  return group.length > 0 ? [...groups, group] : groups;
};

/** Where a long text may be cut, best first. */
const CUTS = [/\n\n/g, /\n/g, /(?<=[.?!;])\s/g, /\s/g];

/** Two parts of about the same length; the marks of a quote or list item are repeated, citations go with the part that prints them. */
const halved = ({ markdown, cites }: Section): readonly [Section, Section] => {
  const middle = markdown.length / 2;
  const at = CUTS.map((cut) =>
    nearestTo(
      middle,
      [...markdown.matchAll(cut)].map((match) => match.index),
    ),
  ).find((index) => index !== null && index > markdown.length / 5 && index < (markdown.length * 4) / 5);
  const cut = at ?? insideOf(markdown, Math.floor(middle));
  const mark = /^(?:> |- )/.exec(markdown)?.[0] ?? "";
  const [head, tail] = [markdown.slice(0, cut).trimEnd(), markdown.slice(cut).trimStart()];
  const part = (text: string): Section => ({ markdown: text, cites: cites.filter((n) => text.includes(`[${n}]`)) });
  return [part(head), part(tail === "" || tail.startsWith(mark) ? tail : `${mark}${tail}`)];
};

const nearestTo = (middle: number, places: readonly number[]): number | null =>
  places.reduce<number | null>(
    (best, place) => (best === null || Math.abs(place - middle) < Math.abs(best - middle) ? place : best),
    null,
  );

/** A place that is not inside an entity, "[12]" or a surrogate pair: text without any blank, for example 40,000 letters. */
const insideOf = (markdown: string, from: number): number => {
  const token = [...markdown.slice(Math.max(0, from - 12), from + 12).matchAll(/&#?\w{1,8};|\[\u2060?\d+\]/g)]
    .map((match) => ({ start: Math.max(0, from - 12) + match.index, length: match[0].length }))
    .find(({ start, length }) => start < from && from < start + length);
  const place = token ? token.start : from;
  return /[\udc00-\udfff]/.test(markdown[place] ?? "") ? place - 1 : place;
};
