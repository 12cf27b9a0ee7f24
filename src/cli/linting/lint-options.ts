import { cloudChoice, grantScope } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import type { Io } from '../io.ts';
import { openWorld } from '../world.ts';
import { configuredLint } from './configured-lint.ts';
import type { LintSetup } from './lint-setup.ts';

/** Options that say more than a run without a configuration needs to know. */
const particular = ['rule', 'only', 'baseline', 'update-baseline'];

/** The setup of a call of `lint`. @throws UsageError where its options or its configuration are wrong. */
export function lintSetup(call: Call, io: Io): LintSetup {
  const { catalogue, language, systemPolicies, tasks } = openWorld(io);
  const options = { catalogue, language, systemPolicies, cloud: cloudChoice(call), scope: grantScope(call) };
  if (call.config === undefined && !particular.some((name) => call.given.has(name)))
    return { options, again: () => options, settle: (report) => report };
  return configuredLint({ options, tasks, call, io });
}
