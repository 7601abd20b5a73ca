declare const brand: unique symbol;

/** A string that has been checked once and may be trusted afterwards. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };

/** Identifier of a source of listings, for example `ofac-sdn`. */
export type SourceId = Brand<"SourceId">;
/** The publisher's own key of a listing: OFAC ent_num, UN DATAID, UK Unique ID. Unique within one source. */
export type ListingId = Brand<"ListingId">;
/** Identifier of a document in the corpus. */
export type DocumentId = Brand<"DocumentId">;
/** Identifier of a passage: `<document id>#<ordinal>`. */
export type PassageId = Brand<"PassageId">;

export const sourceId = (text: string): SourceId => text as SourceId;
export const listingId = (text: string): ListingId => text as ListingId;
export const documentId = (text: string): DocumentId => text as DocumentId;
export const passageId = (document: DocumentId, ordinal: number): PassageId => `${document}#${ordinal}` as PassageId;
