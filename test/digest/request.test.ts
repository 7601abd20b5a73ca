import { describe, expect, it } from "vitest";
import { parseDigestRequest, scheduleInWords } from "../../src/digest/request.ts";

const LISTS = ["ofac-sdn", "un-sc"];
const read = (text: string) => parseDigestRequest(text, "Europe/Berlin", LISTS);

describe("what a person writes", () => {
  it.each([
    ["", "daily at 09:00 (Europe/Berlin)", []],
    ["DPRK weekly on monday at 9 Europe/London quiet", "weekly on Monday at 09:00 (Europe/London)", ["program DPRK"]],
    ["weekdays at 7 am crypto", "on weekdays at 07:00 (Europe/Berlin)", ["crypto "]],
    ["un-sc monthly on the last day at 18:00 UTC", "monthly on the last day at 18:00 (UTC)", ["list un-sc"]],
    ["monthly on the 15th ransomware", "monthly on day 15 at 09:00 (Europe/Berlin)", ["keyword ransomware"]],
    ["fridays at 5 pm", "weekly on Friday at 17:00 (Europe/Berlin)", []],
    [
      'at once party:"Lazarus Group" publisher:FBI',
      "at once when something changes",
      ["party Lazarus Group", "publisher FBI"],
    ],
  ])("“%s” is %s", (text, schedule, topics) => {
    const request = read(text);
    expect(scheduleInWords(request.schedule)).toBe(schedule);
    expect(request.topics.map((topic) => `${topic.kind} ${topic.text}`)).toEqual(topics);
  });
  it("may want silence, and a drill instead of a digest", () => {
    expect(read("daily quiet").quiet).toBe(true);
    expect(read("daily").quiet).toBe(false);
    expect(read("drill weekly on tuesday")).toMatchObject({ what: "drill", topics: [], schedule: { weekday: 2 } });
  });
  it.each([
    ["daily at 25", /hour must be 0 to 23/],
    ["daily at 9:30", /full hour/],
    ["weekly Mars/Olympus", /no time zone/],
    ["list:narnia", /no list "narnia".*ofac-sdn/],
    ["colour:red", /no kind of topic "colour"/],
  ])("“%s” is refused with a sentence, and nothing is subscribed", (text, sentence) => {
    expect(() => read(text)).toThrow(sentence);
  });
});
