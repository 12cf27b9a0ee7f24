import { readOperator } from '../../decide/condition-operator.ts';
import type { TestReading } from '../../decide/condition-test.ts';
import { missingForm, type ValueForm } from '../../decide/condition-value.ts';
import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Operator } from '../../model/language.ts';
import { readOwnTest } from '../policy-conditions.ts';
import { defineRule, type Problem } from '../rule.ts';

export const invalidConditionValue = defineRule({
  id: 'invalid-condition-value',
  group: 'condition',
  needs: ['condition'],
  severity: 'error',
  summary: 'a value that its operator cannot compare',
  rationale:
    'Times have to be written as `YYYY-MM-DDThh:mm:ssZ`, numbers with digits, booleans and the values of `Null` as `true` or `false`, addresses as an IP address or a range. A value in another form may never match, or fail the whole statement. Characters that the pages of `obs` do not allow in values of its keys are a warning: `StringMatch` takes `*` and `?` for them.',
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
      "Condition": { "DateLessThan": { "g:CurrentTime": ["2026-06-01"] } }
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
      const named = readOperator(test.operator, language());
      // A wrong operator or key is the root cause.
      if (named === undefined || !isSettled(readOwnTest(test, language()))) continue;
      if (test.trouble?.kind === 'foreign' || test.trouble?.kind === 'open') continue;
      for (const { text, path } of test.values) {
        const fault = hasHole(text) ? undefined : faultOf(text, test.key, named.operator);
        if (fault === undefined) continue;
        const { meant, ...problem } = fault;
        yield {
          ...problem,
          at: { path },
          ...(meant === undefined
            ? {}
            : {
                fix: {
                  safe: false,
                  description: `write ${inBackticks(meant)}`,
                  changes: [{ kind: 'replace', path, value: meant }],
                },
              }),
        };
      }
    }
  },
});

interface ValueFault extends Pick<Problem, 'message' | 'help' | 'severity'> {
  /** The value in the documented form, where only one can be meant. */
  readonly meant?: string;
}

/** Other keys that begin with `g:` have values of their operator's type too, if a service supplies them. */
function isSettled(reading: TestReading): boolean {
  return reading.ok || reading.fault === 'key-not-common';
}

function faultOf(value: string, key: string, operator: Operator): ValueFault | undefined {
  const form = missingForm(operator, value);
  if (form !== undefined) {
    const { words, help } = forms[form];
    const meant = value.trim().toLowerCase();
    const spelt = form === 'boolean' && (meant === 'true' || meant === 'false') ? { meant } : {};
    return { message: `${inBackticks(value)} is not ${words}`, help, ...spelt };
  }
  if (operator.type !== 'string' || !key.startsWith('obs:')) return undefined;
  const odd = firstOddCharacter(value, operator);
  if (odd === undefined) return undefined;
  return {
    severity: 'warning',
    message: `values of \`obs\` keys have letters, digits and \`-,./_@#$%&\` only, and ${inBackticks(value)} has ${inBackticks(odd)}`,
    help: 'use `StringMatch` with `*` or `?` in its place',
  };
}

const forms: Readonly<Record<ValueForm, { readonly words: string; readonly help: string }>> = {
  date: {
    words: 'a time in the documented form',
    help: 'write it as `YYYY-MM-DDThh:mm:ssZ`, in UTC',
  },
  number: { words: 'a number', help: 'write it with digits, and a full stop where it is not a whole number' },
  boolean: { words: 'a boolean', help: 'write `true` or `false`' },
  address: { words: 'an IP address or range', help: 'write it as `192.0.2.1` or `192.0.2.0/24`' },
};

/** Spelled out for both cases, as no other letters are allowed. */
const allowed = /^[A-Za-z0-9,./_@#$%&-]$/;

function firstOddCharacter(value: string, { compare }: Operator): string | undefined {
  for (const c of value) {
    if (allowed.test(c) || (compare === 'pattern' && (c === '*' || c === '?'))) continue;
    return c;
  }
  return undefined;
}
