import { inBackticks } from '../../model/in-backticks.ts';
import { agencyResource, isAgencyAction } from '../agency-actions.ts';
import { hasOpenActions } from '../open-parts.ts';
import { defineRule } from '../rule.ts';

export const agencyWithoutResource = defineRule({
  id: 'agency-without-resource',
  group: 'resource',
  severity: 'warning',
  summary: 'an allowed action of agency policies without a Resource that names the agencies',
  rationale:
    'Without Resource the policy is about every agency, those with more permissions included. Huawei Cloud documents the Resource of agency policies as required, Open Telekom Cloud as optional. A Resource that names every agency in words is for `assume-any-agency`.',
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
      "Action": ["iam:agencies:assume"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:agencies:assume"],
      "Resource": { "uri": ["/iam/agencies/0760a9e2a60026664f1fc0031f9f205e"] }
    }
  ]
}`,
  },
  concernsAction: ({ text }, { language }) => isAgencyAction(text, language()),
  *check({ facts, language }) {
    for (const { statement, agencies, others } of facts.agencyStatements) {
      const [first] = agencies;
      const { effect, resource } = statement;
      // Other actions beside it are a root cause of their own.
      if (first === undefined || effect !== 'allow' || resource.kind !== 'omitted' || others.length > 0)
        continue;
      // It may be the Resource, misspelt.
      if (facts.hasUnknownMember(statement) || statement.unsure === 'members') continue;
      if (hasOpenActions(statement)) continue;
      yield {
        message: `${inBackticks(first.text)} without Resource lets the user assume every agency`,
        at: { path: first.path },
        help: `add ${agencyResource(language())}`,
      };
    }
  },
});
