import { riskProblems } from '../risk-problems.ts';
import { defineRule } from '../rule.ts';

export const imageExfiltration = defineRule({
  id: 'image-exfiltration',
  group: 'risk',
  severity: 'warning',
  off: true,
  summary: 'private images can be exported or shared',
  rationale:
    'An image holds the disk of a server with all that was stored on it. Exporting copies it into a bucket, sharing shows it to other accounts. Both are everyday work where images are built, so the rule is off unless it is asked for. Actions that are written out count, and `*:*:*`; patterns of `ims` do not. Statements with a Condition, and what the same policy denies, are left alone.',
  sources: [
    'huaweicloudDocs/ims cn.zh-cn/API参考/镜像管理.md',
    'opentelekomcloud-docs/image-management-service api-ref/source/permissions_and_supported_actions',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:get", "ims:images:share"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:get", "ims:images:list"]
    }
  ]
}`,
  },
  *check(context) {
    yield* riskProblems(context, 'image-exfiltration', {
      consequence: 'take what they hold out of the account',
      help: 'leave it to those who build images, or add a Condition',
    });
  },
});
