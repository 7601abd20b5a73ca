import { bold, plain, type Reply } from "../../core/reply.ts";
import type { BatchLine } from "../desk.ts";
import { counted, type DescribeList, quoted } from "./phrases.ts";

/** Alerts spelt out in the reply; all are in the file. */
const ALERTS_SHOWN = 10;

/** What a batch found: the counts first, then the alerts, then the file with every row. */
export const batchReply = (
  name: string,
  result: { readonly lines: readonly BatchLine[]; readonly csv: string },
  describe: DescribeList,
): Reply => {
  const of = (verdict: BatchLine["verdict"]): readonly BatchLine[] =>
    result.lines.filter((line) => line.verdict === verdict);
  const alerts = [...of("match"), ...of("possible-match")];
  const summary = [
    counted(result.lines.length, "row screened", "rows screened"),
    counted(of("match").length, "match", "matches"),
    counted(of("possible-match").length, "possible match", "possible matches"),
    `${of("no-match").length} with no match found`,
    `${of("cannot-tell").length} that could not be screened`,
  ].join(", ");
  return {
    summary,
    blocks: [
      { kind: "headline", text: [bold(`${quoted(name)}: `), { text: `${summary}.` }] },
      ...(alerts.length === 0
        ? []
        : [
            {
              kind: "list",
              items: alerts.slice(0, ALERTS_SHOWN).map((line) => {
                const [hit] = line.hits;
                return [
                  bold(`${line.verdict === "match" ? "Match" : "Possible match"}, row ${line.id}`),
                  { text: hit ? `: ${hit.name} (${describe(hit.list).title})` : "" },
                ];
              }),
            } as const,
          ]),
      ...(alerts.length > ALERTS_SHOWN
        ? [{ kind: "note", text: plain(`${alerts.length - ALERTS_SHOWN} more in the file.`) } as const]
        : []),
      {
        kind: "note",
        text: plain(
          "Every row with its reasons is in the results file. To have these names watched, drop the file again with the word watch.",
        ),
      },
    ],
    citations: [],
    audience: "asker",
    aiGenerated: false,
    feedbackFor: null,
    file: { name: `${name.replace(/\.csv$/i, "")}-screened.csv`, mediaType: "text/csv", text: result.csv },
  };
};
