/**
 * Words that answer for one another in sanctions notices and threat reports. Each line is one meaning; every word of a
 * line may stand for the others. `a > b` is one-way: who asks for a is answered by b, but not the other way round
 * ("precautions" is answered by "should", "should" does not ask for precautions).
 * Acts stay apart on purpose: to be charged is not to be convicted, to be sanctioned is neither.
 */
const MEANINGS = `
steal stole stolen theft thefts heist hack hacked drain drained loot siphon rob
sanction sanctions sanctioned designate designated designation list listed blacklist blacklisted blocked
remove removed removal delist delisted delisting lift lifted
charge charged charges indict indicted indictment accuse accused
convict convicted conviction guilty
sentence sentenced prison jail jailed imprisonment
arrest arrested detained custody
crypto cryptocurrency cryptocurrencies virtual digital asset assets token tokens
company companies firm firms business businesses employer employers corporation
tech technology it
worker workers employee employees staff freelancer freelancers contractor contractors operative operatives
hacker hackers actor actors attacker attackers threat
fake false fabricated bogus forged stolen fictitious
identity identities persona personas alias aliases
hire hired hires hiring recruit recruited recruitment employ employed employment
pay paid payment payments salary salaries wage wages
money funds fund proceeds revenue earnings income
launder laundered laundering mixer mixers mixing tumbler obfuscate
north dprk
korea korean koreans dprk pyongyang
russia russian russians moscow
china chinese prc
usa us united america american americans
iran iranian
japan japanese
exchange platform
ransom ransomware extort extorted extortion
freeze froze frozen seize seized seizure forfeit forfeiture forfeited confiscate
fine fined penalty penalties settle settled settlement
malware trojan backdoor implant
phishing phish spearphishing spear lure lures
group groups cluster unit
wallet wallets address addresses
warn warned warning advisory alert
location located based live lives
reward rewards bounty
owner owners owned owns own control controls controlled
laptop laptops computer computers
mean means meaning significance effect effects consequence consequences impact implication
attack attacks attacked target targeted targeting intrusion compromise compromised breach breached
weapon weapons missile missiles ballistic nuclear
law legal order authority
help helped aid aided assist assisted facilitate facilitated support supported
buy bought purchase purchased
ship ships vessel vessels tanker
wife husband spouse married
old age aged born birth
die died dead death killed
largest biggest record highest
sum total amount
year annual yearly
part role involved
verify verified verification check checked checks
report reported reports reporting
tie tied ties link linked links connection connected association associated relationship relation
why > because
start started begin began since
end ended stop stopped
run ran operate operated operates operating
`;

const ONE_WAY = `
precaution precautions protect protection prevent mitigate mitigation mitigations defend safeguard safeguards recommend recommended recommendation recommendations advice advise steps measures > should verify check use require watch avoid recommend recommends advises require confirm review compare train limit
sign signs warning indicator indicators flag flags > sign signs flag flags indicator indicators refuse refuses request requests
benefit benefits gain profit profits > revenue fund funds money weapons earn earns earned proceeds finance
operations operation cyber > hack hacks hacking hackers theft thefts stole stolen attack attacks worker workers scheme
significance meaning consequence consequences effect impact implications matter > blocked property dealing dealings barred prohibited violations penalties transactions
loss losses lose lost > stole stolen theft
cost > loss lost worth
nationality citizen > national
alias aliases aka > known alias called
job jobs > employment hired remote
scheme > scheme network plot operation
behind responsible > attributed carried blamed group linked actors
who > actor national founder chief
precautions > step
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
  const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");
  for (const line of lines(MEANINGS)) {
    const [left = "", right] = line.split(" > ");
    const words = left.trim().split(" ");
    if (right === undefined) for (const a of words) for (const b of words) put(a, b, 0.85);
    else for (const a of words) for (const b of right.trim().split(" ")) put(a, b, 0.7);
  }
  for (const line of lines(ONE_WAY)) {
    const [left = "", right = ""] = line.split(" > ");
    for (const a of left.trim().split(" ")) for (const b of right.trim().split(" ")) put(a, b, 0.7);
  }
  return table;
})();
