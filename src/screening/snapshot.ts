import { RedflagError } from "../core/errors.ts";
import type { CompiledIndex } from "./compiled.ts";
import { shelfOver } from "./listing-shelf.ts";
import type { Postings } from "./postings.ts";
import { linesIn, textsOf } from "./text-lines.ts";

/**
 * The compiled index as bytes, so that a cold start reads arrays instead of parsing names:
 *
 *     "RFIX" | format u32 | checksum u32 | header length u32 | header JSON | arrays, each on an 8-byte boundary
 *
 * The header names every array with its type, offset and length, and the key that the snapshot was made for (the sha256 of the
 * lists). A snapshot of another format, another key or a wrong checksum is refused, and is made anew.
 */
const MAGIC = 0x58494652;
/** Raise when parsing, weighing or the layout changes: old snapshots are then refused. */
const FORMAT = 4;
const HEADER_BYTES = 16;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array } as const;
type TypeName = keyof typeof TYPES;
type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array;

interface ArrayEntry {
  readonly name: string;
  readonly type: TypeName;
  readonly offset: number;
  readonly length: number;
}

/** Bytes of a compiled index. `key` says which lists it was made of. */
export const compileIndex = (index: CompiledIndex, key: string): Uint8Array => {
  const { names, identifiers, shelf } = index;
  const arrays: [string, Numbers][] = [
    ["listingStarts", shelf.starts],
    ["listings", shelf.blob],
    ["files", shelf.files],
    ["wallets", shelf.wallets],
    ["tokenTexts", names.tokenLatin.bytes],
    ["tokenFolds", names.tokenFolds.bytes],
    ["tokenLetters", names.tokenLetters],
    ["tokenFoldLetters", names.tokenFoldLetters],
    ["tokenLengths", names.tokenLengths],
    ["tokenHeads", names.tokenHeads],
    ["nameListings", names.nameListings],
    ["nameOrdinals", names.nameOrdinals],
    ["nameFlags", names.nameFlags],
    ["nameStarts", names.nameStarts],
    ["nameContents", names.nameContents],
    ["partTokens", names.partTokens],
    ["partRoles", names.partRoles],
    ["partWeights", names.partWeights],
    ["tokenStarts", names.tokenStarts],
    ["tokenNames", names.tokenNames],
    ...postingArrays("tokenKeys", names.tokenKeys),
    ...postingArrays("joined", names.joined),
    ...postingArrays("identifiers", identifiers.exact),
    ...postingArrays("nearIdentifiers", identifiers.near),
  ];
  return pack(arrays, key);
};

const postingArrays = (name: string, p: Postings): [string, Numbers][] => [
  [`${name}.bits`, Uint8Array.of(p.bits, p.valueBits)],
  [`${name}.starts`, p.starts],
  [`${name}.entries`, p.entries],
  [`${name}.filter`, p.filter],
];

const align8 = (n: number): number => (n + 7) & ~7;

const pack = (arrays: readonly [string, Numbers][], key: string): Uint8Array => {
  let offset = 0;
  const entries: ArrayEntry[] = arrays.map(([name, array]) => {
    const type = (Object.keys(TYPES) as TypeName[]).find((t) => array instanceof TYPES[t])!;
    const entry = { name, type, offset, length: array.length };
    offset = align8(offset + array.byteLength);
    return entry;
  });
  const header = ENCODER.encode(JSON.stringify({ key, arrays: entries }));
  const bodyAt = align8(HEADER_BYTES + header.length);
  const out = new Uint8Array(bodyAt + offset);
  out.set(header, HEADER_BYTES);
  arrays.forEach(([, array], i) => {
    out.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), bodyAt + entries[i]!.offset);
  });
  const head = new DataView(out.buffer);
  head.setUint32(0, MAGIC, true);
  head.setUint32(4, FORMAT, true);
  head.setUint32(12, header.length, true);
  head.setUint32(8, checksum(out), true);
  return out;
};

