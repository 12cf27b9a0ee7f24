import { faultsOf } from '../faults.ts';
import { defineRule, type JsonValue, type ProposedFix } from '../rule.ts';

export const doubleEncodedPolicy = defineRule({
  id: 'double-encoded-policy',
  group: 'document',
  needs: ['fault'],
  severity: 'error',
  summary: 'a policy stands as a string where the IAM API wants an object',
  rationale:
    'The body of the API holds the policy itself. A program that turns the policy into JSON before it turns the body into JSON writes a string with a policy in it, which the API refuses.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/API参考/创建云服务自定义策略.md'],
  examples: {
    flagged: `{
  "role": {
    "display_name": "Image viewer",
    "type": "XA",
    "description": "Looks at images",
    "policy": "{\\"Version\\": \\"1.1\\", \\"Statement\\": [{\\"Effect\\": \\"Allow\\", \\"Action\\": [\\"ims:images:list\\"]}]}"
  }
}`,
    clean: `{
  "role": {
    "display_name": "Image viewer",
    "type": "XA",
    "description": "Looks at images",
    "policy": {
      "Version": "1.1",
      "Statement": [{ "Effect": "Allow", "Action": ["ims:images:list"] }]
    }
  }
}`,
  },
  *check({ policy }) {
    for (const { path, document } of faultsOf(policy, 'double-encoded-policy')) {
      const value = parsed(document);
      const fix: ProposedFix | undefined =
        value === undefined
          ? undefined
          : {
              safe: false,
              description: 'write the policy as an object',
              changes: [{ kind: 'replace', path, value }],
            };
      yield {
        message: 'the policy is written as a string, but has to be an object',
        at: { path },
        help:
          policy.taker === undefined
            ? 'take away the quotes around it and the backslashes in it'
            : 'leave out `jsonencode`: what it is given is JSON already',
        ...(fix === undefined ? {} : { fix }),
      };
    }
  },
});

function parsed(document: string): JsonValue | undefined {
  try {
    return JSON.parse(document) as JsonValue;
  } catch {
    // It has syntax errors of its own: they are shown once it stands as an object.
    return undefined;
  }
}
