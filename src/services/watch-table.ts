import { BadInput, messageOf } from "../core/errors.ts";
import type { Subject } from "../core/screening.ts";
import { subjectFrom } from "../core/subject.ts";
import type { WatchedSubject } from "../ports/watches.ts";
import { csvLine, readCsv } from "./csv.ts";

const COLUMNS = ["name", "type", "dob", "country", "since", "hits"] as const;
/** `csvLine` puts it before what a spreadsheet would compute; here it goes again. */
const LED = /^'(?=[=+\-@])/;

/**
 * The subjects of a CSV with the columns name[,type,dob,country,address], so that an export can be read back; an address is a
 * subject beside the name. Throws `BadInput` that names the row; nothing is taken from a file with a wrong one.
 */
export const subjectsFromTable = (csv: string, what: string): readonly Subject[] => {
  const rows = readCsv(csv, what, ["name"]);
  if (rows.length === 0) throw new BadInput(`${what} has no rows below its header. Nothing was added.`);
  return rows.flatMap((row, i) => {
    try {
      return [
        subjectFrom({ text: (row.name ?? "").replace(LED, ""), kind: row.type, birth: row.dob, country: row.country }),
        ...(row.address?.trim() ? [subjectFrom({ text: row.address, kind: "address" })] : []),
      ];
    } catch (thrown) {
      throw new BadInput(
        `${what}, row ${i + 1}: ${messageOf(thrown).replace(/(?<!\s)\s*Nothing was screened\./, "")} Nothing was added.`,
        { cause: thrown },
      );
    }
  });
};

/** The watchlist as such a CSV, with since when each is watched and what it hits now. */
export const watchTable = (watches: readonly WatchedSubject[]): string =>
  [
    COLUMNS,
    ...watches.map(({ subject, createdAt, hits }) => [
      subject.text,
      subject.kind,
      subject.birth?.text ?? "",
      subject.countries.join(" "),
      createdAt.slice(0, 10),
      hits.map(({ verdict, list, listingId }) => `${verdict} ${list}/${listingId}`).join("; "),
    ]),
  ]
    .map((cells) => `${csvLine(cells)}\n`)
    .join("");
