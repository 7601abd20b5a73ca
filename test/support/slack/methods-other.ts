import { blockProblems } from "./block-kit.ts";
import { BLOCK_KIT } from "./limits.ts";
import { ApiError, type Context, type Method } from "./methods.ts";
import { postable } from "./methods-chat.ts";
import { isRecord, type Json, records, str, type View } from "./model.ts";

const checkView = (view: unknown, type: "home" | "modal"): Json => {
  if (!isRecord(view)) throw new ApiError("invalid_arguments");
  const problems = [...blockProblems(view.blocks, type)];
  if (view.type !== type) problems.push(`view.type: must be ${type}`);
  if (str(view.private_metadata).length > BLOCK_KIT.privateMetadata) problems.push("view.private_metadata: too long");
  if (type === "modal") {
    for (const [key, limit] of [
      ["title", BLOCK_KIT.modalTitle],
      ["submit", BLOCK_KIT.modalButton],
      ["close", BLOCK_KIT.modalButton],
    ] as const) {
      const text = view[key];
      if (text === undefined && key !== "title") continue;
      if (!isRecord(text) || text.type !== "plain_text" || str(text.text) === "" || str(text.text).length > limit)
        problems.push(`view.${key}: must be plain_text of 1..${limit} characters`);
    }
    if (records(view.blocks).some((block) => block.type === "input") && view.submit === undefined)
      problems.push("view.submit: is required with input blocks");
  }
  if (problems.length > 0)
    throw new ApiError("invalid_arguments", {
      response_metadata: { messages: problems.map((one) => `[ERROR] ${one}`) },
    });
  return view;
};

const keepView = (context: Context, type: View["type"], user: string, body: Json): Json => {
  const { workspace } = context;
  const old = [...workspace.views.values()].find(
    (view) => view.type === "home" && type === "home" && view.user === user,
  );
  const view: View = { id: old?.id ?? workspace.nextId("V"), type, user, hash: workspace.nextTs(), body };
  workspace.views.set(view.id, view);
  return { view: { ...body, id: view.id, hash: view.hash } };
};

const plain = (
  perMinute: number,
  scopes: readonly string[],
  required: Method["required"],
  optional: readonly string[],
  run: Method["run"],
): Method => ({
  token: "bot",
  scopes,
  perMinute,
  required,
  optional,
  run,
});

const TAKEN_IN_MS = 900;

const completed = (id: unknown, { workspace }: Context): Json => {
  const file = workspace.files.get(str(id));
  if (file === undefined) throw new ApiError("file_not_found");
  if (file.bytes === undefined) throw new ApiError("file_upload_size_restricted");
  workspace.files.set(file.id, { ...file, readyAtMs: workspace.nowMs() + TAKEN_IN_MS });
  return { id: file.id, title: file.name };
};

const thread = (args: Json): string => `${str(args.channel_id)}:${str(args.thread_ts)}`;

