import { type ActionPattern, readAction } from '../model/action.ts';
import type { DocumentPath, Policy, Statement } from '../model/policy.ts';
import { matchesAction, patternsMeet } from '../patterns/action-pattern.ts';

/** A statement of a policy, and which of its actions are left. */
export interface ReducedStatement {
  readonly path: DocumentPath;
  /** Absent: all, as they are. */
  readonly actions?: readonly string[];
}

/**
 * A policy as far as some actions need it: of each Allow what covers one of them, of a pattern the actions that it is needed for. Denies
 * stay, and so do conditions and resources.
 * @returns the statements that are left, in their order
 */
export function reducePolicy({ statements }: Policy, needed: readonly string[]): readonly ReducedStatement[] {
  const wanted = needed.flatMap((text) => read(text) ?? []);
  return statements.flatMap((statement): ReducedStatement[] => {
    if (statement.effect === 'deny') return [{ path: statement.path }];
    const actions = [...new Set(statement.actions.flatMap(({ text }) => leftOf(text, wanted)))];
    return actions.length === 0 ? [] : [{ path: statement.path, actions }];
  });
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

/** The actions that some statements allow no longer, of those that are documented. */
export function lostActions(
  before: readonly Statement[],
  after: readonly string[],
  documented: readonly string[],
): readonly string[] {
  const allowed = (texts: readonly string[]) => {
    const patterns = texts.flatMap((text) => read(text) ?? []);
    return documented.filter((text) => {
      const action = read(text);
      return action !== undefined && patterns.some((pattern) => matchesAction(pattern, action));
    });
  };
  const kept = new Set(allowed(after));
  const had = before.flatMap(({ effect, actions }) =>
    effect === 'allow' ? actions.map(({ text }) => text) : [],
  );
  return allowed(had).filter((action) => !kept.has(action));
}

function read(text: string): ActionPattern | undefined {
  const reading = readAction(text);
  return reading.ok ? reading.pattern : undefined;
}
