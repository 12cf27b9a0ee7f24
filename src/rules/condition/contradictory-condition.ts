import { keysOnTheirFace } from '../../decide/condition.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { defineRule } from '../rule.ts';

export const contradictoryCondition = defineRule({
  id: 'contradictory-condition',
  group: 'condition',
  needs: ['condition'],
  severity: 'warning',
  summary: 'a Condition that no request can satisfy',
  rationale:
    'Values of one key are alternatives, but keys and operators have to hold together. A statement whose tests exclude each other never matches: an Allow grants nothing, and a Deny denies nothing. Found by the code that decides, for the common keys, which have one value in a request; texts only where one test names them.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": {
        "DateLessThan": { "g:CurrentTime": ["2026-01-01T00:00:00Z"] },
        "DateGreaterThan": { "g:CurrentTime": ["2026-06-01T00:00:00Z"] }
      }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": {
        "DateGreaterThan": { "g:CurrentTime": ["2026-01-01T00:00:00Z"] },
        "DateLessThan": { "g:CurrentTime": ["2026-06-01T00:00:00Z"] }
      }
    }
  ]
}`,
  },
  *check({ facts, language }) {
    for (const { condition, effect } of facts.conditions) {
      for (const { tests, truth } of keysOnTheirFace(condition, language())) {
        const last = tests.at(-1)?.test;
        if (truth !== 'no' || last === undefined) continue;
        yield {
          message: `no value of ${inBackticks(last.key)} satisfies the Condition, so that the statement ${effect === 'allow' ? 'allows' : effect === 'deny' ? 'denies' : 'decides'} nothing`,
          at: { path: last.path, target: 'member' },
          help: 'remove the test that is too much; alternatives go into one list of values, or into statements of their own',
          related: tests.slice(0, -1).map(({ test }) => ({
            at: { path: test.path, target: 'member' },
            note: `excluded by ${inBackticks(test.operator)} here`,
          })),
        };
      }
    }
  },
});
