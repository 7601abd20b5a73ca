import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { csvLine } from "../../src/services/csv.ts";
import { seeded } from "../../test/support/mention-messages.ts";

/** One customer in so many is a listed party as people get names wrong. */
const LISTED_EVERY = 1_000;
const KINDS = ["", "", "", "person", "organisation"];

/** Synthetic customers, the same for the same count: parts of real population names put together anew, few listed ones damaged. */
export const writeCustomers = (path: string, rows: number, data: string): void => {
  const random = seeded(rows);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const people = (
    parse(readFileSync(join(data, "matching", "population.csv")), {
      columns: true,
      relax_column_count: true,
      relax_quotes: true,
    }) as { full_name: string }[]
  ).map(({ full_name }) => full_name.split(" "));
  const listed = ["2024-02-28", "2024-03-27"].flatMap((day) =>
    readFileSync(join(data, "ofac", "history", `sdn-${day}.csv`), "latin1")
      .split("\r\n")
      .flatMap((line) => /^\d+,"([^"]+)"/.exec(line)?.[1] ?? []),
  );
  const file = openSync(path, "w");
  let lines = ["id,name,type,dob"];
  for (let i = 0; i < rows; i++) {
    const [a, b] = [pick(people), pick(people)];
    const name = i % LISTED_EVERY === 17 ? damaged(pick(listed), random) : [...a.slice(0, -1), b.at(-1)].join(" ");
    const year = 1940 + Math.floor(random() * 65);
    lines.push(csvLine([String(i), name, pick(KINDS), random() < 0.5 ? String(year) : ""]));
    if (lines.length < 5_000) continue;
    writeSync(file, `${lines.join("\n")}\n`);
    lines = [];
  }
  if (lines.length > 0) writeSync(file, `${lines.join("\n")}\n`);
  closeSync(file);
};

/** A letter lost, two exchanged, or nothing. */
const damaged = (name: string, random: () => number): string => {
  const at = 1 + Math.floor(random() * Math.max(1, name.length - 2));
  const [here = "", next = ""] = [name[at], name[at + 1]];
  const kind = Math.floor(random() * 3);
  if (kind === 0) return name.slice(0, at) + name.slice(at + 1);
  return kind === 1 ? name.slice(0, at) + next + here + name.slice(at + 2) : name;
};
