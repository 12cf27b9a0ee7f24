import { taskKey } from '../catalogue/find-task.ts';
import { readApiQuestion } from '../catalogue/path-template.ts';
import { readAction } from '../model/action.ts';
import { isApiStep, type Task } from '../model/task.ts';

/** A task as `rules/tasks/*.yaml` writes it: each step of a way as `METHOD /path`, or as an action. */
export interface WrittenTask {
  readonly id: string;
  readonly service: string;
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly ways: readonly (readonly string[])[];
}

/**
 * Turns schema-checked task files into tasks.
 * @throws naming the task when a step is not `METHOD /path` or an action, when its steps are of both kinds, or when two tasks have one name.
 */
export function readTasks(written: readonly WrittenTask[]): Task[] {
  const taken = new Map<string, string>();
  return written.map((task) => {
    const keys = [...new Set([task.id.replaceAll('-', ' '), task.name, ...task.synonyms].map(taskKey))];
    for (const key of keys) {
      const other = taken.get(key);
      if (other !== undefined) throw new Error(`tasks ${other} and ${task.id} both have the name \`${key}\``);
      taken.set(key, task.id);
    }
    const ways = task.ways.map((way) => way.map((step) => readStep(task.id, step)));
    if (new Set(ways.flat().map(isApiStep)).size > 1)
      throw new Error(`task ${task.id}: its steps are APIs and actions`);
    return { ...task, keys, ways };
  });
}

function readStep(id: string, step: string): Task['ways'][number][number] {
  const action = readAction(step);
  if (action.ok && action.pattern.concrete) return { action: step };
  const reading = readApiQuestion(step);
  if (!reading.ok) throw new Error(`task ${id}: \`${step}\` is not a method and a path, or an action`);
  return { method: reading.question.method, path: reading.question.path };
}
