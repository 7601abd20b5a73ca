/** Sequence numbers as spans, both ends inclusive: [1, 2, 3, 7] -> [[1, 3], [7, 7]]. */
export type Spans = readonly (readonly [first: number, last: number])[];

export const spansOf = (numbers: readonly number[]): Spans => {
  const spans: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const open = spans.at(-1);
    if (open && number <= open[1] + 1) open[1] = number;
    else spans.push([number, number]);
  }
  return spans;
};

/** Whether a number lies in one of the spans, which are in order. */
export const inSpans = (spans: Spans, number: number): boolean => {
  let [low, high] = [0, spans.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = spans[middle] ?? [0, -1];
    if (number < first) high = middle - 1;
    else if (number > last) low = middle + 1;
    else return true;
  }
  return false;
};
