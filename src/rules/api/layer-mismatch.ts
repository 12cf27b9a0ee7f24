import { inBackticks } from '../../model/in-backticks.ts';
import { hasOpenActions, mayHoldMore } from '../open-parts.ts';
import { defineRule } from '../rule.ts';
import { levelsIn, levelWords } from '../service-levels.ts';
import { readingsOf } from '../statements.ts';

/** What the layers of custom policies are declared for. */
const declared = {
  AX: { level: 'global', words: 'global services', other: 'XA' },
  XA: { level: 'project', words: 'project-level services', other: 'AX' },
} as const;

export const layerMismatch = defineRule({
  id: 'layer-mismatch',
  group: 'api',
  severity: 'error',
  summary: 'a policy declared for the other level than that of its services',
  rationale:
    'The `type` beside a policy says where it takes effect: `AX` where it is granted globally, `XA` where it is granted in projects. Whether actions of services of the other level have any effect there is documented nowhere. Services whose level no page says are left out, and a policy that mixes both levels is reported for that alone.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/创建云服务自定义策略.md',
    'opentelekomcloud-docs/identity-access-management doc/permissions/source/permissions.rst',
  ],
  examples: {
    flagged: `{
  "role": {
    "display_name": "image readers",
    "type": "AX",
    "description": "reads images",
    "policy": {
      "Version": "1.1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": ["ims:images:list"]
        }
      ]
    }
  }
}`,
    clean: `{
  "role": {
    "display_name": "image readers",
    "type": "XA",
    "description": "reads images",
    "policy": {
      "Version": "1.1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": ["ims:images:list"]
        }
      ]
    }
  }
}`,
  },
  needs: ['special'],
  *check({ policy, catalogue, facts }) {
    const { layer, root, writtenLayer } = policy;
    if ((layer !== 'AX' && layer !== 'XA') || root === undefined) return;
    const [only, second] = levelsIn(facts.patterns, catalogue);
    const { level, words, other: fitting } = declared[layer];
    if (only === undefined || second !== undefined || only.level === level) return;
    // One of the other level would be a root cause of its own.
    if (mayHoldMore(policy) || readingsOf(policy).some(hasOpenActions)) return;
    const related = [{ at: { path: only.first.path }, note: `of ${levelWords[only.level]}` }];
    const butOther = `but ${inBackticks(only.first.text)} belongs to ${levelWords[only.level]}`;
    if (writtenLayer !== undefined) {
      const { argument, value, other, ...span } = writtenLayer;
      yield {
        message: `the policy is declared for ${words} (\`${argument} = "${value}"\`), ${butOther}`,
        at: { span, path: root },
        help: `write \`"${other}"\``,
        related,
      };
      return;
    }
    const type = [...root.slice(0, -1), 'type'];
    yield {
      message: `the policy is declared for ${words} (\`${layer}\`), ${butOther}`,
      at: { path: type },
      help: `write \`${fitting}\``,
      related,
      fix: {
        safe: false,
        description: `write \`${fitting}\``,
        changes: [{ kind: 'replace', path: type, value: fitting }],
      },
    };
  },
});
