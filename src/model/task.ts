import type { ApiMethod } from './claim.ts';

/** An API named by a task, in whichever clouds have it. */
interface TaskApi {
  readonly method: ApiMethod;
  readonly path: string;
}

/** An action whose API no page has. */
interface TaskAction {
  readonly action: string;
}

/** Something that people do with a service, and the ways to do it. */
export interface Task {
  /** E.g. `tag-images`. */
  readonly id: string;
  readonly service: string;
  /** English name, e.g. `tag images`. */
  readonly name: string;
  /** Other names, English and Chinese. */
  readonly synonyms: readonly string[];
  /** The forms of all its names in which questions are compared, made when the data is compiled. */
  readonly keys: readonly string[];
  /** Each way is a list of steps that are all needed: in every way APIs, or in every way actions. */
  readonly ways: readonly (readonly (TaskApi | TaskAction)[])[];
}

export function isApiStep(step: Task['ways'][number][number]): step is TaskApi {
  return 'path' in step;
}
