import type { Instant } from "../core/dates.ts";

/** The current instant, UTC. Injected, so that tests own time. */
export type Now = () => Instant;

/** Milliseconds of a clock that only goes forward, for durations. */
export type Stopwatch = () => number;

/** A new unique identifier, URL-safe, sortable by time. */
export type NewId = () => string;
