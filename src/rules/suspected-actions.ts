import { type ActionPattern, readAction } from '../model/action.ts';
import { meantAction } from './meant-action.ts';
import { actionsOfUnknownServices, inService, meantServices } from './meant-services.ts';
import { misspelling } from './misspelling.ts';
import { type PatternAction, type PolicyAction, wellFormed } from './policy-actions.ts';
import type { RuleWorld } from './rule-world.ts';

/**
 * What the policy probably means to allow: it allows names that are malformed or unknown, and these actions were probably
 * meant by them. That such an action is missing is a consequence, and only the name is reported.
 */
export function suspectedActions(
  actions: readonly PolicyAction[],
  world: Pick<RuleWorld, 'catalogue' | 'cloud' | 'language'>,
): readonly ActionPattern[] {
  const { catalogue } = world;
  const allowed = actions.filter(({ statement }) => statement.effect === 'allow');
  const patterns = wellFormed(allowed);
  const ofUnknownServices = actionsOfUnknownServices(patterns, catalogue);
  const isUnknown = ({ pattern }: PatternAction) => {
    const [code] = pattern.segments;
    return code !== '*' && !ofUnknownServices.has(code) && catalogue.actionsMatching(pattern).length === 0;
  };
  const meant = [
    ...allowed
      .filter(({ pattern }) => pattern === undefined)
      .flatMap(({ text }) => meantAction(text, catalogue)?.text ?? []),
    ...patterns.filter(isUnknown).flatMap(({ pattern }) => misspelling(pattern, world)),
    ...[...ofUnknownServices].flatMap(([code, actions]) =>
      meantServices(code, actions, world).flatMap((service) =>
        actions.map((action) => inService(action, service)),
      ),
    ),
  ];
  return meant.flatMap((text) => {
    const reading = readAction(text);
    return reading.ok ? [reading.pattern] : [];
  });
}
