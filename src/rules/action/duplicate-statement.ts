import { removeStatement } from '../action-fixes.ts';
import { defineRule } from '../rule.ts';

export const duplicateStatement = defineRule({
  id: 'duplicate-statement',
  group: 'action',
  severity: 'warning',
  summary: 'a statement appears twice in one policy',
  rationale:
    'The second one changes nothing, and often is a copy that was to be changed. Two statements are the same where Effect, Condition, Resource and the set of actions are, in whatever order. In a policy with a fault of structure nothing is compared.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:get"]
    },
    {
      "Effect": "Allow",
      "Action": ["ims:images:get", "ims:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:get"]
    },
    {
      "Effect": "Allow",
      "Action": ["ims:images:update"]
    }
  ]
}`,
  },
  needs: ['overlap'],
  *check({ facts }) {
    for (const [statement, first] of facts.duplicateStatements) {
      yield {
        message: 'the policy has this statement already',
        at: { path: statement.path },
        help: 'remove it, or write the statement that was meant',
        related: [{ at: { path: first.path }, note: 'first here' }],
        fix: removeStatement(statement.path, { safe: true }),
      };
    }
  },
});
