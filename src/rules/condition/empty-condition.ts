import { inBackticks } from '../../model/in-backticks.ts';
import { identityConditions } from '../policy-conditions.ts';
import { defineRule } from '../rule.ts';

export const emptyCondition = defineRule({
  id: 'empty-condition',
  group: 'condition',
  needs: ['condition'],
  severity: 'warning',
  summary: 'a Condition, an operator or a condition key that asks for nothing',
  rationale:
    'What a Condition without operators, an operator without keys, or a key without values comes to is documented nowhere. Somebody who reads the policy sees a restriction that may not be there.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": {}
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "Bool": { "g:MFAPresent": ["true"] } }
    }
  ]
}`,
  },
  *check({ policy, facts }) {
    for (const { condition } of [...facts.conditions, ...identityConditions(policy)]) {
      for (const path of condition.empty ?? []) {
        const depth = path.length - condition.path.length;
        const name = inBackticks(String(path.at(-1)));
        yield {
          message: `${depth === 0 ? '`Condition` names no operator' : depth === 1 ? `${name} names no condition key` : `${name} lists no value`}, and what that comes to is documented nowhere`,
          at: { path, target: 'member' },
          help: 'remove it, or write what it is to ask for',
        };
      }
    }
  },
});
