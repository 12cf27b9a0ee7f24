import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { DocumentPath } from '../../model/policy.ts';
import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

export const duplicateMember = defineRule({
  id: 'duplicate-member',
  group: 'document',
  needs: ['fault'],
  severity: 'error',
  summary: 'a member name appears twice in one object',
  rationale:
    'JSON leaves open which of the two counts, so a reader and the cloud may see different policies. Reported at the later place.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"],
      "Action": ["ims:images:delete"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:delete"]
    }
  ]
}`,
  },
  *check({ policy }) {
    for (const { path, member, first, again, same } of faultsOf(policy, 'duplicate-member')) {
      // Two names that are not fixed need not be the same.
      if (hasHole(member)) continue;
      yield {
        message: `duplicate member ${inBackticks(member)}`,
        at: { span: again, path },
        help: narrows(path) ? 'merge the two: each may narrow the statement' : 'merge the two, or remove one',
        related: [{ at: { span: first, path }, note: 'first here' }],
        ...(same
          ? {
              fix: {
                safe: false,
                description: 'remove the second, which says the same',
                changes: [{ kind: 'remove' as const, path, member: again }],
              },
            }
          : {}),
      };
    }
  },
});

/** Whether a member, or what it is part of, narrows a statement. */
function narrows(path: DocumentPath): boolean {
  return path.some((step) => step === 'Condition' || step === 'Resource' || step === 'NotResource');
}
