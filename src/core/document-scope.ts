import type { CorpusDocument, DocumentKind } from "./document.ts";

/** Which documents may answer, as a channel sets it. An empty row leaves that side open; `null` in its place is every document. */
export interface DocumentScope {
  /** Parts of publishers' names, any case: "OFAC" is met by "US Treasury (OFAC)". One of them must be met. */
  readonly publishers: readonly string[];
  readonly kinds: readonly DocumentKind[];
  /** Sanctions programs, any case: "DPRK3". */
  readonly tags: readonly string[];
}

export const inDocumentScope = (document: CorpusDocument, { publishers, kinds, tags }: DocumentScope): boolean => {
  const publisher = document.publisher.toLowerCase();
  const programs = document.programs.map((program) => program.toLowerCase());
  return (
    (publishers.length === 0 || publishers.some((part) => publisher.includes(part.toLowerCase()))) &&
    (kinds.length === 0 || kinds.includes(document.kind)) &&
    (tags.length === 0 || tags.some((tag) => programs.includes(tag.toLowerCase())))
  );
};

/** "documents of OFAC or FBI, of kind advisory, tagged DPRK3", for people; `null` when nothing is narrowed. */
export const scopeInWords = ({ publishers, kinds, tags }: DocumentScope): string | null => {
  const sides = [
    ...(publishers.length > 0 ? [`of ${publishers.join(" or ")}`] : []),
    ...(kinds.length > 0 ? [`of kind ${kinds.join(" or ")}`] : []),
    ...(tags.length > 0 ? [`tagged ${tags.join(" or ")}`] : []),
  ];
  return sides.length === 0 ? null : `documents ${sides.join(", ")}`;
};
