import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import { faultsOf } from '../faults.ts';
import { isForeignMember } from '../foreign-text.ts';
import { defineRule } from '../rule.ts';

export const unknownMember = defineRule({
  id: 'unknown-member',
  group: 'structure',
  needs: 'fault',
  severity: 'error',
  summary: 'a member that the policy language does not know',
  rationale:
    'An unknown member may have been meant to narrow the statement, so nothing can be relied on while it stands. Names are compared exactly: every source writes them with a capital letter. Members of other policy languages, such as `Sid`, are reported as foreign-syntax instead.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "action": ["ims:images:list"]
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
    for (const { path, member, known, meant } of faultsOf(policy, 'unknown-member')) {
      if (policy.kind !== 'identity-policy' && isForeignMember(member)) continue;
      const near = nearest(member, known, { max: 2 });
      const whole = wholeOf(known);
      const names = known.map((name) => `\`${name}\``).join(', ');
      yield {
        message: `${inBackticks(member)} is no member of ${whole}`,
        at: { path, target: 'member' },
        help: near === undefined ? `remove it; ${whole} has ${names}` : `did you mean \`${near}\`?`,
        ...(meant === undefined
          ? {}
          : {
              fix: {
                safe: false,
                description: `rename it to \`${meant}\``,
                changes: [{ kind: 'rename', path, name: meant }],
              },
            }),
      };
    }
  },
});

/** What it is that has these members. */
function wholeOf(known: readonly string[]): string {
  if (known.includes('Statement')) return 'a policy';
  return known.includes('Effect') ? 'a statement' : 'a Resource';
}
