import { partsOf } from '../../decide/condition-operator.ts';
import { byOperator, identityConditions } from '../policy-conditions.ts';
import { defineRule } from '../rule.ts';

export const nullWithIfExists = defineRule({
  id: 'null-with-if-exists',
  group: 'condition',
  needs: ['condition'],
  severity: 'error',
  summary: '`Null` with the suffix `IfExists`',
  rationale:
    '`Null` asks whether a key is there, and `IfExists` makes a test pass where it is not: the documentation allows the suffix for every operator but `Null`.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "NullIfExists": { "g:MFAAge": ["true"] } }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "Null": { "g:UserName": ["false"] } }
    }
  ]
}`,
  },
  *check({ policy, facts }) {
    for (const { condition } of [...facts.conditions, ...identityConditions(policy)]) {
      const operators = byOperator(condition.tests);
      for (const name of operators.keys()) {
        const { base, ifExists } = partsOf(name);
        if (base !== 'Null' || !ifExists) continue;
        const path = [...condition.path, name];
        yield {
          message: '`Null` takes no `IfExists`, so nobody can tell what it asks for',
          at: { path, target: 'member' },
          help: 'write `Null` with `true` for an absent key, or with `false` for a present one',
          ...(operators.has('Null')
            ? {}
            : {
                fix: {
                  safe: false,
                  description: 'write `Null`',
                  changes: [{ kind: 'rename', path, name: 'Null' }],
                },
              }),
        };
      }
    }
  },
});
