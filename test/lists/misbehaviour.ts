import { type Answer, sending, zipBomb } from "./misbehaving-server.ts";

const row = (id: number, name: string): string =>
  `${id},"${name}","individual","TEST",${"-0- ,".repeat(7)}"DOB 1961."\r\n`;
const ids = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i + 1);

/** A fictional publication in the publisher's layout, of `count` parties. */
export const publication = (count: number, title = "EXAMPLE"): Record<string, string> => ({
  "SDN.CSV": ids(count)
    .map((id) => row(id, `${title}, Number ${id}`))
    .join(""),
  "ALT.CSV": ids(count)
    .map((id) => `${id},${id},"aka","${title} ALIAS ${id}",-0- \r\n`)
    .join(""),
  "ADD.CSV": ids(count)
    .map((id) => `${id},${id},-0- ,-0- ,-0- ,-0- \r\n`)
    .join(""),
  "SDN_COMMENTS.CSV": "\r\n\u001a",
});

const only =
  (file: string, answer: Answer, rest: Answer = sending(publication(20, "NEW"))): Answer =>
  (request, response, name) =>
    (name === file ? answer : rest)(request, response, name);
export const status =
  (code: number): Answer =>
  (_request, response) =>
    response.writeHead(code).end();

/** What a publisher's server did or might do, and the words of the refusal. The client caps files at 4 MB and waits 150 ms. */
export const MISBEHAVIOUR: readonly (readonly [string, Answer, RegExp])[] = [
  ["0 bytes", only("SDN.CSV", (_q, response) => response.writeHead(200).end()), /empty file/],
  ["202 with an empty body", status(202), /answered 202/],
  ["403", status(403), /answered 403/],
  ["500", status(500), /answered 500/],
  [
    "half a file",
    sending({ ...publication(20, "NEW"), "SDN.CSV": (publication(20, "NEW")["SDN.CSV"] ?? "").slice(0, 900) }),
    /damaged or incomplete|does not list/,
  ],
  [
    "a file cut between two rows",
    sending({ ...publication(20, "NEW"), "SDN.CSV": publication(19, "NEW")["SDN.CSV"] ?? "" }),
    /ALT\.CSV names 1 parties/,
  ],
  [
    "a connection closed in the middle",
    only("SDN.CSV", (_q, response) => {
      response.writeHead(200, { "Content-Length": "5000" });
      response.write("1,");
      setImmediate(() => response.destroy());
    }),
    /stopped in the middle|could not be reached/,
  ],
  [
    "HTML instead of CSV",
    only("SDN.CSV", (_q, response) => response.writeHead(200).end("<!DOCTYPE html><html>Request rejected</html>")),
    /web page/,
  ],
  [
    "an older publication",
    sending(publication(20, "OLDER"), { "Last-Modified": "Mon, 29 Dec 2025 07:28:00 GMT" }),
    /published on 2025-12-29, the copy in force on 2025-12-31/,
  ],
  ["a list that lost 60 % of its entries", sending(publication(8, "NEW")), /has 8 entries, the copy in force 20/],
  [
    "a list that lost its aliases alone",
    sending({ ...publication(20, "NEW"), "ALT.CSV": "\r\n\u001a" }),
    /has 20 names, the copy in force 40/,
  ],
  ["one of four files missing", only("SDN_COMMENTS.CSV", status(404)), /answered 404/],
  ["a hang before the answer", only("ALT.CSV", () => {}), /did not answer for 150 ms/],
  [
    "a hang in the middle",
    only("ALT.CSV", (_q, response) => response.writeHead(200).write("1,")),
    /did not answer for 150 ms/,
  ],
  [
    "a redirect loop",
    (_q, response, file) => response.writeHead(302, { Location: `/${file}` }).end(),
    /redirects more than 5 times/,
  ],
  [
    "a redirect to a file of this machine",
    (_q, response) => response.writeHead(302, { Location: "file:///etc/passwd" }).end(),
    /Only http and https/,
  ],
  [
    "10 GB announced",
    only("SDN.CSV", (_q, response) => response.writeHead(200, { "Content-Length": "10737418240" }).write("1,")),
    /announces more than 4 MB/,
  ],
  [
    "a body without end",
    only("SDN.CSV", (_q, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 49)));
      };
      response.on("drain", more);
      more();
    }),
    /sends more than 4 MB/,
  ],
  [
    "a zip bomb",
    only("SDN.CSV", (_q, response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end(zipBomb(8))),
    /sends more than 4 MB/,
  ],
  [
    "a gzip that is none",
    only("SDN.CSV", (_q, response) => response.writeHead(200, { "Content-Encoding": "gzip" }).end("no gzip")),
    /stopped in the middle/,
  ],
];
