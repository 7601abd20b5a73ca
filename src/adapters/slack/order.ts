/** Runs tasks of one key one after the other and tasks of different keys side by side. */
export interface Order {
  run(key: string, task: () => Promise<void>): Promise<void>;
}

/** `failed` hears what a task rejected with; the next task of the key runs all the same. */
export const makeOrder = (failed: (thrown: unknown) => void): Order => {
  const tails = new Map<string, Promise<void>>();
  return {
    run: (key, task) => {
      const tail = (tails.get(key) ?? Promise.resolve()).then(task).catch(failed);
      tails.set(key, tail);
      const forget = (): void => {
        if (tails.get(key) === tail) tails.delete(key);
      };
      return tail.then(forget);
    },
  };
};
