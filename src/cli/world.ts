import { createCatalogue } from '../catalogue/loaded-catalogue.ts';
import { once } from '../catalogue/once.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { HostTable } from '../model/host.ts';
import type { Language } from '../model/language.ts';
import type { SystemPolicy } from '../model/system-policy.ts';
import type { Task } from '../model/task.ts';
import type { QuestionData } from '../questions/question-data.ts';
import type { Io } from './io.ts';

/** The package's data, loaded when first asked for. */
export interface World {
  readonly catalogue: Catalogue;
  readonly tasks: () => readonly Task[];
  readonly language: () => Language;
  readonly hosts: () => HostTable;
  /** What questions in plain words are understood with. */
  readonly questions: () => QuestionData;
  readonly systemPolicies: () => readonly SystemPolicy[];
}

export function openWorld(io: Io): World {
  let language: Language | undefined;
  let systemPolicies: readonly SystemPolicy[] | undefined;
  return {
    catalogue: createCatalogue((name) => JSON.parse(io.readData(name)) as unknown),
    tasks: once(() => JSON.parse(io.readData('tasks.json')) as readonly Task[]),
    language() {
      // Asked for once for each policy and rule.
      language ??= JSON.parse(io.readData('language.json')) as Language;
      return language;
    },
    questions: once(() => JSON.parse(io.readData('questions.json')) as QuestionData),
    hosts: () => JSON.parse(io.readData('hosts.json')) as HostTable,
    systemPolicies() {
      systemPolicies ??= JSON.parse(io.readData('system-policies.json')) as readonly SystemPolicy[];
      return systemPolicies;
    },
  };
}
