import { isFullAdministration, riskProblems } from '../risk-problems.ts';
import { mayMean, means } from '../risky-actions.ts';
import { defineRule } from '../rule.ts';

export const credentialExposure = defineRule({
  id: 'credential-exposure',
  group: 'risk',
  severity: 'warning',
  summary: 'the holder can sign in as another user',
  rationale:
    'Who makes access keys or sets passwords of other users has their permissions too, and what is done then is logged under their name. Statements with a Condition, and what the same policy denies, are left alone. Decrypting and reading the secrets of applications is what ordinary programs are allowed to do, and is not reported. A pattern that also lets the holder grant itself more is reported as that only. The actions are listed in `rules/language/risks.yaml`.',
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
      "Action": ["iam:credentials:listCredentials", "iam:credentials:createCredential"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["iam:credentials:listCredentials", "iam:credentials:deleteCredential"]
    }
  ]
}`,
  },
  concernsAction: ({ pattern }, { language }) =>
    pattern !== undefined && mayMean(pattern, 'credential-exposure', language()),
  *check(context) {
    const { facts } = context;
    yield* riskProblems(
      context,
      'credential-exposure',
      {
        consequence: 'act as that user',
        help: 'leave it to administrators, or add a Condition, for instance on g:MFAPresent',
      },
      ({ pattern }, statement) =>
        isFullAdministration({ pattern, statement }, facts) ||
        facts
          .riskyActions('privilege-escalation')
          .some(({ action }) => means(pattern, action) && !facts.reach.isDenied(action)),
    );
  },
});
