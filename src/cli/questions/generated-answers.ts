import type { AnswerReason, AnswerRow, QueryAnswer } from '../../model/answer.ts';
import type { Cloud } from '../../model/cloud.ts';
import type { GeneratedFor } from '../../model/generated.ts';
import { inBackticks } from '../../model/in-backticks.ts';

/** What something that is wanted comes to. */
export function answeredFor(
  { text, cloud }: { readonly text: string; readonly cloud: Cloud },
  answer: QueryAnswer,
): GeneratedFor {
  return {
    text,
    cloud,
    decision: answer.decision,
    reasons: answer.decision === 'allowed' ? [] : reasonsOf(answer),
    ...refusedActions(answer, 'missing', 'not-allowed'),
    ...refusedActions(answer, 'denied', 'denied'),
  };
}

/**
 * What something that is wanted comes to with policies that are generated for it, and are in no file. If it is refused, no action is
 * missing: reasons are those that even a grant of everything leaves.
 */
export function generatedFor(
  wanted: { readonly text: string; readonly cloud: Cloud },
  answer: QueryAnswer,
  withEverything: () => QueryAnswer,
): GeneratedFor {
  const isRefused = answer.decision === 'not-allowed' || answer.decision === 'denied';
  const { missing: _missing, denied: _denied, ...rest } = answeredFor(wanted, answer);
  const reasons = isRefused ? reasonsOf(withEverything()) : rest.reasons;
  return { ...rest, reasons: reasons.map(({ by: _by, byOthers: _others, ...reason }) => reason) };
}

/** The actions by which a refusal comes about. */
function refusedActions(
  answer: QueryAnswer,
  member: 'missing' | 'denied',
  decision: 'not-allowed' | 'denied',
): Partial<Record<typeof member, readonly string[]>> {
  if (answer.decision !== 'not-allowed' && answer.decision !== 'denied') return {};
  const needed = 'apis' in answer ? answer.apis.flatMap(({ requirements }) => requirements) : answer.actions;
  const refused = needed.filter((one) => one.decision === decision).map(({ action }) => action);
  return refused.length === 0 ? {} : { [member]: [...new Set(refused)] };
}

/** Why an answer is not `allowed`, each reason once. */
function reasonsOf(answer: QueryAnswer): readonly AnswerReason[] {
  const rows =
    'apis' in answer ? answer.apis.filter(({ decision }) => decision !== 'allowed') : answer.actions;
  const ungoverned = 'apis' in answer ? ungovernedApis(answer.apis) : [];
  return [
    ...new Map(
      [...rows.flatMap(({ reasons }) => reasons), ...ungoverned].map((reason) => [reason.message, reason]),
    ).values(),
  ];
}

/** Of APIs that go by one path: those that no action governs, beside others that are allowed. */
function ungovernedApis(
  apis: readonly Pick<AnswerRow, 'service' | 'method' | 'path' | 'decision'>[],
): readonly AnswerReason[] {
  const own = apis.filter(({ decision }) => decision === 'ungoverned');
  if (own.length === 0 || own.length === apis.length) return [];
  const names = [
    ...new Set(own.map(({ service, method, path }) => `${inBackticks(`${method} ${path}`)} of ${service}`)),
  ];
  return [{ kind: 'requirement-unknown', message: `no action of a policy governs ${names.join(', ')}` }];
}
