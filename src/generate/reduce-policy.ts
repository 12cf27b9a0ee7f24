import { type ActionPattern, readAction } from '../model/action.ts';
import type { DocumentPath, PlacedText, Policy, Statement } from '../model/policy.ts';
import { matchesAction, patternsMeet } from '../patterns/action-pattern.ts';

/** What is left of a policy. */
export interface ReducedPolicy {
  /** In their order. Of an action that is needed in part only the parts have its place. */
  readonly statements: readonly Statement[];
  /** What is there no longer. */
  readonly removed: readonly RemovedAction[];
}

/** An action or pattern that a reduced policy no longer has. */
export interface RemovedAction {
  readonly text: string;
  readonly path: DocumentPath;
  /** The actions in its place: what is needed of a pattern. */
  readonly kept: readonly string[];
}

/**
 * A policy as far as some actions need it: of each Allow what covers one of them, of a pattern the actions that it is needed for. Denies
 * stay, and so do conditions and resources.
 */
export function reducePolicy({ statements }: Policy, needed: readonly string[]): ReducedPolicy {
  const wanted = needed.flatMap((text) => read(text) ?? []);
  const removed: RemovedAction[] = [];
  const left = statements.flatMap((statement): Statement[] => {
    if (statement.effect === 'deny') return [statement];
    const actions = new Map<string, PlacedText>();
    for (const placed of statement.actions) {
      const kept = leftOf(placed.text, wanted);
      if (!kept.includes(placed.text)) removed.push({ text: placed.text, path: placed.path, kept });
      for (const text of kept) if (!actions.has(text)) actions.set(text, { ...placed, text });
    }
    return actions.size === 0 ? [] : [{ ...statement, actions: [...actions.values()] }];
  });
  return { statements: left, removed };
}

/** What of an element is needed: itself where it is what is wanted, or a part of it; else the parts that are. */
function leftOf(text: string, wanted: readonly ActionPattern[]): readonly string[] {
  const own = read(text);
  // What is not understood may be what the policy depends on.
  if (own === undefined) return [text];
  const covered = wanted.filter((one) => matchesAction(own, one));
  const meeting = wanted.some((one) => !matchesAction(own, one) && patternsMeet(own, one));
  if (meeting || covered.some((one) => matchesAction(one, own))) return [text];
  return covered.map((one) => one.text);
}

/**
 * The actions that statements allow and fewer statements do not, of those that are documented. What an unlimited Deny forbids was
 * never allowed.
 */
export function lostActions(
  before: readonly Statement[],
  after: readonly Statement[],
  documented: readonly string[],
): readonly string[] {
  const denied = patternsOf(
    before.filter(
      ({ effect, resource, condition, unsure }) =>
        effect === 'deny' && resource.kind === 'omitted' && condition === undefined && unsure === undefined,
    ),
  );
  const allowing = (statements: readonly Statement[]) =>
    patternsOf(statements.filter(({ effect }) => effect === 'allow'));
  const [had, has] = [allowing(before), allowing(after)];
  return documented.filter((text) => {
    const action = read(text);
    const isIn = (patterns: readonly ActionPattern[]) =>
      action !== undefined && patterns.some((pattern) => matchesAction(pattern, action));
    return isIn(had) && !isIn(has) && !isIn(denied);
  });
}

function patternsOf(statements: readonly Statement[]): readonly ActionPattern[] {
  return statements.flatMap(({ actions }) => actions.flatMap(({ text }) => read(text) ?? []));
}

function read(text: string): ActionPattern | undefined {
  const reading = readAction(text);
  return reading.ok ? reading.pattern : undefined;
}
