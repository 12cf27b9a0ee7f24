import { isRefusal } from '../../decide/combine.ts';
import type { ApiDecision } from '../../decide/decide-api.ts';
import { passesInPart } from '../../decide/merge-alternatives.ts';
import type { ActionDecision, Deciding, DecisionKind } from '../../model/decision.ts';
import { inBackticks } from '../../model/in-backticks.ts';

/** What is decided of a question that a test asks. */
export interface TestedAnswer {
  readonly decision: DecisionKind;
  readonly apis: readonly ApiDecision[];
  readonly actions: readonly ActionDecision[];
}

/** A statement, or a part of one. */
export interface StatementPlace {
  readonly file: string;
  readonly path: readonly (string | number)[];
}

/** What a test expects of an answer. */
export interface Expectation {
  readonly decision: DecisionKind;
  /** A statement, or a part of one, that decides. */
  readonly by?: StatementPlace;
  /** Exactly the actions that are refused. */
  readonly missing?: readonly string[];
}

/** The statements that decide an answer, each once. */
export function decidingParts({ apis, actions }: TestedAnswer): readonly Deciding[] {
  const all = [
    ...apis.flatMap(({ requirements, reasons }) => [
      ...requirements.flatMap(({ by }) => by),
      ...reasons.flatMap(({ by = [] }) => by),
    ]),
    ...actions.flatMap(({ by, reasons }) => [...by, ...reasons.flatMap((reason) => reason.by ?? [])]),
  ];
  return [...new Map(all.map((one) => [keyOf(one), one])).values()];
}

/** The actions that are refused, each once, in the order of the answer. */
export function missingActions({ apis, actions }: TestedAnswer): readonly string[] {
  const all: readonly ActionDecision[] = [...apis.flatMap(({ requirements }) => requirements), ...actions];
  return [...new Set(all.flatMap(({ action, decision }) => (isRefusal(decision) ? [action] : [])))];
}

/** What is not as it is expected, in words: the decision, what decides, what is missing. */
export interface Problems {
  readonly decision?: string;
  readonly by?: string;
  readonly missing?: string;
}

/** Where an answer is not what a test expects. */
export function problemsOf(answer: TestedAnswer, { decision, by, missing }: Expectation): Problems {
  return {
    ...(answer.decision === decision
      ? {}
      : { decision: `expected ${decision}, but the answer is ${answer.decision}` }),
    ...(by === undefined || decidingParts(answer).some((part) => isPartOf(part, by))
      ? {}
      : { by: wrongPlace(by, decidingParts(answer)) }),
    ...(missing === undefined ? {} : wrongMissing(missing, missingActions(answer))),
  };
}

/** Whether one of two places is in the other. */
function isPartOf({ file, path }: StatementPlace, expected: StatementPlace): boolean {
  const shared = Math.min(path.length, expected.path.length);
  return (
    file === expected.file &&
    path.slice(0, shared).every((step, i) => String(step) === String(expected.path[i]))
  );
}

function wrongPlace(expected: StatementPlace, places: readonly StatementPlace[]): string {
  const actual = places.slice(0, mostNamed).map((place) => inBackticks(keyOf(place)));
  const more = places.length > mostNamed ? ` and ${places.length - mostNamed} more` : '';
  return `expected ${inBackticks(keyOf(expected))} to decide, but ${actual.length === 0 ? 'no statement does' : `what decides is ${actual.join(', ')}${more}`}`;
}

const mostNamed = 5;

function wrongMissing(expected: readonly string[], actual: readonly string[]): Problems {
  const folded = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
  const [wanted, found] = [folded(expected), folded(actual)];
  const more = actual.filter((name) => !wanted.has(name.toLowerCase())).map(inBackticks);
  const less = expected.filter((name) => !found.has(name.toLowerCase())).map(inBackticks);
  const words = [
    ...(more.length > 0 ? [`missing too: ${more.join(', ')}`] : []),
    ...(less.length > 0 ? [`not missing: ${less.join(', ')}`] : []),
  ];
  return words.length === 0 ? {} : { missing: words.join('; ') };
}

/** `file#/pointer` */
export function keyOf({ file, path }: StatementPlace): string {
  const steps = path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return `${file}#${steps.join('')}`;
}

/**
 * What of an answer is possible that must not be: allowed, or conditional where that is not accepted. What is conditional as a
 * whole and passes for sure in a part (some actions of a pattern, a use case, one of several places) is possible all the same.
 */
export function possibleParts(
  { apis, actions }: TestedAnswer,
  unless: 'conditional' | undefined,
): readonly string[] {
  const isPossible = (decision: DecisionKind) =>
    decision === 'allowed' ||
    decision === 'ungoverned' ||
    (decision === 'conditional' && unless === undefined);
  const said = (name: string, decision: DecisionKind, inPart: boolean) =>
    isPossible(decision) ? [`${name}: ${decision}`] : inPart ? [`${name}: allowed in part`] : [];
  const parts = [
    ...apis.flatMap((api) => {
      const { method, path, cloud } = api.entry;
      return said(`${method} ${path} (${cloud})`, api.decision, passesInPart(api));
    }),
    ...actions.flatMap(({ action, decision, partPasses = false }) => said(action, decision, partPasses)),
  ];
  return [...new Set(parts)];
}
