import { dayInProse, type IsoDate } from "../core/dates.ts";
import { listTitle } from "../core/list-titles.ts";
import type { Screening } from "../core/screening.ts";
import type { Question } from "./question.ts";

/** "I found nothing in the sources that answers this. I searched 84 notices and reports (latest 20 November 2026) for …" */
export const notInSources = (
  question: Question,
  searched: { readonly documents: number; readonly latest: IsoDate | null; readonly scope?: string },
  screenings: readonly Screening[],
): string => {
  const latest = searched.latest ? ` (latest ${dayInProse(searched.latest)})` : "";
  const names = question.names.filter((name) => !name.common).map((name) => `“${name.text}”`);
  const subject = names.length > 0 ? ` for ${names.slice(0, 3).join(", ")}` : "";
  const scope = searched.scope ? `, the only ones that may answer here: ${searched.scope}` : "";
  const lines = [
    `I found nothing in the sources that answers this. I searched ${searched.documents === 1 ? "1 notice or report" : `${searched.documents} notices and reports`}${latest}${subject}${scope}.`,
    ...screenings.map(screenedLine),
  ];
  return lines.join(" ");
};

/** What the screening of a name in the question found, in one or two sentences. */
export const screenedLine = (screening: Screening): string => {
  const lists = screening.searched
    .map((list) => `${listTitle(list.list)}${list.publishedOn ? ` (${dayInProse(list.publishedOn)})` : ""}`)
    .join(", ");
  const on = lists === "" ? "the lists" : lists;
  const name = `“${screening.subject.text}”`;
  const best = screening.hits[0];
  switch (screening.verdict) {
    case "match":
    case "possible-match": {
      const removed = best?.removedOn ? `, removed on ${dayInProse(best.removedOn)}` : "";
      const listed = best?.listedOn ? `, listed ${dayInProse(best.listedOn)}` : "";
      const word = screening.verdict === "match" ? "match" : "possible match, to be reviewed by a person";
      return `I screened ${name}: ${word}${best ? ` with ${best.name} (${listTitle(best.list)} entry ${best.listingId}${listed}${removed})` : ""}.`;
    }
    case "no-match":
      return `I screened ${name}: no match found on ${on}. That does not mean that the party is not sanctioned elsewhere.`;
    case "cannot-tell":
      return `I could not screen ${name}: ${screening.warnings[0] ?? "the lists are not ready"}.`;
  }
};
