// The chat page. Everything that comes from the server is set as text, never as markup.
const log = document.getElementById("log");
const form = document.getElementById("ask");
const field = document.getElementById("text");
const threadId = crypto.randomUUID();
const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";

/** element("p", "note", "text", child…) */
const element = (name, className, ...children) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null));
  return made;
};

const link = (href, text) => {
  const made = element("a", "", text);
  made.href = href;
  made.target = "_blank";
  made.rel = "noreferrer noopener";
  return made;
};

const isWeb = (url) => URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
/** The passage of a document as held here; a record of a list has no page here, its publisher's is opened. */
const passageUrl = (c) =>
  c.documentId === null ? c.url : `/documents/${encodeURIComponent(c.documentId)}?start=${c.start}&end=${c.end}#quote`;
const linkToPassage = (c, text) =>
  c.documentId !== null || isWeb(c.url) ? link(passageUrl(c), text) : document.createTextNode(text);

const spanNode = (span, citations) => {
  if (span.cite !== undefined) {
    const citation = citations.find((c) => c.number === span.cite);
    if (citation) return linkToPassage(citation, span.text);
  }
  if (span.href && isWeb(span.href)) return link(span.href, span.text);
  if (span.bold) return element("strong", "", span.text);
  if (span.italic) return element("em", "", span.text);
  if (span.code) return element("code", "", span.text);
  return document.createTextNode(span.text);
};

const rich = (name, className, spans, citations) =>
  element(name, className, ...spans.map((span) => spanNode(span, citations)));

const actionButton = (action) => {
  const button = element("button", action.style ?? "", action.label);
  button.type = "button";
  button.addEventListener("click", () =>
    exchange({ action: { id: action.id, value: action.value, fields: action.fields ?? {} } }, action.label),
  );
  return button;
};

/** A choice is sent as soon as it is made. */
const choiceField = (id) => (choice) => {
  const select = element("select", "", ...choice.options.map((o) => new Option(o.label, o.value)));
  select.value = choice.chosen ?? "";
  select.addEventListener("change", () =>
    exchange({ action: { id, value: select.value } }, `${choice.label}: ${select.selectedOptions[0].text}`),
  );
  return element("label", "choice", choice.label, select);
};

/** The numbers of a chart as a table: readable without the picture. */
const chartTable = ({ title, columns, rows, note }) => {
  const cells = (name, texts) => element("tr", "", ...texts.map((text) => element(name, "", String(text))));
  const sum = (counts) => counts.reduce((a, b) => a + b, 0);
  return element(
    "table",
    "chart",
    element("caption", "", title),
    element("thead", "", cells("th", ["", ...columns, "all"])),
    element("tbody", "", ...rows.map(({ label, counts }) => cells("td", [label, ...counts, sum(counts)]))),
    note ? element("tfoot", "", element("tr", "", element("td", "", note))) : null,
  );
};

const BLOCKS = {
  headline: (b, c) => rich("h2", "", b.text, c),
  paragraph: (b, c) => rich("p", "", b.text, c),
  quote: (b, c) => rich("blockquote", "", b.text, c),
  note: (b, c) => rich("p", "note", b.text, c),
  list: (b, c) => element("ul", "", ...b.items.map((item) => rich("li", "", item, c))),
  fields: (b, c) =>
    element("dl", "", ...b.rows.flatMap((row) => [element("dt", "", row.label), rich("dd", "", row.value, c)])),
  actions: (b) => element("p", "actions", ...b.actions.map(actionButton)),
  choices: (b) => element("div", "choices", ...b.choices.map(choiceField(b.id))),
  chart: ({ chart }) => chartTable(chart),
  divider: () => element("hr", ""),
};

/** "2025-07-08" -> "8 July 2025" */
const dayInProse = (iso) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(iso),
  );

const sourceItem = (c) => {
  const about = `${c.publisher}${c.publishedOn ? `, ${dayInProse(c.publishedOn)}` : ""}. `;
  const read = c.linkedSource ? `Source read: ${c.linkedSource}` : "Source";
  const item = element("li", "", linkToPassage(c, c.title), ` — ${about}`, isWeb(c.url) ? link(c.url, read) : c.url);
  item.value = c.number;
  item.append(element("blockquote", "", c.quote));
  if (c.line)
    item.append(element("p", "note", `Record: ${c.line.pointer}, file sha256 ${c.line.sha256.slice(0, 16)}…`));
  return item;
};

const replyNode = (reply) => {
  const node = element("li", "reply", ...reply.blocks.map((b) => BLOCKS[b.kind](b, reply.citations)));
  if (reply.citations.length > 0) {
    const sources = element("details", "sources", element("summary", "", `Sources (${reply.citations.length})`));
    sources.append(element("ol", "", ...reply.citations.map(sourceItem)));
    node.append(sources);
  }
  if (reply.feedbackFor) {
    const actions = ["helpful", "not-helpful"].map((rating) => ({
      id: "feedback",
      label: rating === "helpful" ? "Helpful" : "Not helpful",
      value: reply.feedbackFor,
      fields: { rating },
    }));
    node.append(element("p", "actions", ...actions.map(actionButton)));
  }
  return node;
};

/** Reads the server's lines as they come: progress, replies, errors. */
const readLines = async (response, onLine) => {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) onLine(JSON.parse(line));
  }
};

const exchange = async (body, said) => {
  log.append(element("li", "said", said));
  const waiting = element("li", "note", "Working");
  waiting.setAttribute("role", "status");
  log.append(waiting);
  try {
    const response = await fetch("/api/message", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ ...body, threadId }),
    });
    if (!response.ok) throw new Error((await response.json()).error);
    await readLines(response, (line) => {
      if (line.progress) waiting.textContent = line.progress;
      if (line.reply) log.insertBefore(replyNode(line.reply), waiting);
      if (line.error) log.insertBefore(element("li", "reply", line.error), waiting);
    });
  } catch (thrown) {
    log.append(element("li", "reply", `The server did not answer (${thrown.message}). Please ask again.`));
  } finally {
    waiting.remove();
    log.lastElementChild?.scrollIntoView({ block: "nearest" });
  }
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (text === "") return;
  field.value = "";
  void exchange({ text }, text);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});
field.focus();
