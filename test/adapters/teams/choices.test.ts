import { expect, it } from "vitest";
import { actionIn } from "../../../src/adapters/teams/incoming.ts";
import { renderReply } from "../../../src/adapters/teams/render.ts";
import type { Reply } from "../../../src/core/reply.ts";
import { cardShown } from "../../support/teams/shown.ts";

const settings: Reply = {
  summary: "Settings",
  blocks: [
    {
      kind: "choices",
      id: "settings.set",
      choices: [
        {
          name: "replies",
          label: "Answers",
          options: [
            { label: "In the thread", value: "replies thread" },
            { label: "For the asker", value: "replies private" },
          ],
          chosen: "replies thread",
        },
      ],
      save: "Save",
      confirm: "Sure?",
    },
  ],
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
};

it("choices are inputs of one card with one button, whose press brings every choice back", () => {
  const [activity, ...more] = renderReply(settings);
  expect(more).toEqual([]);
  const card = cardShown(activity?.attachments?.map(({ content }) => content));
  expect(card).toMatchObject({ text: "Answers", inputs: ["replies"], filled: { replies: "replies thread" } });
  const [save] = card.buttons;
  expect(save?.title).toBe("Save");
  // Teams sends the inputs of a card beside the data of the button.
  expect(actionIn({ ...save?.data, replies: "replies private" })).toEqual({
    kind: "action",
    id: "settings.set",
    value: "",
    fields: { replies: "replies private" },
  });
});
