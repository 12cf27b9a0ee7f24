import { type Finding, type RuleDescription, type Severity, severityInWords } from '../model/finding.ts';
import { sarifLevels, sarifSentence } from './sarif-text.ts';

/** What GitHub calls a severity; it has no notes. */
const problemSeverities = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
} as const satisfies Record<Severity, string>;

/** A rule as SARIF describes it. */
export interface RuleDescriptor {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** The rules of a log: every rule, and what a finding names besides. */
export function ruleDescriptors(
  rules: readonly RuleDescription[],
  findings: readonly Finding[],
): readonly RuleDescriptor[] {
  const known = new Set(rules.map(({ id }) => id));
  const others = new Map(findings.map(({ rule, severity }) => [rule, severity] as const));
  return [
    ...rules.map(descriptorOf),
    ...[...others]
      .filter(([id]) => !known.has(id))
      .sort()
      .map(([id, severity]) => plainDescriptor(id, severity)),
  ];
}

/** A descriptor without documentation; GitHub refuses one that is without texts. */
function plainDescriptor(id: string, severity: Severity): RuleDescriptor {
  const text = { text: `Findings of ${id}.` };
  return {
    id,
    name: nameOf(id),
    shortDescription: text,
    fullDescription: text,
    help: text,
    defaultConfiguration: { enabled: true, level: sarifLevels[severity] },
    properties: { 'problem.severity': problemSeverities[severity], tags: ['iam'] },
  };
}

function descriptorOf(rule: RuleDescription): RuleDescriptor {
  const { id, group, severity, off, summary, rationale } = rule;
  return {
    id,
    name: nameOf(id),
    shortDescription: { text: sarifSentence(summary) },
    fullDescription: { text: rationale },
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    defaultConfiguration: { enabled: off !== true, level: sarifLevels[severity] },
    properties: { 'problem.severity': problemSeverities[severity], tags: ['iam', group] },
  };
}

/** `UnknownAction` for `unknown-action`. */
function nameOf(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function helpText({ rationale, sources, examples }: RuleDescription): string {
  return [
    rationale,
    ...(sources === undefined ? [] : [`Source: ${sources.join('; ')}.`]),
    `Reported:\n\n${examples.flagged}`,
    `Not reported:\n\n${examples.clean}`,
  ].join('\n\n');
}

function helpMarkdown(rule: RuleDescription): string {
  const { id, summary, rationale, sources, examples } = rule;
  const example = (text: string) => `\`\`\`json\n${text}\n\`\`\``;
  return [
    `**${id}** (${severityInWords(rule)}): ${summary}`,
    rationale,
    ...(sources === undefined ? [] : [`Source: ${sources.join('; ')}.`]),
    `Reported:\n\n${example(examples.flagged)}`,
    `Not reported:\n\n${example(examples.clean)}`,
    `\`iamscope explain ${id}\` shows this on the command line.`,
  ].join('\n\n');
}
