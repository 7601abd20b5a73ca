import { describe, expect, it } from "vitest";

/** One named claim about a port, and a fake that breaks it. A check that the broken fake passes is no check. */
export interface Check<Port> {
  readonly claim: string;
  readonly run: (port: Port) => Promise<void>;
  /** The same port with the claimed behaviour spoilt. */
  readonly broken: (good: Port) => Port;
}

/** Runs every check against an implementation. `make` gives a fresh, empty one each time. */
export const conforms = <Port>(
  name: string,
  checks: readonly Check<Port>[],
  make: () => Port | Promise<Port>,
): void => {
  describe(`${name} keeps the contract of its port`, () => {
    it.each(checks.map((check) => [check.claim, check] as const))("%s", async (_claim, check) => {
      await check.run(await make());
    });
  });
  describe(`the checks on ${name} can fail`, () => {
    it.each(checks.map((check) => [check.claim, check] as const))("trips when broken: %s", async (_claim, check) => {
      const broken = check.broken(await make());
      await expect(check.run(broken)).rejects.toThrow();
    });
  });
};
