import type { Finding, LintReport, RuleDescription } from '../../src/model/finding.ts';

/** Two files that the findings of {@link lintReport} stand in. */
export const reportedFiles: Readonly<Record<string, string>> = {
  'policies/operator.json': `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:image:list", "ims:images:get", "ims:images:get"]
    }
  ]
}
`,
  'policies/old/guard.json':
    '{"Version":"1.1",\r\n"Statement":[\r\n{"Effect":"Deny","Action":[\r\n"镜像"]}]}',
};

const operator = 'policies/operator.json';
const guard = 'policies/old/guard.json';

/** One finding of each kind that formats tell apart: severities, help, related places, both kinds of fix, several lines, suppressed. */
export const lintReport: LintReport = {
  findings: [
    {
      rule: 'deny-only-policy',
      severity: 'info',
      message: 'the policy only denies: it grants nothing by itself',
      file: guard,
      pointer: '',
      line: 1,
      column: 1,
      endLine: 4,
      endColumn: 9,
      related: [],
    },
    {
      rule: 'malformed-action',
      severity: 'error',
      message: '`镜像` is not an action: it has no `:`',
      help: 'write `service:type:operation`',
      file: guard,
      pointer: '/Statement/0/Action/0',
      line: 4,
      column: 1,
      endLine: 4,
      endColumn: 5,
      related: [],
      suppressed: { reason: 'kept until the migration' },
    },
    {
      rule: 'unknown-action',
      severity: 'error',
      message: '`ims:image:list` is not a documented action of `ims`',
      help: 'did you mean `ims:images:list`?',
      file: operator,
      pointer: '/Statement/0/Action/0',
      line: 6,
      column: 18,
      endLine: 6,
      endColumn: 34,
      related: [],
      fix: {
        safe: false,
        description: 'write `ims:images:list`',
        edits: [{ line: 6, column: 19, endLine: 6, endColumn: 33, text: 'ims:images:list' }],
      },
    },
    {
      rule: 'duplicate-action',
      severity: 'warning',
      message: '`ims:images:get` is already listed in the statement',
      help: 'remove it, or write the action that was meant',
      file: operator,
      pointer: '/Statement/0/Action/2',
      line: 6,
      column: 54,
      endLine: 6,
      endColumn: 70,
      related: [
        { file: operator, pointer: '/Statement/0/Action/1', line: 6, column: 36, note: 'first here' },
      ],
      fix: {
        safe: true,
        description: 'remove the duplicate',
        edits: [{ line: 6, column: 52, endLine: 6, endColumn: 70, text: '' }],
      },
    },
  ],
  summary: { files: 3, policies: 2, errors: 1, warnings: 1, infos: 1, suppressed: 1 },
};

/** Descriptions for the rules of {@link lintReport}, and one that is off. */
export const describedRules: readonly RuleDescription[] = (
  [
    { id: 'malformed-action', group: 'action', severity: 'error' },
    { id: 'unknown-action', group: 'action', severity: 'error', sources: ['docs ims/actions.md'] },
    { id: 'duplicate-action', group: 'action', severity: 'warning' },
    { id: 'deny-only-policy', group: 'action', severity: 'info' },
    { id: 'service-administrator', group: 'risk', severity: 'warning', off: true },
  ] as const
).map((rule) => ({
  ...rule,
  summary: `a policy has a ${rule.id}`,
  rationale: 'It is there for tests.',
  examples: { flagged: '{"flagged": true}', clean: '{}' },
}));

const plainFinding: Finding = {
  rule: 'unknown-member',
  severity: 'error',
  message: 'm',
  file: 'a.json',
  pointer: '',
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
  related: [],
};

/** A report of findings that have these members; its counts are those of one error, whatever they are. */
export function reportOf(...findings: readonly Partial<Finding>[]): LintReport {
  return {
    findings: findings.map((some) => ({ ...plainFinding, ...some })),
    summary: { files: 1, policies: 1, errors: 1, warnings: 0, infos: 0, suppressed: 0 },
  };
}
