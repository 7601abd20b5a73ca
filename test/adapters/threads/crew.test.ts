import { afterEach, describe, expect, it } from "vitest";
import { threadCrew } from "../../../src/adapters/threads/crew.ts";
import { BadInput } from "../../../src/core/errors.ts";
import type { Crew } from "../../../src/ports/crew.ts";

type Done = { readonly value: number; readonly thread: number };
const open: Crew<number, Done>[] = [];
afterEach(async () => {
  for (const crew of open.splice(0)) await crew.close();
});
const crewOf = (size: number, idleMs: number | null = null) => {
  const replaced: string[] = [];
  const crew = threadCrew<number, Done>({
    script: new URL("../../support/mortal-thread.ts", import.meta.url),
    size,
    setup: { died: new Int32Array(new SharedArrayBuffer(4 * 64)) },
    onReplaced: (why) => replaced.push(why),
    idleMs,
    mostMb: null,
  });
  open.push(crew);
  return { crew, replaced };
};

describe("a crew of threads", () => {
  it("does every task once, on no more threads than it has", async () => {
    const { crew, replaced } = crewOf(2);
    const done = await Promise.all(Array.from({ length: 20 }, (_, i) => crew.run(i + 20)));
    expect(done.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, i) => 2 * (i + 20)));
    expect(new Set(done.map(({ thread }) => thread)).size).toBeLessThanOrEqual(2);
    expect(replaced).toEqual([]);
  });
  it("replaces a thread that dies and does its task again, said once", async () => {
    const { crew, replaced } = crewOf(2);
    const done = await Promise.all([1, 2, -3, 4, -5, 6].map((task) => crew.run(task)));
    expect(done.map(({ value }) => value)).toEqual([2, 4, -6, 8, -10, 12]);
    expect(replaced).toEqual(["it ended with code 7", "it ended with code 7"]);
  });
  it("gives up a task that brings down every thread, and goes on with the others", async () => {
    const { crew } = crewOf(1);
    const [deadly, other] = await Promise.allSettled([crew.run(666), crew.run(7)]);
    expect(deadly).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    expect(other).toMatchObject({ status: "fulfilled", value: { value: 14 } });
  });
  it("hands over the error that a thread threw, with its kind", async () => {
    const { crew, replaced } = crewOf(1);
    await expect(crew.run(13)).rejects.toThrow(BadInput);
    expect((await crew.run(1)).value).toBe(2);
    expect(replaced).toEqual([]);
  });
  it("ends idle threads and starts others for the next task", async () => {
    const { crew, replaced } = crewOf(1, 1);
    const first = await crew.run(1);
    let next = await crew.run(1);
    // The idle time of 1 ms passes between two tasks sooner or later.
    for (let i = 0; i < 200 && next.thread === first.thread; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      next = await crew.run(1);
    }
    expect(next.thread).not.toBe(first.thread);
    expect(replaced).toEqual([]);
  });
  it("gives up what is under way when it is closed", async () => {
    const { crew } = crewOf(1);
    const running = crew.run(1);
    await crew.close();
    await expect(running).rejects.toMatchObject({ code: "unavailable" });
    await expect(crew.run(2)).rejects.toMatchObject({ code: "unavailable" });
  });
});
