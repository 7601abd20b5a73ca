import { describe, expect, it } from "vitest";
import { indexedPng } from "../../../src/adapters/pictures/indexed-png.ts";
import { bytesOf, LIMITS } from "../../../src/adapters/teams/limits.ts";
import type { Chart } from "../../../src/core/chart.ts";
import { BadInput } from "../../../src/core/errors.ts";
import { type Form, textField } from "../../../src/core/form.ts";
import type { Handler } from "../../../src/ports/chat.ts";
import type { Forms } from "../../../src/ports/forms.ts";
import { TENANT } from "../../support/teams/playground.ts";
import { citedAnswer, reply } from "../../support/teams/replies.ts";
import { inChannel, onTheWire } from "../../support/teams/wire.ts";

const { botThat, invoke, left, message, settled } = onTheWire();

const FORM: Form = {
  id: "form.subscription",
  submits: "subscription-form",
  value: "s-1",
  title: "Subscribe",
  button: "Subscribe",
  fields: [
    textField("zone", "Time zone", { required: true, value: "Europe/Berlin", hint: "An IANA name" }),
    {
      kind: "choice",
      name: "hour",
      label: "Hour",
      hint: null,
      required: true,
      options: [{ label: "09:00", value: "9" }],
      value: "9",
    },
    {
      kind: "choices",
      name: "seen",
      label: "Seen",
      hint: null,
      required: false,
      options: [{ label: "No camera", value: "no-camera" }],
    },
  ],
};
const forms: Forms = {
  open: async ({ body }) => {
    if (body.kind !== "action" || body.id !== FORM.id)
      throw new BadInput("There is no such form. Nothing was changed.");
    return FORM;
  },
  faults: async ({ body }) =>
    body.kind === "action" && body.fields.zone !== "Asia/Seoul" ? { zone: "There is **no** such zone." } : {},
};
const answering: Handler = ({ body }, responder) =>
  responder.send(
    reply({ summary: "Subscribed.", audience: body.kind === "action" && body.fields.aside ? "asker" : "everyone" }),
  );
const submitted = (fields: Readonly<Record<string, string>>, place = {}) =>
  invoke("task/submit", { data: { redflag: { id: FORM.submits, value: "s-1", form: FORM.id }, ...fields } }, place);

describe("a form in a dialog", () => {
  it("opens with what is known, each input with its label and hint", async () => {
    const bot = await botThat(answering, { forms });
    const opened = await bot.post(invoke("task/fetch", { data: { redflag: { id: FORM.id, value: "s-1" } } }));
    const { task } = (await opened.json()) as {
      task: { value: { title: string; card: { content: { body: unknown[] } } } };
    };
    expect(task.value.title).toBe("Subscribe");
    expect(task.value.card.content.body).toMatchObject([
      { type: "Input.Text", id: "zone", label: "Time zone (An IANA name)", value: "Europe/Berlin", isRequired: true },
      { type: "Input.ChoiceSet", id: "hour", value: "9", choices: [{ title: "09:00", value: "9" }] },
      { type: "Input.ChoiceSet", id: "seen", isMultiSelect: true },
    ]);
  });
  it("that there is not is refused in its own words", async () => {
    const bot = await botThat(answering, { forms });
    const opened = await bot.post(invoke("task/fetch", { data: { redflag: { id: "form.case", value: "9" } } }));
    expect(await opened.json()).toEqual({
      task: { type: "message", value: "There is no such form. Nothing was changed." },
    });
  });
  it("stays open with what is wrong below its input, as plain words, and what was filled in", async () => {
    const bot = await botThat(answering, { forms });
    const again = await (await bot.post(submitted({ zone: "Mars", hour: "9", seen: "no-camera" }))).json();
    const { body } = (again as { task: { value: { card: { content: { body: Record<string, unknown>[] } } } } }).task
      .value.card.content;
    expect(body.map(({ type }) => type)).toEqual(["Input.Text", "RichTextBlock", "Input.ChoiceSet", "Input.ChoiceSet"]);
    expect(body[0]).toMatchObject({ value: "Mars" });
    expect(body[1]).toMatchObject({ inlines: [{ text: "There is **no** such zone.", color: "Attention" }] });
    expect(body[3]).toMatchObject({ value: "no-camera" });
    expect(bot.incoming).toEqual([]);
  });
  it("that is right is handed over, and what everybody is to know is posted in the conversation", async () => {
    const bot = await botThat(answering, { forms });
    const said = JSON.stringify(await (await bot.post(submitted({ zone: "Asia/Seoul" }, inChannel))).json());
    expect(said).toContain("Subscribed. It stands in the conversation.");
    expect(bot.incoming.map(({ body }) => body)).toEqual([
      { kind: "action", id: "subscription-form", value: "s-1", fields: { zone: "Asia/Seoul" } },
    ]);
    expect(left()).toHaveLength(1);
  });
  it("answered for the asker alone is shown in the dialog and nowhere else", async () => {
    const bot = await botThat(answering, { forms });
    const said = JSON.stringify(
      await (await bot.post(submitted({ zone: "Asia/Seoul", aside: "yes" }, inChannel))).json(),
    );
    expect(said).not.toContain("It stands in the conversation");
    expect(left()).toEqual([]);
  });
});

describe("the zone of a person", () => {
  it("is the one that came with their last message", async () => {
    const bot = await botThat(answering, { forms });
    const id = "00000000-0000-0000-0000-000000000020";
    expect(await bot.teams.zoneOf(TENANT.tenantId, id)).toBeNull();
    await settled(bot, message({ text: "hello", localTimezone: "Asia/Kathmandu" }), message({ text: "hello" }));
    expect(await bot.teams.zoneOf(TENANT.tenantId, id)).toBe("Asia/Kathmandu");
    expect(await bot.teams.zoneOf("another-tenant", id)).toBeNull();
  });
});

describe("a chart", () => {
  const chart: Chart = {
    title: "Designations",
    columns: ["6 Oct"],
    rows: [{ label: "SDGT", counts: [3] }],
    note: null,
  };
  const noisy = indexedPng(
    120,
    120,
    new Uint8Array(120 * 120 * 4).map((_, i) => (i * 7919) % 256),
  );
  const blocks = [...citedAnswer().blocks, { kind: "chart", chart } as const];
  it("is a picture that the card carries itself, with every number as its description, below the limit", async () => {
    const bot = await botThat(answering, { draw: async () => noisy });
    await settled(bot, message({ text: "hello" }));
    await bot.teams.post({ workspaceId: TENANT.tenantId, channelId: TENANT.personalChat }, citedAnswer({ blocks }));
    const [text, card] = left().slice(-2);
    expect(JSON.stringify(text?.body)).not.toContain("SDGT");
    expect(JSON.stringify(card?.body)).toContain('"url":"data:image/png;base64,iVBOR');
    expect(JSON.stringify(card?.body)).toContain('"altText":"Designations. SDGT: 3 (3 from 6 Oct)."');
    expect(bytesOf(card?.body)).toBeLessThan(LIMITS.activityBytes);
  });
  it("is lines of text when nothing draws", async () => {
    const bot = await botThat(answering);
    await settled(bot, message({ text: "hello" }));
    await bot.teams.post({ workspaceId: TENANT.tenantId, channelId: TENANT.personalChat }, citedAnswer({ blocks }));
    expect(JSON.stringify(left().map(({ body }) => body))).toContain("SDGT █ 3");
  });
});
