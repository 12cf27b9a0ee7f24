import { mayHoldMore } from '../open-parts.ts';
import { defineRule } from '../rule.ts';

export const denyOnlyPolicy = defineRule({
  id: 'deny-only-policy',
  group: 'action',
  severity: 'info',
  summary: 'every statement of the policy is a Deny',
  rationale:
    'Such a policy grants nothing: whatever it does not deny has to be allowed by another policy of the same group. That may well be meant, so it is only mentioned.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Deny",
      "Action": ["ims:images:delete"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*"]
    },
    {
      "Effect": "Deny",
      "Action": ["ims:images:delete"]
    }
  ]
}`,
  },
  needs: ['no-allow'],
  *check({ policy }) {
    const { kind, statements, faults, root = [] } = policy;
    if (kind !== 'policy' || faults.length > 0 || statements.length === 0) return;
    if (statements.some(({ effect }) => effect === 'allow') || mayHoldMore(policy)) return;
    yield {
      message: 'the policy only denies: it grants nothing by itself',
      at: { path: [...root, 'Statement'], target: 'member' },
      help: 'grant it together with a policy that allows something',
    };
  },
});
