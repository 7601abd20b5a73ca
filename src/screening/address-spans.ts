import { addressForm } from "./address-formats.ts";
import { cleanAddress } from "./address-input.ts";

/** A stretch of a longer text that may be an address: `text.slice(start, end)`, UTF-16 code units. */
export interface AddressSpan {
  readonly start: number;
  readonly end: number;
  /** The stretch with invisible characters and line wraps taken out. */
  readonly literal: string;
  /** True when it is an address by its form; otherwise only a list can tell. */
  readonly known: boolean;
}

/** Letters, digits and the invisible characters that may hide between them, long enough for an address of any chain. */
const WORD = /(?:(?:bitcoincash|ecash):)?[\p{L}\p{N}\p{Cf}\p{Mn}\u115f\u1160\u3164\uffa0]{25,160}/giu;
/** "0x098B716B8Aaf2151299=\n6dC57EB0…": mail programs break long words, with "=" in quoted-printable. */
const WRAPPED = /[A-Za-z0-9]{6,100}=?\r?\n(?:[>|] ?)?[A-Za-z0-9]{6,100}/g;
/** "0x098B…2f96", as wallets and chats print addresses. */
const SHORTENED = /\b[A-Za-z0-9]{4,10}(?:…|\.{3}|\*{3,})[A-Za-z0-9]{4,10}\b/g;

/** Everything in a text that may be an address, in order. The caller looks it up; what is not `known` counts only when listed or nearly so. */
export const addressSpans = (text: string): readonly AddressSpan[] => {
  const spans: AddressSpan[] = [];
  for (const pattern of [WORD, WRAPPED, SHORTENED])
    for (const found of text.matchAll(pattern)) {
      const span = spanOf(found[0], found.index);
      if (span && !spans.some((other) => other.known && other.start < span.end && span.start < other.end))
        spans.push(span);
    }
  return spans.sort((a, b) => a.start - b.start);
};

const spanOf = (found: string, at: number): AddressSpan | null => {
  const [literal = ""] = cleanAddress(found.replace(/=?\r?\n(?:[>|] ?)?/, "")).literals;
  if (!/\d/.test(literal)) return null;
  const start = at + (found.length - found.trimStart().length);
  return { start, end: at + found.length, literal, known: isKnown(literal) };
};

/**
 * Stricter than the form alone, as running text holds hashes, keys and file names: an address whose checksum is right, a 0x address,
 * or one whose checksum fails but which mixes digits and both cases as only addresses do.
 */
const isKnown = (literal: string): boolean => {
  const form = addressForm(literal);
  if (form === null) return false;
  if (form.checksum === "valid") return true;
  if (/^0x[0-9a-f]{40}$/i.test(literal)) return true;
  if (form.checksum === "none") return false;
  return /\d.*\d/.test(literal) && /[a-z]/.test(literal) && /[A-Z]/.test(literal);
};
