import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import type { Setting } from "../../src/settings/setting.ts";
import { SETTINGS } from "../../src/settings.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (name: string): string => readFileSync(join(ROOT, "deploy", name), "utf8");
const UNIT = read("redflag.service");
const CONTAINER = read("Containerfile").replace(/\\\n\s*/g, " ");
const COMPOSE = read("compose.yaml");
/** The lines of one service. */
const serviceOf = (name: string): string =>
  new RegExp(`^ {2}${name}:\\n((?: {4}.*\\n|\\n)+)`, "m").exec(COMPOSE)?.[1] ?? "";

/** Every setting with its value, comments included: what is suggested must exist too. */
const SET_IN: Readonly<Record<string, readonly (readonly [name: string, value: string])[]>> = {
  "redflag.service": [...UNIT.matchAll(/^(?:# )?Environment=(\w+)=(.*)$/gm)].map((m) => [m[1] ?? "", m[2] ?? ""]),
  Containerfile: [...CONTAINER.matchAll(/^ENV (.*)$/gm)].flatMap((m) =>
    [...(m[1] ?? "").matchAll(/(\w+)=(\S+)/g)].map((pair) => [pair[1] ?? "", pair[2] ?? ""] as const),
  ),
  "compose.yaml": [...serviceOf("redflag").matchAll(/^ {6}([A-Z][A-Z0-9_]+): "?([^"\n]*)"?$/gm)].map((m) => [
    m[1] ?? "",
    m[2] ?? "",
  ]),
};

/** "SLACK_BOT_TOKEN_FILE" -> the setting SLACK_BOT_TOKEN, which is a secret. */
const settingNamed = (name: string): Setting | undefined => {
  const all: readonly Setting[] = SETTINGS;
  return all.find((s) => s.name === name) ?? all.find((s) => s.kind === "secret" && `${s.name}_FILE` === name);
};
const secondsIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1]);

let folders: string[] = [];
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders = [];
});
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), "redflag-deploy-"));
  folders.push(path);
  return path;
};

/** Read by Node itself. */
const NODES_OWN = "NODE_COMPILE_CACHE";

describe("the files to run it with", () => {
  it.each(Object.entries(SET_IN))("%s names settings that there are, and no other", (_name, set) => {
    expect(set.length).toBeGreaterThan(2);
    expect(set.filter(([name]) => settingNamed(name) === undefined && name !== NODES_OWN)).toEqual([]);
  });
  it.each(Object.entries(SET_IN))("%s gives them values that the program takes", (_name, set) => {
    const values = Object.fromEntries(set.filter(([, value]) => !value.startsWith("%")));
    const given = "postgres://redflag:secret@database:5432/redflag";
    expect(() => parseConfig(values, () => given)).not.toThrow();
  });
  it.each([
    [
      "redflag.service",
      secondsIn(UNIT, /^TimeoutStopSec=(\d+)$/m),
      secondsIn(UNIT, /^Environment=SHUTDOWN_SECONDS=(\d+)$/m),
    ],
    ["compose.yaml", secondsIn(COMPOSE, /stop_grace_period: (\d+)s/), secondsIn(COMPOSE, /SHUTDOWN_SECONDS: "(\d+)"/)],
  ])("%s waits longer for the end than the end takes", (_name, waits, takes) => {
    expect(takes).toBeGreaterThan(0);
    expect(waits).toBeGreaterThanOrEqual(takes + 10);
  });
});

