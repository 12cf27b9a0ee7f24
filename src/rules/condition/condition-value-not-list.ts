import { inBackticks } from '../../model/in-backticks.ts';
import { isBare, textsOf } from '../../model/policy.ts';
import { defineRule } from '../rule.ts';

export const conditionValueNotList = defineRule({
  id: 'condition-value-not-list',
  group: 'condition',
  needs: ['condition'],
  severity: 'error',
  summary: 'the value of a condition key that is not in a list',
  rationale:
    'In Version 1.1 a key has a list of values, also where there is one only; a bare string is documented for identity policies (Version 5.0).',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/创建云服务自定义策略.md',
    'opentelekomcloud-docs/identity-access-management api-ref/source/apis/custom_policy_management/creating_a_custom_policy_for_cloud_services.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "Bool": { "g:MFAPresent": "true" } }
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
  *check({ facts }) {
    for (const { key, path, values } of facts.conditionTests) {
      if (!isBare(values, path)) continue;
      yield {
        message: `the value of ${inBackticks(key)} has to be a list of strings, but is a string`,
        at: { path, target: 'member' },
        help: 'put it in `[` and `]`',
        fix: {
          safe: false,
          description: 'put the value in a list',
          changes: [{ kind: 'replace', path, value: textsOf(values) }],
        },
      };
    }
  },
});
