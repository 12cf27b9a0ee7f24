import type { Finding, Fix, RelatedLocation, Severity, Suppression } from '../model/finding.ts';
import type { JsonSlip, Policy, PolicyFile, Span } from '../model/policy.ts';
import { createLocator, type Locator, pointerOf } from '../policy/region-of.ts';
import type { Pointer, Problem, ProposedFix, Rule, RuleWorld } from '../rules/rule.ts';
import { rules as allRules, type RuleId } from '../rules/rules.ts';
import { createFixEditor, type FixEditor } from './edits-of-fix.ts';

/** What linting a file depends on besides the file. */
export interface LintOptions extends RuleWorld {
  /** Severities that differ from the rules' own; `off` silences a rule. */
  readonly severities?: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
  /** Why a finding does not count, where something says so. */
  readonly suppress?: (finding: Finding) => Suppression | undefined;
  /** The rules to run; all of them unless given. */
  readonly rules?: readonly Rule[];
}

/** Slips that leave the text of a string in doubt: what is wrong inside it is their consequence. */
const doubtful: ReadonlySet<JsonSlip['kind']> = new Set([
  'multi-line-string',
  'unclosed-string',
  'invalid-escape',
  'invalid-character',
  'invalid-number',
  'unexpected',
]);

/** What the rules find in one file, sorted by line, column and rule. */
export function lintFile(file: PolicyFile, options: LintOptions): readonly Finding[] {
  const locator = createLocator(file.text);
  const editor = createFixEditor(file.text);
  const doubts = new Map(file.policies.map((policy) => [policy, doubtfulPlaces(policy)]));
  return [...problemsOf(file, options)]
    .filter(
      ({ problem, policy }) =>
        !isConsequence(problem, (policy && doubts.get(policy)) ?? [], file.text, locator),
    )
    .map(({ rule, severity, problem }) => {
      const finding = findingOf(rule.id, severity, problem, file.file, locator, editor);
      const suppressed = options.suppress?.(finding);
      return suppressed === undefined ? finding : { ...finding, suppressed };
    })
    .sort(compareFindings);
}

interface Found {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly problem: Problem;
  /** The policy that the problem is about; `undefined` where it is about the file. */
  readonly policy: Policy | undefined;
}

function* problemsOf(file: PolicyFile, options: LintOptions): Generator<Found> {
  const { catalogue, cloud, language, severities = {}, rules = allRules } = options;
  for (const rule of rules) {
    const configured = Object.hasOwn(severities, rule.id) ? severities[rule.id as RuleId] : undefined;
    if ((configured ?? (rule.off ? 'off' : rule.severity)) === 'off') continue;
    const found = (problem: Problem, policy?: Policy): Found => ({
      rule,
      severity:
        configured === undefined || configured === 'off' ? (problem.severity ?? rule.severity) : configured,
      problem,
      policy,
    });
    const world = { catalogue, cloud, language };
    for (const problem of rule.checkFile?.({ ...world, file }) ?? []) yield found(problem);
    if (rule.check === undefined) continue;
    for (const policy of file.policies)
      for (const problem of rule.check({ ...world, policy })) yield found(problem, policy);
  }
}

/** The order of findings: file, line, column, rule, and the end and message where all these are equal. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareTexts(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareTexts(a.rule, b.rule) ||
    a.endLine - b.endLine ||
    a.endColumn - b.endColumn ||
    compareTexts(a.message, b.message)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function findingOf(
  rule: string,
  severity: Severity,
  { message, at, help, related = [], fix: proposed }: Problem,
  file: string,
  locator: Locator,
  editor: FixEditor,
): Finding {
  const fix = proposed && fixOf(proposed, locator, editor);
  return {
    rule,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    file,
    pointer: pointerOf(at.path),
    ...regionOf(at, locator),
    related: related.map((place): RelatedLocation => {
      const { line, column } = regionOf(place.at, locator);
      return { file, pointer: pointerOf(place.at.path), line, column, note: place.note };
    }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** A fix that this text takes; another one is not offered. */
function fixOf(
  { safe, description, changes }: ProposedFix,
  locator: Locator,
  editor: FixEditor,
): Fix | undefined {
  const splices = editor.splicesOf(changes);
  return (
    splices && {
      safe,
      description,
      edits: splices.map((splice) => ({
        ...locator.regionOf({ offset: splice.offset, length: splice.length }),
        text: splice.text,
      })),
    }
  );
}

function regionOf(at: Pointer, locator: Locator) {
  return 'span' in at ? locator.regionOf(at.span) : locator.regionOf(at.path, at.target);
}

function doubtfulPlaces({ faults }: Policy): readonly Span[] {
  return faults.flatMap((fault) =>
    fault.kind === 'invalid-json' && doubtful.has(fault.slip.kind)
      ? [fault.slip, ...(fault.slip.again ?? [])]
      : [],
  );
}

/** Whether a problem lies in a string that a slip leaves in doubt. */
function isConsequence({ at }: Problem, doubts: readonly Span[], text: string, locator: Locator): boolean {
  if ('span' in at || at.target === 'member' || doubts.length === 0) return false;
  const value = locator.spanOf(at.path);
  const isContainer = text[value.offset] === '{' || text[value.offset] === '[';
  return !isContainer && doubts.some((slip) => overlap(slip, value));
}

function overlap(a: Span, b: Span): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
