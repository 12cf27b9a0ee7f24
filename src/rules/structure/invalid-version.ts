import { inBackticks } from '../../model/in-backticks.ts';
import { placeholdersIn } from '../../model/placeholder.ts';
import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

export const invalidVersion = defineRule({
  id: 'invalid-version',
  group: 'structure',
  needs: ['fault'],
  severity: 'error',
  summary: 'a `Version` that no policy has',
  rationale: 'A custom policy has exactly the Version `1.1`; it says how the document is to be read.',
  examples: {
    flagged: `{
  "Version": "1.2",
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
      "Action": ["ims:images:list"]
    }
  ]
}`,
  },
  *check({ policy }) {
    for (const { path, found } of faultsOf(policy, 'invalid-version')) {
      // That is for placeholder-left.
      if (placeholdersIn(found, { resource: false }).some(({ hole }) => !hole)) continue;
      yield {
        message: found === '' ? 'the Version is empty' : `${inBackticks(found)} is not a Version of policies`,
        at: { path },
        help: 'write `"1.1"`',
        // Another number may be another language; white space around it, or a zero after it, is none.
        ...(/^1\.10*$/.test(found.trim())
          ? {
              fix: {
                safe: false,
                description: 'write `"1.1"`',
                changes: [{ kind: 'replace' as const, path, value: '1.1' }],
              },
            }
          : {}),
      };
    }
  },
});
