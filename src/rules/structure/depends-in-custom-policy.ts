import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { droppedWords } from '../dropped-members.ts';
import { defineRule } from '../rule.ts';

export const dependsInCustomPolicy = defineRule({
  id: 'depends-in-custom-policy',
  group: 'structure',
  severity: 'warning',
  summary: 'a custom policy names roles that it depends on',
  rationale:
    'Only the roles of the vendor have dependencies; no source says that the cloud grants, or asks for, what a custom policy names there. An empty list, which some published examples have, does no harm and is left alone.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/用户指南/依赖角色的授权方法.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    }
  ],
  "Depends": [{ "catalog": "BASE", "display_name": "Tenant Guest" }]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    }
  ],
  "Depends": []
}`,
  },
  needs: ['special'],
  *check({ policy }) {
    const { kind, origin, root = [], depends = [] } = policy;
    const first = depends.find(({ displayName }) => !hasHole(displayName));
    if (kind !== 'policy' || origin === 'vendor' || first === undefined) return;
    const path = [...root, 'Depends'];
    const others = depends.length === 1 ? ' is' : ' and others are';
    yield {
      message: `a custom policy depends on no roles: ${inBackticks(first.displayName)}${others} not granted with it${droppedWords(policy, path)}`,
      at: { path, target: 'member' },
      help: 'remove `Depends`, and grant the roles themselves',
      fix: { safe: false, description: 'remove `Depends`', changes: [{ kind: 'remove', path }] },
    };
  },
});
