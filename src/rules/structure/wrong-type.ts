import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

export const wrongType = defineRule({
  id: 'wrong-type',
  group: 'structure',
  severity: 'error',
  summary: 'a value has another type than the policy language gives it',
  rationale:
    'The types are documented for each member: `Version` and `Effect` are strings, `Statement` is a list of objects, `Action` a list of strings. A bare string in place of a list is documented nowhere for Version 1.1, except `"Resource": "*"`, which the vendor prints.',
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
    for (const { path, expected, found } of faultsOf(policy, 'wrong-type')) {
      const owner = path.at(-1);
      const subject =
        path.length === (policy.root ?? []).length
          ? 'the policy'
          : typeof owner === 'number'
            ? `an element of \`${String(path.at(-2))}\``
            : `\`${String(owner)}\``;
      const list = expected.startsWith('a list') && (found === 'a string' || found === 'an object');
      const quotes = expected.includes('string') && (found === 'a number' || found === 'a boolean');
      yield {
        message: `${subject} has to be ${expected}, but is ${found}`,
        at: { path },
        help: list ? 'put it in `[` and `]`' : quotes ? 'put it in quotes' : `write ${expected}`,
        ...(list && meant(expected, found)
          ? { fix: { safe: false, description: 'put it in `[` and `]`', changes: [{ kind: 'wrap', path }] } }
          : quotes && expected !== 'a list of strings'
            ? { fix: { safe: false, description: 'put it in quotes', changes: [{ kind: 'quote', path }] } }
            : {}),
      };
    }
  },
});

/** Whether the value is what the list is to hold. */
function meant(expected: string, found: string): boolean {
  return expected === 'a list of strings' ? found === 'a string' : found === 'an object';
}
