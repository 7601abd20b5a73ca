import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";

/** Rooms of src/ and the rooms each may import from. A room always may import itself. */
export const MATRIX: Readonly<Record<string, readonly string[]>> = {
  core: [],
  text: [],
  ports: ["core"],
  settings: [],
  config: ["core", "settings"],
  lists: ["core", "text", "ports"],
  corpus: ["core", "text", "ports"],
  screening: ["core", "text", "ports"],
  ask: ["core", "text", "ports"],
  cases: ["core", "ports", "screening"],
  digest: ["core", "ports"],
  audit: ["core", "ports"],
  bot: ["core", "ports", "ask", "screening", "digest", "cases", "audit"],
  adapters: ["core", "ports", "text"],
  services: ["core", "text", "ports", "lists", "corpus", "screening", "ask", "cases", "digest", "audit", "bot"],
};

/** Rooms that may import anything; nobody imports `cli`. */
const ROOFS = new Set([
  "audit-schedule",
  "cli",
  "commands",
  "http",
  "list-schedule",
  "metrics-page",
  "observing",
  "post-schedule",
  "readiness",
  "runtime",
  "server",
  "shutdown",
  "stores",
  "turns",
  "threads",
  "workers",
]);
const NEVER_IMPORTED = new Set(["cli"]);

/** Rooms that may use npm packages and Node's own modules, beside adapters and the roofs. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  lists: ["csv-parse", "saxes", "node:crypto", "zod"],
  corpus: ["htmlparser2", "marked", "saxes", "node:crypto", "unpdf"],
  text: ["any-ascii", "pinyin-pro"],
  screening: ["@noble/hashes", "@scure/base", "ecashaddrjs", "micro-eth-signer"],
  services: ["csv-parse"],
  // Time zone rules are data, not the clock: luxon is given every instant and asks for none.
  digest: ["luxon"],
};

export interface SourceFile {
  /** Path inside src, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const sourceFiles = (root: string): readonly SourceFile[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(root, path).split(sep).join("/"), text: readFileSync(path, "utf8") }));

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/g;

export const importsOf = (file: SourceFile): readonly string[] =>
  [...file.text.matchAll(IMPORT)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");

/** "adapters/slack/app.ts" -> "adapters"; "services.ts" and "services/x.ts" -> "services". */
const roomOf = (path: string): string => (path.split("/")[0] ?? "").replace(/\.ts$/, "");
const adapterOf = (path: string): string => path.split("/")[1] ?? "";

/** One line a breach; empty when every arrow runs the right way. */
export const breaches = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) => [...importBreaches(file), ...worldBreaches(file)]);

const importBreaches = (file: SourceFile): readonly string[] => {
  const room = roomOf(file.path);
  return importsOf(file).flatMap((target) => {
    if (!target.startsWith(".")) return packageBreach(file, room, target);
    const resolved = posix.normalize(posix.join(posix.dirname(file.path), target));
    if (resolved.startsWith("..")) return [];
    const to = roomOf(resolved);
    if (NEVER_IMPORTED.has(to)) return [`${file.path} imports ${to}, which nobody may import`];
    if (ROOFS.has(room)) return [];
    if (room === "adapters" && to === "adapters" && adapterOf(file.path) !== adapterOf(resolved))
      return [`${file.path} imports another adapter, ${resolved}`];
    if (room === to) return [];
    const allowed = MATRIX[room];
    if (!allowed) return [`${file.path} is in no known room`];
    return allowed.includes(to)
      ? []
      : [`${file.path} imports ${to}; ${room} may import ${allowed.join(", ") || "nothing"}`];
  });
};

const packageBreach = (file: SourceFile, room: string, target: string): readonly string[] => {
  if (room === "adapters" || ROOFS.has(room)) return [];
  const allowed = PACKAGES[room] ?? [];
  return allowed.some((name) => target === name || target.startsWith(`${name}/`))
    ? []
    : [`${file.path} imports the package ${target}`];
};

/** The outside world by its globals: time, network, process. */
const WORLD = /\bDate\.now\b|\bnew Date\(\)|\bfetch\(|\bprocess\.|\bperformance\.now\b/;

const worldBreaches = (file: SourceFile): readonly string[] => {
  const room = roomOf(file.path);
  if (room === "adapters" || ROOFS.has(room)) return [];
  const code = file.text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  const found = WORLD.exec(code);
  return found ? [`${file.path} touches the outside world: ${found[0]}`] : [];
};
