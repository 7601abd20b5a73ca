/** What went wrong, as a stable word that logs, metrics and exit codes can rely on. */
export type ErrorCode =
  | "bad-input"
  | "bad-list"
  | "config"
  | "forbidden"
  | "limited"
  | "not-found"
  | "storage"
  | "unavailable";

/** The one error family: `message` says in a sentence what happened, what was not changed and what to do. */
export class RedflagError extends Error {
  override readonly name: string = "RedflagError";
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The person or script that called can put this right. */
export class BadInput extends RedflagError {
  override readonly name = "BadInput";
  constructor(message: string, options?: ErrorOptions) {
    super("bad-input", message, options);
  }
}

/** A published list is missing, short, torn or not what it claims to be. The last good copy stays in force. */
export class BadList extends RedflagError {
  override readonly name = "BadList";
  constructor(message: string, options?: ErrorOptions) {
    super("bad-list", message, options);
  }
}

/** Every problem of the configuration at once, one a line. */
export class ConfigError extends RedflagError {
  override readonly name = "ConfigError";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super("config", problems.join("; "));
    this.problems = problems;
  }
}

/** An outside service (model, download, chat platform) did not do its part. */
export class Unavailable extends RedflagError {
  override readonly name = "Unavailable";
  constructor(message: string, options?: ErrorOptions) {
    super("unavailable", message, options);
  }
}

/** The first line of whatever was thrown, for a person. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
