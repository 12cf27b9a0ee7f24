import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

export const inputTooLarge = defineRule({
  id: 'input-too-large',
  group: 'document',
  needs: ['fault'],
  severity: 'error',
  summary: 'a document that is too long or too deep to be a policy',
  rationale:
    'The longest policy that either cloud documents has 6,144 characters. A document of more than 1 MiB, 2,000 statements, 20,000 values or 64 levels, and a file of more than 8 MiB (512 KiB in YAML) or 5,000 documents, is not read any further, so that nothing can keep a hook waiting; it decides nothing for sure. Large files that are not policies are left alone.',
  sources: ['support.huaweicloud.com intl/en-us/productdesc-iam/iam_01_0305.html'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": ${'['.repeat(64)}${']'.repeat(64)}
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Condition": { "Bool": { "g:MFAPresent": ["true"] } }
    }
  ]
}`,
  },
  *checkFile({ file }) {
    for (const { message, ...span } of file.form?.limits ?? [])
      yield { message, at: { span, path: [] }, help: 'write it as a value that needs less work' };
  },
  *check({ policy }) {
    for (const { path, written, message } of faultsOf(policy, 'input-too-large')) {
      yield {
        message,
        at: { span: written, path },
        help: 'no policy is as large: check that the file is the one you mean',
      };
    }
  },
});
