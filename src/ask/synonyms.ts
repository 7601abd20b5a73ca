/**
 * Words that answer for one another in sanctions notices and threat reports. Each line is one meaning; every word of a
 * line may stand for the others. Acts stay apart on purpose: to be charged is not to be convicted, to be sanctioned is
 * neither.
 */
const MEANINGS = `
steal stole stolen stealing theft thefts heist heists hack hacks hacked hacking drain drained loot looted rob robbed haul taken took lost
sanction sanctions sanctioned sanctioning designate designated designation designations list listed listing blacklist blacklisted
remove removed removal delist delisted delisting lift lifted
charge charged charges indict indicted indictment indictments accuse accused
convict convicted conviction guilty pleaded plea
sentence sentenced sentences prison jail jailed imprisonment punishment punished term terms
arrest arrested detained custody
crypto cryptocurrency cryptocurrencies coins coin virtual digital token tokens
company companies firm firms business businesses employer employers corporation enterprise enterprises staff hr hiring
tech technology technologies software
worker workers employee employees staff freelancer freelancers contractor contractors programmer programmers developer developers hire hires personnel
hacker hackers actor actors attacker attackers thief thieves criminals perpetrator perpetrators
fake false fabricated bogus forged fictitious invented
identity identities persona personas alias aliases
hire hired hires hiring recruit recruits recruited recruiting recruitment recruiter recruiters employ employed employment onboarding
pay paid payment payments salary salaries wage wages compensation
money funds fund proceeds revenue earnings income cash
launder laundered laundering
mixer mixers mixing tumbler
exchange platform marketplace
ransom ransomware extort extorted extortion blackmail
freeze froze frozen blocked seize seized seizure forfeit forfeited forfeiture confiscate confiscated
fine fined penalty penalties settle settled settlement
malware trojan backdoor implant virus
phishing phish spearphishing lure lures
group groups cluster unit gang outfit
wallet wallets
address addresses
warn warns warned warning warnings advisory alert announcement flash
live lives lived located based address resident
reward rewards bounty offer offered offers
own owns owned owner owners control controls controlled controlling
laptop laptops computer computers device devices notebook
effect effects impact implication
attack attacks attacked attacking target targeted targeting targets intrusion intrusions intruder intruders compromise compromised breach breached infiltrate infiltrated
weapon weapons missile missiles ballistic nuclear wmd
law legal order authority basis
help helps helped helper helpers aid aided assist assisted assistance facilitate facilitated facilitator facilitators support supported accomplice
buy bought buys purchase purchased procure procured
ship ships vessel vessels tanker
wife husband spouse married
old age aged year-old
birth born birthplace birthday
die died dead death
largest biggest record highest
total sum overall altogether
amount figure figures
year annual yearly annually
verify verifies verified verification check checks checked checking vet vetting confirm confirmed
detect detected detecting detection spot spotted identify identifying recognise recognize notice noticed find found break
tie tied ties link linked links connection connections connected relationship
run runs ran running operate operated operates operating manage manages managed
head heads headed lead leads led leader chief
supply supplied supplies ship shipped provide provided provides deliver delivered equipment
trick tricked tricks deceive deceived fool fooled pose posed poses posing
get got getting break broke enter entered entry access accessed
regime state government
abroad overseas foreign
spring march april may
summer june july august
autumn september october november
winter december january february
farm farms
host hosted hosts hosting keep kept keeps receive received
name names named call calls called known
report reports
must required shall
allowed permitted may
forbid forbids forbidden prohibit prohibits prohibited bar bars barred ban bans banned
loss losses lose lost
disclose disclosed disclosure
violation violations breach breaches
defraud defrauded fraud fraudulent scam scams
spy spying espionage
hospital hospitals
evade evades evading evasion avoid hide hides hid hidden conceal disguise
send sent sends sending
campaign campaigns operation operations scheme schemes activity activities
suspect suspected suspects
attribute attributes attributed attribution ascribe ascribes ascribed blame blamed
website websites site sites domain domains
recover recovered recovery return returned
founder founders established created set
president chief head chairman director ceo
executive executives management manager managers leadership
tool tools software program programs app apps
`;

/** `asked > answered by`: one way only. "Precautions" is answered by "should"; "should" does not ask for precautions. */
const ONE_WAY = `
operations operation > hack hacks hacking hackers theft thefts stole stolen attack attacks cybercrime worker workers scheme
cyber > hack hacks hacking hackers theft thefts stole stolen attack attacks cybercrime malware
cost > loss lost worth pay
nationality citizenship citizen > national nationals russian chinese korean
job jobs > employment hired remote posts
behind responsible > attributed held carried blamed group linked
reason grounds > because legal basis
disagree disagreement disagreements conflict contradict differ differs differently > differ differs while given
punishment > months sentenced prison
supply > equipment shipped
fail fails failed failure neglect > not failed without lacked never
owe > pay
husband wife > spouse
begin began beginning start started starting > since began from active
end ended ending > until ended
many > number count counts
unknowingly unwittingly > unknowing unaware fake stolen
employed > hired
punish > sentenced prison
where > in based located
developers developer > developer worker engineer
exploit exploited > flaw flaws vulnerabilities
video > interviews camera deepfakes
`;

/** Words that ask for a kind of statement, and the words of such statements. They are never met by their own stem. */
const INTENT_LINES = `
precaution precautions protect protection prevent mitigate mitigation mitigations defend safeguard safeguards recommend recommended recommendation recommendations advice advise steps measures tips > should verify check use require watch avoid recommend recommends advises confirm review compare train limit report keep
founded > founder founders cofounder established formed started set
benefit benefits gain gains profit profits > revenue weapons fund funds income earn earns earned pay wages money proceeds programs
significance meaning matter consequence consequences implications > blocked property frozen dealings deal barred prohibited violations penalties assets
`;

/** Word -> words that may answer for it, with how much they count against the word itself. */
export const SYNONYMS: ReadonlyMap<string, ReadonlyMap<string, number>> = (() => {
  const table = new Map<string, Map<string, number>>();
  const put = (from: string, to: string, worth: number): void => {
    if (from === to) return;
    const row = table.get(from) ?? new Map<string, number>();
    row.set(to, Math.max(worth, row.get(to) ?? 0));
    table.set(from, row);
  };
  const rows = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
  for (const line of rows(MEANINGS)) {
    const words = line.trim().split(" ");
    for (const a of words) for (const b of words) put(a, b, 0.85);
  }
  for (const line of rows(ONE_WAY)) {
    const [left = "", right = ""] = line.split(" > ");
    for (const a of left.trim().split(" ")) for (const b of right.trim().split(" ")) put(a, b, 0.7);
  }
  for (const line of rows(INTENT_LINES)) {
    const [left = "", right = ""] = line.split(" > ");
    for (const a of left.trim().split(" "))
      table.set(
        a,
        new Map(
          right
            .trim()
            .split(" ")
            .map((b) => [b, 0.7]),
        ),
      );
  }
  return table;
})();

export const INTENTS: ReadonlySet<string> = new Set(
  INTENT_LINES.split("\n").flatMap((line) => line.split(" > ")[0]?.trim().split(" ") ?? []),
);
