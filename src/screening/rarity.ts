import { BACKGROUND } from "./vocabulary.ts";

/** 0..1: how rare a rarity key is, 1 for one seen once or never. From the frozen background, so that every run agrees. */
export type Rarity = (key: string, person: boolean) => number;

export const backgroundRarity: Rarity = (key, person) => {
  const { names, counts } = person ? BACKGROUND.persons : BACKGROUND.organisations;
  const count = counts.get(key) ?? 1;
  return count <= 1 ? 1 : Math.max(0, 1 - Math.log(count) / Math.log(names));
};
