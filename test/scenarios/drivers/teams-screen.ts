import { TENANT } from "../../support/teams/playground.ts";
import { type CardButton, type CardShown, cardShown, linksIn, shownBy } from "../../support/teams/shown.ts";
import { waitUntil } from "../../support/teams/wait.ts";
import type { Seen } from "../scenario.ts";
import type { World } from "./teams.ts";

/** A message as the client shows it, with what a person can press on it. */
interface Card extends Seen {
  readonly messageId: string;
  /** With `;messageid=…` in a channel. */
  readonly conversationId: string;
  readonly buttons: readonly CardButton[];
  readonly thumbs: boolean;
}

export interface Screen {
  cards(): readonly Card[];
  seen(): readonly Seen[];
  lingering(): readonly string[];
  /** The thread of the first message. */
  openedThread(conversationId: string): void;
  /** An answer that is shown in a dialog instead of a conversation. */
  dialog(shown: CardShown, conversationId: string): void;
  /** Resolves when the client shows everything it took. */
  settled(): Promise<void>;
}

/** What the person at the client sees from now on: its own stream of events, and the dialogs. */
export const makeScreen = ({ playground, recorder }: World): Screen => {
  const [fromShown, fromLeft] = [playground.shown.length, recorder.left.length];
  const dialogs: { readonly card: Card; readonly after: number }[] = [];
  let thread: string | null = null;

  const whereIs = (conversationId: string): Pick<Seen, "inThread" | "where"> => ({
    where: conversationId.startsWith(TENANT.channelId) ? "channel" : "direct",
    inThread: conversationId === thread,
  });
  const left = () => recorder.left.slice(fromLeft);

  /** Events of each message of the bot, in order of first appearance: a stream updates its message. */
  const histories = () => {
    const messages = new Map<string, Shown[]>();
    for (const event of playground.shown.slice(fromShown)) {
      if (event.message?.from.id !== TENANT.botId) continue;
      const { messageId } = event.message;
      messages.set(messageId, [...(messages.get(messageId) ?? []), event]);
    }
    return [...messages.values()];
  };
  const isStep = ({ message }: Shown): boolean => message?.streamEntity?.streamType === "informative";

  const cardOf = (history: readonly Shown[]): readonly Card[] => {
    const last = history.at(-1);
    if (!last?.message || isStep(last)) return [];
    const { actionConversationId: conversationId, message } = last;
    const card = cardShown(message.attachments.map(({ content }) => content));
    const targeted = left().some(
      ({ id, path }) => id === message.messageId && path.includes("isTargetedActivity=true"),
    );
    const place = whereIs(conversationId);
    return [
      {
        ...place,
        messageId: message.messageId,
        conversationId,
        private: targeted || place.where === "direct",
        text: [shownBy(message.text ?? ""), card.text].filter((text) => text !== "").join("\n"),
        links: [...linksIn(message.text ?? ""), ...card.links],
        files: [],
        steps: history.filter(isStep).map(({ message: step }) => shownBy(step?.text ?? "")),
        buttons: card.buttons,
        thumbs: message.feedbackLoopEnabled === true,
      },
    ];
  };

  const cards = (): readonly Card[] => {
    const inConversations = histories().flatMap(cardOf);
    const placed = dialogs.map(({ card, after }) => ({ card, after }));
    return [
      ...inConversations.flatMap((card, index) => [
        ...placed.filter(({ after }) => after === index).map((one) => one.card),
        card,
      ]),
      ...placed.filter(({ after }) => after >= inConversations.length).map((one) => one.card),
    ];
  };

  return {
    cards,
    seen: cards,
    lingering: () => {
      // Teams refuses the end of a stream that it has ended itself; the client here is not told so.
      const ended = left().filter(({ body, status }) => status === 403 && body.type === "message");
      const endedIds = new Set(ended.flatMap(({ body }) => streamIds(body.entities)));
      return histories()
        .map((history) => history.at(-1))
        .filter((last) => last !== undefined && isStep(last) && !endedIds.has(last.message?.messageId))
        .map((last) => last?.message?.text ?? "");
    },
    openedThread: (conversationId) => {
      thread ??= conversationId;
    },
    dialog: (shown, conversationId) => {
      dialogs.push({
        after: histories().length,
        card: {
          ...whereIs(conversationId),
          ...shown,
          messageId: "",
          conversationId,
          private: true,
          files: [],
          steps: [],
          thumbs: false,
        },
      });
    },
    settled: async () => {
      await waitUntil("the client shows every message it took", () => {
        const shown = new Set(histories().map((history) => history.at(-1)?.message?.messageId));
        return left()
          .filter(({ body, status }) => body.type === "message" && status < 300)
          .every(({ id }) => id === null || shown.has(id));
      });
    },
  };
};

type Shown = World["playground"]["shown"][number];

const streamIds = (entities: unknown): readonly unknown[] =>
  Array.isArray(entities) ? entities.map((entity: { streamId?: unknown }) => entity.streamId) : [];
