type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/** A typed array that grows as numbers are added. */
export interface Growing<T extends Numbers> {
  push(value: number): void;
  readonly length: number;
  /** What was added, in an array of that length. */
  take(): T;
}

/** `make` gives an array of a length: `(n) => new Uint32Array(n)`. */
export const growing = <T extends Numbers>(make: (length: number) => T): Growing<T> => {
  let array = make(1024);
  let length = 0;
  return {
    push: (value) => {
      if (length === array.length) {
        const more = make(length + (length >> 1));
        more.set(array);
        array = more;
      }
      array[length++] = value;
    },
    get length() {
      return length;
    },
    take: () => {
      const taken = make(length);
      taken.set(array.subarray(0, length) as never);
      return taken;
    },
  };
};
