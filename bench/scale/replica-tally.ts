import { readdirSync, readFileSync } from "node:fs";
import type { Simulator } from "../../test/support/slack/simulator.ts";
import type { Asked } from "./replica-crowd.ts";

export interface Tally {
  readonly answered: number;
  readonly lost: number;
  readonly doubled: number;
  /** Answers that came before the answer to an earlier question of their thread. */
  readonly outOfOrder: readonly Asked[];
  /** Posts that belong to no question. */
  readonly stray: number;
  readonly apologies: number;
  /** By the question's key. */
  readonly waitMs: ReadonlyMap<string, number>;
}

/** What became of every question, by the key that each answer carries. */
export const tally = (sim: Simulator, asked: readonly Asked[]): Tally => {
  const byKey = new Map(asked.map((one) => [one.key, one]));
  const answers = new Map<string, number>();
  const waitMs = new Map<string, number>();
  const newest = new Map<number, number>();
  const placeOf = new Map(asked.map((one, index) => [one.key, index]));
  const outOfOrder: Asked[] = [];
  let [stray, apologies] = [0, 0];
  for (const message of sim.workspace.messages) {
    if (message.user !== sim.workspace.bot.id || message.deleted || message.via === "digest") continue;
    const payload = message.metadata?.event_payload as { key?: string; part?: number } | undefined;
    const one = byKey.get(payload?.key ?? "");
    if (one === undefined) {
      if (message.threadTs !== null) stray += 1;
      continue;
    }
    if (payload?.part !== 0) continue;
    if (/ask again|could not/i.test(message.text)) apologies += 1;
    answers.set(one.key, (answers.get(one.key) ?? 0) + 1);
    if (waitMs.has(one.key)) continue;
    waitMs.set(one.key, Number(message.ts) * 1_000 - one.atMs);
    const place = placeOf.get(one.key) ?? 0;
    if (place < (newest.get(one.thread) ?? -1)) outOfOrder.push(one);
    newest.set(one.thread, Math.max(place, newest.get(one.thread) ?? -1));
  }
  return {
    answered: answers.size,
    lost: asked.length - answers.size,
    doubled: [...answers.values()].filter((count) => count > 1).length,
    outOfOrder,
    stray,
    apologies,
    waitMs,
  };
};

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

/** Clock ticks a second, as Linux counts processor time. */
const TICKS = 100;

/** Processor seconds of the processes below this one, by the name of their program. Linux only. */
export const processorSeconds = (): ReadonlyMap<string, number> => {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(pid));
  const below = new Set([process.pid]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  const seconds = new Map<string, number>();
  for (const { pid, name, ticks } of all)
    if (pid !== process.pid && below.has(pid)) seconds.set(name, (seconds.get(name) ?? 0) + ticks / TICKS);
  return seconds;
};

/** proc(5): name in brackets, then state, parent, … and as fields 14 to 17 the time of it and of its ended children. */
const statOf = (
  pid: string,
): readonly { readonly pid: number; readonly parent: number; readonly name: string; readonly ticks: number }[] => {
  try {
    const [, name = "", rest = ""] = /\((.*)\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    const fields = rest.split(" ").map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return [{ pid: Number(pid), parent: fields[1] ?? 0, name, ticks }];
  } catch {
    // It has ended meanwhile.
    return [];
  }
};
