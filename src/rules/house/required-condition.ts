import { isRefusal } from '../../decide/combine.ts';
import { meetsRequirement, statesThatFail } from '../../decide/condition-requirement.ts';
import type { Decider } from '../../decide/decide-api.ts';
import type { ActionPattern } from '../../model/action.ts';
import { nothingKnown, type RequestContext } from '../../model/context.ts';
import type { RequiredCondition } from '../../model/house.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { StatementReading } from '../../model/policy.ts';
import { globOfPattern, matchesAction } from '../../patterns/action-pattern.ts';
import { globsIntersect } from '../../patterns/glob.ts';
import { isOpenLimit, mayDenyMore } from '../open-parts.ts';
import type { PolicyAction } from '../policy-actions.ts';
import { affordableDecisions, policyDecider } from '../policy-decider.ts';
import { defineRule, type RuleContext } from '../rule.ts';

export const requiredCondition = defineRule({
  id: 'required-condition',
  group: 'house',
  severity: 'error',
  off: true,
  summary: 'an action is allowed without a condition that the configuration requires',
  rationale:
    '`house` in the configuration names actions that may be allowed only under a condition on a key, with an operator and values where these count. A stricter form of the test is as good: fewer values, no `IfExists`. An Allow that a Deny takes back is left alone; so is one without the condition where the key is true or false and a Deny of the same policy catches every request that lacks the condition. Each statement is reported once.',
  examples: {
    config: `house:
  required-condition:
    - actions: ["ims:*:delete*"]
      key: g:MFAPresent
      operator: Bool
      values: ["true"]
      reason: whoever deletes has to be who they say they are`,
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:delete"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list"]
    },
    {
      "Effect": "Allow",
      "Action": ["ims:images:delete"],
      "Condition": { "Bool": { "g:MFAPresent": ["true"] } }
    }
  ]
}`,
  },
  *check(context) {
    const { policy, house, language, facts } = context;
    if (mayDenyMore(policy)) return;
    for (const requirement of house?.['required-condition'] ?? []) {
      if (!requirement.concerns(policy.file)) continue;
      const deciders = createDeciders(requirement, context);
      const known = new Map<StatementReading, boolean>();
      const found = new Map<StatementReading, PolicyAction[]>();
      for (const action of facts.patterns) {
        const { statement, pattern } = action;
        if (statement.effect !== 'allow' || isOpenLimit(statement)) continue;
        const required = requirement.actions.find((wanted) => meet(wanted, pattern));
        if (required === undefined) continue;
        const met = known.get(statement) ?? meetsRequirement(statement.condition, requirement, language());
        known.set(statement, met);
        if (met || deciders.takesBack(smaller(pattern, required))) continue;
        const before = found.get(statement);
        if (before) before.push(action);
        else found.set(statement, [action]);
      }
      for (const [first, ...others] of found.values()) {
        if (first === undefined) continue;
        yield {
          message: `${inBackticks(first.text)} is allowed without a condition on ${inWords(requirement)}: ${requirement.reason}`,
          at: { path: first.path },
          help: `add ${asText(requirement)} to the statement's Condition`,
          related: others.slice(0, mostRelated).map(({ path }) => ({ at: { path }, note: 'and here' })),
        };
      }
    }
  },
});

const mostRelated = 10;

function meet(wanted: ActionPattern, written: ActionPattern): boolean {
  if (written.concrete) return matchesAction(wanted, written);
  return globsIntersect(globOfPattern(wanted), globOfPattern(written));
}

/** The part that both patterns are about, where it is one of them; else what is required. */
function smaller(written: ActionPattern, required: ActionPattern): string {
  return written.concrete && matchesAction(required, written) ? written.text : required.text;
}

/** Decides whether the policy refuses an action itself, whenever the condition does not hold. Of many only the first. */
function createDeciders(
  requirement: RequiredCondition,
  context: RuleContext,
): { readonly takesBack: (action: string) => boolean } {
  let deciders: readonly Decider[] | undefined;
  let left = affordableDecisions(context.policy);
  const known = new Map<string, boolean>();
  const refusedBy = (action: string): boolean => {
    if (left <= 0) return false;
    left -= 1;
    deciders ??= requestsWithout(requirement, context).map((request) =>
      policyDecider(context.policy, context, request),
    );
    return deciders.every((decider) => isRefusal(decider.action(action, () => []).decision));
  };
  return {
    takesBack(action) {
      const before = known.get(action);
      if (before !== undefined) return before;
      const refused = refusedBy(action);
      known.set(action, refused);
      return refused;
    },
  };
}

/** Every kind of request in which the condition does not hold; one of which nothing is known, where these are too many. */
function requestsWithout(
  requirement: RequiredCondition,
  { language }: RuleContext,
): readonly RequestContext[] {
  const states = statesThatFail(requirement, language());
  if (states === undefined) return [nothingKnown];
  return states.map((values) => ({ keys: new Map([[requirement.key, values]]), resources: [] }));
}

function inWords({ key, operator, values = [] }: RequiredCondition): string {
  const asked = [...(operator === undefined ? [] : [operator]), ...values].map(inBackticks);
  return asked.length === 0 ? inBackticks(key) : `${inBackticks(key)} (${asked.join(', ')})`;
}

function asText({ key, operator = 'StringEquals', values = ['…'] }: RequiredCondition): string {
  return inBackticks(`"${operator}": {"${key}": ${JSON.stringify(values)}}`);
}
