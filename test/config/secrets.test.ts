import { describe, expect, it } from "vitest";
import { SECRET_NAMES } from "../../src/config/secret-files.ts";
import { parseConfig } from "../../src/config.ts";
import { ConfigError } from "../../src/core/errors.ts";

const MARK = "not-to-be-seen-anywhere";

const thrown = (env: Record<string, string>, files: Record<string, string> = {}): ConfigError | null => {
  try {
    parseConfig(env, (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`ENOENT ${path}`);
      return text;
    });
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
};
/** Everything that a log or a terminal could print of an error. */
const shown = (error: ConfigError | null): string =>
  `${error?.message} ${error?.problems} ${error?.stack} ${error?.cause}`;

describe.each(SECRET_NAMES)("the secret %s", (name) => {
  it.each<[string, Record<string, string>, Record<string, string>]>([
    ["beside settings that are wrong", { [name]: MARK, PORT: "x", LOG_LEVEL: "loud" }, {}],
    ["given twice", { [name]: MARK, [`${name}_FILE`]: "/run/secret", PORT: "x" }, { "/run/secret": MARK }],
    [
      "in a file, beside settings that are wrong",
      { [`${name}_FILE`]: "/run/secret", PORT: "x" },
      { "/run/secret": MARK },
    ],
    ["where its file should be", { [`${name}_FILE`]: MARK, PORT: "x" }, {}],
  ])("is never repeated: %s", (_claim, env, files) => {
    const error = thrown(env, files);
    expect(error).not.toBeNull();
    expect(shown(error)).not.toContain(MARK);
  });
  it("is read from a file, without the line end", () => {
    const value = name === "REDIS_URL" ? "redis://localhost:6379" : MARK;
    const env = { [`${name}_FILE`]: "/run/secret" };
    const error = thrown(env, { "/run/secret": `${value}\n` });
    expect(error?.problems.join() ?? "").not.toContain(`${name}_FILE`);
    if (error === null) expect(parseConfig(env, () => `${value}\n`).secrets).toContain(value);
  });
  it("is missed where its file is empty or gone", () => {
    const env = { [`${name}_FILE`]: "/run/secret" };
    expect(thrown(env)?.problems).toContain(`${name}_FILE names a file that cannot be read`);
    expect(thrown(env, { "/run/secret": " \n" })?.problems).toContain(`${name}_FILE names a file that is empty`);
  });
});

describe("settings of trust", () => {
  it("are open and without caps where nothing is set", () => {
    const { trust } = parseConfig({});
    expect(trust.members).toEqual({ reader: [], screener: [], reviewer: [], administrator: [] });
    expect([trust.modelCaps, trust.retentionDays]).toEqual([{ costUsd: null, tokens: null }, null]);
    expect(trust.limits.userPerMinute).toBeGreaterThan(0);
  });
  it("read the members of a role", () => {
    const { trust } = parseConfig({ ROLE_REVIEWERS: "slack:U012, slack:S034 ,teams-team:19:x@thread.tacv2,web:kim" });
    expect(trust.members.reviewer).toEqual(["slack:U012", "slack:S034", "teams-team:19:x@thread.tacv2", "web:kim"]);
  });
  it("refuse a member that nobody can be", () => {
    expect(thrown({ ROLE_REVIEWERS: "kim@example.org" })?.problems).toHaveLength(1);
  });
  it("refuse a cap in money without prices", () => {
    expect(thrown({ MODEL_DAILY_COST_CAP: "5" })?.problems[0]).toMatch(/PRICE are missing/);
    expect(thrown({ MODEL_DAILY_COST_CAP: "5", OPENAI_INPUT_PRICE: "0.4", OPENAI_OUTPUT_PRICE: "1.6" })).toBeNull();
  });
});
