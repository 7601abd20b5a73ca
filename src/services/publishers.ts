import type { DocumentStore } from "../ports/stores.ts";

/** Gives the names of the publishers of all documents, the one with most documents first; counted anew when the corpus changes. */
export const publishersIn = (
  documents: Pick<DocumentStore, "all" | "revision">,
): (() => Promise<readonly string[]>) => {
  let known: { readonly revision: string; readonly names: readonly string[] } | null = null;
  return async () => {
    const revision = await documents.revision();
    if (known?.revision !== revision) {
      const counts = new Map<string, number>();
      for (const { publisher } of await documents.all()) counts.set(publisher, (counts.get(publisher) ?? 0) + 1);
      known = { revision, names: [...counts].toSorted((a, b) => b[1] - a[1]).map(([name]) => name) };
    }
    return known.names;
  };
};
