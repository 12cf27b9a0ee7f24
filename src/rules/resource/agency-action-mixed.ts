import { inBackticks } from '../../model/in-backticks.ts';
import type { Language } from '../../model/language.ts';
import type { PlacedText, StatementReading } from '../../model/policy.ts';
import { agencyResource, isAgencyAction } from '../agency-actions.ts';
import { defineRule } from '../rule.ts';

export const agencyActionMixed = defineRule({
  id: 'agency-action-mixed',
  group: 'resource',
  severity: 'error',
  summary: 'an action of agency policies beside other actions in one statement',
  rationale:
    'The API that makes agency policies takes `iam:agencies:assume` and no other action beside it, since the Resource names agencies. `iam:tokens:assume`, which one guide writes in its place and the action tables list like any other, may stand beside it, and counts only where the Resource names agencies.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/创建委托自定义策略.md',
    'opentelekomcloud-docs/identity-access-management api-ref/source/apis/custom_policy_management/creating_a_custom_policy.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:agencies:assume", "iam:users:listUsers"],
      "Resource": { "uri": ["/iam/agencies/0760a9e2a60026664f1fc0031f9f205e"] }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:agencies:assume", "iam:tokens:assume"],
      "Resource": { "uri": ["/iam/agencies/0760a9e2a60026664f1fc0031f9f205e"] }
    }
  ]
}`,
  },
  concernsAction: ({ text }, { language }) => isAgencyAction(text, language()),
  *check({ facts, language }) {
    for (const { statement, agencies, alone, others } of facts.agencyStatements) {
      const isThere = ({ maybe }: PlacedText) => !maybe;
      const own = alone.find(isThere);
      const agency = statement.resource.kind === 'agencies' ? (own ?? agencies.find(isThere)) : own;
      const other = others.find(isThere);
      if (agency === undefined || other === undefined) continue;
      const more = others.length > 1 ? ` and ${others.length - 1} more` : '';
      yield {
        message: `${inBackticks(agency.text)} stands beside ${inBackticks(other.text)}${more}, but a statement about agencies has no other action`,
        at: { path: agency.path },
        help: helpFor(statement, agencies.length, language),
        related: [{ at: { path: other.path }, note: 'another action' }],
      };
    }
  },
});

/** Without a Resource that names agencies, the new policy would be about every agency. */
function helpFor({ effect, resource }: StatementReading, count: number, language: () => Language): string {
  const move =
    count === 1 ? 'give it a policy of its own' : 'give the actions about agencies a policy of their own';
  return effect === 'deny' || resource.kind === 'agencies'
    ? move
    : `${move} that names the agencies: ${agencyResource(language())}`;
}
