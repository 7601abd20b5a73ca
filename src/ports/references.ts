/** Names one request or chat event, so that a person can be told which lines of the log are about it. */
export interface References {
  /** Everything that `work` begins belongs to this reference, and every line of its log says so. */
  within<T>(reference: string, work: () => T): T;
  /** `null` where nothing has one. */
  current(): string | null;
}
