import { inBackticks } from '../../model/in-backticks.ts';
import type { Statement, StatementAction } from '../../model/policy.ts';
import { removeAction } from '../action-fixes.ts';
import { policyActions } from '../policy-actions.ts';
import { defineRule } from '../rule.ts';

export const duplicateAction = defineRule({
  id: 'duplicate-action',
  group: 'action',
  severity: 'warning',
  summary: 'an action stands twice in one statement',
  rationale:
    'The second one changes nothing, and often stands where another action was meant. Compared without regard to case, as the clouds do.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:get"]
    }
  ]
}`,
  },
  *check({ policy }) {
    const seen = new Map<Statement, Map<string, StatementAction>>();
    for (const action of policyActions(policy)) {
      const { text, path, statement } = action;
      const texts = seen.get(statement) ?? new Map<string, StatementAction>();
      seen.set(statement, texts);
      const first = texts.get(text.toLowerCase());
      if (first === undefined) {
        texts.set(text.toLowerCase(), action);
        continue;
      }
      const spelling = first.text === text ? '' : `, as ${inBackticks(first.text)}`;
      yield {
        message: `${inBackticks(text)} stands in the statement already${spelling}`,
        at: { path },
        help: 'remove it, or write the action that was meant',
        related: [{ at: { path: first.path }, note: 'first here' }],
        fix: removeAction(path, { safe: true }),
      };
    }
  },
});
