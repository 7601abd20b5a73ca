import { freshBot, realBot } from "./real-bots.ts";
import type { Scenario } from "./scenario.ts";

const WALLET = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";

/** What is done in a form: what is wrong stands beside its input, and nothing that was filled in is lost. */
export const IN_FORMS: readonly Scenario[] = [
  {
    id: "digest-form",
    claim: "a subscription is made in a form, which says what is wrong beside the input and keeps what was filled in",
    needs: ["channels", "mentions", "buttons", "form"],
    bot: freshBot,
    steps: [
      { do: "say", text: "digest", where: "channel", mention: true },
      { do: "await-answers", messages: 1 },
      {
        do: "submit-form",
        opener: "New subscription",
        values: { topics: "DPRK crypto list:nowhere", cadence: "monthly", month_day: "32", zone: "Europe/Atlantis" },
      },
      { do: "submit-form", values: { topics: "DPRK crypto", month_day: "last", zone: "Asia/Seoul", hour: "7" } },
    ],
    expect: {
      messages: { atLeast: 2 },
      faults: [
        "There is no list “nowhere”".replaceAll(/[“”]/g, '"'),
        "must be 1 to 31 or last",
        'no time zone "Europe/Atlantis"',
      ],
      says: ["Subscribed: ", "DPRK, crypto", "on the last day at 07:00 (Asia/Seoul)"],
    },
  },
  {
    id: "digest-change",
    claim: "the form of a subscription shows what holds and changes only what is changed",
    needs: ["channels", "mentions", "buttons", "form"],
    bot: freshBot,
    steps: [
      { do: "say", text: "digest subscribe DPRK crypto weekdays at 8 Asia/Kathmandu", where: "channel", mention: true },
      { do: "await-answers", messages: 1 },
      { do: "submit-form", opener: "Change", values: { hour: "17" } },
    ],
    expect: {
      messages: { atLeast: 2 },
      says: ["Subscribed: ", "Changed: ", "DPRK, crypto", "on weekdays at 17:00 (Asia/Kathmandu)"],
    },
  },
  {
    id: "watch-edit",
    claim: "a watched name is changed in a form and removed by its button",
    needs: ["direct", "buttons", "form"],
    bot: freshBot,
    steps: [
      { do: "say", text: "watch Fortuna Example", where: "direct" },
      { do: "await-answers", messages: 1 },
      { do: "submit-form", opener: "Change", values: { name: "Song Kum Hyok", dob: "31 May", country: "KP" } },
      { do: "submit-form", values: { name: "Song Kum Hyok", dob: "1989", country: "KP" } },
      { do: "await-answers", messages: 2 },
      { do: "press", label: "Remove" },
    ],
    expect: {
      messages: { atLeast: 3 },
      faults: ["The date of birth must be YYYY"],
      says: [
        "“Fortuna Example” is watched here. Now: no match found.",
        "“Song Kum Hyok” is watched here. Now: match: SONG, Kum Hyok.",
        "“Song Kum Hyok” is not watched here any more.",
      ],
    },
  },
  {
    id: "watch-table",
    claim: "a table dropped with the word watch is watched, and one with a wrong row is refused whole",
    needs: ["direct", "csv"],
    bot: freshBot,
    steps: [
      { do: "drop-csv", name: "wrong.csv", csv: "name,dob\nKim Example,soon\n", where: "direct", text: "watch" },
      { do: "await-answers", messages: 1 },
      {
        do: "drop-csv",
        name: "names.csv",
        csv: "name\nSong Kum Hyok\nKim Example\n",
        where: "direct",
        text: "watch these",
      },
    ],
    expect: {
      messages: 2,
      says: ["wrong.csv, row 1:", "Nothing was added.", "2 names of “names.csv” are watched here now, 1 with a match"],
    },
  },
  {
    id: "case-form",
    claim: "a case is decided in a form with a reason, and without one the form stays open",
    needs: ["direct", "buttons", "form"],
    bot: freshBot,
    steps: [
      { do: "say", text: "screen Song Geum-hyeok", where: "direct" },
      { do: "await-answers", messages: 1 },
      { do: "press", label: "False positive" },
      { do: "await-answers", messages: 2 },
      { do: "submit-form", opener: "Decide with a reason", values: { outcome: "true-match", why: " " } },
      { do: "submit-form", values: { outcome: "true-match", why: "passport seen, same number" } },
    ],
    expect: {
      messages: { atLeast: 3 },
      faults: ["A decision needs a reason."],
      says: ["Case 1, open", "Case 1, decided: true match", "passport seen, same number"],
    },
  },
  {
    id: "vet-form",
    claim: "the hiring check without a name opens its form, names what is wrong beside the input and answers privately",
    needs: ["channels", "commands", "private-replies", "form"],
    bot: realBot,
    steps: [
      { do: "command", name: "vet", text: "", where: "channel" },
      {
        do: "submit-form",
        opener: "Open the form",
        values: {
          name: "Kim Example",
          emails: "kim at example.org",
          phones: "call me",
          wallets: "0x1",
          dob: "1980-13",
        },
      },
      {
        do: "submit-form",
        values: {
          name: "Kim Example",
          emails: "kim@example.org",
          phones: "",
          dob: "1980",
          wallets: WALLET,
          location: "Exampletown",
          documents: "passport",
          seen: "no-camera,laptop-elsewhere",
        },
      },
    ],
    expect: {
      messages: { atLeast: 1 },
      faults: [
        "“kim at example.org” is no e-mail address",
        "“call me” is no telephone number",
        "“0x1” is no wallet address",
        "The date of birth must be YYYY",
      ],
      says: ["3 things screened, 1 match found", "5 observations", "LAZARUS GROUP", "not a verdict on a person"],
      private: true,
    },
  },
];
