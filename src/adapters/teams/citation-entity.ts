import type { Citation } from "../../core/answer.ts";
import { LIMITS } from "./limits.ts";
import { safeUrl, shortened } from "./markdown.ts";
import type { JsonObject } from "./wire.ts";

/**
 * The one root entity of a message: its sources and, only when a model wrote it, the label "AI generated". Extracted text carries
 * the sources without the label; Teams takes either alone.
 */
export const messageEntity = (
  citations: readonly Citation[],
  aiGenerated: boolean,
): (JsonObject & { readonly type: string }) | null => {
  if (citations.length === 0 && !aiGenerated) return null;
  return {
    type: "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "@id": "",
    ...(aiGenerated ? { additionalType: ["AIGeneratedContent"] } : {}),
    ...(citations.length > 0 ? { citation: citations.slice(0, LIMITS.citations).map(claimOf) } : {}),
  };
};

const claimOf = (citation: Citation): JsonObject => {
  const url = safeUrl(citation.url);
  return {
    "@type": "Claim",
    // Must equal the number printed as [n] in the text.
    position: citation.number,
    appearance: {
      "@type": "DigitalDocument",
      name: shortened(citation.title, LIMITS.citationName) || "Untitled source",
      abstract: shortened(citation.quote, LIMITS.citationAbstract) || "No quotation",
      ...(url ? { url } : {}),
    },
  };
};
