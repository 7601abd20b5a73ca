import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Provenance } from "../../core/listing.ts";

/** One listing of a version: which stored state, and where it stands in the publisher's bytes. */
export interface Member {
  readonly stateId: number;
  readonly source: Provenance;
}

/** What one version costs beyond its new states: about two bytes a listing. */
interface Packed {
  /** Provenance but the pointer, once for each distinct one. */
  readonly origins: readonly Omit<Provenance, "pointer">[];
  readonly files: readonly string[];
  /** Differences of state ids: 1 for consecutive ones. */
  readonly states: readonly number[];
  /** Index into `origins`, run-length: [index, count, …]. */
  readonly runs: readonly number[];
  /** Pointers, see `packPointer`. */
  readonly pointers: readonly (string | readonly number[])[];
}

/**
 * "sdn.csv@120-180" after "sdn.csv@10-118" -> [0, 2, 60]: file, gap since the last span of that file, length.
 * A pointer of another shape is kept as it is.
 */
const packPointer = (pointer: string, files: string[], ends: Map<string, number>): string | readonly number[] => {
  const packed: number[] = [];
  const moved = new Map(ends);
  for (const span of pointer.split(";")) {
    const m = /^(.+)@(\d+)-(\d+)$/.exec(span);
    if (!m) return pointer;
    const [file, start, end] = [m[1] ?? "", Number(m[2]), Number(m[3])];
    if (span !== `${file}@${start}-${end}` || end < start) return pointer;
    if (!files.includes(file)) files.push(file);
    packed.push(files.indexOf(file), start - (moved.get(file) ?? 0), end - start);
    moved.set(file, end);
  }
  for (const [file, end] of moved) ends.set(file, end);
  return packed;
};

const unpackPointer = (
  packed: string | readonly number[],
  files: readonly string[],
  ends: Map<string, number>,
): string => {
  if (typeof packed === "string") return packed;
  const spans: string[] = [];
  for (let i = 0; i < packed.length; i += 3) {
    const file = files[packed[i] ?? 0] ?? "";
    const start = (ends.get(file) ?? 0) + (packed[i + 1] ?? 0);
    const end = start + (packed[i + 2] ?? 0);
    spans.push(`${file}@${start}-${end}`);
    ends.set(file, end);
  }
  return spans.join(";");
};

export const packMembers = (members: readonly Member[]): Uint8Array => {
  const [origins, files, states, runs]: [Omit<Provenance, "pointer">[], string[], number[], number[]] = [
    [],
    [],
    [],
    [],
  ];
  const keys = new Map<string, number>();
  const ends = new Map<string, number>();
  let last = 0;
  const pointers = members.map(({ stateId, source: { pointer, ...origin } }) => {
    states.push(stateId - last);
    last = stateId;
    const key = JSON.stringify(origin);
    const index = keys.get(key) ?? origins.push(origin) - 1;
    keys.set(key, index);
    if (runs.at(-2) === index) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    else runs.push(index, 1);
    return packPointer(pointer, files, ends);
  });
  const packed: Packed = { origins, files, states, runs, pointers };
  return deflateRawSync(JSON.stringify(packed), { level: 9 });
};

export const unpackMembers = (bytes: Uint8Array): readonly Member[] => {
  const packed = JSON.parse(inflateRawSync(bytes).toString("utf8")) as Packed;
  const ends = new Map<string, number>();
  let stateId = 0;
  let run = 0;
  let left = packed.runs[1] ?? 0;
  return packed.states.map((difference, i) => {
    if (left === 0) {
      run += 2;
      left = packed.runs[run + 1] ?? 0;
    }
    left--;
    stateId += difference;
    const origin = packed.origins[packed.runs[run] ?? 0];
    if (!origin) throw new Error("A stored list version is damaged: a listing without provenance.");
    return { stateId, source: { ...origin, pointer: unpackPointer(packed.pointers[i] ?? "", packed.files, ends) } };
  });
};
