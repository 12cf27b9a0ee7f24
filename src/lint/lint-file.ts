import type { Finding, Fix, RelatedLocation, Severity, Suppression } from '../model/finding.ts';
import type { GrantHolder } from '../model/grant.ts';
import type { HouseRules } from '../model/house.ts';
import type { JsonSyntaxError, Policy, PolicyFile, Span } from '../model/policy.ts';
import { rereadFile } from '../policy/read-policy-file.ts';
import { createLocator, type Locator, pointerOf } from '../policy/region-of.ts';
import { ActionFacts } from '../rules/action-facts.ts';
import { AskedRules } from '../rules/asked-rules.ts';
import { PolicyFacts } from '../rules/policy-facts.ts';
import type { Pointer, Problem, ProposedFix, Rule } from '../rules/rule.ts';
import type { RuleWorld } from '../rules/rule-world.ts';
import type { RuleId } from '../rules/rules.ts';
import { withTrueFixes } from './fixes/apply-fixes.ts';
import { createFixEditor, type FixEditor } from './fixes/edits-of-fix.ts';
import { createFormEditor } from './fixes/form-editor.ts';
import { touchesHole } from './fixes/touches-hole.ts';

/** What a rule is set to: a severity for whatever it finds, `off`, or `on` for the severities that it has itself. */
export type RuleLevel = Severity | 'off' | 'on';

/** Levels of the rules that differ from their own. */
export type Severities = Readonly<Partial<Record<RuleId, RuleLevel>>>;

/** What linting a file depends on besides the file. */
export interface LintOptions extends RuleWorld {
  /** Levels of rules, of every file or of each. */
  readonly severities?: Severities | ((file: string) => Severities);
  /** Told of each file before its findings are asked about. */
  readonly begin?: (file: PolicyFile) => void;
  /** Why a finding does not count, where something says so. Asked in the order of the findings. */
  readonly suppress?: (finding: Finding, file: PolicyFile) => Suppression | undefined;
  /** The rules to run. */
  readonly rules: readonly Rule[];
  /** Whether a policy is a copy of one of the vendor's, which is not called faulty. */
  readonly isVendorContent?: (policy: Policy) => boolean;
  /** The proof of safe fixes: what does not stand it is not offered. Without it every fix of the rules is. */
  readonly isProved?: (before: PolicyFile, after: PolicyFile) => boolean;
  /** Whether a file may be written at all; asked of files with fixes. */
  readonly isWritable?: (file: PolicyFile) => boolean;
  /** Told of each fix that a rule proposes and that this text does not take. */
  readonly unfixable?: (fix: ProposedFix) => void;
}

/** Syntax errors that leave the text of a string in doubt: what is wrong inside it is their consequence. */
const doubtful: ReadonlySet<JsonSyntaxError['kind']> = new Set([
  'multi-line-string',
  'unclosed-string',
  'invalid-escape',
  'invalid-character',
  'invalid-number',
  'unexpected',
]);

/** What the rules find in one file, sorted by line, column and rule. */
export function lintFile(file: PolicyFile, options: LintOptions): readonly Finding[] {
  return lintFileOf(new LintRun(options), file);
}

/** The same of one of several files. @param holders who is granted policies together by what it says */
export function lintFileOf(
  run: LintRun,
  file: PolicyFile,
  holders: readonly GrantHolder[] = [],
): readonly Finding[] {
  const { options } = run;
  options.begin?.(file);
  const problems = withoutVendorContent(problemsOf(file, run, holders), options);
  if (problems.length === 0) return [];
  const locator = createLocator(file.text, file.form?.spanOf);
  const editor = file.form === undefined ? createFixEditor(file.text) : createFormEditor(file, file.form);
  const doubts = new Map(file.policies.map((policy) => [policy, doubtfulPlaces(policy)]));
  const refused = new Map<Finding, ProposedFix>();
  const said = withoutConsequences(withoutBorrowed(problems, file))
    .filter(
      ({ problem, policy }) => !isConsequence(problem, (policy && doubts.get(policy)) ?? [], file, locator),
    )
    .map(({ rule, severity, problem, policy }) => {
      const finding = findingOf(
        rule.id,
        severity,
        withoutUnsureFix(problem, policy, file),
        file.file,
        locator,
        editor,
      );
      if (problem.fix !== undefined && finding.fix === undefined) refused.set(finding, problem.fix);
      return finding;
    })
    .sort(compareFindings);
  // A baseline counts what it is asked about.
  const findings = (file.form === undefined ? said : withoutRepeats(said)).map((finding) => {
    const suppressed = options.suppress?.(finding, file);
    const fix = suppressed === undefined ? refused.get(finding) : undefined;
    if (fix !== undefined) options.unfixable?.(fix);
    return suppressed === undefined ? finding : { ...finding, suppressed };
  });
  const { isProved, isWritable = () => true } = options;
  if (isProved === undefined) return findings;
  return withTrueFixes(file, findings, { isProved, isWritable, read: (text) => rereadFile(file, text) });
}

