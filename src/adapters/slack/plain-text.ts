/**
 * Slack's marked-up message text as the words a person typed: `<@U1>` of the bot removed, links and mentions replaced by
 * what is shown, `&lt; &gt; &amp;` undone.
 * "<@UBOT> is <http://example.com|example.com> listed &amp; blocked?" -> "is example.com listed & blocked?"
 */
export const plainText = (marked: string, botUserId: string | null): string =>
  marked
    .replace(/<([^<>]+)>/g, (_whole, inner: string) => shown(inner, botUserId))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replace(/[ \t]{2,}/g, " ")
    .trim();

const shown = (inner: string, botUserId: string | null): string => {
  const [target = "", label] = splitOnce(inner, "|");
  if (target.startsWith("@")) return target.slice(1) === botUserId ? " " : `@${label || target.slice(1)}`;
  if (target.startsWith("#")) return `#${label || target.slice(1)}`;
  if (target.startsWith("!")) return label || `@${target.slice(1)}`;
  return label || target;
};

const splitOnce = (text: string, mark: string): readonly string[] => {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};

/** True when the text mentions this user anywhere. */
export const mentions = (marked: string, userId: string): boolean =>
  marked.includes(`<@${userId}>`) || marked.includes(`<@${userId}|`);

/** The user a message turns to with its first word, or `null`: "<@U2> can you look?" -> "U2". */
export const turnsTo = (marked: string): string | null => /^\s*<@([A-Z0-9]+)(?:\|[^>]*)?>/.exec(marked)?.[1] ?? null;

/**
 * Data as Slack's fallback text: nothing in it can mention, link or format.
 * "<!channel> & @everyone" -> "&lt;!channel&gt; &amp; @\u2060everyone" (a word joiner after the @).
 */
export const escapeText = (data: string): string =>
  withoutOverrides(data)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/@(?=\S)/g, "@\u2060");

/**
 * Removes NUL and the two bidirectional overrides, which can show an address or a name backwards. Right-to-left letters
 * and the marks they need stay.
 */
export const withoutOverrides = (data: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is removed
  data.replace(/[\u0000\u202d\u202e]/g, "");
