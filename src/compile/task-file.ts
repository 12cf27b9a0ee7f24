import { taskKey } from '../catalogue/find-task.ts';
import { readApiQuestion } from '../catalogue/path-template.ts';
import type { Task } from '../model/task.ts';

/** A task as `rules/tasks/*.yaml` writes it: each step of a way as `METHOD /path`. */
export interface WrittenTask {
  readonly id: string;
  readonly service: string;
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly ways: readonly (readonly string[])[];
}

/**
 * Turns schema-checked task files into tasks.
 * @throws naming the task when a step is not `METHOD /path`, or when two tasks go by one name.
 */
export function readTasks(written: readonly WrittenTask[]): Task[] {
  const taken = new Map<string, string>();
  return written.map((task) => {
    const keys = [...new Set([task.id.replaceAll('-', ' '), task.name, ...task.synonyms].map(taskKey))];
    for (const key of keys) {
      const other = taken.get(key);
      if (other !== undefined) throw new Error(`tasks ${other} and ${task.id} both go by \`${key}\``);
      taken.set(key, task.id);
    }
    return { ...task, keys, ways: task.ways.map((way) => way.map((step) => readStep(task.id, step))) };
  });
}

function readStep(id: string, step: string): Task['ways'][number][number] {
  const reading = readApiQuestion(step);
  if (!reading.ok) throw new Error(`task ${id}: \`${step}\` is not a method and a path`);
  return { method: reading.question.method, path: reading.question.path };
}
