import type { Applicant } from "../../core/applicant.ts";
import { BadInput } from "../../core/errors.ts";
import { table } from "../../core/table.ts";
import { vetOffer, vetReply } from "../replies/vet.ts";
import type { RunCommand } from "./command.ts";

type ListField = "aliases" | "emails" | "handles" | "phones" | "seen" | "wallets";
type TextField = "birth" | "documents" | "location";

/** Options of the hiring check: which field each fills. Those of the first table may be given several times. */
const LISTS: Readonly<Record<string, ListField>> = table({
  alias: "aliases",
  email: "emails",
  phone: "phones",
  handle: "handles",
  wallet: "wallets",
  seen: "seen",
});
const TEXTS: Readonly<Record<string, TextField>> = table({
  dob: "birth",
  location: "location",
  documents: "documents",
});

export const VET_OPTIONS: readonly string[] = [...Object.keys(LISTS), ...Object.keys(TEXTS)];

/** "Kim Example --alias K. Example --email kim@example.org --seen no-camera, paid-in-advance". */
export const applicantFrom = (text: string): Applicant => {
  const [name = "", ...options] = text.split(/\s(?:--|—|–)(?=[a-z])/i);
  const lists: Record<ListField, string[]> = {
    aliases: [],
    emails: [],
    handles: [],
    phones: [],
    seen: [],
    wallets: [],
  };
  const texts: Record<TextField, string | null> = { birth: null, documents: null, location: null };
  for (const option of options) {
    const [word = "", ...rest] = option.trim().split(/[\s=]+/);
    const value = rest.join(" ").trim();
    const [list, field] = [LISTS[word.toLowerCase()], TEXTS[word.toLowerCase()]];
    if (list) lists[list].push(...splitItems(value));
    else if (field) texts[field] = value === "" ? null : value;
    else
      throw new BadInput(
        `There is no option --${word}. Nothing was screened. The options are ${VET_OPTIONS.map((o) => `--${o}`).join(", ")}.`,
      );
  }
  if (name.trim() === "")
    throw new BadInput(
      "A hiring check needs a name. Nothing was screened. For example: vet Kim Example --email kim@example.org --wallet 0x… --seen no-camera",
    );
  return { name: name.trim(), ...lists, ...texts };
};

const splitItems = (text: string): readonly string[] =>
  text
    .split(/[,;\n]+/)
    .map((item) => item.trim())
    .filter((item) => item !== "");

/** The hiring check. The record keeps what was screened and noted, so that a decision can be explained later. */
export const vet: RunCommand = async (incoming, text, desk) =>
  text.trim() === "" ? vetOffer() : runVet(incoming, applicantFrom(text), desk);

export const runVet = async (
  incoming: Parameters<RunCommand>[0],
  applicant: Applicant,
  desk: Parameters<RunCommand>[2],
) => {
  const found = await desk.deps.office.vet.vet(applicant);
  for (const screening of found.screenings) await desk.keep(incoming, screening);
  await desk.record(
    incoming,
    "vet",
    {
      screenings: found.screenings.map(({ screeningId }) => screeningId),
      observations: found.observations.map(({ id }) => id),
    },
    { applicant },
  );
  return vetReply(found, desk.deps.describe);
};
