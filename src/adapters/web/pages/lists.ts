import { dayInProse, type Instant, type IsoDate } from "../../../core/dates.ts";
import type { LastChange, ListLine, ListMovement } from "../../../ports/console.ts";
import { safeHref } from "../html.ts";
import { html, type Markup } from "../markup.ts";
import { movementChart, movementTable } from "./chart.ts";
import { barsOf, bucketsOf, SPANS, type Span } from "./periods.ts";
import { ageInWords, count, counted, day, moment } from "./words.ts";

export interface ListsPage {
  readonly lines: readonly ListLine[];
  readonly movements: readonly ListMovement[];
  readonly span: Span;
  readonly today: IsoDate;
}

/** Which lists are in force, how fresh they are, what changed last, and what came and went over time. */
export const listsPage = (page: ListsPage): Markup => {
  const loaded = page.lines.filter(({ entries }) => entries !== null);
  const troubled = page.lines.filter(isTroubled).length;
  return html`<p class="lead">${counted(loaded.length, "list", "lists")} of ${page.lines.length} loaded, ${counted(
    loaded.reduce((sum, line) => sum + (line.entries ?? 0), 0),
    "entry",
    "entries",
  )}. ${troubled === 0 ? "No list has trouble." : `${counted(troubled, "list has", "lists have")} trouble, said below: read it before you rely on a verdict.`}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Lists in force">
<table class="lists"><caption class="away">Lists in force</caption>
<thead><tr><th scope="col">List</th><th scope="col">Published</th><th scope="col">Retrieved</th><th scope="col">Age</th><th scope="col" class="number">Entries</th><th scope="col">Change since last</th><th scope="col">Next refresh</th></tr></thead>
${page.lines.map(row)}</table></div>
<section aria-labelledby="movements"><h2 id="movements">Additions and removals over time</h2>
<p class="note">By the day that the list itself or a checked notice gives; where there is none, by the day of the first version here that has the entry or no longer has it. What came before the first version held here and carries no day is not counted.</p>
<nav class="spans" aria-label="Period of the charts"><ul>${(Object.keys(SPANS) as Span[]).map(
    (span) =>
      html`<li><a href="/lists?years=${span}#movements"${span === page.span ? html` aria-current="true"` : null}>${SPANS[span].name}</a></li>`,
  )}</ul></nav>
<p class="legend"><span class="key added"></span> added <span class="key removed"></span> removed</p>
<div class="movements">${loaded.map((line) => chartOf(line, page))}</div></section>`;
};

const row = (line: ListLine): Markup => {
  const href = line.home === null ? null : safeHref(line.home);
  return html`<tbody><tr><th scope="rowgroup">${
    href ? html`<a href="${href}" rel="noreferrer noopener">${line.title}</a>` : line.title
  }<span class="sub">${line.publisher}</span></th>
<td>${line.entries === null ? "–" : day(line.publishedOn)}</td>
<td>${line.retrievedAt === null ? "–" : moment(line.retrievedAt)}</td>
<td>${line.ageHours === null ? "–" : html`<span class="whole">${ageInWords(line.ageHours)}</span>`}</td>
<td class="number">${line.entries === null ? "–" : count(line.entries)}</td>
<td>${line.entries === null ? "–" : changeInWords(line.lastChange)}</td>
<td>${nextInWords(line.nextRefresh)}</td></tr>
<tr class="trouble"><td colspan="7"><span>${troubleInWords(line)}</span></td></tr></tbody>`;
};

/** A list that nobody loads unasked and nobody has asked for is no trouble. */
const isTroubled = ({ trouble, entries, nextRefresh }: ListLine): boolean =>
  trouble !== null && !(entries === null && nextRefresh === "by-command");

const troubleInWords = (line: ListLine): Markup | string => {
  if (line.trouble === null) return "No trouble.";
  const words = daysInProse(line.trouble);
  return isTroubled(line) ? html`<strong>Trouble: ${words}</strong>` : "Not in use.";
};

const changeInWords = (change: LastChange | null): Markup =>
  change === null
    ? html`<span class="soft">one version held</span>`
    : html`<span class="moves">+${count(change.added)} −${count(change.removed)}, ${count(change.changed)} changed</span><span class="sub">${dayInProse(change.from)} to ${dayInProse(change.to)}</span>`;

const NEXT = {
  "by-command": "only by command",
  running: "running now",
  "switched-off": "switched off",
} as const;

const nextInWords = (next: ListLine["nextRefresh"]): Markup | string =>
  Object.hasOwn(NEXT, next) ? NEXT[next as keyof typeof NEXT] : moment(next as Instant);

/** "starter extract of 2025-12-04" -> "starter extract of 4 December 2025" */
const daysInProse = (text: string): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (iso) => dayInProse(iso as IsoDate));

const chartOf = (line: ListLine, { movements, span, today }: ListsPage): Markup => {
  const bars = barsOf(
    bucketsOf(span, today),
    movements.filter(({ list }) => list === line.id),
  );
  const [added, removed] = [bars.reduce((n, bar) => n + bar.added, 0), bars.reduce((n, bar) => n + bar.removed, 0)];
  const sum = `${count(added)} added, ${count(removed)} removed in ${SPANS[span].name}`;
  return html`<figure class="movement"><figcaption><h3>${line.title}</h3><span>${sum}</span></figcaption>${
    added + removed === 0
      ? html`<p class="note">No dated addition or removal in this period.</p>`
      : html`${movementChart(bars, `${line.title}: ${sum}`)}${movementTable(bars, `${line.title}, additions and removals`)}`
  }</figure>`;
};
