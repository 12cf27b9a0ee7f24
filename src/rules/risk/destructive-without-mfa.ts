import { evaluateCondition } from '../../decide/condition.ts';
import { type ActionPattern, readAction } from '../../model/action.ts';
import type { RequestContext } from '../../model/context.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Language, RiskyPattern } from '../../model/language.ts';
import type { PlacedText, Statement } from '../../model/policy.ts';
import { matchesAction } from '../../patterns/action-pattern.ts';
import { isOpenLimit } from '../open-parts.ts';
import type { PolicyReach } from '../policy-reach.ts';
import { isEverything } from '../risky-actions.ts';
import { defineRule } from '../rule.ts';
import { policyStatements } from '../statements.ts';

export const destructiveWithoutMfa = defineRule({
  id: 'destructive-without-mfa',
  group: 'risk',
  severity: 'warning',
  off: true,
  summary: 'something can be deleted without multi-factor authentication',
  rationale:
    'What is deleted by a stolen password or key is gone. The statement has to ask for `g:MFAPresent` to be true, in a way that fails where the key is absent (`Bool`, not `BoolIfExists`), or a Deny of the same policy has to refuse both. Programs cannot present a second factor, so the rule is off unless it is asked for. Actions and patterns whose operation begins with a word for deleting count, `*:*:*` and `iam:*:*`; tags do not. One finding names all of a statement. The words are listed in `rules/language/risks.yaml`.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/策略语法.md',
    'opentelekomcloud-docs/identity-access-management umn/source/user_guide/permissions/policy_syntax.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:get", "ims:images:delete"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:delete"],
      "Condition": { "Bool": { "g:MFAPresent": ["true"] } }
    }
  ]
}`,
  },
  *check({ policy, language, facts }) {
    const reach = facts.reachIn(withoutMfa);
    const risk = language().risks.find((candidate) => candidate.risk === 'destructive-without-mfa');
    const [destructive, harmless] = [patternsOf(risk?.actions), patternsOf(risk?.except)];
    for (const statement of policyStatements(policy)) {
      if (statement.effect !== 'allow' || asksForMfa(statement, language) || isOpenLimit(statement)) continue;
      const [first, ...others] = statement.actions.filter((element) =>
        isDestructive(element, destructive, harmless, reach),
      );
      if (first === undefined) continue;
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      yield {
        message: `${inBackticks(first.text)}${more} can be used to delete without multi-factor authentication`,
        at: { path: first.path },
        help: 'add the Condition `{"Bool": {"g:MFAPresent": ["true"]}}`',
        ...(others.length === 0
          ? {}
          : {
              related: others
                .slice(0, mostRelated)
                .map(({ path }) => ({ at: { path }, note: 'this one too' })),
            }),
      };
    }
  },
});

/** More related places than this are counted only. */
const mostRelated = 8;

/** Requests without a second factor: the key says so, or is absent. */
const withoutMfa: readonly RequestContext[] = [
  { keys: new Map([['g:MFAPresent', ['false']]]), resources: [] },
  { keys: new Map([['g:MFAPresent', []]]), resources: [] },
];

function asksForMfa({ condition }: Statement, language: () => Language): boolean {
  if (condition === undefined) return false;
  return withoutMfa.every((context) => evaluateCondition(condition, '*', context, language()).truth === 'no');
}

function isDestructive(
  { text }: PlacedText,
  destructive: readonly ActionPattern[],
  harmless: readonly ActionPattern[],
  reach: PolicyReach,
): boolean {
  const reading = readAction(text);
  if (!reading.ok) return false;
  const { pattern } = reading;
  const [service, type, operation] = pattern.segments;
  const isOfIam = service === 'iam' && type === '*' && operation === '*';
  const matches =
    isEverything(pattern) ||
    isOfIam ||
    (destructive.some((known) => matchesAction(known, pattern)) &&
      !harmless.some((known) => matchesAction(known, pattern)));
  return matches && !reach.isDenied(pattern);
}

function patternsOf(risky: readonly RiskyPattern[] = []): readonly ActionPattern[] {
  return risky.flatMap(({ pattern }) => {
    const reading = readAction(pattern);
    return reading.ok ? [reading.pattern] : [];
  });
}
