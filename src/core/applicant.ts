/** What is known of somebody who is to be hired. Only the name has to be there. */
export interface Applicant {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly handles: readonly string[];
  readonly wallets: readonly string[];
  readonly location: string | null;
  readonly documents: string | null;
  readonly birth: string | null;
  /** Ids of flags that the reviewer has seen. */
  readonly seen: readonly string[];
}
