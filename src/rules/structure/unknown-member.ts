import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import type { Fault } from '../../model/policy.ts';
import { droppedWords } from '../dropped-members.ts';
import { faultsOf } from '../faults.ts';
import { isForeignMember } from '../foreign-text.ts';
import { defineRule } from '../rule.ts';

type UnknownMember = Extract<Fault, { kind: 'unknown-member' }>;

export const unknownMember = defineRule({
  id: 'unknown-member',
  group: 'structure',
  needs: ['fault'],
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
    for (const fault of faultsOf(policy, 'unknown-member')) {
      const { path, member, known, meant } = fault;
      const whole = wholeOf(known);
      if (policy.kind !== 'identity-policy' && isForeignMember(member)) continue;
      yield {
        message: `${inBackticks(member)} is not a member of ${whole}${droppedWords(policy, path)}`,
        at: { path, target: 'member' },
        help: helpFor(fault),
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
function wholeOf(
  known: readonly string[],
): 'a policy' | 'a statement' | 'a role' | 'a body of the IAM API' | 'a Resource' {
  if (known.includes('Statement')) return 'a policy';
  if (known.includes('Effect')) return 'a statement';
  if (known.includes('policy')) return 'a role';
  return known.includes('role') || known.includes('roles') ? 'a body of the IAM API' : 'a Resource';
}

/** Members of statements, of whatever Version. */
const ofStatements = ['Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
/** Members of policies that their statements do not have. */
const ofPolicies = ['Version', 'Statement', 'Depends'];
const principals = ['Principal', 'NotPrincipal'];
/** What people note down in a document: it narrows nothing. */
const labels = ['Name', 'Description', 'Comment', 'Id', 'Sid', 'Title', 'Label', 'Note', 'Author', '$schema'];

/** What to do about it. It may have been meant to narrow what is granted, so nobody is told to remove what can be. */
function helpFor({ member, known, meant, scalar }: UnknownMember): string {
  const near = meant ?? nearest(member, known, { max: 2 });
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const whole = wholeOf(known);
  const has = `${whole} has ${known.map((name) => `\`${name}\``).join(', ')}`;
  const among = (names: readonly string[]) => nearest(member, names, { max: 2 });
  if (among(principals) !== undefined)
    return `who gets a policy is said where it is granted, not under ${inBackticks(member)}; ${has}`;
  if (whole === 'a policy') {
    const part = among(ofStatements);
    if (among(['Depends']) !== undefined) return `grant the roles themselves; ${has}`;
    if (part !== undefined) return `move it into each statement that it is about, as \`${part}\``;
  }
  if (whole === 'a statement') {
    const part = among(ofPolicies);
    if (part !== undefined) return `move it out of the statement, beside \`Statement\`, as \`${part}\``;
    if (operator.test(member)) return 'move it into the `Condition` of the statement';
    if (member.includes(':')) return 'move it into the `Condition` of the statement, under an operator';
  }
  if (scalar && nearest(member, labels, { max: 0 }) !== undefined) return `remove it; ${has}`;
  if (whole === 'a Resource') return `name the agencies under \`uri\`; ${has}`;
  return `say what it restricts in a statement, with \`Resource\` or \`Condition\`; ${has}`;
}

/** Operators of conditions, with or without a prefix. */
const operator = /^(?:ForA\w+Values?:)?(?:String|Num(?:ber|eric)|Date|Bool|Null|(?:Not)?IpAddress)/i;
