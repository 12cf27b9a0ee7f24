import { type ActionDecisionKind, type DecisionKind, gravity } from '../model/decision.ts';

/** Position in the order from best to gravest. */
export function gravityOf(decision: ActionDecisionKind): number {
  return gravity.indexOf(decision);
}

/** Refused for sure, whatever stays unknown. */
export function isRefusal(decision: DecisionKind): decision is 'not-allowed' | 'denied' {
  return decision === 'not-allowed' || decision === 'denied';
}

/** The decision for things that are all needed: the gravest one. Nothing needed is `allowed`. */
export function gravest(decisions: Iterable<ActionDecisionKind>): ActionDecisionKind {
  let worst: ActionDecisionKind = 'allowed';
  for (const decision of decisions) if (gravityOf(decision) > gravityOf(worst)) worst = decision;
  return worst;
}

/**
 * The decision over alternatives of which one applies, nobody knows which (use cases, operations, clouds, services):
 * all allowed is `allowed`, all refused is the mildest refusal, all ungoverned is `ungoverned`, else `conditional`.
 * @throws on an empty list: without an alternative there is no question.
 */
export function combineAlternatives(decisions: readonly DecisionKind[]): DecisionKind {
  if (decisions.length === 0) throw new Error('no alternatives to combine');
  if (decisions.every((decision) => decision === 'allowed')) return 'allowed';
  if (decisions.every((decision) => decision === 'ungoverned')) return 'ungoverned';
  if (decisions.every(isRefusal)) return decisions.includes('not-allowed') ? 'not-allowed' : 'denied';
  return 'conditional';
}

/** From what serves a caller best to what does not. */
export const wayOrder: readonly DecisionKind[] = [
  'allowed',
  'ungoverned',
  'conditional',
  'not-allowed',
  'denied',
];

/** The best of several ways that somebody can choose from. */
export function best(decisions: readonly DecisionKind[]): DecisionKind {
  if (decisions.length === 0) throw new Error('no ways to choose from');
  return decisions.reduce((a, b) => (wayOrder.indexOf(a) <= wayOrder.indexOf(b) ? a : b));
}

/** The decision for APIs that are all needed. An ungoverned one is nobody's obstacle, but nobody's grant either. */
export function allNeeded(decisions: readonly DecisionKind[]): DecisionKind {
  if (decisions.length > 0 && decisions.every((decision) => decision === 'ungoverned')) return 'ungoverned';
  const governed = decisions.filter((decision) => decision !== 'ungoverned');
  const worst = gravest(governed);
  return worst === 'allowed' && governed.length < decisions.length ? 'conditional' : worst;
}
