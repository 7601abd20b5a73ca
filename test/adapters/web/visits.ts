import { type OutgoingHttpHeaders, request } from "node:http";

export interface Visit {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** One request with exactly these headers: fetch does not let a test choose Host, Origin or Sec-Fetch-Site. */
export const visit = (
  url: string,
  headers: OutgoingHttpHeaders = {},
  form: Readonly<Record<string, string>> | null = null,
): Promise<Visit> =>
  new Promise((resolve, reject) => {
    const body = form === null ? "" : new URLSearchParams(form).toString();
    const sent = request(
      url,
      {
        method: form === null ? "GET" : "POST",
        headers: {
          accept: "text/html",
          ...(form === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });

/** "name=value" of the cookie that an answer sets; empty when it sets none of that name. */
export const cookieIn = ({ headers }: Visit, name: string): string => {
  const set = headers["set-cookie"] ?? [];
  const found = (Array.isArray(set) ? set : [String(set)]).find((line) => line.startsWith(`${name}=`));
  return found?.split(";")[0] ?? "";
};

/** The token that a page gives to its forms. */
export const csrfIn = ({ body }: Visit): string => /name="csrf" content="([^"]+)"/.exec(body)?.[1] ?? "";
