import { type ActionPattern, readAction } from '../model/action.ts';
import type { Catalogue, KnownAction, Service } from '../model/catalogue.ts';
import { clouds } from '../model/cloud.ts';

/** Services and actions that exist, as somebody who knows says, though no page that was read names them. */
export interface KnownNames {
  readonly services: readonly string[];
  readonly actions: readonly string[];
}

/**
 * A catalogue that knows these names too, as if the documentation mentioned them: they are not unknown to it, and it has
 * no APIs, levels or dependencies of them. For linting only: no decision may rest on what is not documented.
 */
export function withKnownNames(catalogue: Catalogue, names: KnownNames): Catalogue {
  const actions = new Map<string, KnownAction[]>();
  for (const action of names.actions) {
    const reading = readAction(action);
    if (!reading.ok) continue;
    const service = codeOf(reading.pattern, catalogue);
    const known = actions.get(service) ?? [];
    known.push({
      action,
      clouds,
      known: 'mentioned',
      access: 'write',
      resourceType: action.split(':')[1] ?? '',
    });
    actions.set(service, known);
  }
  const there = new Set(catalogue.services().flatMap(({ code, aliases }) => [code, ...aliases]));
  const added = [...names.services.map((code) => code.toLowerCase()), ...actions.keys()]
    .filter((code) => !there.has(code) && !catalogue.covers(code))
    .map((code): Service => ({ code, name: code, level: null, aliases: [] }));
  const services = [
    ...catalogue.services(),
    ...new Map(added.map((service) => [service.code, service])).values(),
  ];
  const merged = new Map<string, readonly KnownAction[]>();
  return {
    ...catalogue,
    services: () => services,
    actions(service) {
      const more = actions.get(service);
      if (more === undefined) return catalogue.actions(service);
      const before = merged.get(service);
      if (before !== undefined) return before;
      const documented = catalogue.actions(service);
      const there = new Set(documented.map(({ action }) => action.toLowerCase()));
      const all = [...documented, ...more.filter(({ action }) => !there.has(action.toLowerCase()))];
      merged.set(service, all);
      return all;
    },
  };
}

/** The code that the catalogue has the action's service under. */
function codeOf({ segments: [prefix] }: ActionPattern, catalogue: Catalogue): string {
  const service = catalogue
    .services()
    .find(({ code, aliases }) => code === prefix || aliases.some((alias) => alias.toLowerCase() === prefix));
  return service?.code ?? prefix;
}
