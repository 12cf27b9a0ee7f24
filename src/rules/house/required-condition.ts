import { oncePerKey } from '../../catalogue/once.ts';
import { isRefusal } from '../../decide/combine.ts';
import { meetsRequirement, statesThatFail } from '../../decide/condition-requirement.ts';
import type { Decider } from '../../decide/decide-api.ts';
import type { ActionPattern } from '../../model/action.ts';
import { nothingKnown, type RequestContext } from '../../model/context.ts';
import type { GrantHolder } from '../../model/grant.ts';
import type { RequiredCondition } from '../../model/house.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Policy, StatementReading } from '../../model/policy.ts';
import { globOfPattern, matchesAction } from '../../patterns/action-pattern.ts';
import { globsIntersect } from '../../patterns/glob.ts';
import { isOpenLimit, mayDenyMore } from '../open-parts.ts';
import type { PolicyAction } from '../policy-actions.ts';
import { affordableDecisions, policyDecider } from '../policy-decider.ts';
import { PolicyFacts } from '../policy-facts.ts';
import { defineRule, type FileContext, type Problem, type RuleContext } from '../rule.ts';
import type { RuleWorld } from '../rule-world.ts';
import { concernsHolder, firmGrants, grantsDecider, unreportedPolicies } from './holders.ts';

export const requiredCondition = defineRule({
  id: 'required-condition',
  group: 'house',
  severity: 'error',
  off: true,
  summary: 'an action is allowed without a condition that the configuration requires',
  rationale:
    "`house` in the configuration names actions that may be allowed only under a condition on a key, with an operator and values where these count. A stricter form of the test is as good: fewer values, no `IfExists`. An Allow that a Deny takes back is left alone; so is one without the condition where the key is true or false and a Deny of the same policy catches every request that lacks the condition. Each statement is reported once. What a role of the configuration, or whoever Terraform grants roles to, is allowed by the vendor's policies is looked at with all its grants, and reported where they are granted.",
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
  *checkFile(context) {
    for (const holder of context.holders ?? []) yield* ofHolder(holder, context);
  },
  *check(context) {
    const { policy, house } = context;
    if (mayDenyMore(policy)) return;
    for (const requirement of house?.['required-condition'] ?? []) {
      if (!requirement.concerns(policy.file)) continue;
      const refusals = createRefusals(requirement, policy, context, (request) =>
        policyDecider(policy, context, request),
      );
      for (const [first, ...others] of unmet(requirement, context, refusals)) {
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

/** What a holder is granted by policies that are not reported for themselves: the vendor's, and those not looked at. */
function* ofHolder(holder: GrantHolder, context: FileContext): Generator<Problem> {
  const firm = firmGrants(holder);
  // A role whose content is not published may deny anything.
  const isOpen = holder.grants.some(
    ({ policy, maybe }) =>
      maybe || mayDenyMore(policy) || (policy.unpublished !== undefined && policy.kind === 'role'),
  );
  for (const requirement of context.house?.['required-condition'] ?? []) {
    for (const policy of unreportedPolicies(holder)) {
      if (!firm.some((grant) => grant.policy === policy)) continue;
      if (!concernsHolder(requirement, holder, context.file.file, [policy.file])) continue;
      const facts = new PolicyFacts(policy, context);
      const refusals = createRefusals(requirement, policy, context, (request) =>
        grantsDecider(firm, context, request),
      );
      const found = unmet(requirement, { ...context, policy, facts }, refusals).flat();
      const [first, ...others] = found;
      if (first === undefined) continue;
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      yield {
        message: `${inBackticks(holder.name)} ${isOpen ? 'may be' : 'is'} allowed ${inBackticks(first.text)}${more} by ${inBackticks(policy.file)} without a condition on ${inWords(requirement)}${isOpen ? ' (not all that it is granted is known)' : ''}: ${requirement.reason}`,
        at: holder.placeOf(policy.file),
        ...(isOpen ? { severity: 'warning' } : {}),
        help: 'grant a policy of your own with the condition in its place, or deny what lacks it in another policy of the role',
      };
    }
  }
}

/** The actions that are allowed without the condition, by statement. */
function unmet(
  requirement: RequiredCondition,
  { facts, language }: RuleContext,
  { takesBack }: Refusals,
): readonly (readonly [PolicyAction, ...PolicyAction[]])[] {
  const known = new Map<StatementReading, boolean>();
  const found = new Map<StatementReading, [PolicyAction, ...PolicyAction[]]>();
  for (const action of facts.patterns) {
    const { statement, pattern } = action;
    if (statement.effect !== 'allow' || isOpenLimit(statement)) continue;
    const required = requirement.actions.find((wanted) => meet(wanted, pattern));
    if (required === undefined) continue;
    const met = known.get(statement) ?? meetsRequirement(statement.condition, requirement, language());
    known.set(statement, met);
    if (met || takesBack(smaller(pattern, required))) continue;
    const before = found.get(statement);
    if (before) before.push(action);
    else found.set(statement, [action]);
  }
  return [...found.values()];
}

const mostRelated = 10;

function meet(wanted: ActionPattern, written: ActionPattern): boolean {
  if (written.concrete) return matchesAction(wanted, written);
  return globsIntersect(globOfPattern(wanted), globOfPattern(written));
}

/** The part that both patterns are about, where it is one of them; else what is required. */
function smaller(written: ActionPattern, required: ActionPattern): string {
  return written.concrete && matchesAction(required, written) ? written.text : required.text;
}

interface Refusals {
  readonly takesBack: (action: string) => boolean;
}

/** Decides whether what is granted refuses an action itself, whenever the condition does not hold. Of many only the first. */
function createRefusals(
  requirement: RequiredCondition,
  policy: Policy,
  world: RuleWorld,
  deciderOf: (request: RequestContext) => Decider,
): Refusals {
  let deciders: readonly Decider[] | undefined;
  let left = affordableDecisions(policy);
  const takesBack = oncePerKey((action: string): boolean => {
    if (left <= 0) return false;
    left -= 1;
    deciders ??= requestsWithout(requirement, world).map(deciderOf);
    return deciders.every((decider) => isRefusal(decider.action(action, () => []).decision));
  });
  return { takesBack };
}

/** Every kind of request in which the condition does not hold; one of which nothing is known, where these are too many. */
function requestsWithout(requirement: RequiredCondition, { language }: RuleWorld): readonly RequestContext[] {
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