/** Of a value that a root cause is about, nothing else is said. */
function withoutConsequences(found: readonly Found[]): readonly Found[] {
  const placesOf = ({ at, related = [] }: Problem) => [at, ...related.map((place) => place.at)];
  const roots = found.filter(({ rule }) => rule.rootCause);
  if (roots.length === 0) return found;
  const places = new Set(
    roots.flatMap(({ problem }) => placesOf(problem).map(({ path }) => pointerOf(path))),
  );
  return found.filter(
    ({ rule, problem }) => !aboutMeaning.has(rule.group) || !places.has(pointerOf(problem.at.path)),
  );
}

/** What rules of these groups say rests on what a value is taken for. */
const aboutMeaning: ReadonlySet<Rule['group']> = new Set([
  'action',
  'api',
  'resource',
  'condition',
  'risk',
  'house',
]);

/** Of a copy of what the vendor has written, only what the text itself, a risk or a house rule is about is said. */
function withoutVendorContent(found: readonly Found[], { isVendorContent }: LintOptions): readonly Found[] {
  if (isVendorContent === undefined) return found;
  const copies = new Map<Policy, boolean>();
  return found.filter(({ rule, policy }) => {
    if (policy === undefined || !aboutWriting.has(rule.group)) return true;
    const isCopy = copies.get(policy) ?? isVendorContent(policy);
    copies.set(policy, isCopy);
    return !isCopy;
  });
}

/** Of what is written in another file, that file says what is wrong with it. */
function withoutBorrowed(found: readonly Found[], { form }: PolicyFile): readonly Found[] {
  if (form === undefined || !found.some(({ policy }) => policy?.borrowed !== undefined)) return found;
  return found.filter(({ problem: { at }, policy }) => {
    const borrowed = policy?.borrowed;
    if (borrowed === undefined) return true;
    const { offset, length } = 'span' in at ? at.span : form.spanOf(at.path, at.target ?? 'value');
    return offset !== borrowed.offset || length !== borrowed.length;
  });
}

/** What rules of these groups say is how a policy should be written. */
const aboutWriting: ReadonlySet<Rule['group']> = new Set([
  'structure',
  'action',
  'api',
  'resource',
  'condition',
]);

interface Found {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly problem: Problem;
  /** The policy that the problem is about; `undefined` where it is about the file. */
  readonly policy: Policy | undefined;
}

/** A rule that is on, and the severity that its findings have whatever the rule says. */
interface ActiveRule {
  readonly rule: Rule;
  readonly configured: Severity | undefined;
}

/** The rules that are on, by what they look at. */
interface ActiveRules {
  readonly ofFiles: readonly ActiveRule[];
  readonly ofPolicies: ReadonlyMap<Rule, ActiveRule>;
}

/** What linting several files works out once. */
export class LintRun {
  readonly options: LintOptions;
  readonly actions: ActionFacts;
  readonly #asked: AskedRules;
  readonly #active = new Map<Severities, ActiveRules>();

  constructor(options: LintOptions) {
    this.options = options;
    this.actions = new ActionFacts(options);
    this.#asked = new AskedRules(options, options.rules, this.actions);
  }

  /** The rules that look at a file as a whole. */
  ofFile(file: PolicyFile): readonly ActiveRule[] {
    return this.#activeIn(file).ofFiles;
  }

  /** The rules that may find something in a policy of a file. */
  ofPolicy(policy: Policy, file: PolicyFile): readonly ActiveRule[] {
    const { ofPolicies } = this.#activeIn(file);
    return this.#asked.rulesFor(policy).flatMap((rule) => ofPolicies.get(rule) ?? []);
  }

