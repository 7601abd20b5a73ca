import { expect } from "vitest";
import { type Case, nameKey } from "../../src/core/case.ts";
import { subjectFrom } from "../../src/core/subject.ts";
import type { CaseStore } from "../../src/ports/cases.ts";
import { listing } from "../support/listings.ts";
import type { Check } from "./store-checks.ts";
import { day } from "./subscription-store.ts";

const draft = (name: string, entry: string, birth?: string): Omit<Case, "number"> => ({
  subject: subjectFrom({ text: name, birth }),
  listing: listing(entry, `EXAMPLE ${entry}`),
  score: 0.8,
  place: { platform: "slack", workspaceId: "T1", channelId: "C1" },
  ownerId: null,
  state: "open",
  outcome: null,
  openedAt: day(1),
  steps: [{ at: day(1), userId: "U1", did: "opened", outcome: null, why: "" }],
});

const decided = (found: Case): Case => ({
  ...found,
  state: "decided",
  outcome: "false-positive",
  steps: [...found.steps, { at: day(2), userId: "U2", did: "decided", outcome: "false-positive", why: "other person" }],
});

export const CASE_CHECKS: readonly Check<CaseStore>[] = [
  {
    claim: "one subject and one entry have one case, with a number of its own",
    run: async (store) => {
      const one = await store.open(draft("Ann Example", "7"));
      const two = await store.open(draft("Ann Example", "8"));
      expect(two.number).not.toBe(one.number);
      expect(await store.open(draft("ANN  example", "7"))).toEqual(one);
      expect(await store.get(two.number)).toEqual({ ...draft("Ann Example", "8"), number: two.number });
      expect(await store.get(999)).toBeNull();
    },
    broken: (good) => ({
      ...good,
      open: (d) =>
        good.open({ ...d, subject: { ...d.subject, gender: "male" }, listing: listing(d.subject.text, "X") }),
    }),
  },
  {
    claim: "of two reviewers at once one is heard",
    run: async (store) => {
      const seen = await store.open(draft("Ann Example", "7"));
      expect(await store.save(seen, decided(seen))).toBe(true);
      expect(await store.save(seen, { ...decided(seen), outcome: "true-match" })).toBe(false);
      expect((await store.get(seen.number))?.outcome).toBe("false-positive");
    },
    broken: (good) => ({
      ...good,
      save: async (seen, next) => good.save((await good.get(seen.number)) ?? seen, next),
    }),
  },
  {
    claim: "cases are found by the name alone, also of subjects with other details",
    run: async (store) => {
      const one = await store.open(draft("Ann Example", "7"));
      const two = await store.open(draft("Ann  EXAMPLE", "7", "1990"));
      await store.open(draft("Bob Example", "7"));
      const found = await store.ofName(nameKey({ text: "ann example" }));
      expect(found.map(({ number }) => number)).toEqual([one.number, two.number]);
    },
    broken: (good) => ({ ...good, ofName: async (key) => (await good.ofName(key)).slice(0, 1) }),
  },
  {
    claim: "cases are listed by their state, oldest first",
    run: async (store) => {
      const [one, two, three] = [
        await store.open(draft("Ann Example", "7")),
        await store.open(draft("Bob Example", "7")),
        await store.open(draft("Cem Example", "7")),
      ];
      await store.save(two, decided(two));
      expect((await store.inState(["open"])).map(({ number }) => number)).toEqual([one.number, three.number]);
      expect((await store.inState(["open", "decided"])).length).toBe(3);
      expect(await store.inState([])).toEqual([]);
    },
    broken: (good) => ({ ...good, inState: () => good.inState(["open", "decided"]) }),
  },
];
