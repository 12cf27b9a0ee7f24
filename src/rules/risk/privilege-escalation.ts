import { isFullAdministration, riskProblems } from '../risk-problems.ts';
import { mayMean } from '../risky-actions.ts';
import { defineRule } from '../rule.ts';

export const privilegeEscalation = defineRule({
  id: 'privilege-escalation',
  group: 'risk',
  severity: 'warning',
  summary: 'the holder can grant itself more permissions',
  rationale:
    'Granting permissions to groups and agencies, joining groups, rewriting a custom policy and changing what federated users are trusted with each lead to every permission of the account. Administrators need some of them: suppress the finding for their policies, or add a Condition, for instance on MFA; statements with a Condition are left alone. Creating users, groups, agencies and policies grants nothing by itself and is not reported, nor is what the same policy denies. Actions that are written out count, `*:*:*`, and patterns of `iam`; one finding names all of a statement. The actions are listed in `rules/language/risks.yaml`.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/授权项.md',
    'opentelekomcloud-docs/identity-access-management api-ref/source/permissions_policies_and_supported_actions/action_list.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:groups:listGroups", "iam:permissions:addUserToGroup"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:groups:*", "iam:permissions:list*", "iam:users:createUser"]
    }
  ]
}`,
  },
  concernsAction: ({ pattern }, { language }) =>
    pattern !== undefined && mayMean(pattern, 'privilege-escalation', language()),
  *check(context) {
    yield* riskProblems(
      context,
      'privilege-escalation',
      {
        consequence: 'grant itself more',
        help: 'leave it to administrators, or add a Condition, for instance on g:MFAPresent',
      },
      ({ pattern }, statement) => isFullAdministration({ pattern, statement }, context.facts),
    );
  },
});
