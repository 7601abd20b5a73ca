import { defineConfig } from "vitest/config";

const json = process.env.VITEST_JSON;

/** `npm test` needs nothing but npm; `npm run test:wide` also needs Chromium and Redis from the system. */
const wide = process.env.REDFLAG_TESTS === "wide";

export default defineConfig({
  test: {
    include: wide ? ["test/wide/**/*.test.ts"] : ["test/**/*.test.ts"],
    exclude: wide ? [] : ["test/wide/**"],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    pool: "forks",
    reporters: json ? ["default", ["json", { outputFile: json }]] : ["default"],
  },
});
