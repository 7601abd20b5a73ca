/** What a label may be called. Its values are few and known beforehand: never what people wrote. */
interface Measure {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  readonly what: string;
  /** Upper ends of a histogram's classes, in the unit of its name. */
  readonly classes?: readonly number[];
}

/** From the screening of a name (well under a millisecond) to a model that is slow. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60];

/** Everything that is measured. Names end in their unit; "total" only ever grows. */
export const MEASURES = {
  redflag_http_requests_total: {
    kind: "counter",
    labels: ["method", "route", "status"],
    what: "HTTP requests that were answered",
  },
  redflag_http_request_seconds: {
    kind: "histogram",
    labels: ["method", "route", "status"],
    what: "Time to answer an HTTP request",
    classes: SECONDS,
  },
  redflag_chat_events_total: {
    kind: "counter",
    labels: ["platform", "outcome"],
    what: "Events of chat platforms by what came of them: replied, silent, failed, handed-over",
  },
  redflag_answers_total: {
    kind: "counter",
    labels: ["status", "composed_by"],
    what: "Questions by what came of them",
  },
  redflag_answer_seconds: { kind: "histogram", labels: [], what: "Time to an answer", classes: SECONDS },
  redflag_screenings_total: { kind: "counter", labels: ["verdict"], what: "Screenings by verdict" },
  redflag_screening_seconds: { kind: "histogram", labels: [], what: "Time of one screening", classes: SECONDS },
  redflag_refused_claims_total: {
    kind: "counter",
    labels: [],
    what: "Sentences of the model that the citation checker dropped",
  },
  redflag_model_calls_total: { kind: "counter", labels: ["outcome"], what: "Calls of the language model" },
  redflag_model_seconds: { kind: "histogram", labels: [], what: "Time of one call of the model", classes: SECONDS },
  redflag_model_tokens_total: { kind: "counter", labels: ["direction"], what: "Tokens of the model, in and out" },
  redflag_model_cost_usd_total: { kind: "counter", labels: [], what: "Cost of the model by the prices that are set" },
  redflag_list_refreshes_total: {
    kind: "counter",
    labels: ["list", "outcome"],
    what: "Refreshes of lists: updated, unchanged, refused, failed",
  },
  redflag_list_age_hours: { kind: "gauge", labels: ["list"], what: "Hours since the list was retrieved" },
  redflag_list_entries: { kind: "gauge", labels: ["list"], what: "Entries of the version in force" },
  redflag_list_trouble: {
    kind: "gauge",
    labels: ["list"],
    what: "1 where a list is stale, not loaded or could not be refreshed",
  },
  redflag_queue_depth: { kind: "gauge", labels: ["kind"], what: "Works that wait or are being done, on all replicas" },
  redflag_outbox_waiting: { kind: "gauge", labels: [], what: "Posts that wait to be delivered" },
  redflag_open_answers: { kind: "gauge", labels: [], what: "Events that are being answered by this process" },
  redflag_ready: { kind: "gauge", labels: [], what: "1 when /readyz says ready" },
} as const satisfies Readonly<Record<string, Measure>>;

type Named<Kind extends Measure["kind"]> = {
  [Name in keyof typeof MEASURES]: (typeof MEASURES)[Name]["kind"] extends Kind ? Name : never;
}[keyof typeof MEASURES];

/** Exactly the labels of a measure. */
export type LabelsOf<Name extends keyof typeof MEASURES> = Readonly<
  Record<(typeof MEASURES)[Name]["labels"][number], string>
>;

/** Where the program counts. Never throws; costs next to nothing. */
export interface Metrics {
  /** Adds `by`, 1 unless said. */
  count<Name extends Named<"counter">>(name: Name, labels: LabelsOf<Name>, by?: number): void;
  /** One value of a histogram, in the unit of its name. */
  observe<Name extends Named<"histogram">>(name: Name, labels: LabelsOf<Name>, value: number): void;
  /** The value as of now. */
  gauge<Name extends Named<"gauge">>(name: Name, labels: LabelsOf<Name>, value: number): void;
}

/** For the terminal and for tests: nobody looks. */
export const NO_METRICS: Metrics = { count: () => {}, observe: () => {}, gauge: () => {} };
