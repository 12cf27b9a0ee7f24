import type { ApiMethod } from './claim.ts';

/** An API named by a task, in whichever clouds have it. */
interface TaskApi {
  readonly method: ApiMethod;
  readonly path: string;
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
  /** Each way is a list of APIs that are all needed. */
  readonly ways: readonly (readonly TaskApi[])[];
}
