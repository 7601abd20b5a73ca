import { bold, plain, type Reply, type ReplyBlock } from "../../core/reply.ts";

const reply = (summary: string, blocks: readonly ReplyBlock[]): Reply => ({
  summary,
  blocks,
  citations: [],
  audience: "asker",
  aiGenerated: false,
  feedbackFor: null,
});

/** One sentence about what went wrong; the sentence says what was not changed and what to do. */
export const troubleReply = (sentence: string): Reply =>
  reply(sentence, [{ kind: "paragraph", text: plain(sentence) }]);

/** One sentence that confirms or informs. */
export const noteReply = (sentence: string): Reply => reply(sentence, [{ kind: "paragraph", text: plain(sentence) }]);

export const greetingReply = (): Reply =>
  reply("Ask a question or give a name to screen.", [
    {
      kind: "paragraph",
      text: plain(
        "Ask a question about sanctions or North Korean cyber activity, or write “screen” and a name or an address. “help” lists what can be asked.",
      ),
    },
  ]);

export const thanksReply = (): Reply =>
  reply("Noted.", [
    { kind: "paragraph", text: plain("You are welcome. Ask again whenever a name or an address comes up.") },
  ]);

/** What the bot does and where it stops. */
export const helpReply = (): Reply =>
  reply("What Redflag answers", [
    { kind: "headline", text: [bold("What Redflag does")] },
    {
      kind: "list",
      items: [
        [
          bold("Ask"),
          {
            text: ": a question in plain words. It is answered from sanctions notices and threat reports, each sentence with a checked citation, or with “the sources do not say”.",
          },
        ],
        [
          bold("Screen"),
          {
            text: ": “screen Song Kum Hyok --dob 1987 --country KP” or “screen 0x…”. Options: --type person|organisation|vessel|aircraft|address, --dob YYYY[-MM[-DD]], --country ISO2, --threshold 0..1.",
          },
        ],
        [bold("Mentions"), { text: ": names and addresses inside a question are screened along with it." }],
        [
          bold("Digests"),
          {
            text: ": “digest subscribe DPRK crypto weekly on monday at 9 Europe/Berlin” posts what changed in lists and reports here; “digest preview” shows it now; “digest” lists what is subscribed.",
          },
        ],
        [
          bold("Watch"),
          { text: ": “watch Song Kum Hyok --dob 1987” screens a name again whenever a list changes and says so here." },
        ],
        [
          bold("Cases"),
          {
            text: ": a hit is decided with its buttons, with a reason; “cases” lists those that wait, “case 12” shows one.",
          },
        ],
        [
          bold("Hiring check"),
          {
            text: ": “vet Kim Example --email kim@example.org --wallet 0x… --seen no-camera” screens every identifier and goes through the signs that the advisories name. “drill” asks a short question.",
          },
        ],
        [
          bold("Settings"),
          {
            text: ": “settings” shows and changes what holds in this conversation: screening of ordinary messages, private answers, which documents answer, time zone, second reviewer.",
          },
        ],
        [bold("Lists"), { text: ": “lists” shows which lists are loaded, of what date and how many entries." }],
      ],
    },
    {
      kind: "note",
      text: plain(
        "A screening is an aid to a decision that a person makes. “No match found” does not mean that a party is not sanctioned elsewhere. Redflag gives no legal advice.",
      ),
    },
  ]);

export interface ListStatusLine {
  readonly title: string;
  readonly line: string;
}

/** Which lists are loaded, of what date. */
export const listsReply = (lines: readonly ListStatusLine[]): Reply =>
  reply(`${lines.length} lists loaded`, [
    { kind: "headline", text: [bold("Lists in force")] },
    lines.length === 0
      ? {
          kind: "paragraph",
          text: plain("No list is loaded. Nothing can be screened. Run: redflag lists import <source-id> <files>"),
        }
      : { kind: "fields", rows: lines.map((l) => ({ label: l.title, value: plain(l.line) })) },
  ]);
