import { readAction } from '../../model/action.ts';
import type { Policy } from '../../model/policy.ts';
import { mayHoldMore } from '../open-parts.ts';
import { defineRule } from '../rule.ts';

export const roleAsCustomPolicy = defineRule({
  id: 'role-as-custom-policy',
  group: 'structure',
  severity: 'error',
  summary: 'a custom policy with Version `1.0`, which only the roles of the vendor have',
  rationale:
    "Version `1.0` says that the document is a role; only the vendor writes roles, and a custom policy of that Version cannot be created. A body of the IAM API tells by its catalog or type who wrote it. A document alone counts as custom where nothing in it is a role's: it names no roles that it depends on, and all its actions are of the form of custom policies; since a few roles are printed just so, that is a warning.",
  sources: ['huaweicloudDocs/iam cn.zh-cn/API参考/创建云服务自定义策略.md'],
  examples: {
    flagged: `{
  "Version": "1.0",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.0",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["DNS:Zone:*"]
    }
  ],
  "Depends": [{ "catalog": "BASE", "display_name": "Tenant Guest" }]
}`,
  },
  needs: ['special'],
  *check({ policy }) {
    if (policy.kind !== 'role' || !isCustom(policy)) return;
    const path = [...(policy.root ?? []), 'Version'];
    yield {
      message: 'Version `1.0` is for the roles of the vendor: a custom policy has `1.1`',
      at: { path },
      help: helpFor(policy),
      ...(policy.origin === undefined ? { severity: 'warning' } : {}),
      // The Version alone would leave the actions as errors of the next run.
      ...(hasMalformedAction(policy)
        ? {}
        : {
            fix: {
              safe: false,
              description: 'write `"1.1"`',
              changes: [{ kind: 'replace', path, value: '1.1' }],
            },
          }),
    };
  },
});

/** What a custom policy does not have either has to go with the Version. */
function helpFor(policy: Policy): string {
  const { depends = [] } = policy;
  const steps = [
    'write `"1.1"`',
    ...(depends.length > 0 ? ['remove `Depends`'] : []),
    ...(hasMalformedAction(policy) ? ['write each action as `service:resourceType:operation`'] : []),
  ];
  return steps.length === 1 ? steps.join() : `${steps.slice(0, -1).join(', ')} and ${steps.at(-1)}`;
}

function hasMalformedAction({ statements }: Policy): boolean {
  return statements.some(({ actions }) => actions.some(({ text }) => !readAction(text).ok));
}

function isCustom(policy: Policy): boolean {
  const { origin, depends, statements } = policy;
  if (origin !== undefined) return origin === 'customer';
  if (depends !== undefined || statements.length === 0 || mayHoldMore(policy)) return false;
  return statements.every(({ actions }) =>
    actions.every(({ text }) => {
      const reading = readAction(text);
      return reading.ok && text.startsWith(reading.pattern.segments[0]);
    }),
  );
}
