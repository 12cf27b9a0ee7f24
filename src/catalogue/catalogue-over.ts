import { type ActionPattern, readAction } from '../model/action.ts';
import type { Catalogue, CatalogueFacts, Documented } from '../model/catalogue.ts';
import { actionNames } from '../model/claim.ts';
import type { Entry } from '../model/entry.ts';
import { matchesName, patternsMeet } from '../patterns/action-pattern.ts';
import { once, oncePerKey } from './once.ts';
import { findRealNames } from './real-names.ts';
import { indexServices, namesOf } from './service-index.ts';

/**
 * A catalogue that answers from these facts. Nothing is asked of them before a question needs it, and every index is made
 * once. A catalogue whose facts differ in part is made the same way: `catalogueOver({ ...catalogue, actions })`.
 */
export function catalogueOver(facts: CatalogueFacts): Catalogue {
  const services = once(() => indexServices(facts.services()));
  const documented = oncePerKey((service) =>
    facts.actions(service).flatMap((known): readonly Documented[] => {
      const reading = readAction(known.action);
      return reading.ok ? [{ known, pattern: reading.pattern }] : [];
    }),
  );
  const byName = oncePerKey((service) => indexByName(documented(service)));
  const requirements = oncePerKey((service) => indexRequirements(facts.entries(service)));
  const serviceCode = (name: string) => services().codeOf(name);
  /** Those of one service that have the resource type and operation of a concrete action. */
  const named = ({ segments: [service, resourceType, operation] }: ActionPattern) =>
    byName(serviceCode(service)).get(resourceType)?.get(operation) ?? [];
  const catalogue: Catalogue = {
    ...facts,
    known: once(() => [...facts.covered(), ...facts.partlyCovered()]),
    service: (name) => services().find(name),
    serviceCode,
    serviceNames: () => facts.services().flatMap(namesOf),
    level: (name) => services().find(name)?.level ?? null,
    documented,
    action: (pattern) => named(pattern).at(-1)?.known,
    actionsMatching(pattern) {
      if (pattern.concrete) return named(pattern);
      const [service] = pattern.segments;
      return (service === '*' ? facts.covered() : [serviceCode(service)]).flatMap((code) =>
        documented(code).filter((action) => matchesName(pattern, action.pattern)),
      );
    },
    entriesNeeding(action, codes) {
      const reading = readAction(action);
      if (!reading.ok) return [];
      return codes.flatMap((code) => {
        const needing = requirements(code)(reading.pattern);
        if (needing.length < 2) return needing[0] ?? [];
        const found = new Set(needing.flat());
        return facts.entries(code).filter((entry) => found.has(entry));
      });
    },
    realNames: once(() => findRealNames(catalogue)),
  };
  return catalogue;
}

/** Actions by resource type and operation: a text of both would be put together for every question. */
type NameIndex = ReadonlyMap<string, ReadonlyMap<string, readonly Documented[]>>;

function indexByName(actions: readonly Documented[]): NameIndex {
  const types = new Map<string, Map<string, Documented[]>>();
  for (const action of actions) {
    const [, resourceType, operation] = action.pattern.segments;
    const operations = types.get(resourceType) ?? new Map<string, Documented[]>();
    types.set(resourceType, operations);
    const same = operations.get(operation);
    if (same === undefined) operations.set(operation, [action]);
    else same.push(action);
  }
  return types;
}

/** An action or pattern that entries require, and these, in their order. */
interface Needed {
  readonly pattern: ActionPattern;
  readonly entries: Entry[];
}

/** For an action or pattern: the entries for each requirement that has an action in common with it. */
function indexRequirements(
  entries: readonly Entry[],
): (asked: ActionPattern) => readonly (readonly Entry[])[] {
  const byName = new Map<string, Needed>();
  for (const entry of entries) {
    for (const name of new Set(actionNames(entry.actions).map((action) => action.toLowerCase()))) {
      const needed = byName.get(name);
      const reading = readAction(name);
      if (needed !== undefined) needed.entries.push(entry);
      else if (reading.ok) byName.set(name, { pattern: reading.pattern, entries: [entry] });
    }
  }
  const patterns = [...byName.values()].filter(({ pattern }) => !pattern.concrete);
  return (asked) => {
    const exact = asked.concrete ? byName.get(asked.segments.join(':')) : undefined;
    const met = (asked.concrete ? patterns : [...byName.values()]).filter(({ pattern }) =>
      patternsMeet(asked, pattern),
    );
    return [...(exact === undefined ? [] : [exact]), ...met].map((needed) => needed.entries);
  };
}
