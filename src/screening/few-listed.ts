import { ROLE, WEAK_ROLES } from "./name-form.ts";
import { NAME_FLAG, type NameIndex } from "./name-index.ts";
import type { NameToken } from "./name-token.ts";
import { GATE } from "./weights.ts";

/** What of listed names decides how much of them must agree, by their numbers. */
export interface ListedFacts {
  readonly person: Uint8Array;
  /** Parts that carry the name. */
  readonly content: Uint8Array;
  /** 1 where a part is a letter alone. */
  readonly initials: Uint8Array;
  /** 1 for a long rare word that may hit alone, were it the only one (`isFamousWord`). */
  readonly famous: Uint8Array;
}

export const factsOfNames = (index: NameIndex, tokenOf: (text: string) => NameToken): ListedFacts => {
  const count = index.nameListings.length;
  const facts = {
    person: new Uint8Array(count),
    content: new Uint8Array(count),
    initials: new Uint8Array(count),
    famous: new Uint8Array(count),
  };
  for (let name = 0; name < count; name++) {
    const flags = index.nameFlags[name]!;
    facts.person[name] = (flags & NAME_FLAG.person) !== 0 ? 1 : 0;
    for (let p = index.nameStarts[name]!; p < index.nameStarts[name + 1]!; p++) {
      const token = tokenOf(index.tokenTexts[index.partTokens[p]!]!);
      if (token.latin.length === 1) facts.initials[name] = 1;
      if ((index.partRoles[p]! & (WEAK_ROLES | ROLE.generic | ROLE.number)) !== 0) continue;
      facts.content[name]!++;
      if ((flags & NAME_FLAG.vessel) === 0 && token.latin.length >= GATE.loneLength && !token.personal)
        facts.famous[name] = 1;
    }
  }
  return facts;
};
