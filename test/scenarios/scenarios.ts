import type { Scenario } from "./scenario.ts";
import { ANSWERS } from "./scenarios-answers.ts";
import { ASKING } from "./scenarios-asking.ts";
import { CHANNEL } from "./scenarios-channel.ts";
import { FAULTS } from "./scenarios-faults.ts";
import { IN_FORMS } from "./scenarios-forms.ts";
import { OFFICE } from "./scenarios-office.ts";
import { SCREENING } from "./scenarios-screening.ts";
import { TRUST } from "./scenarios-trust.ts";

/** Every chat scenario, for every platform. */
export const SCENARIOS: readonly Scenario[] = [
  ...ASKING,
  ...ANSWERS,
  ...SCREENING,
  ...CHANNEL,
  ...OFFICE,
  ...IN_FORMS,
  ...FAULTS,
  ...TRUST,
];
