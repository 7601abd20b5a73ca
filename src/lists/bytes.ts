import { createHash } from "node:crypto";
import { BadList } from "../core/errors.ts";

/** sha256 as lower-case hex. */
export const sha256Of = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

const KINDS: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: "a ZIP archive" },
  { magic: [0x1f, 0x8b], what: "a gzip archive" },
  { magic: [0x25, 0x50, 0x44, 0x46], what: "a PDF" },
  { magic: [0x89, 0x50, 0x4e, 0x47], what: "a PNG image" },
  { magic: [0x7f, 0x45, 0x4c, 0x46], what: "a program" },
];

/** Throws `BadList` when the bytes cannot be a list: nothing, an archive, a web page, binary. */
export const assertText = (name: string, bytes: Uint8Array): void => {
  const refuse = (what: string): never => {
    throw new BadList(`${name} is ${what}. Nothing was changed. Download the file again from the publisher.`);
  };
  if (bytes.length === 0) refuse("empty (0 bytes)");
  for (const { magic, what } of KINDS) if (magic.every((byte, i) => bytes[i] === byte)) refuse(`${what}, not a list`);
  if (bytes.includes(0)) refuse("binary, not a text file");
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 600)).trimStart().toLowerCase();
  if (/^(?:<!doctype html|<html|<head|<body)/.test(head.replace(/^ï»¿/, "").replace(/^<\?xml[^>]*\?>\s*/, "")))
    refuse("a web page, not a list");
};

/** UTF-8 where it is valid, else Windows-1252: publishers mix the two without saying so. */
export const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
};

/** The bytes that a pointer `<file>@<start>-<end>` names, or `null` when it names another file. */
export const bytesAt = (pointer: string, file: string, bytes: Uint8Array): readonly Uint8Array[] | null => {
  const spans = pointer.split(";").map((span) => /^(.*)@(\d+)-(\d+)$/.exec(span));
  const own = spans.filter((span) => span?.[1] === file);
  return own.length === 0 ? null : own.map((span) => bytes.subarray(Number(span?.[2]), Number(span?.[3])));
};
