import type {
  ActionDecision,
  DecisionKind,
  RequirementDecision,
  UseCaseDecision,
} from '../model/decision.ts';
import { withoutRepeats } from './api-reasons.ts';
import { combineAlternatives } from './combine.ts';
import type { ApiDecision } from './decide-api.ts';

/** All but the reasons of what several decisions about one action come to, which are alternatives. */
export function mergedActions(parts: readonly ActionDecision[]): ActionDecision {
  const [first] = parts;
  if (first === undefined) throw new Error('somebody is granted something somewhere');
  const { partPasses: _, ...rest } = first;
  return {
    ...rest,
    decision: combineAlternatives(parts.map(({ decision }) => decision)) as ActionDecision['decision'],
    ...partPassing(parts),
    // The same statement counts in several places.
    by: withoutRepeats(parts.flatMap(({ by }) => by)),
  };
}

/** The same for one API: its requirements are the same wherever it is called, and whoever is granted what. */
export function mergedApis(parts: readonly ApiDecision[]): ApiDecision {
  const [first] = parts;
  if (first === undefined) throw new Error('somebody is granted something somewhere');
  const useCases = first.useCases?.map(
    (one): UseCaseDecision => ({
      id: one.id,
      decision: combineAlternatives(
        parts.flatMap((part) => part.useCases?.find(({ id }) => id === one.id)?.decision ?? []),
      ),
    }),
  );
  const decision = combineAlternatives(parts.map((part) => part.decision));
  const { partPasses: _, ...rest } = first;
  return {
    ...rest,
    decision,
    ...partPassing(parts.map((part) => ({ ...part, partPasses: passesInPart(part) || undefined }))),
    ...(useCases === undefined ? {} : { useCases }),
    requirements: first.requirements.map((requirement, at): RequirementDecision => {
      const own = parts.flatMap(({ requirements }) => requirements[at] ?? []);
      return { ...requirement, ...mergedActions(own) };
    }),
    notes: decision === 'allowed' ? [...new Set(parts.flatMap(({ notes }) => notes))] : [],
  };
}

/** Whether a call passes for sure: always, in one of its use cases, or in one of several places. */
export function passesInPart({
  decision,
  partPasses,
  useCases = [],
}: Pick<ApiDecision, 'decision' | 'partPasses' | 'useCases'>): boolean {
  return decision === 'allowed' || partPasses === true || useCases.some((one) => one.decision === 'allowed');
}

/** What is conditional as a whole, and passes in some of the alternatives. */
function partPassing(
  parts: readonly { readonly decision: DecisionKind; readonly partPasses?: boolean | undefined }[],
): { readonly partPasses?: true } {
  if (parts.every(({ decision }) => decision === 'allowed')) return {};
  return parts.some(({ decision, partPasses }) => decision === 'allowed' || partPasses === true)
    ? { partPasses: true }
    : {};
}
