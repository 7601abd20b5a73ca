import { SaxesParser } from "saxes";
import { BadList } from "../core/errors.ts";
import { assertText } from "./bytes.ts";

/** An element by local name (namespaces change between publications), its text trimmed. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** The element's own text, without that of its children. `null` when there is none. */
  readonly text: string | null;
}

export interface XmlRecord {
  readonly node: XmlNode;
  /** Bytes into the file, end exclusive. */
  readonly start: number;
  readonly end: number;
}

interface Growing extends XmlNode {
  readonly children: Growing[];
  text: string | null;
  readonly startsAt: number;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/**
 * Reads an XML list whole and calls `onRecord` for each element named in `records`, with its place in the bytes.
 * Elements outside of records are given to `onOther` when they close (publication dates, counts, reference values).
 * Nothing is resolved outside of the file: a document type with entities of its own is an error of the parser.
 * Throws `BadList` when the file is cut short or not well formed.
 */
export const readXmlRecords = (
  file: string,
  bytes: Uint8Array,
  records: readonly string[],
  onRecord: (record: XmlRecord) => void,
  onOther: (node: XmlNode) => void = () => {},
): void => {
  assertText(file, bytes);
  const broken = (why: string, cause?: unknown): BadList =>
    new BadList(`${file} is damaged or incomplete: ${why}. Nothing was changed. Download it again.`, { cause });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (thrown) {
    throw broken("it is not UTF-8", thrown);
  }
  // Byte offsets are counted forward once: saxes counts UTF-16 units.
  let countedUnits = 0;
  let countedBytes = 0;
  const encoder = new TextEncoder();
  const byteAt = (unit: number): number => {
    countedBytes += encoder.encode(text.slice(countedUnits, unit)).length;
    countedUnits = unit;
    return countedBytes;
  };

  const parser = new SaxesParser({ fileName: file });
  const stack: Growing[] = [];
  let inRecord = false;
  parser.on("error", (error) => {
    throw broken(
      `line ${parser.line}: ${error.message.replace(/^.*?(?<!\d)\d+:\d+:\s*/, "").replace(/\.$/, "")}`,
      error,
    );
  });
  parser.on("opentag", (tag) => {
    const name = local(tag.name);
    const startsAt = inRecord ? 0 : text.lastIndexOf(`<${tag.name}`, parser.position);
    const attributes = Object.fromEntries(Object.entries(tag.attributes).map(([k, v]) => [local(k), String(v)]));
    const node: Growing = { name, attributes, children: [], text: null, startsAt };
    if (inRecord) stack.at(-1)?.children.push(node);
    else if (records.includes(name)) inRecord = true;
    stack.push(node);
  });
  const addText = (chunk: string): void => {
    const node = stack.at(-1);
    if (node) node.text = (node.text ?? "") + chunk;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const node = stack.pop();
    if (!node) return;
    node.text = node.text?.replace(/\s+/g, " ").trim() || null;
    if (!inRecord) onOther(node);
    else if (!stack.some((open) => records.includes(open.name))) {
      inRecord = false;
      const end = parser.position;
      const start = byteAt(node.startsAt);
      onRecord({ node, start, end: byteAt(end) });
    }
  });
  parser.write(text.replace(/^\uFEFF/, " ").replace(/^ (?=<)/, "")).close();
};

export const childrenOf = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.filter((child) => child.name === name);

/** The first child of that name, or `null`. */
export const childOf = (node: XmlNode, name: string): XmlNode | null =>
  node.children.find((child) => child.name === name) ?? null;

/** The text of the first child of that name that has any; `null` for a missing or empty element. */
export const textIn = (node: XmlNode, name: string): string | null =>
  node.children.find((child) => child.name === name && child.text !== null)?.text ?? null;
