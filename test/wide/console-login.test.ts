import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { makeOidc } from "../../src/adapters/web/oidc.ts";
import { openBrowser } from "../support/browser.ts";
import { type FakeConsole, fakeConsole, startWeb, type WebServer } from "../support/console.ts";
import { CLIENT, type OidcProvider, startOidcProvider } from "../support/oidc-provider.ts";

const TOKEN = "a-token-of-24-characters-or-more";

let browser: Browser;
let provider: OidcProvider;
let elsewhere: Server;
let console: FakeConsole;
let server: WebServer;
let context: BrowserContext;
let page: Page;
/** The same server under another name, so that the provider and other pages are another site to the browser. */
let home = "";
beforeAll(async () => {
  browser = await openBrowser();
  provider = await startOidcProvider();
  provider.claims = { sub: "alice", roles: ["reviewer"] };
});
afterAll(async () => {
  await browser?.close();
  await provider?.close();
});
beforeEach(async () => {
  console = fakeConsole();
  const oidc = { issuer: provider.issuer, ...CLIENT, roleClaim: "roles" };
  server = await startWeb({ console, entry: { kind: "login", token: TOKEN, oidc }, oidc: makeOidc(oidc) });
  home = server.url.replace("127.0.0.1", "localhost");
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await server.close();
  elsewhere?.close();
});

it("asks for the token, tells a wrong one, lets the right one in and lets go again", async () => {
  await page.goto(`${home}/lists`);
  await page.waitForURL(/\/login$/);
  await page.keyboard.type("wrong");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Token").fill(TOKEN);
  await page.keyboard.press("Enter");
  await page.getByRole("log").waitFor();
  expect(await page.evaluate("document.cookie")).toBe("");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/login$/);
  await page.goto(`${home}/lists`);
  await page.waitForURL(/\/login$/);
});

it("signs in with a provider of another site and is signed in on the very next page", async () => {
  await page.goto(home);
  await page.getByRole("link", { name: "Sign in with your organisation" }).click();
  await page.getByRole("log").waitFor();
  await page.getByRole("link", { name: "Lists" }).click();
  expect(await page.locator(".who span").innerText()).toBe("alice");
  expect(console.done).toEqual(["alice console-login"]);
});

it("does nothing that a page of another site sends, whether or not it knows the token of the form", async () => {
  await page.goto(home);
  await page.getByLabel("Token").fill(TOKEN);
  await page.keyboard.press("Enter");
  await page.getByRole("log").waitFor();
  const csrf = await page.locator("meta[name=csrf]").getAttribute("content");
  console.done.length = 0;
  elsewhere = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(
      `<form method="post" action="${home}/watchlist"><input name="text" value="Kim"><input name="csrf" value="${csrf}"></form><script>document.forms[0].submit()</script>`,
    );
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
  await page.waitForURL(/\/(watchlist|login)$/);
  expect(console.done).toEqual([]);
  // The same form on the page itself works, so it was the other site that was refused.
  await page.goto(`${home}/watchlist`);
  await page.getByLabel("Name or address").fill("Kim");
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=watched/);
  expect(console.done).toEqual(["console-token watch Kim"]);
});
