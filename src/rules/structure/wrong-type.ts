import { inBackticks } from '../../model/in-backticks.ts';
import type { Span } from '../../model/policy.ts';
import { faultsOf } from '../faults.ts';
import { defineRule, type ProposedFix } from '../rule.ts';

export const wrongType = defineRule({
  id: 'wrong-type',
  group: 'structure',
  severity: 'error',
  summary: 'a value has another type than the policy language gives it',
  rationale:
    'The types are documented for each member: `Version` and `Effect` are strings, `Statement` is a list of objects, `Action` and the values of a condition key are lists of strings. A bare string in place of a list is documented nowhere for Version 1.1, except `"Resource": "*"`, which the vendor prints; in a Condition `condition-value-not-list` reports it.',
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
  *check({ policy }) {
    const misfits = policy.statements.flatMap(({ condition }) => condition?.misfits ?? []);
    for (const { path, expected, found, written } of [...faultsOf(policy, 'wrong-type'), ...misfits]) {
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
      const quotes = expected.includes('string') && (found === 'a number' || found === 'a boolean');
      const quotedList = quotes && expected.startsWith('a list');
      const fix = list
        ? wrapped('put it in a list', written, '[', ']')
        : quotes && owner === 'Version'
          ? wrapped('put it in quotes', written, '"', '"')
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

/** Never safe: as it stands, nobody can tell what the cloud makes of it. */
function wrapped(description: string, { offset, length }: Span, before: string, after: string): ProposedFix {
  const changes = [
    { kind: 'rewrite', span: { offset, length: 0 }, text: before },
    { kind: 'rewrite', span: { offset: offset + length, length: 0 }, text: after },
  ] as const;
  return { safe: false, description, changes };
}
