import { defineRule } from '../rule.ts';

export const unknownConditionKey = defineRule({
  id: 'unknown-condition-key',
  group: 'condition',
  needs: ['condition'],
  severity: 'warning',
  summary: 'a condition key that no page documents in that spelling',
  rationale:
    'IAM itself fills in eight common keys. Every other key that begins with `g:` counts only if the service that is called supplies it, and a key that nobody supplies is absent, so that the statement does not do what it seems to. Whether case counts is not documented: a known key in another case is an error. Keys of a service are judged only where its pages list them.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md',
    'opentelekomcloud-docs/identity-access-management umn/source/user_guide/permissions/policy_syntax.rst',
    'opentelekomcloud-docs/object-storage-service doc/permissions-configuration-guide/source/permission_control_methods/iam_permissions.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "StringEquals": { "g:Username": ["ann"] } }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "StringEquals": { "g:UserName": ["ann"] } }
    }
  ]
}`,
  },
  *check({ facts }) {
    for (const { path, trouble } of facts.conditionTests) {
      if (trouble?.kind !== 'unknown') continue;
      const { message, help, severity } = trouble;
      yield {
        severity,
        message,
        at: { path, target: 'member' },
        ...(help === undefined ? {} : { help }),
      };
    }
  },
});
