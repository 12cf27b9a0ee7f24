import { partsOf } from '../../decide/condition-operator.ts';
import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Language, Operator } from '../../model/language.ts';
import type { DocumentPath, StatementCondition } from '../../model/policy.ts';
import { counterpartOf, operatorMeant } from '../operator-meant.ts';
import { byOperator, identityConditions, type JudgedTest } from '../policy-conditions.ts';
import { defineRule, type Problem, type ProposedFix } from '../rule.ts';

export const unknownOperator = defineRule({
  id: 'unknown-operator',
  group: 'condition',
  needs: ['condition'],
  severity: 'error',
  summary: 'an operator that does not exist, or not for this key',
  rationale:
    'Nobody can tell what a statement with a misspelt operator asks for. `StringEndWithIfExsits` is in a page of a vendor. Operators of bucket policies are documented for keys of `obs` only; for another key of a service that is a warning, because the service may know more than its pages say. Open Telekom Cloud publishes no table of operators: that of Huawei Cloud is taken for both.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md',
    'opentelekomcloud-docs/object-storage-service doc/permissions-configuration-guide/source/permission_control_methods/iam_permissions.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "StringEqual": { "g:UserName": ["ann"] } }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "StringEqualsIfExists": { "g:UserName": ["ann"] } }
    }
  ]
}`,
  },
  *check({ policy, language, facts }) {
    for (const { condition } of identityConditions(policy)) yield* ofIdentityPolicy(condition, language());
    for (const { condition, tests: all } of facts.conditions) {
      const operators = byOperator(all);
      for (const [name, tests] of operators) {
        if (hasHole(name)) continue;
        const at = { path: [...condition.path, name], target: 'member' } as const;
        const { prefix, base, ifExists } = partsOf(name);
        const operator = language().operators.find((known) => known.name === base);
        if (operator === undefined) {
          const ofObs = tests.some(({ key }) => key.startsWith('obs:'));
          const meant = operatorMeant(name, ofObs, language());
          yield {
            message: `${inBackticks(name)} is not a condition operator`,
            at,
            help:
              meant === undefined
                ? 'use a documented operator, such as `StringEquals`, `StringMatch`, `Bool` or `DateLessThan`'
                : `did you mean ${inBackticks(meant)}?`,
            ...(meant === undefined || operators.has(meant) ? {} : { fix: renaming(at.path, meant) }),
          };
        } else if (operator.compare === 'presence' && prefix !== '' && !ifExists) {
          yield {
            message: `\`Null\` takes no prefix, so nobody can tell what ${inBackticks(name)} asks for`,
            at,
            help: 'write `Null`',
            ...(operators.has('Null') ? {} : { fix: renaming(at.path, 'Null') }),
          };
        } else if (operator.standing === 'bucket-policy') {
          yield* ofBucketPolicies(operator, tests, language());
        }
      }
    }
  },
});

/** Identity policies 5.0 may have operators that no page held here names: without a near one, that is a warning. */
function* ofIdentityPolicy(condition: StatementCondition, language: Language): Generator<Problem> {
  const operators = byOperator(condition.tests);
  for (const name of operators.keys()) {
    const { base } = partsOf(name);
    if (hasHole(name) || language.operators.some((known) => known.name === base)) continue;
    const path = [...condition.path, name];
    const meant = operatorMeant(name, true, language);
    yield {
      message: `${inBackticks(name)} is not a documented operator of conditions`,
      at: { path, target: 'member' },
      ...(meant === undefined
        ? {
            severity: 'warning',
            help: 'use a documented operator, such as `StringEquals`, `StringMatch` or `Bool`',
          }
        : { help: `did you mean ${inBackticks(meant)}?` }),
      ...(meant === undefined || operators.has(meant) ? {} : { fix: renaming(path, meant) }),
    };
  }
}

function renaming(path: DocumentPath, name: string): ProposedFix {
  return {
    safe: false,
    description: `write ${inBackticks(name)}`,
    changes: [{ kind: 'rename', path, name }],
  };
}

/** Keys that are wrong themselves are the root cause: nothing is said of the operator then. */
function* ofBucketPolicies(
  { name }: Operator,
  tests: readonly JudgedTest[],
  language: Language,
): Generator<Problem> {
  const meant = counterpartOf(name);
  for (const { key, path, trouble } of tests) {
    if (key.startsWith('obs:') || trouble !== undefined || hasHole(key)) continue;
    const common = language.globalKeys.some((known) => known.key === key);
    yield {
      severity: common ? 'error' : 'warning',
      message: `${inBackticks(name)} is an operator of bucket policies, documented for keys of \`obs\` only, not for ${inBackticks(key)}`,
      at: { path, target: 'member' },
      ...(meant === undefined ? {} : { help: meant }),
    };
  }
}
