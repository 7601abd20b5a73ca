import { nameKey } from "./names.ts";

/** Places, agencies and lists under their several names; any of a line stands for the others in a question. */
const LINES = `
North Korea; North Korean; North Koreans; North Korea's; DPRK; D.P.R.K.; Pyongyang; Democratic People's Republic of Korea
South Korea; South Korean; South Koreans; Republic of Korea; ROK; Seoul
United States; US; U.S.; USA; U.S.A.; American; Americans; America
Russia; Russian; Russians; Russian Federation; Moscow
China; Chinese; PRC; People's Republic of China; Beijing
Iran; Iranian; Iranians; Tehran
Japan; Japanese; Tokyo
United Kingdom; UK; U.K.; British; Britain
European Union; EU; E.U.; European
United Nations; UN; U.N.
UN Security Council; UNSC; Security Council
Cambodia; Cambodian
Vietnam; Vietnamese
Laos; Lao; Laotian
India; Indian
Ukraine; Ukrainian
Poland; Polish
Germany; German
Estonia; Estonian
Nigeria; Nigerian
Myanmar; Burma; Burmese
OFAC; Office of Foreign Assets Control; US Treasury; Treasury; Treasury Department; Department of the Treasury; US Department of the Treasury
State Department; Department of State; US Department of State; US State Department
DOJ; Department of Justice; Justice Department; US Department of Justice; US prosecutors; prosecutors
FBI; Federal Bureau of Investigation
CISA; Cybersecurity and Infrastructure Security Agency
NSA; National Security Agency
FinCEN; Financial Crimes Enforcement Network
OFSI; Office of Financial Sanctions Implementation
FATF; Financial Action Task Force
SDN; SDN list; Specially Designated Nationals; Specially Designated Nationals list
MSMT; Multilateral Sanctions Monitoring Team
Panel of Experts; 1718 Panel; Panel
RGB; Reconnaissance General Bureau
E.O.; Executive Order; EO
IT worker; IT workers; information technology worker; information technology workers
TRM Labs; TRM
OTC; over-the-counter; over the counter
KYC; know your customer; know-your-customer
`;

/** key of any name -> keys of all names of its line, the line's first first. */
export const WELL_KNOWN: ReadonlyMap<string, readonly string[]> = new Map(
  LINES.split("\n")
    .filter((line) => line.trim() !== "")
    .flatMap((line) => {
      const keys = line.split(";").map(nameKey);
      return keys.map((key): [string, readonly string[]] => [key, keys]);
    }),
);

/** Longest first: [from, to) of well-known names in the words of a question. */
export const findWellKnown = (words: readonly string[]): readonly { from: number; to: number; key: string }[] => {
  const found: { from: number; to: number; key: string }[] = [];
  for (let from = 0; from < words.length; ) {
    let length = Math.min(6, words.length - from);
    while (length > 0 && !WELL_KNOWN.has(words.slice(from, from + length).join(" "))) length--;
    const key = words.slice(from, from + length).join(" ");
    // "tell us" is not the United States.
    if (length === 0 || key === "panel" || key === "lao") from++;
    else {
      found.push({ from, to: from + length, key });
      from += length;
    }
  }
  return found;
};
