import type { Catalogue } from '../model/catalogue.ts';
import type { CloudChoice } from '../model/cloud.ts';
import type { Finding, RelatedLocation, Severity } from '../model/finding.ts';
import type { JsonSlip, Policy, PolicyFile, Span } from '../model/policy.ts';
import { createLocator, type Locator, pointerOf } from '../policy/region-of.ts';
import type { Pointer, Problem, Rule } from '../rules/rule.ts';
import { rules as allRules, type RuleId } from '../rules/rules.ts';

/** What linting a file depends on besides the file. */
export interface LintOptions {
  readonly catalogue: Catalogue;
  readonly cloud: CloudChoice;
  /** Severities that differ from the rules' own; `off` silences a rule. */
  readonly severities?: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
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

/** What the rules find in one file, sorted by line, column and rule. A file without policy has no findings. */
export function lintFile(file: PolicyFile, options: LintOptions): readonly Finding[] {
  if (file.policies.length === 0) return [];
  const locator = createLocator(file.text);
  return file.policies.flatMap((policy) => lintPolicy(policy, file, locator, options)).sort(compareFindings);
}

function lintPolicy(policy: Policy, file: PolicyFile, locator: Locator, options: LintOptions): Finding[] {
  const { catalogue, cloud, severities = {}, rules = allRules } = options;
  const doubts = doubtfulPlaces(policy);
  const findings: Finding[] = [];
  for (const rule of rules) {
    const configured = Object.hasOwn(severities, rule.id) ? severities[rule.id as RuleId] : undefined;
    if (configured === 'off') continue;
    for (const problem of rule.check({ policy, catalogue, cloud })) {
      if (isConsequence(problem, doubts, file.text, locator)) continue;
      const severity = configured ?? problem.severity ?? rule.severity;
      findings.push(findingOf(rule.id, severity, problem, file.file, locator));
    }
  }
  return findings;
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
  { message, at, help, related = [] }: Problem,
  file: string,
  locator: Locator,
): Finding {
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
  };
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
