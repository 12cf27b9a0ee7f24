import { serviceKey } from '../../decide/condition-key.ts';
import { missingForm, type ValueForm } from '../../decide/condition-value.ts';
import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Operator, ValueType } from '../../model/language.ts';
import type { ConditionTest } from '../../model/policy.ts';
import { readOwnTest } from '../policy-conditions.ts';
import { defineRule } from '../rule.ts';

export const conditionTypeMismatch = defineRule({
  id: 'condition-type-mismatch',
  group: 'condition',
  needs: ['condition'],
  severity: 'error',
  summary: 'an operator that compares values of another type than the key has',
  rationale:
    'What such a test comes to is documented for identity policies (Version 5.0) only, where it never holds; here nobody can tell. Types are documented for the common keys and for those of `obs`.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md',
    'support.huaweicloud.com usermanual-iam5/iam_01_1287.html',
    'opentelekomcloud-docs/object-storage-service doc/permissions-configuration-guide/source/permission_control_methods/iam_permissions.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "StringEquals": { "g:CurrentTime": ["2026-06-01T00:00:00Z"] } }
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "DateLessThan": { "g:CurrentTime": ["2026-06-01T00:00:00Z"] } }
    }
  ]
}`,
  },
  *check({ language, facts }) {
    for (const test of facts.conditionTests) {
      const reading = readOwnTest(test, language());
      if (reading.ok || reading.fault !== 'type-mismatch') continue;
      // The key is the root cause.
      if (test.trouble?.kind === 'foreign' || test.trouble?.kind === 'open') continue;
      const { globalKeys, operators } = language();
      const type =
        globalKeys.find(({ key }) => key === test.key)?.type ?? serviceKey(test.key, language())?.type;
      const ofObs = test.key.startsWith('obs:');
      const fitting = operators.filter(
        (operator) =>
          operator.type === type && !operator.negated && (ofObs || operator.standing !== 'bucket-policy'),
      );
      yield {
        message: `${inBackticks(test.key)} holds ${types[type ?? 'any']}, which ${inBackticks(test.operator)} does not compare`,
        at: { path: test.path, target: 'member' },
        help: `use ${fitting.map(({ name }) => `\`${name}\``).join(', ')}${valuesFor(fitting[0], test)}`,
      };
    }
  },
});

/** What is to be said of the values, where they are not of the key's type either. */
function valuesFor(fitting: Operator | undefined, { values }: ConditionTest): string {
  const form =
    fitting &&
    values
      .filter(({ text }) => !hasHole(text))
      .map(({ text }) => missingForm(fitting, text))
      .find((one) => one !== undefined);
  return form === undefined ? '' : ` with values such as \`${samples[form]}\``;
}

const samples: Readonly<Record<ValueForm, string>> = {
  date: '2026-01-31T00:00:00Z',
  number: '10',
  boolean: 'true',
  address: '192.0.2.0/24',
};

const types: Readonly<Record<ValueType, string>> = {
  string: 'a text',
  number: 'a number',
  date: 'a time',
  boolean: '`true` or `false`',
  address: 'an IP address',
  any: 'values of no known type',
};
