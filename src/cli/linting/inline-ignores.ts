import {
  createInlineSuppressions,
  type InlineSuppressions,
} from '../../lint/adoption/inline-suppressions.ts';
import type { LintOptions } from '../../lint/lint-file.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import type { LintSetup } from './lint-setup.ts';

/** A setup in which comments in the files suppress findings. What else accepts the same finding is used as well. */
export function withInlineIgnores(
  setup: LintSetup,
  { rules, only, levels }: Pick<LintArguments, 'rules' | 'only' | 'levels'>,
): LintSetup {
  const ids = rules.map(({ id }) => id);
  const inline = createInlineSuppressions(ids);
  return {
    ...setup,
    options: suppressing(setup.options, inline),
    again: () => suppressing(setup.again(), createInlineSuppressions(ids)),
    settle(report, run) {
      const settled = setup.settle(report, run);
      const unused = inline.notes((rule) => (only?.has(rule) ?? true) && levels.get(rule) !== 'off');
      return unused.length === 0 ? settled : { ...settled, notes: [...unused, ...(settled.notes ?? [])] };
    },
    faults: inline.faults,
  };
}

function suppressing(options: LintOptions, inline: InlineSuppressions): LintOptions {
  return {
    ...options,
    begin: inline.begin,
    suppress(finding, file) {
      const elsewhere = options.suppress?.(finding, file);
      return inline.suppress(finding) ?? elsewhere;
    },
  };
}
