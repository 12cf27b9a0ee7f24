import type { DocumentPath, Policy } from '../../model/policy.ts';
import { faultsOf } from '../faults.ts';
import { defineRule } from '../rule.ts';

const help: ReadonlyMap<string, string> = new Map([
  ['Version', 'add `"Version": "1.1"`'],
  ['Statement', 'add `"Statement"` with a list of statements'],
  ['Effect', 'add `"Effect": "Allow"` or `"Effect": "Deny"`'],
  ['Action', 'add `"Action"` with a list of actions'],
  ['uri', 'add `"uri"` with a list of agencies, as in `/iam/agencies/<agency ID>`'],
]);

export const missingMember = defineRule({
  id: 'missing-member',
  group: 'structure',
  needs: ['fault'],
  severity: 'error',
  summary: 'a member that every policy needs is missing',
  rationale:
    'The cloud refuses a policy without `Version` or `Statement`, and a statement without `Effect` or `Action`. A misspelt name is reported as unknown-member instead.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
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
    for (const { path, member } of faultsOf(policy, 'missing-member')) {
      yield {
        message: `${ownerOf(path, policy)} has no \`${member}\``,
        at: { path },
        help: help.get(member) ?? `add \`"${member}"\``,
        // A policy, that is: roles have another Version, and are the vendor's.
        ...(member === 'Version' && policy.kind === 'policy'
          ? {
              fix: {
                safe: false,
                description: 'add `"Version": "1.1"`',
                changes: [
                  { kind: 'insert' as const, path: [...path, 'Version'], value: '1.1', first: true as const },
                ],
              },
            }
          : {}),
      };
    }
  },
});

/** What misses the member, in words. A path shorter than the document's is the envelope around it. */
function ownerOf(path: DocumentPath, { root = [] }: Policy): string {
  if (path.length < root.length) return 'the role';
  if (path.length === root.length) return 'the policy';
  if (path.at(-1) === 'Resource') return 'the resource';
  return path.at(-2) === 'Depends' ? 'the dependency' : 'the statement';
}
