import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { makeOidc, roleFrom } from "../../../src/adapters/web/oidc.ts";
import { type FakeConsole, fakeConsole, startWeb, type WebServer } from "../../support/console.ts";
import { CLIENT, type OidcProvider, startOidcProvider } from "../../support/oidc-provider.ts";
import { cookieIn, type Visit, visit } from "./visits.ts";

let provider: OidcProvider;
let console: FakeConsole;
let server: WebServer;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider.close());
beforeEach(async () => {
  provider.claims = { sub: "alice", roles: ["reviewer"] };
  provider.spoil = (token) => token;
  provider.wrongKey = false;
  console = fakeConsole();
  const settings = { issuer: provider.issuer, ...CLIENT, roleClaim: "roles" };
  server = await startWeb({ console, entry: { kind: "login", token: null, oidc: settings }, oidc: makeOidc(settings) });
});
afterEach(() => server.close());

/** Goes to the provider and comes back with its code, as a browser does. */
const begin = async (): Promise<{ readonly cookie: string; readonly back: string; readonly asked: URL }> => {
  const sent = await visit(`${server.url}/login/oidc`);
  const asked = new URL(String(sent.headers.location));
  const answered = await visit(asked.href);
  return { cookie: cookieIn(sent, "redflag_login"), back: String(answered.headers.location), asked };
};
const session = (answer: Visit): string => cookieIn(answer, "redflag_session");

describe("signing in with an identity provider", () => {
  it("lets in under the subject and the role of the ID token, and records it", async () => {
    const { cookie, back } = await begin();
    const answer = await visit(back, { cookie });
    expect([answer.status, console.done]).toEqual([200, ["alice console-login"]]);
    const page = await visit(`${server.url}/lists`, { cookie: session(answer) });
    expect([page.status, page.body.includes(">alice<")]).toEqual([200, true]);
  });
  it("asks for a code alone, with state, nonce and a hashed code challenge", async () => {
    const { asked } = await begin();
    const parameter = (name: string) => asked.searchParams.get(name);
    expect([parameter("response_type"), parameter("code_challenge_method"), parameter("scope")]).toEqual([
      "code",
      "S256",
      "openid",
    ]);
    for (const name of ["state", "nonce", "code_challenge"]) expect(parameter(name)?.length).toBeGreaterThan(20);
    expect(asked.href).not.toContain(CLIENT.clientSecret);
  });
  it.each([
    ["a browser that did not begin it", async ({ back }: Awaited<ReturnType<typeof begin>>) => visit(back)],
    ["another state", async ({ back, cookie }) => visit(back.replace(/state=[^&]+/, "state=other"), { cookie })],
    ["a made-up code", async ({ back, cookie }) => visit(back.replace(/code=[^&]+/, "code=other"), { cookie })],
    [
      "a refusal of the provider",
      async ({ back, cookie }) => visit(back.replace(/code=[^&]+/, "error=access_denied"), { cookie }),
    ],
  ] as readonly (readonly [
    string,
    (begun: Awaited<ReturnType<typeof begin>>) => Promise<Visit>,
  ])[])("refuses %s", async (_claim, come) => {
    const answer = await come(await begin());
    expect([answer.status >= 400, session(answer), answer.body.includes("Nobody was signed in")]).toEqual([
      true,
      "",
      true,
    ]);
  });
  it("takes a sign-in once", async () => {
    const { cookie, back } = await begin();
    expect(session(await visit(back, { cookie }))).not.toBe("");
    // 400: not begun here any more; the provider is not even asked.
    const again = await visit(back, { cookie });
    expect([again.status, session(again)]).toEqual([400, ""]);
  });
  it.each([
    ["is signed with a key that is not published", { wrongKey: true }],
    ["is for another client", { spoil: (t) => ({ ...t, aud: "other" }) }],
    ["comes from another issuer", { spoil: (t) => ({ ...t, iss: "https://evil.example" }) }],
    ["has run out", { spoil: (t) => ({ ...t, exp: 1 }) }],
    ["answers another sign-in", { spoil: (t) => ({ ...t, nonce: "other" }) }],
    ["names nobody", { spoil: ({ sub: _sub, ...t }) => t }],
  ] as readonly (readonly [
    string,
    Partial<OidcProvider>,
  ])[])("refuses an ID token that %s, and records the refusal", async (_claim, lie) => {
    Object.assign(provider, lie);
    const { cookie, back } = await begin();
    const answer = await visit(back, { cookie });
    expect([answer.status, session(answer), console.done]).toEqual([401, "", ["unknown console-login-refused"]]);
  });
  it("refuses an account without a role", async () => {
    provider.claims = { sub: "bob", roles: ["cook"] };
    const { cookie, back } = await begin();
    const answer = await visit(back, { cookie });
    expect([answer.status, session(answer)]).toEqual([403, ""]);
  });
  it("has no sign-in by token where none is set", async () => {
    expect((await visit(`${server.url}/login`, {}, { token: "" })).status).toBe(400);
  });
});

it("says so when the provider does not answer, and works when it is back", async () => {
  const away = await startOidcProvider();
  await away.close();
  const settings = { issuer: away.issuer, ...CLIENT, roleClaim: null };
  const web = await startWeb({ entry: { kind: "login", token: null, oidc: settings }, oidc: makeOidc(settings) });
  const answer = await visit(`${web.url}/login/oidc`);
  await web.close();
  expect([answer.status, answer.body.includes("the identity provider did not answer")]).toEqual([503, true]);
});

describe("the role of a claim", () => {
  it.each([
    ["the highest of several", { roles: ["reader", "administrator", "x"] }, "roles", "administrator"],
    ["words in a text", { roles: "screener, reader" }, "roles", "screener"],
    ["a path", { realm_access: { roles: ["reviewer"] } }, "realm_access.roles", "reviewer"],
    ["a claim whose name has dots", { "https://example.org/roles": ["reader"] }, "https://example.org/roles", "reader"],
    ["no role at all", { roles: ["cook"] }, "roles", null],
    ["a claim that is not there", {}, "roles", null],
    ["a claim that is no list", { roles: { reader: true } }, "roles", null],
    ["another case", { roles: ["Administrator"] }, "roles", null],
    ["a path through what everything inherits", {}, "constructor.name", null],
  ])("is read from %s", (_claim, claims, claim, role) => {
    expect(roleFrom(claims, claim)).toBe(role);
  });
});
