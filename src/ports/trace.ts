export type SpanFields = Readonly<Record<string, boolean | number | string>>;

/**
 * Does a piece of work as a span: how long it took, inside which other work, whether it failed. Fields name no person and hold
 * no text that people wrote. Rejects as the work does.
 */
export type Trace = <T>(name: string, fields: SpanFields, work: () => Promise<T>) => Promise<T>;

/** Where nobody looks. */
export const NO_TRACE: Trace = (_name, _fields, work) => work();
