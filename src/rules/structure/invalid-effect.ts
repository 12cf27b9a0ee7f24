import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import type { DocumentPath } from '../../model/policy.ts';
import { faultsOf } from '../faults.ts';
import { defineRule, type ProposedFix } from '../rule.ts';

export const invalidEffect = defineRule({
  id: 'invalid-effect',
  group: 'structure',
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
      const near = nearest(found.trim(), ['Allow', 'Deny'], { max: 2 });
      const fix = fixOf(found, path);
      yield {
        message: `${inBackticks(found)} is not an Effect`,
        at: { path },
        help: near === undefined ? 'write `"Allow"` or `"Deny"`' : `did you mean \`"${near}"\`?`,
        ...(fix === undefined ? {} : { fix }),
      };
    }
  },
});

/** Where only case or white space is wrong, nobody can have meant the other effect; the cloud refused it so far, though. */
function fixOf(found: string, path: DocumentPath): ProposedFix | undefined {
  const value = ['Allow', 'Deny'].find((effect) => effect.toLowerCase() === found.trim().toLowerCase());
  if (value === undefined) return undefined;
  return { safe: false, description: `write \`"${value}"\``, changes: [{ kind: 'replace', path, value }] };
}