describe("the container", () => {
  const copied = [...CONTAINER.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap((m) => (m[1] ?? "").split(" "));
  it("is made of files that are there and that its ignore file lets in", () => {
    const allowed = read("Containerfile.dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"));
    for (const name of copied) {
      expect(existsSync(join(ROOT, name))).toBe(true);
      expect(allowed).toContain(`!${name}`);
    }
  });
  it("runs as nobody in particular, on Node 24, and says whether it lives", () => {
    const users = [...CONTAINER.matchAll(/^USER (\S+)$/gm)].map((m) => m[1]);
    expect(users.at(-1)).toBe("node");
    expect([...CONTAINER.matchAll(/^FROM (\S+)/gm)].map((m) => m[1])).toEqual(["node:24-slim", "node:24-slim"]);
    expect(CONTAINER).toMatch(/^HEALTHCHECK .*\/healthz/m);
  });
  it("answers with what was copied and nothing else", { timeout: 60_000 }, () => {
    const app = folder();
    for (const name of copied.filter((one) => one !== "package-lock.json"))
      cpSync(join(ROOT, name), join(app, name), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(app, "node_modules"));
    const entry = JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(CONTAINER)?.[1] ?? "[]") as string[];
    expect(entry[0]).toBe("node");
    const asked = spawnSync(process.execPath, [...entry.slice(1), "ask", "Is Tornado Cash still sanctioned?"], {
      cwd: app,
      env: { NODE_ENV: "production", REDFLAG_DATA_DIR: join(app, "data-dir"), LOG_LEVEL: "silent" },
    });
    expect(asked.stderr.toString()).toBe("");
    expect(asked.stdout.toString()).toContain("21 March 2025");
  });
  it("is found well by its own health check, and ill when nothing listens", { timeout: 60_000 }, async () => {
    const check = JSON.parse(/HEALTHCHECK .*? CMD (\[.*\])$/m.exec(CONTAINER)?.[1] ?? "[]") as string[];
    const { createServer } = await import("node:http");
    const { spawn } = await import("node:child_process");
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const PORT = String(typeof address === "object" ? address?.port : "");
    const code = (): Promise<number | null> =>
      new Promise((resolve) => {
        spawn(process.execPath, check.slice(1), { env: { PORT } }).once("exit", resolve);
      });
    expect([await code(), asked]).toEqual([0, ["/healthz"]]);
    await new Promise((resolve) => server.close(resolve));
    expect(await code()).toBe(1);
  });
});

describe("the compose file", () => {
  it("builds the container, waits for its database, and has every secret it uses", () => {
    const dockerfile = /dockerfile: (\S+)/.exec(COMPOSE)?.[1] ?? "";
    expect(existsSync(join(ROOT, dockerfile))).toBe(true);
    const defined = [...COMPOSE.matchAll(/^ {2}([\w-]+): \{ file: (\S+) \}$/gm)].map((m) => m[1] ?? "");
    const used = [...COMPOSE.matchAll(/\/run\/secrets\/([\w-]+)/g)].map((m) => m[1] ?? "");
    expect([...new Set(used)].sort()).toEqual([...defined].sort());
    for (const [, given] of COMPOSE.matchAll(/^ {4}secrets: \[(.*)\]$/gm))
      for (const name of (given ?? "").split(", ")) expect(defined).toContain(name);
    expect(serviceOf("redflag")).toContain("database: { condition: service_healthy }");
    expect(serviceOf("database")).toContain("POSTGRES_PASSWORD_FILE");
  });
  it("has no tab, and no secret in it", () => {
    expect(COMPOSE).not.toMatch(/\t/);
    expect(COMPOSE).not.toMatch(/PASSWORD: |TOKEN: |postgres:\/\/\w+:[^%]/);
  });
});

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe.skipIf(!hasSystemd)("the systemd unit, where systemd is installed", () => {
  const verify = (unit: string): string => {
    const path = join(folder(), "redflag.service");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, unit.replace("/usr/bin/node", process.execPath));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", path]);
    return status === 0 && stderr.length === 0 ? "" : stderr.toString() || `ended with ${status}`;
  };
  it("is found right by systemd-analyze", () => {
    expect(verify(UNIT)).toBe("");
  });
  it("would be found wrong with an unknown key or a wrong value", () => {
    expect(verify(UNIT.replace("Restart=on-failure", "Restart=sometimes"))).not.toBe("");
    expect(verify(UNIT.replace("KillMode=mixed", "KillMood=mixed"))).not.toBe("");
  });
  it("leaves little of the machine open: exposure below 2 of 10", () => {
    const said = spawnSync("systemd-analyze", ["security", "--offline=yes", join(ROOT, "deploy/redflag.service")]);
    const level = /exposure level for \S+: ([\d.]+)/.exec(said.stdout.toString())?.[1];
    expect(Number(level)).toBeLessThan(2);
  });
});
