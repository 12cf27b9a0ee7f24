import type { DecisionComparison } from '../../decide/changed-decisions.ts';
import type { Finding } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Fault, PolicyFile } from '../../model/policy.ts';

/** Faults of a text that leave open what all of it says. */
const unreadable: ReadonlySet<Fault['kind']> = new Set([
  'invalid-json',
  'invalid-encoding',
  'multiple-documents',
  'double-encoded-policy',
  'input-too-large',
]);

/** What unsafe fixes did to the decisions of a file, in words that follow its name. */
export function changedDecisions(
  before: PolicyFile,
  after: PolicyFile,
  comparison: DecisionComparison,
  preview: boolean,
): string {
  const faults = before.policies.flatMap((policy) => policy.faults);
  const isReadable =
    before.policies.length === after.policies.length &&
    before.policies.every(({ kind }) => kind !== 'unreadable') &&
    !faults.some(({ kind }) => unreadable.has(kind));
  const apis = isReadable ? comparison.changedApis(before.policies, after.policies) : 0;
  // With a fault nothing is sure: that no API changes would not be true.
  if (!isReadable || (apis === 0 && faults.length > 0))
    return ' could not be read as a policy before, so there are no decisions to compare';
  if (apis === undefined) return ': for how many APIs the decision changes is not counted in so many files';
  const change = preview ? 'would change' : 'changes';
  return apis === 0
    ? `: the decision ${change} for no API of the catalogue (actions that no documented API needs are not counted)`
    : `: the decision ${change} for ${counted(apis, 'API')} of the catalogue`;
}

/** Fixes that were not made, in words; a few are named. */
export function leftOut({ file }: PolicyFile, findings: readonly Finding[]): readonly string[] {
  const said = (those: readonly Finding[], why: string): readonly string[] => {
    if (those.length === 0) return [];
    const some = those.slice(0, mostNamed).map(({ rule, line, column }) => `${rule} at ${line}:${column}`);
    const more = those.length - some.length;
    const which = `${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
    return [`${inBackticks(file)}: ${counted(those.length, 'fix')} left out: ${why} (${which})`];
  };
  return [
    ...said(
      findings.filter(({ fix }) => fix?.safe),
      'not proved to change no decision',
    ),
    ...said(
      findings.filter(({ fix }) => !fix?.safe),
      'the text would have more errors',
    ),
  ];
}

/** Fixes that nobody could make, in words. */
export function unfixableInForm({ file, form }: PolicyFile, count: number): readonly string[] {
  if (count === 0 || form === undefined) return [];
  return [`${inBackticks(file)}: ${counted(count, 'fix')} left out: ${form.fixable}`];
}

/** What was done altogether, in words. */
export function summaryOf(findings: number, files: number, preview: boolean): readonly string[] {
  if (findings === 0) return [];
  const what = `${counted(findings, 'finding')} in ${counted(files, 'file')}`;
  return [preview ? `${what} would be fixed` : `fixed ${what}`];
}

/** Fixes of a file that are named at the most. */
const mostNamed = 3;

function counted(count: number, what: 'finding' | 'file' | 'API' | 'fix'): string {
  return `${count} ${what}${count === 1 ? '' : what === 'fix' ? 'es' : 's'}`;
}

/** Remarks of this kind that are shown; the others are counted. */
const mostOmitted = 20;

/** The first of what was not done, and how much more there is. */
export function firstOmitted(omitted: readonly string[]): readonly string[] {
  const more = omitted.length - mostOmitted;
  const rest = more > 0 ? [`fixes of ${more} more ${more === 1 ? 'file' : 'files'} were left out`] : [];
  return [...omitted.slice(0, mostOmitted), ...rest];
}
