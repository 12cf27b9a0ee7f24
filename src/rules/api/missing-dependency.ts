import { isRefusal } from '../../decide/combine.ts';
import type { Entry } from '../../model/entry.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import {
  apiInWords,
  apisNeeding,
  canStandTogether,
  concerns,
  levelOf,
  namesInWords,
  pageInWords,
} from '../action-apis.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import { deciderOf, type WrittenAction, writtenActions } from '../written-actions.ts';

/** Dependencies that the same actions lack, and an API of the first of them. */
interface Gap {
  readonly actions: readonly Lacking[];
  readonly dependencies: readonly string[];
}

interface Lacking {
  readonly written: WrittenAction;
  readonly entry: Entry;
}

export const missingDependency = defineRule({
  id: 'missing-dependency',
  group: 'api',
  severity: 'info',
  summary: 'an allowed action whose APIs call another one in turn, which the policy does not allow',
  rationale:
    'The documentation lists actions that have to be granted too; without them a call may fail inside. It is reported only for actions written out, and where every API that the policy opens with the action, in every cloud asked about, documents the dependency for all its use cases. Dependencies of services of the other level belong into another policy and are left out, as are denied ones and those that a part is allowed of. Another policy of the group often grants them, so it is only mentioned. Policies of more than 2000 actions are not looked at.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecs:servers:update"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecs:servers:update", "ecs:servers:get"]
    }
  ]
}`,
  },
  *check(context) {
    for (const { actions, dependencies } of gapsOf(context)) {
      const [first, ...others] = actions;
      if (first === undefined) continue;
      const { written, entry } = first;
      yield {
        message: `${inBackticks(written.text)} may fail: ${apiInWords(entry)} calls ${namesInWords(dependencies)} in turn, which the policy does not allow`,
        at: { path: written.path },
        help: `allow ${dependencies.length === 1 ? 'it' : 'them'} too, unless another policy of the same group does (${pageInWords(entry, context.catalogue)})`,
        related: others
          .slice(0, 5)
          .map((other) => ({ at: { path: other.written.path }, note: 'depends on the same' })),
      };
    }
  },
});

/** One for each set of dependencies that the same actions lack: the root is what is missing, not who needs it. */
function gapsOf(context: RuleContext): readonly Gap[] {
  const { cloud } = context;
  const written = writtenActions(context, (known) => concerns('dependencies', known, cloud));
  const lackedBy = new Map<string, { readonly dependency: string; readonly actions: Lacking[] }>();
  for (const action of written) {
    const { entry, dependencies } = lackedEverywhere(action, context);
    if (entry === undefined) continue;
    for (const dependency of dependencies) {
      const lacked = lackedBy.get(dependency.toLowerCase()) ?? { dependency, actions: [] };
      lackedBy.set(dependency.toLowerCase(), lacked);
      lacked.actions.push({ written: action, entry });
    }
  }
  const gaps = new Map<string, { readonly actions: readonly Lacking[]; readonly dependencies: string[] }>();
  for (const { dependency, actions } of lackedBy.values()) {
    const key = actions.map(({ written: { known } }) => known.action).join(' ');
    const gap = gaps.get(key) ?? { actions, dependencies: [] };
    gaps.set(key, gap);
    gap.dependencies.push(dependency);
  }
  return [...gaps.values()];
}

/** The dependencies that all APIs lack which the policy opens with the action, and the first of these APIs. */
function lackedEverywhere(
  { known, pattern }: WrittenAction,
  context: RuleContext,
): { readonly entry?: Entry; readonly dependencies: readonly string[] } {
  const { catalogue, cloud } = context;
  const decider = deciderOf(context);
  const level = levelOf(catalogue, pattern.segments[0]);
  const open = apisNeeding(known, catalogue, cloud).filter((entry) => !isRefusal(decider.kindOf(entry)));
  const [entry, ...others] = open;
  if (entry === undefined) return { dependencies: [] };
  const lackedBy = (one: Entry) =>
    decider
      .api(one)
      .requirements.filter(
        ({ kind, when, decision, action }) =>
          kind === 'dependency' &&
          when === undefined &&
          decision === 'not-allowed' &&
          isForEveryCase(action, one) &&
          canStandTogether(level, levelOf(catalogue, action.split(':', 1)[0]?.toLowerCase() ?? '')),
      )
      .map(({ action }) => action);
  const rest = others.map((other) => new Set(lackedBy(other).map((action) => action.toLowerCase())));
  return {
    entry,
    dependencies: lackedBy(entry).filter((action) =>
      rest.every((lacked) => lacked.has(action.toLowerCase())),
    ),
  };
}

/** A dependency can hang on an action that not every use case needs. */
function isForEveryCase(action: string, { actions, dependencies }: Entry): boolean {
  return dependencies.some(
    (dependency) =>
      dependency.action.toLowerCase() === action.toLowerCase() &&
      dependency.when === undefined &&
      (dependency.for === undefined ||
        actions.some((required) => required.action === dependency.for && required.when === undefined)),
  );
}
