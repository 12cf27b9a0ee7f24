/**
 * How often a property is tried: 10,000 times, or as often as the environment says (`PROPERTY_RUNS=1000000 npx vitest
 * run test/decide` for the long run).
 */
export const propertyRuns = Number(process.env.PROPERTY_RUNS ?? 10_000);

/** Time that the properties of one test may take, in milliseconds: a bound against hanging, not a measure. */
export const propertyTimeout = 60_000 + propertyRuns * 6;
