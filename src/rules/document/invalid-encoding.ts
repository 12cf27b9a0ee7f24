import { faultsOf } from '../faults.ts';
import { defineRule, type Problem } from '../rule.ts';

export const invalidEncoding = defineRule({
  id: 'invalid-encoding',
  group: 'document',
  severity: 'error',
  summary: 'the file is not in UTF-8, or begins with a byte order mark',
  rationale:
    'JSON is exchanged in UTF-8. UTF-16 and UTF-32 are recognised, with and without a byte order mark, and read on from; of other encodings the first byte is named that is not UTF-8, and what it looks like. A byte order mark before UTF-8 is an info: RFC 8259 forbids writing one, and lets readers ignore it or not. The flagged example begins with one.',
  sources: ['RFC 8259 section 8.1'],
  examples: {
    flagged: `\uFEFF{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:报告/*"]
    }
  ]
}`,
  },
  *checkFile({ file }): Generator<Problem> {
    if (file.byteOrderMark && file.form === undefined && file.policies.length > 0) {
      yield {
        message: 'the file begins with a byte order mark, which JSON does not have',
        at: { span: { offset: 0, length: 0 }, path: [] },
        help: 'save the file as UTF-8 without a byte order mark',
        severity: 'info',
      };
    }
  },
  needs: ['fault'],
  *check({ policy }) {
    for (const { path, problem } of faultsOf(policy, 'invalid-encoding')) {
      const { offset, length, message, hint, again = [] } = problem;
      yield {
        message,
        at: { span: { offset, length }, path },
        help: hint,
        related: again.map((span) => ({ at: { span, path }, note: 'here too' })),
      };
    }
  },
});
