/** Shape of one setting: how its text is read, what holds when it is unset. The README's table is made from this list. */
export interface Setting {
  readonly name: string;
  readonly kind: "flag" | "number" | "path" | "secret" | "text" | "words";
  readonly fallback: string | null;
  readonly min?: number;
  readonly max?: number;
  readonly what: string;
}
