import type { ActionDecision, RequirementDecision, UseCaseDecision } from '../model/decision.ts';
import { withoutRepeats } from './api-reasons.ts';
import { combineAlternatives } from './combine.ts';
import type { ApiDecision } from './decide-api.ts';

/** All but the reasons of what several decisions about one action come to, which are alternatives. */
export function mergedActions(parts: readonly ActionDecision[]): ActionDecision {
  const [first] = parts;
  if (first === undefined) throw new Error('somebody is granted something somewhere');
  return {
    ...first,
    decision: combineAlternatives(parts.map(({ decision }) => decision)) as ActionDecision['decision'],
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
  return {
    ...first,
    decision,
    ...(useCases === undefined ? {} : { useCases }),
    requirements: first.requirements.map((requirement, at): RequirementDecision => {
      const own = parts.flatMap(({ requirements }) => requirements[at] ?? []);
      return { ...requirement, ...mergedActions(own) };
    }),
    notes: decision === 'allowed' ? [...new Set(parts.flatMap(({ notes }) => notes))] : [],
  };
}
