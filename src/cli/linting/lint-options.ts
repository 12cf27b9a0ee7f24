import { allHaveSameLanguages } from '../../decide/same-languages.ts';
import type { LintOptions } from '../../lint/lint-file.ts';
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
  const { catalogue, language, hosts, systemPolicies, tasks } = openWorld(io);
  const options = { catalogue, language, systemPolicies, cloud: cloudChoice(call), scope: grantScope(call) };
  const isProved: LintOptions['isProved'] = (before, after) =>
    allHaveSameLanguages(before.policies, after.policies, language());
  if (call.config === undefined && !particular.some((name) => call.given.has(name)))
    return {
      options: { ...options, isProved },
      again: () => options,
      settle: (report) => report,
      idle: () => [],
    };
  const setup = configuredLint({ options, tasks, hosts, call, io });
  return { ...setup, options: { ...setup.options, isProved } };
}
