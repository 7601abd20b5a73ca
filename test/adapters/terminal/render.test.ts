import { describe, expect, it } from "vitest";
import { renderText } from "../../../src/adapters/terminal/render.ts";
import { answerReply } from "../../../src/bot/replies/answer.ts";
import { troubleReply } from "../../../src/bot/replies/plain.ts";
import { screeningReply } from "../../../src/bot/replies/screening.ts";
import { answer, screening, searchedList } from "../../support/records.ts";

const describeList = (list: string) => ({ title: list, meaning: "Property is blocked." });

describe("a reply on a terminal", () => {
  it("lists its numbered sources with the quotation", () => {
    const text = renderText(answerReply(answer(), describeList));
    expect(text).toMatch(/\[1\] A fictional notice\. Example Press, 8 July 2025\./);
    expect(text).toContain("“The fictional example was listed on 8 July 2025.”");
  });
  it("lets no escape code or bidirectional override through", () => {
    expect(renderText(troubleReply("a\u001b[31mred\u202e b"))).toBe("a [31mred b");
  });
  it("says once what limits the lists, and shows other warnings", () => {
    const caveat = "starter extract of 2026-03-12, not for compliance decisions";
    const text = renderText(
      screeningReply(
        screening({ searched: [searchedList({ caveat })], warnings: [`OFAC SDN: ${caveat}.`, "Its checksum fails."] }),
        describeList,
      ),
    );
    expect(text.match(/not for compliance decisions/g)).toHaveLength(1);
    expect(text).toContain("starter extract of 12 March 2026");
    expect(text).toContain("Its checksum fails.");
  });
});
