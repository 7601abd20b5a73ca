import { listTitle } from "../../../core/list-titles.ts";
import type { Comparison, Hit } from "../../../core/screening.ts";
import type { Screened } from "../../../ports/console.ts";
import { html, type Markup } from "../markup.ts";
import { replyHtml } from "../reply-html.ts";
import { csrfField, type Visitor } from "../shell.ts";
import { doButton, type Fields, kindField, subjectFields, textField } from "./forms.ts";

export interface ScreeningPage {
  readonly visitor: Visitor;
  readonly fields: Fields;
  readonly screened: Screened | null;
  readonly compared: {
    readonly comparison: Comparison;
    readonly first: string;
    readonly second: string;
    readonly kind: string;
  } | null;
}

/** The form, the finding with its reasons and lists, and the box that compares two names. */
export const screeningPage = (page: ScreeningPage): Markup =>
  html`<form method="post" action="/screening" class="card grid" aria-label="Screening">${csrfField(page.visitor)}${subjectFields("screen", page.fields)}
<div class="field"><button type="submit" class="primary">Screen</button></div></form>
${page.screened ? finding(page.screened, page.visitor) : null}
${compareBox(page)}`;

const finding = ({ screening, finding: found, why, details }: Screened, visitor: Visitor): Markup =>
  html`<section aria-label="Finding" class="finding ${screening.verdict}" id="finding">${replyHtml(found)}
<details><summary>Why this verdict</summary>${replyHtml(why)}</details>
<details><summary>Every reason and the records it rests on</summary>${replyHtml(details)}</details>
<div class="row">${screening.hits.slice(0, 5).map((hit) => caseButton(screening.screeningId, hit, visitor))}${doButton(
    visitor,
    "/watchlist",
    "Watch",
    screening.subject.text,
    watchFields(screening.subject),
  )}</div></section>`;

const caseButton = (screeningId: string, hit: Hit, visitor: Visitor): Markup =>
  doButton(visitor, "/cases", "Open a case", `on ${hit.name}, ${listTitle(hit.list)}`, {
    screening: screeningId,
    list: hit.list,
    listing: hit.listingId,
  });

const watchFields = ({ text, kind, birth, countries }: Screened["screening"]["subject"]): Fields => ({
  text,
  kind,
  birth: birth?.text ?? "",
  country: countries.join(" "),
});

const VERDICTS = { match: "Match", "possible-match": "Possible match", "no-match": "No match" } as const;

const compareBox = ({ visitor, fields, compared }: ScreeningPage): Markup =>
  html`<section aria-labelledby="compare"><h2 id="compare">Why not? Compare two names</h2>
<p class="note">The same scorer and thresholds as a screening, for two names side by side.</p>
<form method="post" action="/screening/compare" class="card grid">${csrfField(visitor)}
${textField({ id: "first", name: "first", label: "One name", value: compared?.first ?? fields.first ?? "", required: true })}
${textField({ id: "second", name: "second", label: "The other name", value: compared?.second ?? fields.second ?? "", required: true })}
${kindField("compare-kind", compared?.kind ?? "", false)}
<div class="field"><button type="submit">Compare</button></div></form>
${compared ? comparisonHtml(compared) : null}</section>`;

const comparisonHtml = ({ comparison, first, second }: NonNullable<ScreeningPage["compared"]>): Markup =>
  html`<div class="finding ${comparison.verdict}" id="finding" role="status"><h3><strong>${VERDICTS[comparison.verdict]}</strong>, score ${comparison.score.toFixed(2)}: “${first}” and “${second}”</h3>
<ul>${comparison.reasons.map((reason) => html`<li>${reason}</li>`)}${comparison.contradictions.map((reason) => html`<li><strong>Against it:</strong> ${reason}</li>`)}</ul></div>`;
