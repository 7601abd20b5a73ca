import type { AuthorizeResult, AuthorizeSourceData } from "@slack/bolt";
import { webApi } from "@slack/bolt";
import { messageOf } from "../../core/errors.ts";
import type { Log } from "../../ports/log.ts";

/** Bolt's question "whose token answers this event?". */
export type Authorize = (source: AuthorizeSourceData<boolean>) => Promise<AuthorizeResult>;

/**
 * Authorisation with the one token of a single workspace. auth.test is asked once; while it cannot be answered, events go
 * on without our own user id instead of being dropped, which is what Bolt does with events it cannot authorise.
 */
export const singleWorkspace = (botToken: string, client: webApi.WebClient, log: Log): Authorize => {
  let asked: Promise<AuthorizeResult> | null = null;
  const ask = async (): Promise<AuthorizeResult> => {
    const self = await client.auth.test({ token: botToken });
    return {
      botToken,
      ...(self.user_id ? { botUserId: self.user_id } : {}),
      ...(self.bot_id ? { botId: self.bot_id } : {}),
    };
  };
  return async () => {
    asked ??= ask();
    try {
      // A copy: Bolt writes the ids of each event into what it gets.
      return { ...(await asked) };
    } catch (thrown) {
      asked = null;
      log.warn(`Slack did not say who we are (auth.test): ${messageOf(thrown)}`);
      return { botToken };
    }
  };
};

const CLIENTS_KEPT = 500;

/** One Web API client a token, so that connections are shared and rotated tokens do not pile up. */
export const makeClients = (clientOptions: webApi.WebClientOptions): ((token: string) => webApi.WebClient) => {
  const clients = new Map<string, webApi.WebClient>();
  return (token) => {
    const known = clients.get(token);
    if (known !== undefined) return known;
    const made = new webApi.WebClient(token, { ...clientOptions, headers: { ...clientOptions.headers } });
    clients.set(token, made);
    if (clients.size > CLIENTS_KEPT) clients.delete(clients.keys().next().value ?? token);
    return made;
  };
};
