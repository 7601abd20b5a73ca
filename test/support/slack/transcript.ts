import { type Message, records, str, type View } from "./model.ts";
import { blocksHtml, html } from "./transcript-blocks.ts";
import type { Workspace } from "./workspace.ts";

/** Everything one person sees in the workspace, as a page that a browser can look at. */
export const transcriptPage = (workspace: Workspace, viewer: string): string => {
  const channels = [...workspace.channels.values()].filter((channel) => channel.members.has(viewer));
  const views = [...workspace.views.values()].filter((view) => view.user === viewer);
  const body = [
    ...channels.map((channel) => {
      const name = channel.kind === "im" ? "Direct message with Redflag" : `#${channel.name}`;
      return `<section><h2>${html(name)}</h2>${promptsHtml(workspace, channel.id)}${messagesHtml(workspace, channel.id, viewer)}</section>`;
    }),
    ...views.map(viewHtml),
  ];
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Simulated Slack</title><style>${STYLE}</style><body>${body.join("")}</body></html>`;
};

const messagesHtml = (workspace: Workspace, channel: string, viewer: string): string => {
  const visible = workspace.messages.filter(
    (message) => message.channel === channel && (message.onlyFor === null || message.onlyFor === viewer),
  );
  const roots = visible.filter(({ threadTs }) => threadTs === null || !visible.some(({ ts }) => ts === threadTs));
  return roots
    .map((root) => {
      const replies = visible.filter(({ threadTs }) => threadTs === root.ts && threadTs !== null);
      const thread = replies.map((reply) => messageHtml(workspace, reply)).join("");
      const status = workspace.statuses.get(`${channel}:${root.ts}`);
      const working = status === undefined ? "" : `<p class="small status">Redflag: ${html(status)}</p>`;
      return `${messageHtml(workspace, root)}${thread === "" && working === "" ? "" : `<div class="thread">${thread}${working}</div>`}`;
    })
    .join("");
};

const messageHtml = (workspace: Workspace, message: Message): string => {
  const user = workspace.users.get(message.user);
  const who = `<b>${html(user?.name ?? message.user)}</b>${user?.isBot ? ' <span class="app">APP</span>' : ""}`;
  const when = new Date(Number(message.ts) * 1_000).toISOString().slice(11, 16);
  const only = message.onlyFor === null ? "" : '<p class="small">Only visible to you</p>';
  if (message.deleted) return `<article><p class="small">This message was deleted.</p></article>`;
  const tasks = [...(message.stream?.tasks.values() ?? [])]
    .map((task) => `<li>${task.status === "complete" ? "done" : "under way"}: ${html(str(task.title))}</li>`)
    .join("");
  const files = message.files.map(({ name }) => `<p class="file">${html(name)}</p>`).join("");
  const words = message.blocks.length > 0 ? blocksHtml(message.blocks) : `<p>${shownText(workspace, message.text)}</p>`;
  const edited = message.edited ? '<span class="small">(edited)</span>' : "";
  return `<article>${only}<p>${who} <span class="small">${when}</span></p>${tasks === "" ? "" : `<ul class="tasks">${tasks}</ul>`}${words}${edited}${files}</article>`;
};

/** What a person typed: Slack keeps it with &, < and > escaped, and mentions in angle brackets. */
const shownText = (workspace: Workspace, marked: string): string =>
  html(
    marked
      .replace(/<@([A-Z0-9]+)>/g, (_whole, id: string) => `@${workspace.users.get(id)?.name ?? id}`)
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&"),
  );

const promptsHtml = (workspace: Workspace, channel: string): string =>
  (workspace.prompts.get(channel) ?? [])
    .map((prompt) => `<button class="quiet">${html(str(prompt.title))}</button>`)
    .join(" ");

/** Inputs with what the app found wrong in place of their hint. */
const withErrors = ({ body, errors = {} }: View): unknown =>
  records(body.blocks).map((block) => {
    const error = errors[str(block.block_id)];
    return error === undefined ? block : { ...block, hint: { type: "plain_text", text: `⚠ ${error}` } };
  });

const viewHtml = (view: View): string => {
  const words = (value: unknown): string =>
    typeof value === "object" && value !== null && "text" in value ? html(str(value.text)) : "";
  if (view.closed === true) return "";
  if (view.type === "home") return `<section><h2>Redflag: Home</h2>${blocksHtml(view.body.blocks)}</section>`;
  return `<section class="modal"><h2>${words(view.body.title)}</h2>${blocksHtml(withErrors(view))}<p><button>${words(view.body.close)}</button> <button class="primary">${words(view.body.submit)}</button></p></section>`;
};

const STYLE = `
body{font:15px/1.46 Lato,"Helvetica Neue",Arial,sans-serif;color:#1d1c1d;margin:0 auto;max-width:760px;padding:16px}
h2{font-size:17px;border-bottom:1px solid #ddd;padding-bottom:6px;margin:24px 0 8px}
h3{margin:6px 0}p{margin:3px 0}article{padding:6px 8px}article:hover{background:#f8f8f8}
.thread{border-left:3px solid #ddd;margin-left:14px;padding-left:8px}
.small{color:#616061;font-size:12px}.app{background:#ddd;border-radius:2px;font-size:10px;padding:0 3px}
blockquote{border-left:4px solid #ddd;margin:4px 0;padding-left:10px}
button{background:#fff;border:1px solid #bbb;border-radius:4px;font:inherit;font-size:13px;padding:3px 10px;margin:2px 0}
button.primary{background:#007a5a;color:#fff;border-color:#007a5a}button.danger{color:#e01e5a;border-color:#e01e5a}
button.quiet{color:#616061}details{border:1px solid #ddd;border-radius:6px;margin:6px 0;padding:4px 10px}
.modal{border:1px solid #bbb;border-radius:8px;padding:4px 16px 12px;margin-top:24px}
label{display:block;margin:8px 0;font-weight:700}input,textarea,select{display:block;width:100%;box-sizing:border-box;font:inherit;padding:4px;margin:3px 0}
label .small{font-weight:400}.beside{display:flex;justify-content:space-between;gap:12px;align-items:center}.beside select{width:auto;max-width:55%}.file,.picture{border:1px solid #ddd;border-radius:6px;display:inline-block;padding:4px 10px}
.tasks{list-style:none;padding-left:8px;color:#616061;font-size:13px}code{background:#f4f4f4;color:#e01e5a;padding:0 3px}
`;
