import type { Scenario } from "./scenario.ts";
import { ANSWERS } from "./scenarios-answers.ts";
import { ASKING } from "./scenarios-asking.ts";
import { FAULTS } from "./scenarios-faults.ts";
import { OFFICE } from "./scenarios-office.ts";
import { SCREENING } from "./scenarios-screening.ts";

/** Every chat scenario, for every platform. */
export const SCENARIOS: readonly Scenario[] = [...ASKING, ...ANSWERS, ...SCREENING, ...OFFICE, ...FAULTS];
