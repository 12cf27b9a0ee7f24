import { defineRule } from '../rule.ts';

export const foreignConditionKey = defineRule({
  id: 'foreign-condition-key',
  group: 'condition',
  needs: ['condition'],
  severity: 'error',
  summary: 'a condition key of another cloud, policy language or service',
  rationale:
    'A key of a service counts for calls of that service only, keys of other clouds and of identity policies (Version 5.0) count nowhere: the key is absent from every request that the statement is about. A statement whose actions begin with `*` is about every service.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md',
    'opentelekomcloud-docs/identity-access-management umn/source/user_guide/permissions/policy_syntax.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "StringEquals": { "obs:prefix": ["logs/"] } }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:bucket:ListBucket"],
      "Condition": { "StringEquals": { "obs:prefix": ["logs/"] } }
    }
  ]
}`,
  },
  *check({ facts }) {
    for (const { path, trouble } of facts.conditionTests) {
      if (trouble?.kind !== 'foreign') continue;
      const { message, help } = trouble;
      yield {
        message,
        at: { path, target: 'member' },
        ...(help === undefined ? {} : { help }),
      };
    }
  },
});