  #activeIn({ file }: PolicyFile): ActiveRules {
    const { severities = none } = this.options;
    const configured = typeof severities === 'function' ? severities(file) : severities;
    const known = this.#active.get(configured);
    if (known !== undefined) return known;
    const active = activeRules(configured, this.options);
    const made: ActiveRules = {
      ofFiles: active.filter(({ rule }) => rule.checkFile !== undefined),
      ofPolicies: new Map(active.map((one) => [one.rule, one])),
    };
    this.#active.set(configured, made);
    return made;
  }
}

const none: Severities = {};

function activeRules(severities: Severities, { rules, house }: LintOptions): readonly ActiveRule[] {
  return rules.flatMap((rule): ActiveRule[] => {
    const configured = Object.hasOwn(severities, rule.id) ? severities[rule.id as RuleId] : undefined;
    const level = configured ?? (isOff(rule, house) ? 'off' : 'on');
    if (level === 'off') return [];
    return [{ rule, configured: level === 'on' ? undefined : level }];
  });
}

function problemsOf(file: PolicyFile, run: LintRun, holders: readonly GrantHolder[]): readonly Found[] {
  const { options } = run;
  run.actions.forgetMany();
  const found: Found[] = [];
  const add = ({ rule, configured }: ActiveRule, problem: Problem, policy: Policy | undefined) =>
    found.push({
      rule,
      severity: configured ?? problem.severity ?? rule.severity,
      problem,
      policy,
    });
  // Who is granted what a file says is looked at after the file.
  const ofFile = run.ofFile(file).filter(({ rule }) => holders.length === 0 || rule.group === 'house');
  for (const active of ofFile)
    for (const problem of active.rule.checkFile?.({ ...options, file, holders }) ?? [])
      add(active, problem, undefined);
  for (const policy of file.policies) {
    const isUnknown = policy.holes?.some(({ kind }) => kind === 'document') ?? false;
    const context = { ...options, policy, facts: new PolicyFacts(policy, options, run.actions) };
    for (const active of run.ofPolicy(policy, file)) {
      // What the vendor has written is left alone, but for the text that it is in; so is what nobody knows the language of.
      if ((isUnknown || policy.origin === 'vendor') && active.rule.group !== 'document') continue;
      for (const problem of active.rule.check?.(context) ?? []) add(active, problem, policy);
    }
  }
  return found;
}

/** What an alias of YAML repeats is found once, where it is written. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const keys = findings.map(({ rule, line, column, message }) =>
    JSON.stringify([rule, line, column, message]),
  );
  const first = new Map(keys.map((key, index) => [key, index] as const).reverse());
  return findings.filter((_, index) => first.get(keys[index] ?? '') === index);
}

/** Whether nobody asked for a rule that is off otherwise. What `house` says something about is asked for. */
function isOff({ id, off }: Rule, house: HouseRules | undefined): boolean {
  return off === true && !Object.hasOwn(house ?? {}, id);
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

/** The problem without its fix, where that would touch what the file does not fix. */
function withoutUnsureFix(problem: Problem, policy: Policy | undefined, { text }: PolicyFile): Problem {
  const { fix, ...rest } = problem;
  return fix !== undefined && touchesHole(fix, policy, text) ? rest : problem;
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
  return faults.flatMap((fault) => {
    if (fault.kind === 'invalid-encoding') return [fault.problem, ...(fault.problem.again ?? [])];
    if (fault.kind !== 'invalid-json' || !doubtful.has(fault.syntaxError.kind)) return [];
    return [fault.syntaxError, ...(fault.syntaxError.again ?? [])];
  });
}

/** Whether a problem lies in a string that a syntax error leaves in doubt. */
function isConsequence(
  { at }: Problem,
  doubts: readonly Span[],
  { text, form }: PolicyFile,
  locator: Locator,
): boolean {
  if ('span' in at || doubts.length === 0) return false;
  if (at.target === 'member') {
    // In YAML the name itself may be what is in doubt: a line without its colon becomes one.
    return (
      form !== undefined &&
      doubts.some((syntaxError) => overlap(syntaxError, locator.spanOf(at.path, 'member')))
    );
  }
  const value = locator.spanOf(at.path);
  const inBrackets = text[value.offset] === '{' || text[value.offset] === '[';
  const isContainer =
    inBrackets ||
    (form !== undefined && text.slice(value.offset, value.offset + value.length).includes('\n'));
  return !isContainer && doubts.some((syntaxError) => overlap(syntaxError, value));
}

function overlap(a: Span, b: Span): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
