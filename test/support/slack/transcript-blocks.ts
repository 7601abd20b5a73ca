import { isRecord, type Json, records, str } from "./model.ts";

/** Blocks as HTML that looks as Slack shows them. Every text is escaped. */

export const html = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`).replaceAll("\n", "<br>");

const textOf = (value: unknown): string => (isRecord(value) ? html(str(value.text)) : "");

const inline = (one: Json): string => {
  const style = isRecord(one.style) ? one.style : {};
  let made = html(str(one.text) || str(one.url) || `:${str(one.name)}:`);
  if (style.code) made = `<code>${made}</code>`;
  if (style.bold) made = `<b>${made}</b>`;
  if (style.italic) made = `<i>${made}</i>`;
  return one.type === "link" ? `<a href="${html(str(one.url))}">${made}</a>` : made;
};

const inlines = (part: Json): string => records(part.elements).map(inline).join("");

const richPart = (part: Json): string => {
  if (part.type === "rich_text_list") {
    const items = records(part.elements)
      .map((item) => `<li>${inlines(item)}</li>`)
      .join("");
    return part.style === "ordered" ? `<ol>${items}</ol>` : `<ul>${items}</ul>`;
  }
  if (part.type === "rich_text_quote") return `<blockquote>${inlines(part)}</blockquote>`;
  if (part.type === "rich_text_preformatted") return `<pre>${inlines(part)}</pre>`;
  return `<p>${inlines(part)}</p>`;
};

const element = (one: Json): string => {
  if (one.type === "button") return `<button class="${html(str(one.style))}">${textOf(one.text)}</button>`;
  if (one.type === "feedback_buttons") {
    const half = (side: unknown): string =>
      isRecord(side) ? `<button class="quiet">${textOf(side.text)}</button>` : "";
    return half(one.positive_button) + half(one.negative_button);
  }
  if (one.type === "static_select") {
    const initial = isRecord(one.initial_option) ? one.initial_option.value : null;
    const options = records(one.options).map(
      (option) => `<option${option.value === initial ? " selected" : ""}>${textOf(option.text)}</option>`,
    );
    return `<select><option>Choose</option>${options.join("")}</select>`;
  }
  if (one.type === "multi_static_select")
    return `<select multiple size=5>${records(one.options)
      .map((option) => `<option>${textOf(option.text)}</option>`)
      .join("")}</select>`;
  if (one.type === "plain_text_input")
    return one.multiline === true
      ? `<textarea rows=3>${html(str(one.initial_value))}</textarea>`
      : `<input value="${html(str(one.initial_value))}">`;
  if (one.type === "file_input") return '<button class="quiet">Upload file</button><br>';
  if (one.type === "image") return `<span class="picture">picture: ${html(str(one.alt_text))}</span>`;
  return textOf(one);
};

const elements = (block: Json): string => records(block.elements).map(element).join(" ");

type Show = (block: Json) => string;

const SHOW: Readonly<Record<string, Show>> = {
  rich_text: (block) => records(block.elements).map(richPart).join(""),
  section: (block) =>
    `<p class="${isRecord(block.accessory) ? "beside" : ""}">${textOf(block.text)}${isRecord(block.accessory) ? ` ${element(block.accessory)}` : ""}</p>${records(
      block.fields,
    )
      .map((field) => `<p>${textOf(field)}</p>`)
      .join("")}`,
  header: (block) => `<h3>${textOf(block.text)}</h3>`,
  divider: () => "<hr>",
  context: (block) => `<p class="small">${elements(block)}</p>`,
  actions: (block) => `<p>${elements(block)}</p>`,
  context_actions: (block) => `<p>${elements(block)}</p>`,
  image: (block) =>
    isRecord(block.slack_file)
      ? `<p><img src="/picture/${html(str(block.slack_file.id))}" alt="${html(str(block.alt_text))}" width="520"></p>`
      : `<p>${element({ ...block, type: "image" })}</p>`,
  markdown: (block) => `<p>${html(str(block.text))}</p>`,
  container: (block) => {
    const open = block.is_collapsible === true && block.default_collapsed === true ? "" : " open";
    return `<details${open}><summary>${textOf(block.title)}</summary>${blocksHtml(block.child_blocks)}</details>`;
  },
  input: (block) => {
    const hint = isRecord(block.hint) ? `<span class="small">${textOf(block.hint)}</span>` : "";
    const optional = block.optional === true ? ' <span class="small">(optional)</span>' : "";
    return `<label>${textOf(block.label)}${optional}${isRecord(block.element) ? element(block.element) : ""}${hint}</label>`;
  },
};

export const blocksHtml = (blocks: unknown): string =>
  records(blocks)
    .map((block) => SHOW[str(block.type)]?.(block) ?? `<p class="small">[${html(str(block.type))}]</p>`)
    .join("");
