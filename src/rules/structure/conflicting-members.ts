import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

export const conflictingMembers = defineRule({
  id: 'conflicting-members',
  group: 'structure',
  needs: ['fault'],
  severity: 'error',
  summary: 'a statement has two members of which it can have one only',
  rationale:
    'A statement of an identity policy 5.0 has either `Action` or `NotAction`, and either `Resource` or `NotResource`: the grammar lets nobody write both, so nothing says which of the two would count. Policies of Version 1.1 have neither `NotAction` nor `NotResource`; there foreign-syntax reports them.',
  sources: ['huaweicloud/huaweicloud-sdk-go-v3 services/iam/v5/model/model_create_policy_req_body.go'],
  examples: {
    flagged: `{
  "Version": "5.0",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:*:*"],
      "NotAction": ["ims:images:delete"]
    }
  ]
}`,
    clean: `{
  "Version": "5.0",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:*:*"]
    },
    {
      "Effect": "Deny",
      "Action": ["ims:images:delete"]
    }
  ]
}`,
  },
  *check({ policy }) {
    for (const { path, member, other } of faultsOf(policy, 'conflicting-members')) {
      yield {
        message: `a statement has either \`${other}\` or \`${member}\`, not both`,
        at: { path, target: 'member' },
        help: `say all of it with one of the two, or write a statement for each`,
        related: [{ at: { path: [...path.slice(0, -1), other], target: 'member' }, note: 'the other one' }],
      };
    }
  },
});
