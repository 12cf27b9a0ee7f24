/**
 * The decision again, slow and plain: over a list of concrete strings instead of automata, one loop after the other,
 * written from the text of the specification and not from the engine. It serves to check the engine against.
 */
import type { ServiceLevel } from '../../src/model/catalogue.ts';
import type { ActionDecisionKind } from '../../src/model/decision.ts';
import type { PolicyLayer } from '../../src/model/policy.ts';

export interface PlainStatement {
  readonly effect: 'allow' | 'deny';
  readonly actions: readonly string[];
  /** Carries a Condition or a Resource that is not everything, or is not fixed: matches maybe. */
  readonly maybe: boolean;
  /** How it matches maybe: what it carries makes no difference. */
  readonly because?: 'condition' | 'condition-hole' | 'maybe-there' | undefined;
  /** Elements of its Action that can be read in several ways. */
  readonly doubtful?: readonly PlainDoubt[];
  /** Layer that its policy declares. */
  readonly layer?: PolicyLayer | undefined;
}

/** What leaves a statement open. */
export const plainReasons = [undefined, 'condition', 'condition-hole', 'maybe-there'] as const;

/** Level of a service. */
export type PlainLevels = (service: string) => ServiceLevel;

const allOfProjects: PlainLevels = () => 'project';

/** An element of an Action that can be read in several ways: it matches maybe what one of the readings matches. */
export interface PlainDoubt {
  readonly written: string;
  /** Patterns in which `?` is one character. */
  readonly readings: readonly string[];
  /** It is there under a condition only. */
  readonly maybe?: true;
}

/** Whether the pattern matches, by trying every split of a star. Segment by segment. */
export function plainMatches(pattern: string, action: string): boolean {
  const patternSegments = pattern.toLowerCase().split(':');
  const actionSegments = action.toLowerCase().split(':');
  return (
    patternSegments.length === actionSegments.length &&
    patternSegments.every((segment, i) => segmentMatches(segment, actionSegments[i] ?? ''))
  );
}

function segmentMatches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    for (let taken = 0; taken <= text.length; taken++) {
      if (segmentMatches(pattern.slice(1), text.slice(taken))) return true;
    }
    return false;
  }
  const isSame = pattern[0] === text[0] || pattern[0] === '?';
  return text !== '' && isSame && segmentMatches(pattern.slice(1), text.slice(1));
}

/** The statements that match, each with whether it does so for sure: one sure element of its Action is enough. */
export function matchingStatements<T extends PlainStatement>(
  statements: readonly T[],
  matches: (pattern: string) => boolean,
): readonly T[] {
  const found: T[] = [];
  for (const statement of statements) {
    const isSure = statement.actions.some(matches);
    const isPossible = (statement.doubtful ?? []).some(({ readings }) => readings.some(matches));
    if (isSure) found.push(statement);
    else if (isPossible) found.push({ ...statement, maybe: true });
  }
  return found;
}

/**
 * Whether a policy of a layer is for services of a level (iam-language 1.4 and 6): `AX` for global ones, `XA` for those of
 * projects, `AA` for both, `XX` for neither. A service that is not known to be of the other half fits.
 */
function fitsLayer(layer: PolicyLayer | undefined, level: ServiceLevel): boolean {
  if (layer === 'XX') return false;
  return !(layer === 'AX' && level === 'project') && !(layer === 'XA' && level === 'global');
}

/** The statements as they are about an action: what is declared for the other half of the services matches maybe. */
export function inLayers<T extends PlainStatement>(
  statements: readonly T[],
  action: string,
  levelOf: PlainLevels,
): readonly T[] {
  const level = levelOf(action.split(':')[0] ?? '');
  return statements.map((one) => (fitsLayer(one.layer, level) ? one : { ...one, maybe: true }));
}

/** Explicit Deny, then Allow, then nothing; a doubtful statement settles nothing alone. */
export function plainDecision(
  action: string,
  statements: readonly PlainStatement[],
  levelOf = allOfProjects,
): ActionDecisionKind {
  const layered = inLayers(statements, action, levelOf);
  return verdict(matchingStatements(layered, (pattern) => plainMatches(pattern, action)));
}

/** The same for many actions, of which it is remembered which patterns match them. */
export function plainDecisions(
  actions: readonly string[],
  statements: readonly PlainStatement[],
): readonly ActionDecisionKind[] {
  return actions.map((_, i) =>
    verdict(matchingStatements(statements, (pattern) => column(pattern, actions)[i] === true)),
  );
}

function verdict(matching: readonly PlainStatement[]): ActionDecisionKind {
  const denies = matching.filter(({ effect }) => effect === 'deny');
  const allows = matching.filter(({ effect }) => effect === 'allow');
  if (denies.some(({ maybe }) => !maybe)) return 'denied';
  if (allows.length === 0) return 'not-allowed';
  if (denies.length === 0 && allows.some(({ maybe }) => !maybe)) return 'allowed';
  return 'conditional';
}

/** A pattern, of one service, stands for all strings of the universe that it matches. */
export function plainPatternDecision(
  pattern: string,
  statements: readonly PlainStatement[],
  universe: readonly string[],
  levelOf = allOfProjects,
): ActionDecisionKind {
  const layered = inLayers(statements, pattern, levelOf);
  const kinds = new Set<ActionDecisionKind>();
  const asked = column(pattern, universe);
  for (const i of universe.keys()) {
    if (!asked[i]) continue;
    kinds.add(verdict(matchingStatements(layered, (one) => column(one, universe)[i] === true)));
  }
  const [only] = kinds;
  if (kinds.size === 1 && only !== undefined) return only;
  return kinds.has('allowed') || kinds.has('conditional') ? 'conditional' : 'not-allowed';
}

const columns = new WeakMap<readonly string[], Map<string, readonly boolean[]>>();

/** Which strings of the universe a pattern matches; remembered, since properties ask for the same few very often. */
function column(pattern: string, universe: readonly string[]): readonly boolean[] {
  const known = columns.get(universe) ?? new Map<string, readonly boolean[]>();
  columns.set(universe, known);
  const found = known.get(pattern) ?? universe.map((action) => plainMatches(pattern, action));
  known.set(pattern, found);
  return found;
}
