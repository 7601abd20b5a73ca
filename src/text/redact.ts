/** What a log line may hold once it has been through here. */
export interface Redactor {
  readonly text: (text: string) => string;
  /** Every text inside, whatever the shape; fields that hold what people wrote are left out whole. */
  readonly fields: (fields: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

/** Fields that hold what people wrote. The log is not given them; should it be, they do not get through. */
const WRITTEN: ReadonlySet<string> = new Set([
  "answer",
  "applicant",
  "body",
  "comment",
  "csv",
  "password",
  "prompt",
  "query",
  "question",
  "secret",
  "subject",
  "text",
  "token",
]);

/** Shapes of secrets and of personal data, each with what stands for it. The order matters: the longest first. */
const SHAPES: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // https://docs.slack.dev/authentication/tokens: xoxb-…, xoxp-…, xoxe.xoxp-…, xapp-…
  [/\bx(?:ox[a-z](?:\.xox[a-z])?|app)-[\w-]{4,}/gi, "[token]"],
  [/\bsk-[\w-]{8,}(?:\*+[\w-]*)?/g, "[token]"],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}/g, "[token]"],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, "$1 [token]"],
  // Slack's response addresses are secrets of half an hour.
  [/https:\/\/hooks\.slack\.com\/[\w/.-]+/g, "[reply address]"],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/gi, "$1[secret]@"],
  [
    /([?&](?:access_token|api[_-]?key|client_secret|code|key|password|secret|sig|signature|state|token)=)[^&\s"]+/gi,
    "$1[secret]",
  ],
  [/[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/g, "[e-mail]"],
  [/\b(0x[0-9a-fA-F]{4})[0-9a-fA-F]{36}\b/g, "$1…"],
  [/\b((?:bc1|tb1|ltc1|addr1)[a-z0-9]{3})[a-z0-9]{20,90}\b/g, "$1…"],
  // Base58 addresses (Bitcoin, Tron, XRP …): no 0, O, I or l, and mixed case, which hashes and our own ids do not have.
  [
    /\b(?=[1-9a-km-z]*[A-Z])(?=[1-9A-HJ-NP-Z]*[a-z])([13DLTXr][1-9A-HJ-NP-Za-km-z]{3})[1-9A-HJ-NP-Za-km-z]{22,40}\b/g,
    "$1…",
  ],
  // What a sentence of ours repeats stands in quotes: "The country must be …, got "Kim"." -> got "…".
  [/“[^”]{1,2000}”/g, "“…”"],
  [/"[^"\n]{1,2000}"/g, '"…"'],
];

/** JSON leaves these as they are, and viewers of logs begin a new line at them or act on them. */
const LINE_BREAKING = /[\u007f-\u009f\u2028\u2029]/g;

/** Longer texts are cut: no sentence of ours is, and a page of somebody's text may be. */
const MOST_CHARACTERS = 600;
/** Shorter secrets would take ordinary words out of every line. */
const LEAST_SECRET = 6;

/**
 * Takes secrets and personal data out of log lines. Names cannot be known by their shape: that none get here is the rule of
 * the log's port, and what our own sentences quote is left out.
 */
export const makeRedactor = (secrets: readonly string[]): Redactor => {
  const known = secrets.filter((secret) => secret.length >= LEAST_SECRET).sort((a, b) => b.length - a.length);
  const text = (given: string): string => {
    let out = given.replace(LINE_BREAKING, " ");
    for (const secret of known) out = out.replaceAll(secret, "[secret]");
    out = out.length > MOST_CHARACTERS ? `${out.slice(0, MOST_CHARACTERS)}…` : out;
    for (const [pattern, instead] of SHAPES) out = out.replace(pattern, instead);
    return out;
  };
  const value = (given: unknown, depth: number): unknown => {
    if (typeof given === "string") return text(given);
    if (given === null || typeof given !== "object") return typeof given === "function" ? undefined : given;
    if (depth > 5) return "[deep]";
    if (given instanceof Error) return text(given.message);
    if (Array.isArray(given)) return given.slice(0, 50).map((one) => value(one, depth + 1));
    return record(given as Readonly<Record<string, unknown>>, depth + 1);
  };
  const record = (fields: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, one]) => [
        name.replace(LINE_BREAKING, " "),
        WRITTEN.has(name.toLowerCase()) ? "[left out]" : value(one, depth),
      ]),
    );
  return { text, fields: (fields) => record(fields, 0) };
};
