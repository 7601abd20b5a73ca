import { AsyncLocalStorage } from "node:async_hooks";
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
  type ConversationParameters,
  type ConversationReference,
  TeamsInfo,
  type TurnContext,
} from "botbuilder";
import { letEntitiesThrough } from "./entity-mapper.ts";
import type { TeamsSettings } from "./trust.ts";
import { type OutgoingActivity, type Person, type Place, withoutMessageId } from "./wire.ts";

/**
 * The only file that knows botbuilder. A successor SDK (`@microsoft/agents-hosting` has the same CloudAdapter) replaces this file
 * and makes entity-mapper.ts unnecessary; nothing else would change.
 */
export interface Connector {
  /** Checks the signature, issuer, audience and expiry of a request. Rejects when any of them is wrong. */
  authenticate(header: string, activity: { readonly channelId: string; readonly serviceUrl: string }): Promise<void>;
  /** Writes to a conversation, `threadId` being its id with or without `;messageid=…`. `onlyFor`: one person of a group sees it. The id of the message, `null` for typing. */
  send(place: Place, threadId: string, activity: OutgoingActivity, onlyFor: Person | null): Promise<string | null>;
  /** Starts a new thread in a channel; the id of the thread. */
  openThread(place: Place, activity: OutgoingActivity): Promise<string>;
  /** The one-to-one chat with a person, opened where there is none yet. */
  openDirect(place: Place, person: Person): Promise<Place>;
  /** Whether somebody (Entra object id) belongs to a team that the bot is in. */
  isMember(place: Place, teamId: string, userId: string): Promise<boolean>;
}

/** Where signatures are checked; Microsoft's public cloud unless a test or a sovereign cloud says otherwise. */
export interface Trust {
  readonly tokenIssuer: string;
  readonly openIdMetadataUrl: string;
}

/** Longest wait for one call to the Bot Connector; botbuilder itself would wait for ever. */
const CALL_TIMEOUT_MS = 15_000;

/** Public cloud, https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
const PUBLIC_CLOUD = {
  ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
  ToChannelFromBotOAuthScope: "https://api.botframework.com",
  OAuthUrl: "https://api.botframework.com",
} as const;

export const makeConnector = (
  settings: Pick<TeamsSettings, "appId" | "appPassword" | "tenantId">,
  trust: Trust | null,
): Connector => {
  letEntitiesThrough();
  const authentication = withOwnPipeline(new ConfigurationBotFrameworkAuthentication(optionsOf(settings, trust)));
  const adapter = new CloudAdapter(authentication);
  // Without a handler botbuilder prints every error and goes on; ours go to the caller, who says what was not delivered.
  adapter.onTurnError = (_context, error) => Promise.reject(error);
  const appId = settings.appId ?? "";

  const open = async (place: Place, parameters: Partial<ConversationParameters>): Promise<string> => {
    let opened = "";
    await adapter.createConversationAsync(
      appId,
      "msteams",
      place.serviceUrl,
      PUBLIC_CLOUD.ToChannelFromBotOAuthScope,
      { bot: { id: place.botId, name: "" }, tenantId: place.tenantId, ...parameters } as ConversationParameters,
      async (context: TurnContext) => {
        opened = context.activity.conversation.id;
      },
    );
    return opened;
  };

  return {
    authenticate: async (header, activity) => {
      await authentication.authenticateRequest(
        activity as Parameters<Authentication["authenticateRequest"]>[0],
        header,
      );
    },
    send: async (place, threadId, activity, onlyFor) => {
      let sent: string | null = null;
      const reference = referenceTo(place, threadId, onlyFor);
      const turn = async (context: TurnContext): Promise<void> => {
        // botbuilder invents an id for what is being continued and answers to that: …/activities/<a message that never was>.
        context.onSendActivities((_context, activities, next) => {
          for (const one of activities) delete one.replyToId;
          return next();
        });
        const response = await context.sendActivity(sendable(activity));
        sent = response?.id || null;
      };
      const write = (): Promise<void> => adapter.continueConversationAsync(appId, reference, turn);
      await (onlyFor ? targeting.run(true, write) : write());
      return sent;
    },
    openThread: (place, activity) =>
      open(place, {
        isGroup: true,
        channelData: { channel: { id: place.conversationId }, tenant: { id: place.tenantId } },
        activity: sendable(activity),
      }),
    openDirect: async (place, person) => {
      const conversationId = await open(place, {
        isGroup: false,
        members: [{ id: person.userId, name: person.name ?? "" }],
        channelData: { tenant: { id: place.tenantId } },
      });
      return { ...place, scene: "direct", conversationId: withoutMessageId(conversationId) };
    },
    isMember: async (place, teamId, userId) => {
      let member = false;
      await adapter.continueConversationAsync(appId, referenceTo(place, teamId, null), async (context) => {
        member = await TeamsInfo.getTeamMember(context, teamId, userId).then(() => true, notFound);
      });
      return member;
    },
  };
};

/** Teams answers 404 (and for ids that it never saw 400) about people who are no members. */
const notFound = (thrown: unknown): false => {
  const { statusCode } = thrown as { readonly statusCode?: number };
  if (statusCode === 404 || statusCode === 400) return false;
  throw thrown;
};

