import { SETTINGS } from "../settings.ts";

export type Env = Readonly<Record<string, string | undefined>>;
/** Text of a file. Throws when it cannot be read. */
export type ReadFile = (path: string) => string;

export const SECRET_NAMES: readonly string[] = SETTINGS.filter(({ kind }) => kind === "secret").map(({ name }) => name);

/** SLACK_BOT_TOKEN_FILE=/run/secrets/bot -> SLACK_BOT_TOKEN holds what stands in that file; for every secret setting. */
export const withSecretFiles = (env: Env, readFile: ReadFile, problems: string[]): Env => {
  const read: Record<string, string> = {};
  for (const name of SECRET_NAMES) {
    const [file, path] = [`${name}_FILE`, env[`${name}_FILE`]?.trim()];
    if (!path) continue;
    if (env[name]?.trim()) problems.push(`${name} and ${file} are both set; keep one of them`);
    else {
      const text = textOf(path, readFile);
      if (text === null) problems.push(`${file} names a file that cannot be read`);
      else if (text === "") problems.push(`${file} names a file that is empty`);
      else read[name] = text;
    }
  }
  return { ...env, ...read };
};

/** The reason is left out: a mistyped setting may hold the secret itself where the path should be. */
const textOf = (path: string, readFile: ReadFile): string | null => {
  try {
    return readFile(path).trim();
  } catch {
    return null;
  }
};

/** Every secret that is set, so that the log can take them out of whatever it is given. */
export const secretsIn = (env: Env): readonly string[] =>
  SECRET_NAMES.flatMap((name) => (env[name]?.trim() ? [env[name].trim()] : []));
