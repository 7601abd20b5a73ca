import { describe, expect, it } from "vitest";
import { intervalFrom } from "../../src/lists/listed-dates.ts";
import { readRemarks, segmentsOf } from "../../src/lists/ofac-remarks.ts";

describe("dates of birth as lists write them", () => {
  it.each([
    ["a day", "10 Dec 1948", "1948-12-10", "1948-12-10", false],
    ["a year is the whole year", "1961", "1961-01-01", "1961-12-31", false],
    ["a month is the whole month", "Feb 1960", "1960-02-01", "1960-02-29", false],
    ["circa a year", "circa 1951", "1951-01-01", "1951-12-31", true],
    ["circa a day", "circa 12 Mar 1965", "1965-03-12", "1965-03-12", true],
    ["a range of years", "1961 to 1962", "1961-01-01", "1962-12-31", false],
    ["a range of days", "21 Mar 1979 to 20 Mar 1980", "1979-03-21", "1980-03-20", false],
    ["a range of months", "Nov 1965 to Jan 1966", "1965-11-01", "1966-01-31", false],
    ["circa a range with a dash", "circa 1979-1982", "1979-01-01", "1982-12-31", true],
    ["the UK's unknown day and month", "dd/mm/1960", "1960-01-01", "1960-12-31", false],
    ["the UK's unknown day", "00/05/1960", "1960-05-01", "1960-05-31", false],
  ])("%s", (_claim, text, from, to, approximate) => {
    expect(intervalFrom(text)).toEqual({ from, to, approximate, text });
  });
  it.each([
    "",
    "unknown",
    "31 Feb 1960",
    "1962 to 1961",
    "10 Foo 1960",
    "12/31/1960",
  ])("no date is made of %j", (text) => {
    expect(intervalFrom(text)).toBeNull();
  });
});

describe("labels in OFAC remarks", () => {
  const all = readRemarks(
    "DOB 1961; alt. DOB circa 1962; POB Amman, Jordan; alt. POB Yemen; nationality Korea, North; citizen Burma; Gender Male; " +
      "Passport 1084010 (Egypt) issued 10 May 1998 expires 09 May 2005; Vessel Registration Identification IMO 7406784; MMSI 572469210; " +
      "SWIFT/BIC HAVIGB2L; Email Address dam.d.free@net.sy; Tax ID No. AABA 670850 Y; Digital Currency Address - XBT 1Abc; " +
      "alt. Digital Currency Address - ETH 0xAbC; a.k.a. 'ABU 'ALI'; f.k.a. 'OLD NAME'; Linked To: EXAMPLE S.A. DE C.V.; Linked To: LAZARUS GROUP.",
    true,
  );
  it("keep every date of birth, the alternates too", () => {
    expect(all.births.map((b) => b.text)).toEqual(["1961", "circa 1962"]);
  });
  it("keep every place of birth", () => expect(all.birthplaces).toEqual(["Amman, Jordan", "Yemen"]));
  it("give countries as codes, also under the publisher's own names", () =>
    expect(all.nationalities).toEqual(["KP", "MM"]));
  it("give the gender", () => expect(all.gender).toBe("male"));
  it("give identifiers with issuer and label, without the dates behind them", () => {
    expect(all.identifiers).toEqual([
      { kind: "passport", value: "1084010", country: "EG", label: "Passport" },
      { kind: "imo", value: "7406784", country: null, label: "Vessel Registration Identification IMO" },
      { kind: "mmsi", value: "572469210", country: null, label: "MMSI" },
      { kind: "swift", value: "HAVIGB2L", country: null, label: "SWIFT/BIC" },
      { kind: "email", value: "dam.d.free@net.sy", country: null, label: "Email Address" },
      { kind: "tax-id", value: "AABA 670850 Y", country: null, label: "Tax ID No." },
    ]);
  });
  it("give every wallet with the publisher's own code", () => {
    expect(all.wallets).toEqual([
      { code: "XBT", address: "1Abc" },
      { code: "ETH", address: "0xAbC" },
    ]);
  });
  it("give quoted names as weak aliases, an apostrophe inside them kept", () => {
    expect(all.weakNames.map((n) => [n.text, n.role, n.strength])).toEqual([
      ["ABU 'ALI", "alias", "weak"],
      ["OLD NAME", "former", "weak"],
    ]);
  });
  it("give linked parties, without the full stop of the remark but with that of an abbreviation", () => {
    expect(all.linkedTo).toEqual(["EXAMPLE S.A. DE C.V.", "LAZARUS GROUP"]);
  });
  it("a code never seen before is taken from the data", () => {
    expect(readRemarks("Digital Currency Address - NEWCOIN abc123.", false).wallets).toEqual([
      { code: "NEWCOIN", address: "abc123" },
    ]);
  });
  it("an address cut by the end of the field is whole again after joining without a separator", () => {
    const joined = `${"x; alt. Digital Currency Address - XBT 1Gq"}${"ChmWqGtsaLrGbHfgdrV5Nkvahtjjuxr; Linked To: X."}`;
    expect(readRemarks(joined, false).wallets).toEqual([
      { code: "XBT", address: "1GqChmWqGtsaLrGbHfgdrV5Nkvahtjjuxr" },
    ]);
  });
  it("prose that only mentions a word of a label gives nothing", () => {
    const said = readRemarks("Member ETA; ICTY indictee; all offices worldwide; arrested 23 Apr 2002.", true);
    expect([said.births, said.identifiers, said.wallets, said.weakNames, said.linkedTo]).toEqual([[], [], [], [], []]);
  });
  it("segments lose one full stop at the end, no letter", () => {
    expect(segmentsOf("DOB 1961; Linked To: R D I S.A.")).toEqual(["DOB 1961", "Linked To: R D I S.A."]);
  });
});
