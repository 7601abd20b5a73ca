import { digestReply } from "../../src/bot/replies/digest.ts";
import { watchAlertReply } from "../../src/bot/replies/watch.ts";
import { type Instant, isoDate } from "../../src/core/dates.ts";
import { makeDigest } from "../../src/digest/digest.ts";
import { listing } from "../support/listings.ts";
import { searchedList } from "../support/records.ts";
import { echoBot } from "./bots.ts";
import { freshBot, realBot } from "./real-bots.ts";
import type { Scenario } from "./scenario.ts";

const WALLET = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96";
const VETTED = `Kim Example --email kim@example.org --wallet ${WALLET} --seen no-camera`;
const AT = "2026-11-20T09:00:00.000Z" as Instant;

/** A fictional week. */
const digest = digestReply(
  makeDigest({
    since: "2026-11-13T09:00:00.000Z" as Instant,
    until: AT,
    topics: [],
    lists: [
      {
        title: "Example list",
        from: searchedList(),
        to: searchedList(),
        added: Array.from({ length: 120 }, (_, i) =>
          listing(String(i), `FICTIONAL PARTY NUMBER ${i} OF THE EXAMPLE LIST`, { programs: [`PROGRAM-${i % 10}`] }),
        ),
        removed: [listing("900", "FORMER EXAMPLE")],
        changed: [],
      },
    ],
    documents: [],
    watched: [{ watchId: "w", sentence: "“Fortuna Example” now matches FORTUNA EXAMPLE, added on 20 November 2026." }],
    chart: {
      weeks: ["2026-11-09", "2026-11-16"].map((day) => isoDate(day)),
      rows: [{ program: "PROGRAM-1", counts: [3, 12] }],
      others: 0,
    },
  }),
  { title: "Sanctions digest", zone: "Europe/Berlin", actions: [] },
);

const alert = watchAlertReply([
  {
    watchId: "w-1",
    name: "Fortuna Example",
    sentence: "“Fortuna Example” now matches FORTUNA EXAMPLE (Example list no. 7), added on 20 November 2026.",
    urgent: true,
    userId: "U1",
  },
]);

