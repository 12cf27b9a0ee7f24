import { createCatalogue } from '../catalogue/loaded-catalogue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Task } from '../model/task.ts';
import type { Io } from './io.ts';

/** The package's data, loaded when first asked for. */
export interface World {
  readonly catalogue: Catalogue;
  readonly tasks: () => readonly Task[];
}

export function openWorld(io: Io): World {
  return {
    catalogue: createCatalogue((name) => JSON.parse(io.readData(name)) as unknown),
    tasks: () => JSON.parse(io.readData('tasks.json')) as readonly Task[],
  };
}
