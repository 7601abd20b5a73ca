import { adaptiveCard } from "./card.ts";
import { SUBMIT_FORM } from "./form-ids.ts";
import { ACTION_KEY } from "./incoming.ts";
import type { JsonObject } from "./wire.ts";

const KINDS = [
  ["person", "Person"],
  ["organisation", "Organisation"],
  ["vessel", "Vessel"],
  ["aircraft", "Aircraft"],
  ["address", "Crypto address"],
] as const;

const input = (id: string, label: string, more: JsonObject): JsonObject => ({ type: "Input.Text", id, label, ...more });

/** The form for a full subject; `name` is filled in where it is known. */
export const subjectForm = (name: string): JsonObject =>
  adaptiveCard(
    [
      input("name", "Name or address, as it is written in the document in front of you, in any script", {
        isRequired: true,
        errorMessage: "Give a name or an address.",
        maxLength: 300,
        ...(name === "" ? {} : { value: name.slice(0, 300) }),
      }),
      {
        type: "Input.ChoiceSet",
        id: "kind",
        label: "Type",
        style: "compact",
        placeholder: "Not known",
        choices: KINDS.map(([value, title]) => ({ title, value })),
      },
      input("dob", "Date of birth", { placeholder: "1980, 1980-01 or 1980-01-31", maxLength: 10 }),
      input("country", "Country", { placeholder: "Two letters, for example KP", maxLength: 2 }),
      input("addresses", "Crypto addresses, one a line", { isMultiline: true, maxLength: 3_000 }),
    ],
    [{ type: "Action.Submit", title: "Screen", data: { [ACTION_KEY]: { id: SUBMIT_FORM, value: "" } } }],
  );
