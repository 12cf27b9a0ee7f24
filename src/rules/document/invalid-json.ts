import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';
import { syntaxErrorFix } from '../syntax-error-fix.ts';

export const invalidJson = defineRule({
  id: 'invalid-json',
  group: 'document',
  needs: ['fault'],
  severity: 'error',
  summary: 'the text is not JSON, or not YAML where it is written so',
  rationale:
    'The cloud refuses a policy that is not JSON. Each syntax error is reported where it was made; the rest is read as it was probably meant. A habit, such as single quotes throughout, is reported once, with its other places. In YAML the first error of a document is reported, and strings and aliases that are not what they look like.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow"
      "Action": ["ims:images:list"]
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
    for (const { path, syntaxError } of faultsOf(policy, 'invalid-json')) {
      const fix = syntaxErrorFix(syntaxError);
      yield {
        message: syntaxError.message,
        at: { span: syntaxError, path },
        help: syntaxError.hint,
        related: (syntaxError.again ?? []).map((span) => ({ at: { span, path: [] }, note: 'here too' })),
        ...(fix === undefined ? {} : { fix }),
      };
    }
  },
});
