import { isRecord, type Json } from "./model.ts";

/** Collects what is wrong with a payload, each with the path to it. */
export interface Checker {
  readonly problems: string[];
  text(path: string, value: unknown, kinds: readonly string[], limit: number): void;
  string(path: string, value: unknown, limit: number): void;
  id(path: string, value: unknown): void;
  url(path: string, value: unknown): void;
  list(path: string, value: unknown, limit: number): readonly Json[];
  keys(path: string, value: Json, allowed: readonly string[]): void;
  wrong(path: string, why: string): void;
}

export const makeChecker = (): Checker => {
  const problems: string[] = [];
  const wrong = (path: string, why: string): void => {
    problems.push(`${path}: ${why}`);
  };
  const string = (path: string, value: unknown, limit: number): void => {
    if (typeof value !== "string") {
      wrong(path, "must be a string");
      return;
    }
    if (value.length === 0) wrong(path, "must have at least one character");
    if (value.length > limit) wrong(path, `must be at most ${limit} characters, has ${value.length}`);
  };
  return {
    problems,
    wrong,
    string,
    text: (path, value, kinds, limit) => {
      if (!isRecord(value)) {
        wrong(path, "must be a text object");
        return;
      }
      if (!kinds.includes(String(value.type)))
        wrong(`${path}.type`, `must be ${kinds.join(" or ")}, is ${String(value.type)}`);
      for (const key of Object.keys(value))
        if (!TEXT_KEYS.has(key)) wrong(`${path}.${key}`, "is not a property of a text object");
      if (value.type === "mrkdwn" && "emoji" in value) wrong(`${path}.emoji`, "belongs to plain_text only");
      string(`${path}.text`, value.text, limit);
    },
    id: (path, value) => {
      if (value !== undefined) string(path, value, 255);
    },
    url: (path, value) => {
      if (typeof value !== "string" || !/^https?:\/\/[^\s]+$/.test(value)) wrong(path, "must be an http(s) URL");
      else if (value.length > 3_000) wrong(path, "must be at most 3000 characters");
    },
    list: (path, value, limit) => {
      if (!Array.isArray(value) || value.length === 0) {
        wrong(path, "must be a list with at least one item");
        return [];
      }
      if (value.length > limit) wrong(path, `must have at most ${limit} items, has ${value.length}`);
      return value.filter((one, index): one is Json => {
        if (!isRecord(one)) wrong(`${path}[${index}]`, "must be an object");
        return isRecord(one);
      });
    },
    keys: (path, value, allowed) => {
      for (const key of Object.keys(value)) if (!allowed.includes(key)) wrong(`${path}.${key}`, "is not allowed here");
    },
  };
};

const TEXT_KEYS: ReadonlySet<string> = new Set(["type", "text", "emoji", "verbatim"]);
