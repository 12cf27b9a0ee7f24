import {
  type Finding,
  type RuleDescription,
  type RuleGroup,
  type Severity,
  severityInWords,
} from '../model/finding.ts';
import { sarifLevels, sarifSentence } from './sarif-text.ts';

/** What GitHub calls a severity; it has no notes. */
const problemSeverities = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
} as const satisfies Record<Severity, string>;

/**
 * How grave GitHub calls findings of a security tool: from 7.0 on it says high, and from 9.0 critical, and it fails a check
 * for these unless it is told otherwise. An error is high, as it fails a check without these numbers, and a risk a step graver.
 */
const securitySeverities = {
  error: { risk: '9.0', other: '7.5' },
  warning: { risk: '7.0', other: '5.0' },
  info: { risk: '4.0', other: '2.0' },
} as const satisfies Record<Severity, object>;

/** A rule as SARIF describes it. */
interface RuleDescriptor {
  readonly id: string;
  readonly [member: string]: unknown;
}

/**
 * The rules of a log: those that findings name, in the order of the documentation.
 * @param uriOf the address of a rule's documentation
 */
export function ruleDescriptors(
  rules: readonly RuleDescription[],
  findings: readonly Finding[],
  uriOf: (id: string) => string,
): readonly RuleDescriptor[] {
  const known = new Set(rules.map(({ id }) => id));
  const named = new Map(findings.map(({ rule, severity }) => [rule, severity] as const));
  return [
    ...rules.filter(({ id }) => named.has(id)).map((rule) => descriptorOf(rule, uriOf)),
    ...[...named]
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
    properties: propertiesOf(severity),
  };
}

function propertiesOf(severity: Severity, group?: RuleGroup) {
  const { risk, other } = securitySeverities[severity];
  return {
    'problem.severity': problemSeverities[severity],
    'security-severity': group === 'risk' ? risk : other,
    tags: ['security', 'iam', ...(group === undefined ? [] : [group])],
  };
}

function descriptorOf(rule: RuleDescription, uriOf: (id: string) => string): RuleDescriptor {
  const { id, group, severity, off, summary, rationale } = rule;
  return {
    id,
    name: nameOf(id),
    shortDescription: { text: sarifSentence(summary) },
    fullDescription: { text: rationale },
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    helpUri: uriOf(id),
    defaultConfiguration: { enabled: off !== true, level: sarifLevels[severity] },
    properties: propertiesOf(severity, group),
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
