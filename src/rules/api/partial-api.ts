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

/** An API that comes nearest to being callable with an action, and what it lacks. */
interface Partial {
  readonly entry: Entry;
  readonly missing: readonly string[];
}

export const partialApi = defineRule({
  id: 'partial-api',
  group: 'api',
  severity: 'warning',
  summary: 'an action that opens no API without another one, which the policy does not allow',
  rationale:
    'Some APIs need several actions. It is reported only where no API of the clouds asked about can be called with the action and the rest of the policy, in any use case, and where the action is no dependency of another API; only for actions written out, and not where what is missing belongs into a policy of its own (global and project-level services). A policy file is often only a part of what a group holds: what is missing may come from another policy, and where all of it belongs to other services, for which there often is one, the finding is an info. Policies of more than 2000 actions are not looked at.',
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
  *check(context) {
    const { catalogue, cloud } = context;
    const written = writtenActions(context, (known) => concerns('shared', known, cloud));
    const groups = new Map<Entry, { readonly partial: Partial; readonly actions: WrittenAction[] }>();
    for (const action of written) {
      const partial = nearestApi(action, context);
      if (partial === undefined) continue;
      const group = groups.get(partial.entry) ?? { partial, actions: [] };
      groups.set(partial.entry, group);
      group.actions.push(action);
    }
    for (const { partial, actions } of groups.values()) {
      const [first, ...others] = actions;
      if (first === undefined) continue;
      const { entry, missing } = partial;
      const [service] = first.pattern.segments;
      const ofOthers = missing.every((action) => serviceOf(action) !== service);
      const more = others.length === 0 ? '' : ' (as below)';
      yield {
        message: `${inBackticks(first.text)} opens no API without ${namesInWords(missing)}: ${apiInWords(entry)} needs ${missing.length === 1 ? 'both' : 'all of them'}${more}`,
        at: { path: first.path },
        help: `allow ${namesInWords(missing)} too, unless another policy of the same group does (${pageInWords(entry, catalogue)})`,
        related: others.slice(0, 5).map(({ path }) => ({ at: { path }, note: 'needed by the same API' })),
        ...(ofOthers ? { severity: 'info' as const } : {}),
      };
    }
  },
});

/** `undefined` where an API can be called, or where the action is refused itself: that is another fault. */
function nearestApi({ known, pattern }: WrittenAction, context: RuleContext): Partial | undefined {
  const { catalogue, cloud } = context;
  const decider = deciderOf(context);
  const entries = apisNeeding(known, catalogue, cloud);
  if (entries.some((entry) => !isRefusal(decider.kindOf(entry)))) return undefined;
  if (isRefusal(decider.action(pattern.text, () => entries).decision)) return undefined;
  const level = levelOf(catalogue, pattern.segments[0]);
  let nearest: Partial | undefined;
  for (const entry of entries) {
    const missing = missingBeside(known.action, entry, context);
    if (missing.length === 0) return undefined;
    if (!missing.every((action) => canStandTogether(level, levelOf(catalogue, serviceOf(action)))))
      return undefined;
    if (nearest === undefined || missing.length < nearest.missing.length) nearest = { entry, missing };
  }
  return nearest;
}

/** What the API needs in the first use case that needs the action, and the policy does not allow. */
function missingBeside(action: string, entry: Entry, context: RuleContext): readonly string[] {
  const own = entry.actions.find((required) => required.action.toLowerCase() === action.toLowerCase());
  const missing = deciderOf(context)
    .api(entry)
    .requirements.filter(
      ({ kind, when, decision }) =>
        kind === 'action' && (when === undefined || when === own?.when) && isRefusal(decision),
    );
  return [...new Set(missing.map((requirement) => requirement.action))];
}

function serviceOf(action: string): string {
  return action.split(':', 1)[0]?.toLowerCase() ?? '';
}
