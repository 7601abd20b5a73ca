import { describe, expect, it } from "vitest";
import { duration, progressBar } from "../../src/commands/progress-bar.ts";

const screenOf = (isTTY: boolean, columns = 120) => {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => void written.push(text) };
};
/** A clock that goes on by a second at every look. */
const seconds = () => {
  let now = -1000;
  return () => {
    now += 1000;
    return now;
  };
};

describe("a progress bar", () => {
  it("says how much is done, how fast, and how long it will take", () => {
    const screen = screenOf(true);
    const bar = progressBar(screen, seconds());
    bar.update(0, 0);
    bar.update(5_000, 0.25);
    expect(screen.written.at(-1)).toBe(
      `\r${"█".repeat(6)}${"░".repeat(18)}  25%  5,000 rows  2,500 rows/s  6 s left\x1b[K`,
    );
  });
  it("counts the speed of this run only after an earlier one was gone on from", () => {
    const screen = screenOf(true);
    const bar = progressBar(screen, seconds(), 90_000);
    bar.update(91_000, 0.91);
    expect(screen.written.at(-1)).toContain("91,000 rows  1,000 rows/s");
  });
  it("gives no share and no end where nobody knows how much there is", () => {
    const screen = screenOf(true);
    progressBar(screen, seconds()).update(3_000, null);
    expect(screen.written.at(-1)).toBe("\r3,000 rows  3,000 rows/s\x1b[K");
  });
  it("never runs over the width of the terminal", () => {
    const screen = screenOf(true, 20);
    progressBar(screen, seconds()).update(3_000, 0.5);
    expect(screen.written.at(-1)).toHaveLength("\r\x1b[K".length + 19);
  });
  it("is taken away at the end", () => {
    const screen = screenOf(true);
    const bar = progressBar(screen, seconds());
    bar.update(1, 0.1);
    bar.end();
    expect(screen.written.at(-1)).toBe("\r\x1b[K");
  });
  it("is silent where there is no terminal", () => {
    const screen = screenOf(false);
    const bar = progressBar(screen, seconds());
    bar.update(1, 0.1);
    bar.end();
    expect(screen.written).toEqual([]);
  });
  it.each([
    [7.4, "7 s"],
    [59.6, "1 min 0 s"],
    [165, "2 min 45 s"],
    [7_300, "2 h 1 min"],
  ])("says %d seconds as %s", (given, said) => {
    expect(duration(given)).toBe(said);
  });
});
