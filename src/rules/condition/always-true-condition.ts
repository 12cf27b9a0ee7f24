import { keysOnTheirFace } from '../../decide/condition.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { ConditionTest, StatementCondition } from '../../model/policy.ts';
import { defineRule } from '../rule.ts';

export const alwaysTrueCondition = defineRule({
  id: 'always-true-condition',
  group: 'condition',
  needs: ['condition'],
  severity: 'info',
  summary: 'a test that every request satisfies',
  rationale:
    'The test restricts nothing, though it looks like a restriction: `BoolIfExists` with both values, `Null` with both, `StringMatchIfExists` with `*`, two bounds that leave no value out. Found by the code that decides.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "BoolIfExists": { "g:MFAPresent": ["true", "false"] } }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "BoolIfExists": { "g:MFAPresent": ["true"] } }
    }
  ]
}`,
  },
  *check({ facts, language }) {
    for (const { condition } of facts.conditions) {
      for (const { tests, truth } of keysOnTheirFace(condition, language())) {
        const [first, ...others] = tests.map(({ test }) => test);
        if (truth !== 'yes' || first === undefined) continue;
        yield {
          message: `every request satisfies ${inBackticks(first.operator)} of ${inBackticks(first.key)}, so that it restricts nothing`,
          at: { path: first.path, target: 'member' },
          help: `remove ${whatTests(first, tests.length, condition)}, or write the values that are to be let pass`,
          related: others.map((test) => ({
            at: { path: test.path, target: 'member' },
            note: `and ${inBackticks(test.operator)} here`,
          })),
        };
      }
    }
  },
});

/** What of a Condition has to go for a key's tests to be gone: what would be left without a test is a fault of its own. */
function whatTests({ operator }: ConditionTest, count: number, { tests }: StatementCondition): string {
  if (count === tests.length) return 'the Condition';
  return tests.filter((test) => test.operator === operator).length > 1 ? 'it' : inBackticks(operator);
}
