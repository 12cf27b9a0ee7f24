import { inBackticks } from '../../model/in-backticks.ts';
import type { Policy, StatementReading } from '../../model/policy.ts';
import { mayDenyMore } from '../open-parts.ts';
import type { PolicyFacts } from '../policy-facts.ts';
import { isFullAdministration } from '../risk-problems.ts';
import { isEverything } from '../risky-actions.ts';
import { defineRule, type Problem } from '../rule.ts';
import { readingsOf } from '../statements.ts';

export const fullAdministrator = defineRule({
  id: 'full-administrator',
  group: 'risk',
  severity: 'warning',
  summary: 'every action of every service is allowed on all resources, without a condition',
  rationale:
    'Whoever holds the policy can do everything, and can grant everything to others. A Deny in the same policy does not bind a holder who may change its own permissions, so the finding goes only when the policy also denies the actions of IAM by which it could. A statement with a Condition, or with a Resource that is not everything, is left alone. In identity policies 5.0 `*` says the same, and a Deny of `iam:*:*` takes the finding away.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["*:*:*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["*:*:*"]
    },
    {
      "Effect": "Deny",
      "Action": ["iam:*:*"]
    }
  ]
}`,
  },
  concernsAction: ({ pattern }) => pattern !== undefined && isEverything(pattern),
  *check({ policy, facts }) {
    yield* ofIdentityPolicy(policy, facts);
    for (const { text, path, pattern, statement } of facts.patterns) {
      if (!isFullAdministration({ pattern, statement }, facts)) continue;
      const denies = policy.statements.some(({ effect }) => effect === 'deny');
      yield {
        message: denies
          ? `${inBackticks(text)} allows granting permissions too, so that what the policy denies does not bind its holder`
          : everything(text),
        at: { path },
        help,
      };
    }
  },
});

function everything(text: string): string {
  return `${inBackticks(text)} allows every action of every service on all resources, granting permissions included`;
}

const help = 'name the services that are needed, or deny `iam:*:*` beside it';

/** Identity policies 5.0 have actions of their own: only what covers all of them, or all of IAM, is told. */
function* ofIdentityPolicy(policy: Policy, facts: PolicyFacts): Generator<Problem> {
  if (policy.kind !== 'identity-policy' || mayDenyMore(policy)) return;
  const unconditional = readingsOf(policy).filter((reading) => isUnconditional(reading, facts));
  const names = (reading: StatementReading, pattern: RegExp) =>
    reading.actions.filter(({ text }) => pattern.test(text));
  const denied = unconditional.some(
    (reading) => reading.effect === 'deny' && names(reading, /^(?:\*|(?:\*|iam):\*:\*)$/i).length > 0,
  );
  if (denied) return;
  for (const reading of unconditional) {
    if (reading.effect !== 'allow') continue;
    for (const { text, path } of names(reading, /^\*(?::\*:\*)?$/)) {
      yield {
        message: everything(text),
        at: { path },
        help,
      };
    }
  }
}

/** Whether a statement is about everything, whatever the request. A member that nobody knows may narrow it. */
function isUnconditional(reading: StatementReading, facts: PolicyFacts): boolean {
  const { resource, notResources, condition, unsure } = reading;
  if (unsure !== undefined && unsure !== 'maybe-there') return false;
  const all =
    resource.kind === 'omitted' ||
    (resource.kind === 'list' && resource.resources.some(({ text, maybe }) => text === '*' && !maybe));
  return all && notResources === undefined && condition === undefined && !facts.hasUnknownMember(reading);
}
