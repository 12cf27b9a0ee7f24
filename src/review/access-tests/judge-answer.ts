import { isRefusal } from '../../decide/combine.ts';
import type { AnswerPlace, QueryAnswer } from '../../model/answer.ts';
import type { DecisionKind } from '../../model/decision.ts';
import { inBackticks } from '../../model/in-backticks.ts';

/** What a test expects of an answer. */
export interface Expectation {
  readonly decision: DecisionKind;
  /** A statement, or a part of one, that decides. */
  readonly by?: { readonly file: string; readonly pointer: string };
  /** Exactly the actions that are refused. */
  readonly missing?: readonly string[];
}

/** The statements that decide an answer, each once. */
export function decidingPlaces(answer: QueryAnswer): readonly AnswerPlace[] {
  const all =
    'apis' in answer
      ? answer.apis.flatMap(({ requirements, reasons }) => [
          ...requirements.flatMap(({ by }) => by),
          ...reasons.flatMap(({ by = [] }) => by),
        ])
      : answer.actions.flatMap(({ by, reasons }) => [...by, ...reasons.flatMap((reason) => reason.by ?? [])]);
  return [...new Map(all.map((place) => [`${place.file}#${place.pointer}`, place])).values()];
}

/** The actions that are refused, each once, in the order of the answer. */
export function missingActions(answer: QueryAnswer): readonly string[] {
  const refused =
    'apis' in answer
      ? answer.apis.flatMap(({ requirements }) =>
          requirements.flatMap(({ action, decision }) => (isRefusal(decision) ? [action] : [])),
        )
      : answer.actions.flatMap(({ action, decision }) => (isRefusal(decision) ? [action] : []));
  return [...new Set(refused)];
}

/** Where an answer is not what a test expects, in words. */
export function problemsOf(answer: QueryAnswer, { decision, by, missing }: Expectation): readonly string[] {
  const problems: string[] = [];
  if (answer.decision !== decision)
    problems.push(`expected ${decision}, but the answer is ${answer.decision}`);
  if (by !== undefined) {
    const places = decidingPlaces(answer);
    const isMeant = ({ file, pointer }: AnswerPlace) =>
      file === by.file &&
      (pointer === by.pointer ||
        pointer.startsWith(`${by.pointer}/`) ||
        by.pointer.startsWith(`${pointer}/`));
    if (!places.some(isMeant)) {
      const actual = places.map(({ file, pointer }) => inBackticks(`${file}#${pointer}`)).join(', ');
      problems.push(
        `expected ${inBackticks(`${by.file}#${by.pointer}`)} to decide, but ${actual === '' ? 'no statement does' : `what decides is ${actual}`}`,
      );
    }
  }
  if (missing !== undefined) {
    const actual = missingActions(answer);
    const folded = (names: readonly string[]) => names.map((name) => name.toLowerCase());
    const [wanted, found] = [new Set(folded(missing)), new Set(folded(actual))];
    const more = actual.filter((name) => !wanted.has(name.toLowerCase()));
    const less = missing.filter((name) => !found.has(name.toLowerCase()));
    if (more.length > 0) problems.push(`missing too: ${more.map(inBackticks).join(', ')}`);
    if (less.length > 0) problems.push(`not missing: ${less.map(inBackticks).join(', ')}`);
  }
  return problems;
}

/** What of an answer is possible that must not be: allowed, or conditional where that is not accepted. */
export function possibleParts(answer: QueryAnswer, unless: 'conditional' | undefined): readonly string[] {
  const isPossible = (decision: DecisionKind) =>
    decision === 'allowed' ||
    decision === 'ungoverned' ||
    (decision === 'conditional' && unless === undefined);
  const parts =
    'apis' in answer
      ? answer.apis.flatMap(({ method, path, decision, cloud }) =>
          isPossible(decision) ? [`${method} ${path} (${cloud}): ${decision}`] : [],
        )
      : answer.actions.flatMap(({ action, decision }) =>
          isPossible(decision) ? [`${action}: ${decision}`] : [],
        );
  return [...new Set(parts)];
}