/** Sum and mix of the 32-bit words after the checksum; catches torn and overwritten files. */
const checksum = (bytes: Uint8Array): number => {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + 12, (bytes.byteLength - 12) >> 2);
  let [a, b] = [1, 0];
  for (let i = 0; i < words.length; i++) {
    a = (a + words[i]!) | 0;
    b = (b + a) | 0;
  }
  return (Math.imul(a, 0x9e3779b1) ^ b) >>> 0;
};

/** Reads a snapshot without copying it. Throws `RedflagError` "storage" when it is damaged or not the one of `key`. */
export const loadIndex = (given: Uint8Array, key: string): CompiledIndex => read(given, key, true);

/** The same for bytes that this process compiled or has read by `loadIndex`: in memory nothing tears them, and a sum over 50 MB takes 50 ms. */
export const loadOwnIndex = (given: Uint8Array, key: string): CompiledIndex => read(given, key, false);

const read = (given: Uint8Array, key: string, summed: boolean): CompiledIndex => {
  const bytes = given.byteOffset % 8 === 0 ? given : given.slice();
  const refuse = (why: string): never => {
    throw new RedflagError(
      "storage",
      `The index snapshot ${why}. Nothing was read from it. It is made anew from the lists.`,
    );
  };
  if (bytes.byteLength < HEADER_BYTES) refuse("is cut off");
  const head = new DataView(bytes.buffer, bytes.byteOffset);
  if (head.getUint32(0, true) !== MAGIC) refuse("is no index snapshot");
  if (head.getUint32(4, true) !== FORMAT) refuse(`has format ${head.getUint32(4, true)}, expected ${FORMAT}`);
  if (summed && head.getUint32(8, true) !== checksum(bytes)) refuse("is damaged");
  const headerLength = head.getUint32(12, true);
  const header = JSON.parse(DECODER.decode(bytes.subarray(HEADER_BYTES, HEADER_BYTES + headerLength))) as {
    key: string;
    arrays: readonly ArrayEntry[];
  };
  if (header.key !== key) refuse("was made of other lists");
  const bodyAt = align8(HEADER_BYTES + headerLength) + bytes.byteOffset;
  const views = new Map(
    header.arrays.map((e) => [e.name, new TYPES[e.type](bytes.buffer as ArrayBuffer, bodyAt + e.offset, e.length)]),
  );
  return assemble(views);
};

const assemble = (views: ReadonlyMap<string, Numbers>): CompiledIndex => {
  const u32 = (name: string): Uint32Array => views.get(name) as Uint32Array;
  const u16 = (name: string): Uint16Array => views.get(name) as Uint16Array;
  const u8 = (name: string): Uint8Array => views.get(name) as Uint8Array;
  const f32 = (name: string): Float32Array => views.get(name) as Float32Array;
  const postings = (name: string): Postings => {
    const [bits, valueBits] = u8(`${name}.bits`);
    return {
      bits: bits!,
      valueBits: valueBits!,
      starts: u32(`${name}.starts`),
      entries: u32(`${name}.entries`),
      filter: u32(`${name}.filter`),
    };
  };
  const tokenLatin = linesIn(u8("tokenTexts"));
  const shelf = { starts: u32("listingStarts"), blob: u8("listings"), files: u8("files"), wallets: u32("wallets") };
  return {
    names: {
      tokenTexts: textsOf(tokenLatin),
      tokenLatin,
      tokenFolds: linesIn(u8("tokenFolds")),
      tokenLetters: u32("tokenLetters"),
      tokenFoldLetters: u32("tokenFoldLetters"),
      tokenLengths: u8("tokenLengths"),
      tokenHeads: u16("tokenHeads"),
      nameListings: u32("nameListings"),
      nameOrdinals: u16("nameOrdinals"),
      nameFlags: u8("nameFlags"),
      nameStarts: u32("nameStarts"),
      nameContents: f32("nameContents"),
      partTokens: u32("partTokens"),
      partRoles: u16("partRoles"),
      partWeights: f32("partWeights"),
      tokenStarts: u32("tokenStarts"),
      tokenNames: u32("tokenNames"),
      tokenKeys: postings("tokenKeys"),
      joined: postings("joined"),
    },
    identifiers: { exact: postings("identifiers"), near: postings("nearIdentifiers") },
    shelf,
    listings: shelfOver(shelf),
  };
};