/** Subscriptions, digests, watchlists, cases, hiring checks and drills. */
export const OFFICE: readonly Scenario[] = [
  {
    id: "digest-subscribe",
    claim: "a channel subscribes in plain words and is told what, when and next",
    needs: ["channels", "mentions"],
    bot: realBot,
    steps: [
      {
        do: "say",
        text: "digest subscribe DPRK crypto weekly on monday at 9 Europe/Berlin",
        where: "channel",
        mention: true,
      },
    ],
    expect: {
      messages: 1,
      says: ["Subscribed:", "DPRK, crypto", "weekly on Monday at 09:00 (Europe/Berlin)", "next ", "09:00"],
      private: false,
      where: "channel",
    },
  },
  {
    id: "digest-pause",
    claim: "a subscription is previewed and paused by its buttons",
    needs: ["channels", "mentions", "buttons"],
    bot: freshBot,
    steps: [
      { do: "say", text: "digest subscribe weekdays at 8 UTC quiet", where: "channel", mention: true },
      { do: "await-answers", messages: 1 },
      { do: "press", label: "Pause" },
    ],
    expect: { messages: { atLeast: 2 }, says: ["Subscribed:", "on weekdays at 08:00 (UTC)", "Paused."] },
  },
  {
    id: "digest-preview",
    claim: "a preview shows what changed since a day, with a cited sentence for each report",
    needs: ["direct"],
    bot: realBot,
    steps: [{ do: "say", text: "digest preview since 2026-07-01", where: "direct" }],
    expect: {
      messages: 1,
      says: ["Preview", "Sanctions digest", "1 July 2026", "Notices and reports", "TRM Labs", "[1]"],
      saysNot: ["Change schedule"],
    },
  },
  {
    id: "digest-wrong",
    claim: "a digest in a zone that does not exist is refused with a sentence, and nothing is subscribed",
    needs: ["direct"],
    bot: realBot,
    steps: [{ do: "say", text: "digest subscribe daily at 9 Europe/Atlantis", where: "direct" }],
    expect: { messages: 1, says: ["no time zone", "Nothing was changed"] },
  },
  {
    id: "digest-posted",
    claim: "a digest of many entries is posted whole, in parts below the limits",
    needs: ["channels", "mentions", "posts"],
    bot: echoBot,
    // Teams gives a bot an address to post to with the first message it sees there.
    steps: [
      { do: "say", text: "hello", where: "channel", mention: true },
      { do: "await-answers", messages: 1 },
      { do: "post", reply: digest },
    ],
    expect: {
      messages: { atLeast: 2 },
      says: [
        "Sanctions digest",
        "Watched names affected: 1",
        "Added 120 to Example list",
        "Removed 1",
        "FORMER EXAMPLE",
        "Designations by program, 2 weeks from 9 November 2026",
        "PROGRAM-1",
      ],
      where: "channel",
    },
  },
  {
    id: "watch-add",
    claim: "a watched name is screened at once and says what it means now",
    needs: ["direct"],
    bot: realBot,
    steps: [{ do: "say", text: "watch Song Kum Hyok", where: "direct" }],
    expect: { messages: 1, says: ["“Song Kum Hyok” is watched here.", "match: SONG, Kum Hyok"] },
  },
  {
    id: "watch-alert",
    claim: "an alert in a channel names the subject, the entry and the day",
    needs: ["channels", "mentions", "posts"],
    bot: echoBot,
    steps: [
      { do: "say", text: "hello", where: "channel", mention: true },
      { do: "await-answers", messages: 1 },
      { do: "post", reply: alert },
    ],
    expect: {
      messages: 2,
      says: ["1 name affected", "now matches FORTUNA EXAMPLE", "added on 20 November 2026"],
      where: "channel",
    },
  },
  {
    id: "case-decision",
    claim: "a hit is decided a false positive by its buttons, with a reason, and is then no hit any more",
    needs: ["direct", "buttons"],
    bot: freshBot,
    steps: [
      { do: "say", text: "screen Song Geum-hyeok", where: "direct" },
      { do: "await-answers", messages: 1 },
      { do: "press", label: "False positive" },
      { do: "await-answers", messages: 2 },
      { do: "press", label: "False positive: different date of birth" },
      { do: "await-answers", messages: 3 },
      { do: "say", text: "screen Song Geum-hyeok", where: "direct" },
    ],
    expect: {
      messages: 4,
      says: [
        "SONG, Kum Hyok",
        "Case 1, open",
        "Case 1, decided: false positive",
        "Different date of birth",
        "No match found",
        "not shown as a hit: decided a false positive in case 1",
      ],
    },
  },
  {
    id: "vet",
    claim: "a hiring check screens every identifier, cites each observation and judges nobody",
    needs: ["direct"],
    bot: realBot,
    steps: [{ do: "say", text: `vet ${VETTED}`, where: "direct" }],
    expect: {
      messages: { atLeast: 1 },
      says: [
        "3 things screened, 1 match found",
        "2 observations",
        "LAZARUS GROUP",
        "The source says",
        "requests to be paid in cryptocurrency",
        "Next:",
        "not a verdict on a person",
      ],
      saysNot: ["suspicious", "risk score"],
    },
  },
  {
    id: "vet-command",
    claim: "the hiring check as a command is answered privately",
    needs: ["channels", "commands", "private-replies"],
    bot: realBot,
    steps: [{ do: "command", name: "vet", text: VETTED, where: "channel" }],
    expect: { messages: { atLeast: 1 }, says: ["3 things screened", "Observations"], private: true },
  },
  {
    id: "drill",
    claim: "a drill is answered by a button, with the source of what is advised",
    needs: ["direct", "buttons"],
    bot: realBot,
    steps: [
      { do: "say", text: "drill", where: "direct" },
      { do: "await-answers", messages: 1 },
      { do: "press", label: "A" },
    ],
    expect: { messages: 2, says: ["Drill", "fictional scenario", "The source advises: B.", "[1]"] },
  },
];
