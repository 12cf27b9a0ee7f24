import { namedActions } from '../model/claim.ts';
import type { Entry } from '../model/entry.ts';
import type { Grants } from './grants.ts';
import { type Target, targetOf } from './target.ts';

/**
 * Questions by the services that their answers depend on: where none of a question's services is named by what is granted,
 * the answer is the one that is got from a grant that says nothing.
 */
export interface QuestionsByService<T> {
  readonly all: readonly T[];
  /** Numbers of the questions, by lower-case service code; under `*` those that depend on every service. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
}

/** Sorts questions by the services that `servicesOf` gives for each. */
export function byService<T>(
  all: readonly T[],
  servicesOf: (question: T) => Iterable<string>,
): QuestionsByService<T> {
  const numbers = new Map<string, number[]>();
  for (const [number, question] of all.entries()) {
    for (const service of new Set(servicesOf(question))) {
      const ofService = numbers.get(service) ?? [];
      numbers.set(service, ofService);
      ofService.push(number);
    }
  }
  return { all, numbers };
}

/** The services of everything that an API requires, whatever page says so. */
export function servicesOfEntry(entry: Entry): Iterable<string> {
  return [entry, ...(entry.disputed ?? []), ...(entry.renamed?.older ?? [])].flatMap((requirement) =>
    namedActions(requirement).map((action) => targetOf(action)?.service ?? '*'),
  );
}

/** The service of an action or pattern. */
export function servicesOfTarget({ service }: Target): Iterable<string> {
  return [service];
}

/** Services that the grants say anything about; `undefined` where they may say something about every one. */
export function servicesNamed(grants: Grants): ReadonlySet<string> | undefined {
  if (grants.names.size > 0) return undefined;
  const named = new Set<string>(['*']);
  for (const { clauses, opaque } of [grants.iam, grants.enterpriseProject]) {
    if (opaque.length > 0) return undefined;
    for (const { service } of clauses) {
      if (service === undefined) return undefined;
      named.add(service);
    }
  }
  return named;
}

/** Those of the questions whose answers depend on one of the services; all of them where that may be any. */
export function questionsAbout<T>(
  { all, numbers }: QuestionsByService<T>,
  services: ReadonlySet<string> | undefined,
): readonly T[] {
  if (services === undefined) return all;
  const asked = new Set([...services].flatMap((service) => numbers.get(service) ?? []));
  return [...asked].map((number) => all[number] as T);
}
