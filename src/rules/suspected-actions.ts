import { matchesAction } from '../decide/action-pattern.ts';
import { type ActionPattern, readAction } from '../model/action.ts';
import type { Policy } from '../model/policy.ts';
import { documentedActions, findService } from './known-actions.ts';
import { meantAction } from './meant-action.ts';
import { meantServices } from './meant-services.ts';
import { misspelling } from './misspelling.ts';
import { type PatternAction, type PolicyAction, policyActions } from './policy-actions.ts';
import type { RuleContext } from './rule.ts';

/** The suspicions of the policy that was asked about last: see {@link policyActions}. */
let last: { readonly policy: Policy; readonly actions: readonly ActionPattern[] } | undefined;

/**
 * Whether the policy probably means to allow an action: it allows a name that is malformed or unknown, and the action was
 * probably meant by it. That the action is missing is a consequence then, and only the name is reported.
 */
export function isSuspected(action: string, context: RuleContext): boolean {
  const reading = readAction(action);
  if (!reading.ok) return false;
  if (last?.policy !== context.policy) last = { policy: context.policy, actions: suspectedActions(context) };
  return last.actions.some((suspected) => matchesAction(suspected, reading.pattern));
}

function suspectedActions(context: RuleContext): readonly ActionPattern[] {
  const { policy, catalogue } = context;
  const allowed = policyActions(policy).filter(({ statement }) => statement.effect === 'allow');
  const ofUnknownServices = new Map<string, PatternAction[]>();
  const meant: string[] = [];
  for (const action of allowed) {
    if (!isWellFormed(action)) {
      const guess = meantAction(action.text, catalogue);
      if (guess !== undefined) meant.push(guess.text);
      continue;
    }
    const { pattern } = action;
    const [code, type, operation] = pattern.segments;
    const service = findService(catalogue, code)?.code.toLowerCase();
    if (service === undefined && !catalogue.covers(code)) {
      ofUnknownServices.set(code, [...(ofUnknownServices.get(code) ?? []), action]);
      continue;
    }
    const isKnown = documentedActions(catalogue, service ?? code).some((documented) =>
      matchesAction(
        { ...pattern, segments: [documented.pattern.segments[0], type, operation] },
        documented.pattern,
      ),
    );
    if (!isKnown) meant.push(...misspelling(pattern, context));
  }
  for (const [code, actions] of ofUnknownServices) {
    for (const service of meantServices(code, actions, context))
      meant.push(
        ...actions.map(
          ({
            pattern: {
              segments: [, ...rest],
            },
          }) => [service, ...rest].join(':'),
        ),
      );
  }
  return meant.flatMap((text) => {
    const reading = readAction(text);
    return reading.ok ? [reading.pattern] : [];
  });
}

function isWellFormed(action: PolicyAction): action is PatternAction {
  return action.pattern !== undefined;
}