export const OTHER_METHODS: Readonly<Record<string, Method>> = {
  "auth.test": plain(600, [], {}, [], (_args, { workspace }) => ({
    url: "https://example.slack.com/",
    team: "Example",
    team_id: workspace.teamId,
    user: workspace.bot.name,
    user_id: workspace.bot.id,
    bot_id: workspace.botId,
    is_enterprise_install: false,
  })),
  "apps.connections.open": {
    ...plain(1, [], {}, [], (_args, { socketUrl }) => ({ url: socketUrl() })),
    token: "app",
    perMinute: null,
  },
  "assistant.threads.setStatus": plain(
    600,
    ["chat:write", "assistant:write"],
    { channel_id: "channel_not_found", thread_ts: "invalid_thread_ts", status: "invalid_arguments" },
    ["loading_messages"],
    (args, context) => {
      postable(context, str(args.channel_id));
      context.workspace.statuses.set(thread(args), str(args.status));
      return {};
    },
  ),
  "assistant.threads.setTitle": plain(
    100,
    ["assistant:write"],
    { channel_id: "channel_not_found", thread_ts: "invalid_thread_ts", title: "invalid_arguments" },
    [],
    (args, context) => {
      postable(context, str(args.channel_id));
      context.workspace.titles.set(thread(args), str(args.title));
      return {};
    },
  ),
  "assistant.threads.setSuggestedPrompts": plain(
    100,
    ["assistant:write"],
    { channel_id: "channel_not_found", prompts: "invalid_arguments" },
    ["title", "thread_ts"],
    (args, context) => {
      const channel = postable(context, str(args.channel_id));
      const prompts = records(args.prompts);
      if (prompts.length === 0 || prompts.length > BLOCK_KIT.prompts) throw new ApiError("invalid_arguments");
      if (prompts.some((prompt) => str(prompt.title) === "" || str(prompt.message) === ""))
        throw new ApiError("invalid_arguments");
      // Under agent_view a call with thread_ts fails without a word: it answers ok and shows nothing.
      if (args.thread_ts === undefined) context.workspace.prompts.set(channel.id, prompts);
      return {};
    },
  ),
  "usergroups.users.list": plain(
    20,
    ["usergroups:read"],
    { usergroup: "invalid_arguments" },
    ["include_disabled", "team_id"],
    (args, { workspace }) => {
      const users = workspace.userGroups.get(str(args.usergroup));
      if (users === undefined) throw new ApiError("no_such_subteam");
      return { users: [...users] };
    },
  ),
  "users.info": plain(100, ["users:read"], { user: "user_not_found" }, ["include_locale"], (args, { workspace }) => {
    const user = workspace.users.get(str(args.user));
    if (user === undefined) throw new ApiError("user_not_found");
    return { user: { id: user.id, name: user.name, tz: workspace.zones.get(user.id) ?? "Europe/Berlin" } };
  }),
  "views.open": plain(100, [], { trigger_id: "invalid_arguments", view: "invalid_arguments" }, [], (args, context) => {
    const user = context.triggers.use(str(args.trigger_id));
    return keepView(context, "modal", user, checkView(args.view, "modal"));
  }),
  "views.publish": plain(
    100,
    [],
    { user_id: "user_not_found", view: "invalid_arguments" },
    ["hash"],
    (args, context) => {
      const user = str(args.user_id);
      if (!context.workspace.users.has(user)) throw new ApiError("user_not_found");
      return keepView(context, "home", user, checkView(args.view, "home"));
    },
  ),
  "files.getUploadURLExternal": plain(
    100,
    ["files:write"],
    { filename: "invalid_arguments", length: "invalid_arguments" },
    ["alt_text", "snippet_type"],
    (args, { workspace, origin }) => {
      const id = workspace.nextId("F");
      workspace.files.set(id, { id, name: str(args.filename), mimetype: "", content: "" });
      return { file_id: id, upload_url: `${origin}/upload/${id}` };
    },
  ),
  "files.completeUploadExternal": plain(
    100,
    ["files:write"],
    { files: "invalid_arguments" },
    ["channel_id", "thread_ts", "initial_comment", "blocks"],
    (args, context) => {
      // Without a channel nobody sees the file, but its owner may show it in an image block once it is taken in.
      if (args.channel_id === undefined) return { files: records(args.files).map(({ id }) => completed(id, context)) };
      const channel = postable(context, str(args.channel_id));
      const files = records(args.files).map(({ id }) => {
        const file = context.workspace.files.get(str(id));
        if (file === undefined) throw new ApiError("file_not_found");
        if (file.content === "") throw new ApiError("file_upload_size_restricted");
        return file;
      });
      context.workspace.keep({
        channel: channel.id,
        user: context.workspace.bot.id,
        text: str(args.initial_comment),
        threadTs: str(args.thread_ts) || null,
        via: "file",
        files,
      });
      return { files: files.map(({ id, name }) => ({ id, title: name })) };
    },
  ),
};
