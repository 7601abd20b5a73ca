/** Resolves with the first truthy value of `look`; rejects after 20 s, saying what was waited for and what is known. */
export const waitUntil = async <T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  known: () => string = () => "",
): Promise<T> => {
  const until = Date.now() + 20_000;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > until) throw new Error(`Waited 20 s until ${what}. ${known()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
