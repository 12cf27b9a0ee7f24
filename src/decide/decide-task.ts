import { matchTemplates } from '../catalogue/path-template.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { DecisionKind } from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import type { Task } from '../model/task.ts';
import { allNeeded, best, combineAlternatives } from './combine.ts';
import type { ApiDecision, Decider } from './decide-api.ts';

/** The decision for a task: per cloud that of the best way, and the clouds are alternatives. */
interface TaskDecision {
  readonly decision: DecisionKind;
  readonly apis: readonly ApiDecision[];
  /** Each way as indexes into `apis`, all of one cloud. */
  readonly ways: readonly (readonly number[])[];
}

/**
 * Decides a task over the given entries (of the clouds asked about). A way that a cloud lacks an API of is no way there;
 * a cloud without any way does not vote. `undefined` where no cloud has a way.
 */
export function decideTask(
  task: Task,
  entries: readonly Entry[],
  decider: Decider,
): TaskDecision | undefined {
  const apis: ApiDecision[] = [];
  const indexOf = new Map<Entry, number>();
  const ways: number[][] = [];
  const perCloud: DecisionKind[] = [];
  for (const cloud of clouds) {
    const decisions: DecisionKind[] = [];
    for (const way of task.ways) {
      const steps = way.map((api) => entriesOf(entries, cloud, api));
      if (steps.some((step) => step.length === 0)) continue;
      const indexes = steps.flat().map((entry) => {
        const index = indexOf.get(entry) ?? apis.push(decider.api(entry)) - 1;
        indexOf.set(entry, index);
        return index;
      });
      ways.push(indexes);
      decisions.push(
        allNeeded(steps.map((step) => combineAlternatives(step.map((entry) => decider.api(entry).decision)))),
      );
    }
    if (decisions.length > 0) perCloud.push(best(decisions));
  }
  return perCloud.length === 0 ? undefined : { decision: combineAlternatives(perCloud), apis, ways };
}

function entriesOf(entries: readonly Entry[], cloud: Cloud, api: { method: string; path: string }): Entry[] {
  return matchTemplates(
    entries.filter((entry) => entry.cloud === cloud),
    { method: api.method as Entry['method'], path: api.path },
  );
}
