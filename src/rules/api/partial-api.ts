import { isRefusal } from '../../decide/combine.ts';
import { serviceOf } from '../../model/action.ts';
import { namesOf } from '../../model/claim.ts';
import type { RequirementDecision } from '../../model/decision.ts';
import type { Entry } from '../../model/entry.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { apiInWords, asOf, canStandTogether, concerns, namesInWords, pageInWords } from '../action-apis.ts';
import { mayAllowNothing, mayDenyMore } from '../open-parts.ts';
import type { PolicyFacts } from '../policy-facts.ts';
import { defineRule, type Problem, type RuleContext } from '../rule.ts';
import type { WrittenAction } from '../written-actions.ts';

/** An API that comes nearest to being callable with an action, and what it lacks. */
interface Partial {
  readonly entry: Entry;
  readonly missing: readonly RequirementDecision[];
}

/** Actions that open nothing for want of the same ones. */
interface Group extends Partial {
  readonly actions: [WrittenAction, ...WrittenAction[]];
}

export const partialApi = defineRule({
  id: 'partial-api',
  group: 'api',
  severity: 'warning',
  summary: 'an action that opens no API without another one, which the policy does not allow',
  rationale:
    'Some APIs need several actions. It is reported only where no API of the clouds asked about can be called with the action and the rest of the policy, in any use case, and where the action is not a dependency of another API; only for actions written out, and not where what is missing belongs into a policy of its own (global and project-level services). A policy file is often only a part of what a group holds: what is missing may come from another policy, and where all of it belongs to other services, for which there often is one, the finding is an info. Policies of more than 2000 actions are not looked at.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["vpc:routers:addInterface"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["vpc:routers:addInterface", "vpc:routers:get"]
    }
  ]
}`,
  },
  concernsAction: ({ known }, { cloud }) => known !== undefined && concerns('shared', known, cloud),
  *check(context) {
    if (mayDenyMore(context.policy) || mayAllowNothing(context.policy)) return;
    for (const group of groupsOf(context)) yield problemOf(group, context);
  },
});

/** What is missing is the root, not who needs it. */
function groupsOf(context: RuleContext): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const action of context.facts.writtenActions) {
    if (!concerns('shared', action.known, context.cloud)) continue;
    const partial = nearestApi(action, context);
    if (partial === undefined) continue;
    const key = partial.missing.map((requirement) => requirement.action.toLowerCase()).sort();
    const group = groups.get(key.join(' '));
    if (group === undefined) groups.set(key.join(' '), { ...partial, actions: [action] });
    else group.actions.push(action);
  }
  return groups.values();
}

function problemOf({ entry, missing, actions: [first, ...others] }: Group, context: RuleContext): Problem {
  const { catalogue } = context;
  const [service] = first.pattern.segments;
  const names = missing.map(({ action }) => action);
  const denied = missing.filter(({ decision }) => decision === 'denied');
  const page = pageInWords(entry, catalogue);
  return {
    message: `${inBackticks(first.text)} allows no API call without ${namesInWords(names)}: ${apiInWords(entry)} needs ${missing.length === 1 ? 'both' : 'all of them'}${asOf(context, entry.service)}`,
    at: { path: first.path },
    help:
      denied.length > 0
        ? `no longer deny ${namesInWords(denied.map(({ action }) => action))}, or remove the Allow (${page})`
        : `allow ${namesInWords(names)} too, unless another policy of the same group does (${page})`,
    related: [
      ...denied.flatMap(({ by }) => by.map(({ path }) => ({ at: { path }, note: 'denied here' }))),
      ...others.map(({ path }) => ({ at: { path }, note: 'allows none either' })),
    ].slice(0, 5),
    ...(names.every((action) => serviceOf(action) !== service) ? { severity: 'info' as const } : {}),
  };
}

/** `undefined` where an API can be called, or where the action is refused itself: that is another fault. */
function nearestApi({ known, pattern }: WrittenAction, context: RuleContext): Partial | undefined {
  const { catalogue } = context;
  const { decider } = context.facts;
  const entries = context.facts.ofActions.apisNeeding(known);
  if (entries.some((entry) => !isRefusal(decider.kindOf(entry)))) return undefined;
  if (isRefusal(decider.action(pattern.text, () => entries).decision)) return undefined;
  const level = catalogue.level(pattern.segments[0]);
  let nearest: Partial | undefined;
  for (const entry of entries) {
    const missing = missingBeside(known.action, entry, context.facts);
    if (missing.length === 0) return undefined;
    if (!missing.every(({ action: name }) => canStandTogether(level, catalogue.level(serviceOf(name)))))
      return undefined;
    if (nearest === undefined || missing.length < nearest.missing.length) nearest = { entry, missing };
  }
  return nearest;
}

/** What the API needs in the first use case that needs the action, and the policy does not allow. */
function missingBeside(action: string, entry: Entry, facts: PolicyFacts): readonly RequirementDecision[] {
  const own = entry.actions.find((required) =>
    namesOf(required).some((name) => name.toLowerCase() === action.toLowerCase()),
  );
  return facts.decider
    .api(entry)
    .requirements.filter(
      ({ kind, when, decision }) =>
        kind === 'action' && (when === undefined || when === own?.when) && isRefusal(decision),
    )
    .filter(({ action: name, decision }) => decision === 'denied' || !facts.isSuspected(name));
}
