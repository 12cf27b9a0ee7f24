import type { Location, Region } from './position.ts';

/** How grave a finding is, from gravest to mildest. */
export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** Another place that a finding is about. */
export interface RelatedLocation extends Pick<Location, 'file' | 'pointer' | 'line' | 'column'> {
  readonly note: string;
}

/** A piece of text in place of a region of a file. An insertion has an empty region. */
export interface TextEdit extends Region {
  readonly text: string;
}

/** A change that fixes a finding. */
export interface Fix {
  /** Changes no decision of the policy. Others may: they are made only when they are asked for by name. */
  readonly safe: boolean;
  /** What the change does, as an order: `remove the duplicate`. */
  readonly description: string;
  /** In the order of the text; none overlaps another. */
  readonly edits: readonly TextEdit[];
}

/** Why a finding does not count. */
export interface Suppression {
  readonly reason: string;
  /** A comment in the file says so. */
  readonly inline?: true;
}

/** One problem of one file: where, which rule, what is wrong, what to do. */
export interface Finding extends Location {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without final stop. Quotes the user's text as it is: reporters escape it for their format. */
  readonly message: string;
  readonly help?: string;
  readonly related: readonly RelatedLocation[];
  readonly fix?: Fix;
  /** Absent for findings that count. */
  readonly suppressed?: Suppression;
}

/** Counts of a run of `lint`. */
export interface LintSummary {
  /** Files looked at, policies or not. */
  readonly files: number;
  /** Files that hold a policy. */
  readonly policies: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
  /** Files that could not be read; absent where there are none. */
  readonly unread?: number;
}

/**
 * What is out of date in the configuration or the baseline: no finding of a policy, and no rule's. It counts as a
 * warning where warnings make a run fail.
 */
export interface LintNote {
  readonly kind: 'unused-suppression' | 'expired-suppression' | 'exceeded-suppression' | 'stale-baseline';
  /** The configuration or the baseline, and the line there. */
  readonly file: string;
  readonly line: number;
  /** One sentence, as in findings. */
  readonly message: string;
}

/** What `lint` found. */
export interface LintReport {
  /** Sorted by file, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly summary: LintSummary;
  /** Absent: none. */
  readonly notes?: readonly LintNote[];
}

/** What rules are about, in the order of the documentation. */
export const ruleGroups = [
  'document',
  'structure',
  'action',
  'api',
  'resource',
  'condition',
  'risk',
  'house',
] as const;
export type RuleGroup = (typeof ruleGroups)[number];

/** What `explain` and the documentation show of a rule. */
export interface RuleDescription {
  readonly id: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** Off unless the configuration or the call turns it on; it then has its severity. */
  readonly off?: true;
  /** What the rule finds, in one clause. */
  readonly summary: string;
  /** Why it matters, and what the rule is known to miss. */
  readonly rationale: string;
  /** Pages that say what the rule rests on, as `repository path`; absent where the language alone does. */
  readonly sources?: readonly string[];
  /** Policies as text: one that the rule reports, one that it does not. */
  readonly examples: {
    readonly flagged: string;
    readonly clean: string;
    /** Name of the file that they are in, where that is not JSON. */
    readonly file?: string;
    /** The configuration that they are checked with, where the rule needs one. */
    readonly config?: string;
    /** Options of `lint` that they are checked with besides, as in `--cloud otc`. */
    readonly options?: string;
    /** What would have to be so for the flagged one to be reported, where no page that was read says it; a clause. */
    readonly given?: string;
  };
}

/** What has to be added to `Reported` for an example to be reported: ` with \`--cloud otc\``, or nothing. */
export function exampleTerms({
  id,
  severity,
  off,
  examples: { config, options, given },
}: Pick<RuleDescription, 'id' | 'severity' | 'off' | 'examples'>): string {
  const turnedOn = off === true && config === undefined ? [`--rule ${id}=${severity}`] : [];
  const all = [...turnedOn, ...(options === undefined ? [] : [options])].join(' ');
  return `${all === '' ? '' : ` with \`${all}\``}${given === undefined ? '' : ` where ${given}`}`;
}

/** How a rule reports unless it is told otherwise: `warning`, `off (warning when it is turned on)`. */
export function severityInWords({ severity, off }: Pick<RuleDescription, 'severity' | 'off'>): string {
  return off ? `off (${severity} when turned on)` : severity;
}
