import { matchTemplates } from '../catalogue/path-template.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { ActionDecision, DecisionKind } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import { isApiStep, type Task } from '../model/task.ts';
import { allNeeded, best, combineAlternatives } from './combine.ts';
import type { ApiDecision, Decider } from './decide-api.ts';

/** One way to do something, in one cloud: steps that are all needed. */
export type WayOfCloud =
  | {
      readonly cloud: Cloud;
      /** The operations that each step may be: nobody knows which. */
      readonly steps: readonly (readonly Entry[])[];
    }
  | {
      /** Actions whose APIs no page has, in either cloud. */
      readonly actions: readonly string[];
    };

/** The decision for a task: per cloud that of the best way, and the clouds are alternatives. */
export interface TaskDecision {
  readonly decision: DecisionKind;
  readonly apis: readonly ApiDecision[];
  /** Of ways of actions; there are no `apis` then. */
  readonly actions: readonly ActionDecision[];
  /** Each way as indexes into `apis`, all of one cloud, or into `actions`. */
  readonly ways: readonly (readonly number[])[];
}

/** The ways of a task over the entries of the clouds asked about. A way that needs an API which a cloud lacks is left out there. */
export function waysOfTask(task: Task, entries: readonly Entry[]): WayOfCloud[] {
  const isOfActions = task.ways.flat().every((step) => !isApiStep(step));
  if (isOfActions)
    return task.ways.map((way) => ({
      actions: way.flatMap((step) => (isApiStep(step) ? [] : step.action)),
    }));
  return clouds.flatMap((cloud) => {
    const here = entries.filter((entry) => entry.cloud === cloud);
    return task.ways
      .map((way) => way.map((step) => (isApiStep(step) ? matchTemplates(here, step) : [])))
      .filter((steps) => steps.every((step) => step.length > 0))
      .map((steps) => ({ cloud, steps }));
  });
}

/**
 * Decides something that can be done in several ways: a cloud without any does not vote. `undefined` where there is none.
 * @param needing the APIs that need an action
 */
export function decideWays(
  ways: readonly WayOfCloud[],
  decider: Decider,
  needing: (action: string) => readonly Entry[],
): TaskDecision | undefined {
  const apis: ApiDecision[] = [];
  const actions: ActionDecision[] = [];
  const places = new Map<Entry | string, number>();
  const placeOf = (entry: Entry): number => {
    const place = places.get(entry) ?? apis.push(decider.api(entry)) - 1;
    places.set(entry, place);
    return place;
  };
  const placeOfAction = (action: string): number => {
    const place = places.get(action) ?? actions.push(decider.action(action, () => needing(action))) - 1;
    places.set(action, place);
    return place;
  };
  const indexes: number[][] = [];
  const perCloud = new Map<Cloud | undefined, DecisionKind[]>();
  for (const way of ways) {
    const cloud = 'cloud' in way ? way.cloud : undefined;
    const decisions = perCloud.get(cloud) ?? [];
    perCloud.set(cloud, decisions);
    if ('actions' in way) {
      const used = way.actions.map(placeOfAction);
      indexes.push(used);
      decisions.push(allNeeded(used.map((at) => actions[at]?.decision ?? 'conditional')));
    } else {
      const steps = way.steps.map((step) => step.map(placeOf));
      indexes.push(steps.flat());
      const decisionOf = (at: number): DecisionKind => apis[at]?.decision ?? 'conditional';
      decisions.push(allNeeded(steps.map((step) => combineAlternatives(step.map(decisionOf)))));
    }
  }
  if (perCloud.size === 0) return undefined;
  return {
    decision: combineAlternatives([...perCloud.values()].map(best)),
    apis,
    actions,
    ways: indexes,
  };
}
