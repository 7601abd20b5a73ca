import type { IdentifierKind, ListedIdentifier } from "../core/listing.ts";
import { countryCode } from "./countries.ts";

/**
 * Labels of identifiers in OFAC remarks, first that fits wins; the label is kept as published.
 * "Passport 1084010 (Egypt) issued 10 May 1998 expires ..." -> passport, 1084010, EG.
 * Labels counted in sdn.csv of 2021-07 and 2024-06 and cons_prim.csv of 2025-12.
 */
const LABELS: readonly { readonly label: RegExp; readonly kind: IdentifierKind }[] = [
  {
    label: /(?:Diplomatic |Stateless Person |Refugee |British National Overseas |SRB )?Passport(?: #)?/,
    kind: "passport",
  },
  { label: /Vessel Registration Identification IMO|Company Number IMO/, kind: "imo" },
  { label: /(?:Other )?Vessel Registration Identification MMSI|MMSI/, kind: "mmsi" },
  { label: /(?:Other )?Vessel Call Sign/, kind: "call-sign" },
  { label: /(?:Previous )?Aircraft Tail Number/, kind: "tail-number" },
  {
    label:
      /Aircraft Manufacturer's Serial Number \(MSN\)|Aircraft Construction Number \(also called L\/N or S\/N or F\/N\)|Aircraft Mode S Transponder Code|Serial No\.|Interpol: Red Notice\. File No\.|VisaNumberID/,
    kind: "other",
  },
  { label: /SWIFT\/BIC/, kind: "swift" },
  { label: /Legal Entity Number|LEI/, kind: "lei" },
  { label: /Email Address/, kind: "email" },
  { label: /Phone Number|Telephone(?: No\.| Number)?|Fax(?: No\.| Number)?/, kind: "phone" },
  { label: /Website/, kind: "website" },
  {
    label:
      /Tax ID No\.|NIT #|RUC #|RIF #|R\.F\.C\.|RFC|RTN|V\.A\.T\. (?:Number|No\.)(?: [A-Z]{2}(?= ))?|US FEIN|C\.U\.I\.T\.|CUIT|RNC|INN|Fiscal Code|Italian Fiscal Code|Tax(?:payer)? Identification (?:Number|No\.)|Romanian Tax Registration|Numero de Identidad|C\.U\.I\./,
    kind: "tax-id",
  },
  {
    label:
      /National ID No\.|Cedula (?:No\.|de Residencia|Juridica)|C\.U\.R\.P\.|CURP|D\.N\.I\.|SSN|Personal ID Card|National Foreign ID Number|Residency Number|Stateless Person ID Card|Birth Certificate Number|Driver's License No\.|Identification Number|Identity Card|Electoral Registry No\.|LE Number|NIE|N\.I\.E\.|I\.F\.E\.|Bosnian Personal ID No\.|Kenyan ID No\.|Turkish Identificat?ion Number|Numero Unico de Identificacao Tributaria \(NUIT\)|Tarjeta(?: Profesional| de Identidad)?|Moroccan Personal ID No\.|Credencial electoral|Military Registration Number|Seafarer's Identification Document|Tazkira National ID Card|Dni/,
    kind: "national-id",
  },
  {
    label:
      /(?:Business |Public |Company |Trade |Tourism )?Registration (?:Number|No\.|ID|Document #|Certificate Number)(?: \([A-Za-z ]+\))?|Business Registration Document #|Commercial Registry Number|C\.R\. No\.|(?:UK |Global )?Company (?:Number|Registration Number)|Business Number|Unified Social Credit Code \(USCC\)|Folio Mercantil No\.|Matricula Mercantil No\.?|Chamber of Commerce Number|Central Registration System Number|Trade License No\.|License|Enterprise Number|Branch Unit Number|Economic Register Number \(CBLS\)|Registered Charity No\.|D-U-N-S Number|BIK \(RU\)|Government Gazette Number|Istanbul Chamber of Comm\. No\.|Dubai Chamber of Commerce Membership No\.|UAE Identification|Registro Mercantil|Certificate of Incorporation Number|MERSIS|Paraguayan Tax|Organization Code|Afghan Money Service Provider License Number|United Social Credit Code|MSB Registration Number/,
    kind: "registration",
  },
];

/** A label not in the table, when it plainly is one: "Cartilla de Servicio Militar No. 1234". */
const OTHER_NUMBER =
  /^([A-Z][A-Za-z.'’()\-/ ]{1,60}?(?:No\.|Number|#|ID|Code))\s+([A-Z0-9][^\s(]*(?: [^\s(]*\d[^\s(]*)*)/;

const COMPILED = LABELS.map(({ label, kind }) => ({ label: new RegExp(`^(${label.source})\\s+(.+)$`, "s"), kind }));

/** What follows a number: issuer in brackets, then dates. `AO 2879097 (Italy) issued 10 May 1998 expires 30 Oct 2012`. */
const VALUE =
  /^(.*?)(?<!\s)(?:\s+\(([^()]*(?:\([^()]*\)[^()]*)*)\))?(?:(?<!\s)\s*(?:[;,]\s*)?(?:issued|expires|exp\.|Issue Date|Issued).*)?\.?$/s;

/** The identifier in one segment of the remarks, or `null` when it holds none. */
export const identifierFrom = (segment: string): ListedIdentifier | null => {
  const text = segment.replace(/^alt\. /, "");
  for (const { label, kind } of COMPILED) {
    const m = label.exec(text);
    if (m) return identifier(kind, m[1] ?? "", m[2] ?? "");
  }
  const m = OTHER_NUMBER.exec(text);
  return m ? identifier("other", m[1] ?? "", text.slice((m[1] ?? "").length)) : null;
};

const identifier = (kind: IdentifierKind, label: string, rest: string): ListedIdentifier | null => {
  const m = VALUE.exec(rest.trim());
  const value = (m?.[1] ?? rest).trim();
  if (value === "" || value.length > 120) return null;
  return { kind, value, country: countryCode(m?.[2] ?? null), label };
};
