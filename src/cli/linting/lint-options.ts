import { allHaveSameLanguages } from '../../decide/same-languages.ts';
import type { LintOptions } from '../../lint/lint-file.ts';
import { vendorContent } from '../../policy/vendor-content.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import type { Io } from '../io.ts';
import { openWorld } from '../world.ts';
import { configuredLint } from './configured-lint.ts';
import { withInlineIgnores } from './inline-ignores.ts';
import type { LintSetup } from './lint-setup.ts';

/** The setup of a call of `lint`. @throws UsageError where its baseline or its configuration is wrong. */
export function lintSetup(call: LintArguments, io: Io): LintSetup {
  const { config, rules, only, levels, baseline, cloud, scope } = call;
  const { catalogue, language, hosts, systemPolicies, tasks } = openWorld(io);
  const options = {
    catalogue,
    language,
    isVendorContent: vendorContent(systemPolicies),
    cloud,
    scope,
    rules,
  };
  const isProved: LintOptions['isProved'] = (before, after) =>
    allHaveSameLanguages(before.policies, after.policies, language());
  const isPlain = config === undefined && only === undefined && levels.size === 0 && baseline === undefined;
  const setup = isPlain ? plainSetup(options) : configuredLint({ options, tasks, hosts, call, io });
  const proved = { ...setup, options: { ...setup.options, isProved } };
  return call.inlineIgnores ? withInlineIgnores(proved, call) : proved;
}

function plainSetup(options: LintOptions): LintSetup {
  return {
    options,
    again: () => options,
    settle: (report) => report,
    faults: () => [],
    idle: () => [],
  };
}
