import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import { placeholdersIn } from '../../model/placeholder.ts';
import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

export const invalidEffect = defineRule({
  id: 'invalid-effect',
  group: 'structure',
  needs: ['fault'],
  severity: 'error',
  summary: 'an `Effect` other than `Allow` and `Deny`',
  rationale:
    'Both are documented in exactly this spelling, without white space. Vendor pages print `allow` and `deny` here and there; no source says that they work.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "allow",
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
    for (const { path, found } of faultsOf(policy, 'invalid-effect')) {
      // That is for placeholder-left.
      if (placeholdersIn(found, { resource: false }).some(({ hole }) => !hole)) continue;
      const near = hasHole(found) ? undefined : nearest(found.trim(), ['Allow', 'Deny'], { max: 2 });
      yield {
        message: found === '' ? 'the Effect is empty' : `${inBackticks(found)} is not an Effect`,
        at: { path },
        help: near === undefined ? 'write `"Allow"` or `"Deny"`' : `did you mean \`"${near}"\`?`,
        ...(near === undefined
          ? {}
          : {
              fix: {
                safe: false,
                description: `write \`"${near}"\``,
                changes: [{ kind: 'replace', path, value: near }],
              },
            }),
      };
    }
  },
});
