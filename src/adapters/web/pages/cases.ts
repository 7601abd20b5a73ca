import type { Case, CaseStep, Outcome } from "../../../core/case.ts";
import type { Instant } from "../../../core/dates.ts";
import { listTitle } from "../../../core/list-titles.ts";
import type { CaseMove } from "../../../ports/console.ts";
import { html, type Markup } from "../markup.ts";
import { csrfField, type Visitor } from "../shell.ts";
import { doButton, pager, table } from "./forms.ts";
import { counted, day, daysBetween, moment } from "./words.ts";

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  "false-positive": "false positive",
  "true-match": "true match",
  escalate: "escalated",
};

const PER_PAGE = 50;

/** Cases that wait for a person, the oldest first. */
export const casesPage = (all: readonly Case[], page: number, now: Instant): Markup => {
  if (all.length === 0)
    return html`<p class="empty">No case waits. A case is opened from a hit of a <a href="/screening">screening</a>.</p>`;
  const pages = Math.ceil(all.length / PER_PAGE);
  const shown = all.slice((page - 1) * PER_PAGE, page * PER_PAGE);
  return html`<p class="lead">${counted(all.length, "case waits", "cases wait")}, the oldest first.</p>
${table(
  "Cases that wait",
  ["Case", "Screened", "Entry", "Score", "State", "Age", "Owner"],
  shown.map((found) => caseRow(found, now)),
)}
${pager(page, pages, (n) => `/cases?page=${n}`)}`;
};

const caseRow = (found: Case, now: Instant): Markup =>
  html`<tr><th scope="row"><a href="/cases/${found.number}">Case ${found.number}</a></th><td>${found.subject.text}</td><td>${entryName(found)}<span class="sub">${listTitle(found.listing.list)} no. ${found.listing.listingId}</span></td><td class="number">${found.score.toFixed(2)}</td><td>${stateOf(found)}</td><td>${age(found, now)}</td><td>${found.ownerId ?? "nobody"}</td></tr>`;

const age = (found: Case, now: Instant): string => counted(daysBetween(found.openedAt, now), "day", "days");
const entryName = ({ listing }: Case): string => listing.names[0]?.text ?? listing.listingId;
const stateOf = ({ state, outcome }: Case): string =>
  outcome === null || outcome === "escalate" ? state : `${state}: ${OUTCOMES[outcome]}`;

/** One case with its history and what can be done next. */
export const casePage = (found: Case, visitor: Visitor, now: Instant, typed: string): Markup =>
  html`<dl class="card">
<dt>Screened</dt><dd>${found.subject.text}${subjectDetails(found)}</dd>
<dt>Entry</dt><dd>${entryName(found)} (${listTitle(found.listing.list)} no. ${found.listing.listingId}), programs ${found.listing.programs.join(", ") || "not given"}</dd>
<dt>Listed on</dt><dd>${day(found.listing.listedOn)}</dd>
<dt>Dates of birth on the list</dt><dd>${found.listing.births.map(({ text }) => text).join("; ") || "not given"}</dd>
<dt>Score</dt><dd>${found.score.toFixed(2)}</dd>
<dt>State</dt><dd>${stateOf(found)}</dd>
<dt>Open since</dt><dd>${moment(found.openedAt)}, ${age(found, now)}</dd>
<dt>Owner</dt><dd>${found.ownerId ?? "nobody"}</dd></dl>
<h2>Steps</h2><ol class="steps">${found.steps.map(stepHtml)}</ol>
${moves(found, visitor, typed)}`;

const subjectDetails = ({ subject }: Case): string =>
  [
    ...(subject.kind === "unknown" ? [] : [subject.kind]),
    ...(subject.birth ? [`born ${subject.birth.text}`] : []),
    ...(subject.countries.length > 0 ? [subject.countries.join(", ")] : []),
  ]
    .map((part) => `, ${part}`)
    .join("");

const stepHtml = ({ at, userId, did, outcome, why }: CaseStep): Markup =>
  html`<li>${moment(at)}: ${did}${outcome ? ` ${OUTCOMES[outcome]}` : ""} by ${userId ?? "Redflag"}${why ? `: ${why}` : ""}</li>`;

const moveButton = (visitor: Visitor, { number }: Case, move: CaseMove, label: string): Markup =>
  doButton(visitor, `/cases/${number}`, label, `case ${number}`, { move });

const moves = (found: Case, visitor: Visitor, typed: string): Markup => {
  if (found.state === "proposed")
    return html`<h2>Second reviewer</h2><p class="note">The decision counts when somebody else than its author confirms it.</p><div class="row">${moveButton(visitor, found, "confirm", "Confirm")}${moveButton(visitor, found, "reopen", "Open again")}</div>`;
  if (found.state === "decided" || found.state === "lapsed")
    return html`<p class="note">A decision holds for this subject and this entry alone, until either changes.</p><div class="row">${moveButton(visitor, found, "reopen", "Open again")}</div>`;
  return html`<h2>Decide</h2><form method="post" action="/cases/${found.number}" class="card stack">${csrfField(visitor)}
<label for="why">Reason</label><textarea id="why" name="why" rows="3" maxlength="1000" required>${typed}</textarea>
<p class="note">Kept with the decision and in the audit record, with your name.</p>
<div class="row"><button type="submit" name="move" value="false-positive">False positive</button><button type="submit" name="move" value="true-match" class="danger">True match</button><button type="submit" name="move" value="escalate">Escalate</button></div></form>
${found.ownerId === visitor.user.userId ? null : html`<div class="row">${moveButton(visitor, found, "take", "Take it")}</div>`}`;
};
