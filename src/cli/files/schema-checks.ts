import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';

/** What is wrong with a file by its schema; the value and the schema of each place are with it. */
export type SchemaCheck = (value: unknown) => readonly ErrorObject[];

/**
 * The checks of configurations and of tests of access. In the built program, code that the build generates from the same
 * schemas takes the place of this file (see `scripts/program.mjs`), since the library costs more than all the rest of a run.
 */
export function configCheck(schema: () => string): SchemaCheck {
  return checkOf(schema);
}

export function iamtestCheck(schema: () => string): SchemaCheck {
  return checkOf(schema);
}

function checkOf(schema: () => string): SchemaCheck {
  const options = { allErrors: true, verbose: true, allowUnionTypes: true };
  const validate = new Ajv2020(options).compile(JSON.parse(schema()) as object);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
