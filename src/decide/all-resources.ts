import type { Language } from '../model/language.ts';
import { type Glob, globsIntersect } from '../patterns/glob.ts';
import { type Target, targetOf } from './target.ts';

/** An action about no single resource. */
export interface AboutAllResources {
  /** As documented. */
  readonly action: string;
  readonly glob: Glob;
}

/** The actions about no single resource that a target is or covers. */
export function actionsAboutAllResources(target: Target, language: Language): readonly AboutAllResources[] {
  let known = cached.get(language);
  if (known === undefined) {
    known = { all: readAll(language), ofTarget: new WeakMap() };
    cached.set(language, known);
  }
  let found = known.ofTarget.get(target);
  if (found === undefined) {
    found = known.all.filter(({ action, glob }) =>
      target.literal === undefined
        ? globsIntersect(target.glob, glob)
        : target.literal === action.toLowerCase(),
    );
    known.ofTarget.set(target, found);
  }
  return found;
}

function readAll({ resources }: Language): readonly AboutAllResources[] {
  return resources.allResources.flatMap(({ action }) => {
    const glob = targetOf(action)?.glob;
    return glob === undefined ? [] : [{ action, glob }];
  });
}

/** What was found for a target, which is asked about with every statement. */
const cached = new WeakMap<
  Language,
  {
    readonly all: readonly AboutAllResources[];
    readonly ofTarget: WeakMap<Target, readonly AboutAllResources[]>;
  }
>();