/** botbuilder's own type requires addresses that it adds itself. */
const sendable = (activity: OutgoingActivity): NonNullable<ConversationParameters["activity"]> =>
  activity as unknown as NonNullable<ConversationParameters["activity"]>;

const referenceTo = (place: Place, threadId: string, onlyFor: Person | null): Partial<ConversationReference> => ({
  ...(onlyFor ? { user: { id: onlyFor.userId, name: onlyFor.name ?? "" } } : {}),
  channelId: "msteams",
  serviceUrl: place.serviceUrl,
  bot: { id: place.botId, name: "" },
  conversation: {
    id: threadId,
    tenantId: place.tenantId,
    isGroup: place.scene !== "direct",
    conversationType: { channel: "channel", group: "groupChat", direct: "personal" }[place.scene],
    name: "",
  },
});

const optionsOf = (
  { appId, appPassword, tenantId }: Pick<TeamsSettings, "appId" | "appPassword" | "tenantId">,
  trust: Trust | null,
): ConfigurationBotFrameworkAuthenticationOptions => ({
  ...(appId ? { MicrosoftAppId: appId } : {}),
  ...(appPassword ? { MicrosoftAppPassword: appPassword } : {}),
  ...(tenantId ? { MicrosoftAppTenantId: tenantId } : {}),
  // New bots are single-tenant or use a managed identity; multi-tenant ones can no longer be created.
  ...(appId ? { MicrosoftAppType: appPassword ? "SingleTenant" : "UserAssignedMsi" } : {}),
  ...(trust
    ? {
        ...PUBLIC_CLOUD,
        ToBotFromChannelTokenIssuer: trust.tokenIssuer,
        ToBotFromChannelOpenIdMetadataUrl: trust.openIdMetadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: trust.openIdMetadataUrl,
      }
    : {}),
});

type Authentication = NonNullable<ConstructorParameters<typeof CloudAdapter>[0]>;

interface Request {
  url: string;
  timeout: number;
}

interface Pipeline {
  removePolicy(which: { readonly phase: string }): unknown;
  addPolicy(policy: {
    readonly name: string;
    sendRequest<T>(request: Request, next: (request: Request) => T): T;
  }): void;
}

/** True while a message for one person of a group is sent. */
const targeting = new AsyncLocalStorage<true>();

/** Different service URLs whose clients are kept; Teams has one a region. */
const CLIENTS_KEPT = 50;

/**
 * Three changes to the HTTP client below botbuilder:
 * - It repeats a failed POST three times on its own, also after a 500 that may have been delivered. Repeating is decided in retry.ts
 *   alone: up to 16 attempts of one message -> 4.
 * - It waits for ever -> 15 s.
 * - It is built anew, with all its policies, for every single message -> one for each service URL.
 * And botbuilder ended before targeted messages came, which are asked for in the address:
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
 */
const withOwnPipeline = (authentication: ConfigurationBotFrameworkAuthentication): Authentication => {
  const createFactory = authentication.createConnectorFactory.bind(authentication);
  type Factory = ReturnType<typeof createFactory>;
  const clients = new Map<string, ReturnType<Factory["create"]>>();
  authentication.createConnectorFactory = (identity) => {
    const factory = createFactory(identity);
    const create = factory.create.bind(factory);
    factory.create = (serviceUrl, audience) => {
      const key = `${serviceUrl} ${audience}`;
      const kept = clients.get(key);
      if (kept) return kept;
      const client = create(serviceUrl, audience).then((made) => {
        adjust((made as unknown as { readonly client: { readonly pipeline: Pipeline } }).client.pipeline);
        return made;
      });
      if (clients.size >= CLIENTS_KEPT) clients.clear();
      clients.set(key, client);
      client.catch(() => clients.delete(key));
      return client;
    };
    return factory;
  };
  return authentication;
};

const adjust = (pipeline: Pipeline): void => {
  pipeline.removePolicy({ phase: "Retry" });
  pipeline.addPolicy({
    name: "redflag",
    sendRequest: (request, next) => {
      request.timeout = CALL_TIMEOUT_MS;
      if (targeting.getStore()) {
        const url = new URL(request.url);
        url.searchParams.set("isTargetedActivity", "true");
        request.url = url.href;
      }
      return next(request);
    },
  });
};
