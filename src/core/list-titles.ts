/** What people call the lists. Ids stay in JSON and commands; sentences use these. */
const TITLES = {
  "ofac-sdn": "OFAC SDN",
  "ofac-non-sdn": "OFAC non-SDN",
  "un-sc": "UN Security Council",
  "uk-sanctions": "UK Sanctions List",
  "eu-fsf": "EU consolidated list",
  "us-csl": "US Consolidated Screening List",
  opensanctions: "OpenSanctions",
  "own-list": "Own list",
} as const;

/** "un-sc" -> "UN Security Council"; an id that is not in the table stands for itself. */
export const listTitle = (id: string): string => (Object.hasOwn(TITLES, id) ? TITLES[id as keyof typeof TITLES] : id);
