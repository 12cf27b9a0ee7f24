import { isRefusal } from '../../decide/combine.ts';
import type { Entry } from '../../model/entry.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { apiInWords, concerns, namesInWords, pageInWords } from '../action-apis.ts';
import type { NeedingApi } from '../action-facts.ts';
import { mayAllowNothing, mayDenyMore } from '../open-parts.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import type { WrittenAction } from '../written-actions.ts';

/** Dependencies that an action lacks, one of its APIs, and later actions that lack nothing else. */
interface Gap {
  readonly written: WrittenAction;
  readonly entry: Entry;
  readonly dependencies: readonly string[];
  readonly others: WrittenAction[];
}

export const missingDependency = defineRule({
  id: 'missing-dependency',
  group: 'api',
  severity: 'info',
  summary: 'an allowed action whose APIs depend on another one, which the policy does not allow',
  rationale:
    'The documentation lists actions that have to be granted too; without them a call may fail inside. It is reported only for actions written out, and where every API that the policy opens with the action, in every cloud asked about, documents the dependency for all its use cases. Dependencies of services of the other level belong into another policy and are left out, as are denied ones and those that a part is allowed of. Another policy of the group often grants them, so it is only mentioned. Policies of more than 2000 actions are not looked at.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecs:servers:lock"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecs:servers:lock", "ecs:servers:get", "ecs:servers:list"]
    }
  ]
}`,
  },
  concernsAction: ({ known }, { cloud }) => known !== undefined && concerns('dependencies', known, cloud),
  *check(context) {
    // What may deny the call itself, or never allow it, leaves open whether it fails inside.
    if (mayDenyMore(context.policy) || mayAllowNothing(context.policy)) return;
    for (const { written, entry, dependencies, others } of gapsOf(context)) {
      yield {
        message: `${inBackticks(written.text)} may fail: ${apiInWords(entry)} depends on ${namesInWords(dependencies)}, which the policy does not allow`,
        at: { path: written.path },
        help: `allow ${dependencies.length === 1 ? 'it' : 'them'} too, unless another policy of the same group does (${pageInWords(entry, context.catalogue)})`,
        related: others.slice(0, 5).map(({ path }) => ({ at: { path }, note: 'depends on the same' })),
      };
    }
  },
});

/** What is missing is the root, not who needs it: each missing dependency is reported once. */
function gapsOf(context: RuleContext): readonly Gap[] {
  const { cloud } = context;
  const gaps: Gap[] = [];
  const reportedIn = new Map<string, Gap>();
  for (const written of context.facts.writtenActions) {
    if (!concerns('dependencies', written.known, cloud)) continue;
    const { entry, dependencies: lacked } = lackedEverywhere(written, context);
    const [first] = lacked;
    if (entry === undefined || first === undefined) continue;
    const dependencies = lacked.filter((action) => !reportedIn.has(action.toLowerCase()));
    if (dependencies.length === 0) {
      reportedIn.get(first.toLowerCase())?.others.push(written);
      continue;
    }
    const gap: Gap = { written, entry, dependencies, others: [] };
    gaps.push(gap);
    for (const action of dependencies) reportedIn.set(action.toLowerCase(), gap);
  }
  return gaps;
}

/** The dependencies that all APIs lack which the policy opens with the action, and the first of these APIs. */
function lackedEverywhere(
  { known }: WrittenAction,
  { facts }: RuleContext,
): { readonly entry?: Entry; readonly dependencies: readonly string[] } {
  const { plainlyAllowed, decider } = facts;
  const lacksSome = ({ dependencies }: NeedingApi) => {
    for (const action of dependencies.keys()) if (!plainlyAllowed.has(action)) return true;
    return false;
  };
  const apis = facts.ofActions.needing(known);
  if (!apis.some(lacksSome)) return { dependencies: [] };
  const open = apis.filter(({ entry }) => !isRefusal(decider.kindOf(entry)));
  const [first, ...others] = open;
  if (first === undefined || !open.every(lacksSome)) return { dependencies: [] };
  const lackedBy = ({ entry, dependencies }: NeedingApi) =>
    [...dependencies.values()].filter(
      (action) => decider.kindOfDependency(entry, action) === 'not-allowed' && !facts.isSuspected(action),
    );
  const rest = others.map((other) => new Set(lackedBy(other).map((action) => action.toLowerCase())));
  return {
    entry: first.entry,
    dependencies: lackedBy(first).filter((action) =>
      rest.every((lacked) => lacked.has(action.toLowerCase())),
    ),
  };
}
