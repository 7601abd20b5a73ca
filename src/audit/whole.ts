import type { ChainedEntry } from "../ports/stores.ts";

/** An entry as people and files read it: personal parts by name, with what is needed to check the chain elsewhere. */
export interface WholeEntry extends Omit<ChainedEntry, "parts"> {
  /** Each part: its value and salt, or, once erased, only its digest. */
  readonly personal: Readonly<
    Record<
      string,
      | { readonly digest: string; readonly salt: string; readonly value: unknown }
      | { readonly digest: string; readonly erased: true }
    >
  >;
}

export const wholeEntry = ({ parts, ...entry }: ChainedEntry): WholeEntry => ({
  ...entry,
  personal: Object.fromEntries(
    Object.entries(parts).map(([name, { digest, kept }]) => [
      name,
      kept ? { digest, ...kept } : { digest, erased: true },
    ]),
  ),
});
