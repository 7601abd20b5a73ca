import type { Office } from "../../src/bot/office.ts";

/** For tests that never reach digests, watchlists or cases: whatever is asked of it fails the test. */
export const NO_OFFICE: Office = new Proxy({} as Office, {
  get: (_office, name) => {
    throw new Error(`The test has no office and asked for its ${String(name)}.`);
  },
});
