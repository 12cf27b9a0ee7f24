import { inBackticks } from '../../model/in-backticks.ts';
import { isBare, type Policy } from '../../model/policy.ts';
import { faultsOf } from '../faults.ts';
import { defineRule, type Problem, type ProposedFix } from '../rule.ts';
import { readingsOf } from '../statements.ts';

export const wrongType = defineRule({
  id: 'wrong-type',
  group: 'structure',
  severity: 'error',
  summary: 'a value has another type than the policy language gives it',
  rationale:
    'The types are documented for each member: `Version` and `Effect` are strings, `Statement` is a list of objects, `Action` and the values of a condition key are lists of strings. A bare string in place of a list is documented nowhere for Version 1.1; `"Resource": "*"`, which a page of the vendor prints, is an info. In a Condition `condition-value-not-list` reports it.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "ims:images:list"
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    }
  ]
}`,
  },
  needs: ['special', 'fault', 'condition', 'resource'],
  *check({ policy }) {
    yield* bareResources(policy);
    const mismatches = readingsOf(policy).flatMap(({ condition }) => condition?.mismatches ?? []);
    for (const { path, expected, found } of [...faultsOf(policy, 'wrong-type'), ...mismatches]) {
      const owner = path.at(-1);
      const subject =
        path.length === (policy.root ?? []).length
          ? 'the policy'
          : typeof owner === 'number'
            ? `an element of ${inBackticks(String(path.at(-2)))}`
            : inBackticks(String(owner));
      const list =
        expected.startsWith('a list') &&
        (found === 'a string' || (found === 'an object' && !expected.endsWith('of strings')));
      // A number or boolean in quotes does not name an action or a resource.
      const isName = names.has(String(typeof owner === 'number' ? path.at(-2) : owner));
      const quotes =
        !isName && expected.includes('string') && (found === 'a number' || found === 'a boolean');
      const quotedList = quotes && expected.startsWith('a list');
      const fix: ProposedFix | undefined =
        list && meant(expected, found)
          ? { safe: false, description: 'put it in `[` and `]`', changes: [{ kind: 'wrap', path }] }
          : quotes && !quotedList
            ? { safe: false, description: 'put it in quotes', changes: [{ kind: 'quote', path }] }
            : undefined;
      yield {
        message: `${subject} has to be ${expected}, but is ${found}`,
        at: { path },
        help: list
          ? 'put it in `[` and `]`'
          : quotedList
            ? 'put it in quotes, and in `[` and `]`'
            : quotes
              ? 'put it in quotes'
              : `write ${expected}`,
        ...(fix === undefined ? {} : { fix }),
      };
    }
  },
});

/** Members that hold names. */
const names: ReadonlySet<string> = new Set(['Action', 'Resource', 'uri']);

/** `"Resource": "*"`: nobody doubts what it means, but lists are documented. */
function* bareResources(policy: Policy): Generator<Problem> {
  if (policy.kind === 'identity-policy') return;
  for (const { resource } of readingsOf(policy)) {
    if (resource.kind !== 'list' || !isBare(resource.resources, resource.path)) continue;
    if (resource.resources[0]?.text !== '*') continue;
    yield {
      message: '`Resource` has to be a list of strings, but is a string',
      at: { path: resource.path },
      help: 'put it in `[` and `]`',
      ...(policy.taker?.lists?.includes('Resource') ? {} : { severity: 'info' }),
      fix: {
        safe: true,
        description: 'put it in `[` and `]`',
        changes: [{ kind: 'wrap', path: resource.path }],
      },
    };
  }
}

/** Whether the value is what the list is to hold. */
function meant(expected: string, found: string): boolean {
  return expected === 'a list of strings' ? found === 'a string' : found === 'an object';
}
