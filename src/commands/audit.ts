import { isoDate } from "../core/dates.ts";
import { RedflagError } from "../core/errors.ts";
import { csvLine } from "../services/csv.ts";
import { type Command, text, UsageError } from "./command.ts";

export const auditVerify: Command = {
  name: "audit verify",
  usage: "",
  what: "checks the chain of the audit record",
  options: {},
  run: async (_words, _values, { runtime, out }) => {
    const { services } = await runtime();
    const result = await services.verifyAudit();
    if (result.broken !== null)
      throw new RedflagError(
        "storage",
        `The audit record is broken at entry ${result.broken.sequence}: ${result.broken.why}. Nothing was changed. Compare with a backup.`,
      );
    out(`${result.entries} entries, chain unbroken.`);
  },
};

const COLUMNS = ["sequence", "at", "kind", "actor", "place", "detail", "previous", "hash"] as const;

export const auditExport: Command = {
  name: "audit export",
  usage: "[--from DATE] [--to DATE] [--format csv|jsonl]",
  what: "prints the audit record of a period",
  options: { from: { type: "string" }, to: { type: "string" }, format: { type: "string" } },
  run: async (_words, values, { runtime, out }) => {
    const format = text(values, "format") ?? "jsonl";
    if (format !== "csv" && format !== "jsonl") throw new UsageError(`--format must be csv or jsonl, got "${format}".`);
    const [from, to] = [text(values, "from"), text(values, "to")];
    const { store } = await runtime();
    if (format === "csv") out(csvLine(COLUMNS));
    for await (const entry of store.audit.read(
      from ? isoDate(from, "--from") : null,
      to ? isoDate(to, "--to") : null,
    )) {
      const cell = (column: (typeof COLUMNS)[number]): string =>
        column === "detail" ? JSON.stringify(entry.detail) : String(entry[column]);
      out(format === "csv" ? csvLine(COLUMNS.map(cell)) : JSON.stringify(entry));
    }
  },
};
