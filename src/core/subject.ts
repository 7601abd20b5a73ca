import { type DateInterval, daysInMonth, type IsoDate, parseIsoDate } from "./dates.ts";
import { BadInput } from "./errors.ts";
import type { Subject } from "./screening.ts";

/** A subject as people and files give it: everything but the text may be absent. */
export interface SubjectFields {
  readonly text: string;
  /** person, organisation, vessel, aircraft or address. */
  readonly kind?: string | undefined;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birth?: string | undefined;
  /** ISO 3166 alpha-2, several separated by spaces, commas or semicolons. */
  readonly country?: string | undefined;
  readonly gender?: string | undefined;
  readonly identifiers?: readonly string[] | undefined;
}

const KINDS: readonly Subject["kind"][] = ["person", "organisation", "vessel", "aircraft", "address"];
/** Longer texts are no names; the mention finder reads them instead. */
export const MAX_SUBJECT_CHARACTERS = 500;

/** Checks what was given and throws `BadInput` with one sentence naming the field. */
export const subjectFrom = (fields: SubjectFields): Subject => {
  const text = fields.text.trim();
  if (text === "")
    throw new BadInput(
      "There is no name or address to screen. Nothing was screened. Give one, for example: screen Song Kum Hyok",
    );
  if (text.length > MAX_SUBJECT_CHARACTERS)
    throw new BadInput(
      `A name or address may have ${MAX_SUBJECT_CHARACTERS} characters, this has ${text.length}. Nothing was screened. Send one name, or paste the text as a message.`,
    );
  return {
    text,
    kind: kindFrom(fields.kind),
    birth: fields.birth?.trim() ? birthFrom(fields.birth.trim()) : null,
    countries: countriesFrom(fields.country ?? ""),
    gender: genderFrom(fields.gender),
    identifiers: fields.identifiers ?? [],
  };
};

const kindFrom = (text: string | undefined): Subject["kind"] => {
  const word = text?.trim().toLowerCase() ?? "";
  if (word === "" || word === "unknown") return "unknown";
  const kind = KINDS.find((k) => k === word);
  if (!kind) throw new BadInput(`The type must be one of ${KINDS.join(", ")}, got "${text}". Nothing was screened.`);
  return kind;
};

/** "1984" -> all of 1984; "1984-02" -> that month; "1984-02-03" -> that day. */
export const birthFrom = (text: string): DateInterval => {
  const m = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(text);
  const [year, month, day] = [m?.[1], m?.[2], m?.[3]];
  const from = year && parseIsoDate(`${year}-${month ?? "01"}-${day ?? "01"}`);
  if (!from)
    throw new BadInput(`The date of birth must be YYYY, YYYY-MM or YYYY-MM-DD, got "${text}". Nothing was screened.`);
  const last = month ? String(daysInMonth(Number(year), Number(month))).padStart(2, "0") : "31";
  return { from, to: `${year}-${month ?? "12"}-${day ?? last}` as IsoDate, approximate: false, text };
};

const countriesFrom = (text: string): readonly string[] => {
  const words = text.split(/[\s,;|]+/).filter((word) => word !== "");
  const wrong = words.find((word) => !/^[A-Za-z]{2}$/.test(word));
  if (wrong)
    throw new BadInput(
      `The country must be a code of two letters (ISO 3166), for example KP, got "${wrong}". Nothing was screened.`,
    );
  return words.map((word) => word.toUpperCase());
};

const genderFrom = (text: string | undefined): Subject["gender"] => {
  const word = text?.trim().toLowerCase() ?? "";
  if (word === "") return null;
  if (word === "female" || word === "male") return word;
  throw new BadInput(`The gender must be female or male, got "${text}". Nothing was screened.`);
};
