import type { Json } from "./model.ts";
import type { Checker } from "./rules.ts";

const STYLES: ReadonlySet<string> = new Set(["bold", "italic", "strike", "code"]);
const INLINE: Readonly<Record<string, readonly string[]>> = {
  text: ["type", "text", "style"],
  link: ["type", "url", "text", "style", "unsafe"],
  emoji: ["type", "name", "unicode"],
  user: ["type", "user_id", "style"],
  channel: ["type", "channel_id", "style"],
};
const PARTS: Readonly<Record<string, readonly string[]>> = {
  rich_text_section: ["type", "elements"],
  rich_text_quote: ["type", "elements", "border"],
  rich_text_preformatted: ["type", "elements", "border"],
  rich_text_list: ["type", "elements", "style", "indent", "offset", "border"],
};

export const richText = (check: Checker, path: string, block: Json): void => {
  check.keys(path, block, ["type", "block_id", "elements"]);
  for (const [index, part] of check.list(`${path}.elements`, block.elements, 1_000).entries()) {
    const at = `${path}.elements[${index}]`;
    const keys = PARTS[String(part.type)];
    if (keys === undefined) {
      check.wrong(`${at}.type`, `${String(part.type)} is not a part of rich text`);
      continue;
    }
    check.keys(at, part, keys);
    if (part.type !== "rich_text_list") inline(check, at, part);
    else {
      if (part.style !== "bullet" && part.style !== "ordered") check.wrong(`${at}.style`, "must be bullet or ordered");
      for (const [item, section] of check.list(`${at}.elements`, part.elements, 1_000).entries()) {
        if (section.type !== "rich_text_section")
          check.wrong(`${at}.elements[${item}].type`, "must be rich_text_section");
        inline(check, `${at}.elements[${item}]`, section);
      }
    }
  }
};

const inline = (check: Checker, path: string, part: Json): void => {
  for (const [index, one] of check.list(`${path}.elements`, part.elements, 1_000).entries()) {
    const at = `${path}.elements[${index}]`;
    const keys = INLINE[String(one.type)];
    if (keys === undefined) {
      check.wrong(`${at}.type`, `${String(one.type)} is not an inline element`);
      continue;
    }
    check.keys(at, one, keys);
    if (one.type === "text") check.string(`${at}.text`, one.text, 12_000);
    if (one.type === "link") check.url(`${at}.url`, one.url);
    for (const [style, on] of Object.entries((one.style as Json | undefined) ?? {}))
      if (!STYLES.has(style) || typeof on !== "boolean") check.wrong(`${at}.style.${style}`, "is not a style");
  }
};
