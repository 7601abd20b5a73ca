import { describe, expect, it } from "vitest";
import { embeddedTrouble, storageTrouble } from "../../../src/adapters/stores/storage-trouble.ts";
import { BadInput } from "../../../src/core/errors.ts";

/** As `node:sqlite` throws it. */
const thrown = (errcode: number): Error => Object.assign(new Error("said by SQLite"), { errcode });

describe("a trouble of the embedded store", () => {
  it.each([
    ["damaged", 11, /^The store is damaged \(said by SQLite\)\. Nothing was changed\. .*redflag restore/],
    ["no database", 26, /^The store is damaged/],
    ["read-only", 8, /^The store cannot be written .*REDFLAG_DATA_DIR/],
    ["read-only, extended code", 8 | (5 << 8), /^The store cannot be written/],
    ["not to be opened", 14, /^The store cannot be written/],
    ["on a full disk", 13, /^The disk of the store is full .*Free some space/],
  ])("that is %s is said in a sentence with what to do", (_name, errcode, sentence) => {
    const trouble = embeddedTrouble(thrown(errcode));
    expect(trouble?.message).toMatch(sentence);
    expect(trouble?.message).toMatch(/\.$/);
    expect(trouble?.code).toBe("storage");
  });
  it.each([
    ["a lock", thrown(5)],
    ["an error without a code", new Error("x")],
    ["nothing", null],
  ])("is not made of %s", (_name, given) => {
    expect(embeddedTrouble(given)).toBeNull();
  });
  it("leaves an error of the program as it is", () => {
    const own = new BadInput("Send one name.");
    expect(storageTrouble("The store did not answer", own, "Try again.")).toBe(own);
  });
});
