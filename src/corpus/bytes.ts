import { createHash } from "node:crypto";
import { BadInput } from "../core/errors.ts";

export const sha256Of = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

const LARGEST = 20 * 1024 * 1024;

/** Throws `BadInput` for a file larger than any document is. */
export const assertSize = (bytes: Uint8Array, name: string): void => {
  if (bytes.length > LARGEST)
    throw new BadInput(
      `${name} has ${Math.round(bytes.length / 1024 / 1024)} MB, the limit is ${LARGEST / 1024 / 1024}. Nothing was added. Split it and add the parts.`,
    );
};

/** The bytes as text. Throws `BadInput` for an empty, binary or oversized file, naming it. */
export const readText = (bytes: Uint8Array, name: string): string => {
  if (bytes.length === 0) throw new BadInput(`${name} is empty. Nothing was added. Give a file that holds text.`);
  assertSize(bytes, name);
  const text = decode(bytes);
  if (text === null || isBinary(text))
    throw new BadInput(
      `${name} is a binary file, not text. Nothing was added. Give Markdown, HTML, plain text, PDF, STIX or MISP.`,
    );
  const clean = text.replace(/\r\n?/g, "\n");
  if (clean.trim() === "") throw new BadInput(`${name} holds no text. Nothing was added. Give a file that holds text.`);
  return clean;
};

const decode = (bytes: Uint8Array): string | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Older files: Windows-1252. "\x92" -> "’".
    return new TextDecoder("windows-1252").decode(bytes);
  }
};

/** More than one control character in fifty is no text that people wrote. */
const isBinary = (text: string): boolean => {
  const sample = text.slice(0, 4096);
  let control = 0;
  for (const c of sample) if (c < " " && c !== "\n" && c !== "\r" && c !== "\t" && c !== "\f") control++;
  return control * 50 > sample.length;
};
