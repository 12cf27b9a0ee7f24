import { partsOf } from '../../decide/condition-operator.ts';
import { hasHole } from '../../model/hole.ts';
import { defineRule } from '../rule.ts';

export const mfaAgeWithoutMfa = defineRule({
  id: 'mfa-age-without-mfa',
  group: 'condition',
  needs: ['condition'],
  severity: 'warning',
  summary: '`g:MFAAge` without `g:MFAPresent` beside it',
  rationale:
    'The documentation says that `g:MFAAge` has to be used together with `g:MFAPresent`. Where it stands alone, nobody can tell what it says of a caller without multi-factor authentication. `Null`, which asks only whether there is an age, may stand alone.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md',
    'huaweicloudDocs/dns cn.zh-cn/用户指南/创建DNS自定义策略.md',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:delete"],
      "Condition": { "NumberLessThan": { "g:MFAAge": ["3600"] } }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:delete"],
      "Condition": {
        "Bool": { "g:MFAPresent": ["true"] },
        "NumberLessThan": { "g:MFAAge": ["3600"] }
      }
    }
  ]
}`,
  },
  *check({ facts }) {
    for (const { condition } of facts.conditions) {
      const age = condition.tests.find(
        ({ key, operator }) => key === 'g:MFAAge' && partsOf(operator).base !== 'Null',
      );
      // In another case it is meant as well: that is reported for itself.
      const present = condition.tests.some(({ key }) => key.toLowerCase().endsWith('mfapresent'));
      if (age === undefined || present || condition.hole || condition.tests.some(({ key }) => hasHole(key)))
        continue;
      yield {
        message: '`g:MFAAge` counts only together with `g:MFAPresent`, which the Condition does not name',
        at: { path: age.path, target: 'member' },
        help: 'add `"Bool": {"g:MFAPresent": ["true"]}` to the Condition',
      };
    }
  },
});
