import { inBackticks } from '../../model/in-backticks.ts';
import type { Policy } from '../../model/policy.ts';
import { droppedWords } from '../dropped-members.ts';
import { faultsOf } from '../faults.ts';
import { foreignSyntaxIn, isForeignMember } from '../foreign-text.ts';
import { policyTexts } from '../policy-texts.ts';
import { defineRule, type Pointer } from '../rule.ts';

export const foreignSyntax = defineRule({
  id: 'foreign-syntax',
  group: 'structure',
  severity: 'error',
  rootCause: true,
  summary: 'syntax of AWS in a policy of Version `1.1`',
  rationale:
    'Version `1.1` has no `Sid`, `Id`, `NotAction`, `NotResource` and `Principal`, no resources that begin with `arn:`, and no variables (`aws:username` in braces behind a `$`): nobody knows what the cloud makes of them, and a member that is ignored widens the statement. One finding for each policy, at the first place. Identity policies 5.0 have some of the members; there the others are unknown-member, and resources that begin with `arn:` are reported as here.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Sid": "NoDeletes",
      "Effect": "Deny",
      "NotAction": ["ims:images:list", "ims:images:get"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:get"]
    }
  ]
}`,
  },
  needs: ['special', 'condition', 'resource'],
  concernsAction: ({ text }) => foreignSyntaxIn(text) !== undefined,
  *check({ policy }) {
    const [first, ...others] = placesOf(policy);
    if (first === undefined) return;
    yield {
      message: `${inBackticks(first.written)} ${first.what}, which ${policy.kind === 'identity-policy' ? 'identity policies' : 'policies of Version 1.1'} do not know${droppedWords(policy, first.at.path)}`,
      at: first.at,
      help: [...new Set([first, ...others].map(({ help }) => help))].join('; '),
      related: others.slice(0, 20).map(({ at, written }) => ({ at, note: `${inBackticks(written)} too` })),
    };
  },
});

interface ForeignPlace {
  readonly at: Pointer;
  readonly written: string;
  readonly what: string;
  readonly help: string;
}

function placesOf(policy: Policy): readonly ForeignPlace[] {
  const members = faultsOf(policy, 'unknown-member')
    .filter(({ member }) => policy.kind !== 'identity-policy' && isForeignMember(member))
    .map(
      ({ member, path }): ForeignPlace => ({
        at: { path, target: 'member' },
        written: member,
        what: 'is a member of AWS policies',
        help: memberHelp.get(member) ?? `remove \`${member}\``,
      }),
    );
  const texts = [...policyTexts(policy)].flatMap(({ text, path }): ForeignPlace[] => {
    const foreign = foreignSyntaxIn(text);
    // Identity policies are said to have variables of their own.
    if (foreign === undefined || (foreign === 'variable' && policy.kind === 'identity-policy')) return [];
    return [{ at: { path }, written: text, ...words[foreign] }];
  });
  return [...members, ...texts];
}

const words = {
  resource: {
    what: 'is a resource name of AWS',
    help: 'write resources as `service:region:domainId:resourceType:path`',
  },
  variable: {
    what: 'holds a variable of AWS policies',
    help: 'write the value itself in place of the variable',
  },
} as const;

const memberHelp: ReadonlyMap<string, string> = new Map([
  ['NotAction', 'name the actions that are meant under `Action`'],
  ['NotResource', 'name the resources that are meant under `Resource`'],
  ['Principal', 'who gets a policy is said where it is granted, not under `Principal`'],
  ['NotPrincipal', 'who gets a policy is said where it is granted, not under `NotPrincipal`'],
]);
