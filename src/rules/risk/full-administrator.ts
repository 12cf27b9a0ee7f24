import { inBackticks } from '../../model/in-backticks.ts';
import { actionPatterns } from '../policy-actions.ts';
import { reachOf } from '../policy-reach.ts';
import { isEverything, isFullAdministration } from '../risky-actions.ts';
import { defineRule } from '../rule.ts';

export const fullAdministrator = defineRule({
  id: 'full-administrator',
  group: 'risk',
  severity: 'warning',
  summary: 'every action of every service is allowed on all resources, without a condition',
  rationale:
    'Whoever holds the policy can do everything, and can grant everything to others. A Deny in the same policy does not bind a holder who may change its own permissions, so the finding goes only when the policy also denies the actions of IAM by which it could. A statement with a Condition, or with a Resource that is not everything, is left alone.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["*:*:*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["*:*:*"]
    },
    {
      "Effect": "Deny",
      "Action": ["iam:*:*"]
    }
  ]
}`,
  },
  *check(context) {
    const reach = reachOf(context);
    for (const { text, path, pattern, statement } of actionPatterns(context.policy)) {
      if (!isEverything(pattern)) continue;
      if (!isFullAdministration({ pattern, statement }, context.language(), reach)) continue;
      const denies = context.policy.statements.some(({ effect }) => effect === 'deny');
      yield {
        message: denies
          ? `${inBackticks(text)} allows granting permissions too, so that what the policy denies does not bind its holder`
          : `${inBackticks(text)} allows every action of every service on all resources, granting permissions included`,
        at: { path },
        help: 'name the services that are needed, or deny `iam:*:*` beside it',
      };
    }
  },
});
