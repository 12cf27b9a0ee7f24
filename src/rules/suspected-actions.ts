import { type ActionPattern, readAction } from '../model/action.ts';
import { matchesAction } from '../patterns/action-pattern.ts';
import { meantAction } from './meant-action.ts';
import { actionsOfUnknownServices, inService, meantServices } from './meant-services.ts';
import { misspelling } from './misspelling.ts';
import { actionPatterns, type PatternAction, type PolicyAction, policyActions } from './policy-actions.ts';
import type { RuleContext } from './rule.ts';

/** The suspicions of the policy and world that were asked about last: see {@link policyActions}. */
let last: { readonly context: RuleContext; readonly actions: readonly ActionPattern[] } | undefined;

/**
 * Whether the policy probably means to allow an action: it allows a name that is malformed or unknown, and the action was
 * probably meant by it. That the action is missing is a consequence then, and only the name is reported.
 */
export function isSuspected(action: string, context: RuleContext): boolean {
  const reading = readAction(action);
  if (!reading.ok) return false;
  if (last?.context !== context) last = { context, actions: suspectedActions(context) };
  return last.actions.some((suspected) => matchesAction(suspected, reading.pattern));
}

function suspectedActions(context: RuleContext): readonly ActionPattern[] {
  const { policy, catalogue } = context;
  const isAllowed = ({ statement }: PolicyAction) => statement.effect === 'allow';
  const patterns = actionPatterns(policy).filter(isAllowed);
  const ofUnknownServices = actionsOfUnknownServices(patterns, catalogue);
  const isUnknown = ({ pattern }: PatternAction) => {
    const [code] = pattern.segments;
    return code !== '*' && !ofUnknownServices.has(code) && catalogue.actionsMatching(pattern).length === 0;
  };
  const meant = [
    ...policyActions(policy)
      .filter((action) => isAllowed(action) && action.pattern === undefined)
      .flatMap(({ text }) => meantAction(text, catalogue)?.text ?? []),
    ...patterns.filter(isUnknown).flatMap(({ pattern }) => misspelling(pattern, context)),
    ...[...ofUnknownServices].flatMap(([code, actions]) =>
      meantServices(code, actions, context).flatMap((service) =>
        actions.map((action) => inService(action, service)),
      ),
    ),
  ];
  return meant.flatMap((text) => {
    const reading = readAction(text);
    return reading.ok ? [reading.pattern] : [];
  });
}
