/**
 * A table that is looked up by what people and publishers write. Every object inherits names such as "constructor" and
 * "toString": `table(…)["constructor"]` is `undefined`, where a plain object gives a function.
 */
export const table = <T>(rows: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null), rows);
