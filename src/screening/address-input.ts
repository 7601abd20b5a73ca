import confusables from "../../data/vocab/confusables.json" with { type: "json" };

/** An address as pasted, made fit for look-up. */
export interface AddressInput {
  /** What is looked up; several when a payment link names a contract and a recipient. Never empty. */
  readonly literals: readonly string[];
  /** One sentence for everything that was taken away. */
  readonly notes: readonly string[];
  /** True for `bitcoin:…` and its like: the sender says that it is an address. */
  readonly isLink: boolean;
}

/** Characters that take no room on the page. Unicode general category Cf, fillers, variation selectors, combining marks. */
const INVISIBLE = /[\p{Cf}\p{Mn}\p{Me}\u115f\u1160\u3164\uffa0\u2800]/gu;
const SURROUNDING_START = /^[^\p{L}\p{N}]+/u;
const SURROUNDING_END = /(?<![^\p{L}\p{N}])[^\p{L}\p{N}]+$/u;

/** Payment link schemes (BIP 21, ERC-681, CAIP and the wallets' own). `bitcoincash:` is part of the address and is kept. */
const LINK =
  /^(?:web\+)?(bitcoin|ethereum|litecoin|dogecoin|dash|zcash|monero|tron|solana|ripple|xrpl?|bitcoinsv|bitcoingold|verge|bnb|binance|usdt|usdc|btc|xbt|eth|ltc|trx|xmr|sol):(?:\/\/)?(?:pay-)?(?=.)/i;

const LATIN = new Map<string, string>(Object.entries(confusables.letters));

/** "В" (Cyrillic) -> "B": unlike in names the case is kept, as base58 and EIP-55 depend on it. */
const latinLike = (letter: string): string => {
  const latin = LATIN.get(letter);
  if (latin === undefined) return letter;
  return letter === letter.toLowerCase() ? latin : latin.toUpperCase();
};

/** " «bitcoin:12ab…?amount=1» " -> "12ab…", and says what it took away. */
export const cleanAddress = (text: string): AddressInput => {
  const notes: string[] = [];
  const visible = text.replace(INVISIBLE, "");
  if (visible !== text) notes.push("Invisible characters inside the address were removed.");
  const plain = visible.normalize("NFKC");
  if (plain !== visible && !visible.includes("…"))
    notes.push("Unusual forms of letters or digits were replaced by plain ones.");
  const latin = plain.replace(/\P{ASCII}/gu, latinLike);
  if (latin !== plain) notes.push("Letters of another script that look like Latin ones were replaced.");

  const bare = latin.replace(SURROUNDING_START, "").replace(SURROUNDING_END, "");
  if (bare !== latin.trim()) notes.push("Surrounding punctuation was removed.");
  const link = LINK.exec(bare);
  if (link) notes.push(`The payment link "${link[0]}" was read as its address.`);
  const page = /^https?:\/\//i.test(bare) ? longestWord(bare) : null;
  if (page) notes.push("The address was taken out of a web link.");

  const parts = page ? [page] : partsOf(link ? bare.slice(link[0].length) : bare);
  const joined = parts.map((part) => part.replace(/\s+/g, ""));
  if (joined.some((part, i) => part !== parts[i])) notes.push("Spaces inside the address were removed.");
  const literals = joined.filter((part) => part !== "");
  const isLink = link !== null && literals.some((literal) => literal.length >= SHORTEST && parts.includes(literal));
  return { literals: literals.length > 0 ? literals : [bare], notes, isLink };
};

/** No chain has shorter addresses (Bitcoin: 25 bytes of zeros are 26 characters; the rest are longer). */
const SHORTEST = 25;

/** ERC-681, `<contract>@<chain id>/transfer?address=<recipient>&…` -> contract and recipient: both ends matter. */
const partsOf = (link: string): readonly string[] => {
  const [target = "", query = ""] = link.split("?", 2);
  const recipient = /(?:^|&)address=([^&]+)/i.exec(query)?.[1];
  return [target.replace(/[@/].*$/s, ""), ...(recipient ? [recipient] : [])];
};

/** "https://host/address/0x12ab…?a=b" -> "0x12ab…" */
const longestWord = (url: string): string | null => {
  const words = url.match(/[a-z0-9]+/gi) ?? [];
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a), "");
  return longest.length >= SHORTEST ? longest : null;
};
