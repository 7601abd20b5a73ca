import type { DateInterval } from "../core/dates.ts";
import type { ListedIdentifier, ListedName, ListedWallet } from "../core/listing.ts";
import { countryCodes } from "./countries.ts";
import { intervalFrom } from "./listed-dates.ts";
import { identifierFrom } from "./ofac-identifiers.ts";
import { partsOf } from "./ofac-names.ts";

/** What OFAC's `;`-separated remarks say in labels. */
export interface Remarks {
  readonly weakNames: readonly ListedName[];
  readonly births: readonly DateInterval[];
  readonly birthplaces: readonly string[];
  readonly nationalities: readonly string[];
  readonly gender: "female" | "male" | null;
  readonly identifiers: readonly ListedIdentifier[];
  readonly wallets: readonly ListedWallet[];
  readonly linkedTo: readonly string[];
}

/** "LAZARUS GROUP." -> "LAZARUS GROUP"; an abbreviation at the end keeps its period: "R D I S.A." stays. */
const withoutFullStop = (text: string): string => (/(?:\b[A-Za-z]\.){2}$/.test(text) ? text : text.replace(/\.$/, ""));

/**
 * "DOB 1961; alt. DOB 1962; POB Egypt; a.k.a. 'ABU ALI'." -> one segment a label.
 * A `;` inside the quotes of an alias does not separate: "a.k.a. 'A; B'".
 */
export const segmentsOf = (remarks: string): readonly string[] =>
  remarks
    .split(/;(?=\s|$)|;(?=alt\.)/)
    .map((segment) => withoutFullStop(segment.trim()))
    .filter((segment) => segment !== "");

/** "a.k.a. 'BNC'" -> weak alias BNC: strong ones stand in the file of alternate names. */
const QUOTED_NAME = /^(?:alt\. )?([afn])\.k\.a\. '(.*?)'?(?: \(.*\))?$/s;

/** Found anywhere in the joined remarks, because a missing separator must not lose an address. Codes come from the data. */
const WALLET = /Digital Currency Address\s*-\s*([A-Z0-9]{2,12})\s+([^\s;,]+)/g;

export const walletsIn = (remarks: string): readonly ListedWallet[] =>
  [...remarks.matchAll(WALLET)].map((m) => ({ code: m[1] ?? "", address: (m[2] ?? "").replace(/\.$/, "") }));

const after = (segments: readonly string[], label: RegExp): readonly string[] =>
  segments.flatMap((segment) => {
    const m = label.exec(segment);
    return m ? [segment.slice(m[0].length).trim()] : [];
  });

/** Reads the labels of joined remarks. `person` tells whether "SURNAME, Given" order applies to the quoted names. */
export const readRemarks = (remarks: string, person: boolean): Remarks => {
  const segments = segmentsOf(remarks);
  const weakNames = segments.flatMap((segment): ListedName[] => {
    const m = QUOTED_NAME.exec(segment);
    const text = m?.[2]?.trim();
    if (!text) return [];
    return [
      { text, role: m?.[1] === "f" ? "former" : "alias", strength: "weak", parts: person ? partsOf(text) : null },
    ];
  });
  const gender = after(segments, /^(?:alt\. )?Gender /)[0]?.toLowerCase();
  return {
    weakNames,
    births: after(segments, /^(?:alt\. )?DOB /)
      .map(intervalFrom)
      .filter((birth) => birth !== null),
    birthplaces: after(segments, /^(?:alt\. )?POB /),
    nationalities: countryCodes(after(segments, /^(?:alt\. )?(?:nationality|citizen) /)),
    gender: gender === "female" || gender === "male" ? gender : null,
    identifiers: segments
      .filter((segment) => !/Digital Currency Address|^(?:alt\. )?(?:DOB|POB) /.test(segment))
      .map(identifierFrom)
      .filter((identifier) => identifier !== null),
    wallets: walletsIn(remarks),
    linkedTo: after(segments, /^(?:alt\. )?Linked To:/),
  };
};
