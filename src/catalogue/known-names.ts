import { readAction, segmentsOf } from '../model/action.ts';
import type { Catalogue, KnownAction, Service } from '../model/catalogue.ts';
import { clouds } from '../model/cloud.ts';
import { catalogueOver } from './catalogue-over.ts';
import { once, oncePerKey } from './once.ts';

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
  const added = once(() => actionsOf(names, catalogue));
  return catalogueOver({
    ...catalogue,
    services: once(() => {
      const codes = [...names.services.map((code) => code.toLowerCase()), ...added().keys()];
      const unknown = codes.filter(
        (code) => catalogue.service(code) === undefined && !catalogue.covers(code),
      );
      const more = [...new Set(unknown)].map(
        (code): Service => ({ code, name: code, level: null, aliases: [] }),
      );
      return [...catalogue.services(), ...more];
    }),
    actions: oncePerKey((service) => {
      const documented = catalogue.actions(service);
      const there = new Set(documented.map(({ action }) => action.toLowerCase()));
      const more = added().get(service) ?? [];
      return [...documented, ...more.filter(({ action }) => !there.has(action.toLowerCase()))];
    }),
  });
}

/** The actions that are known to somebody, by the code that the catalogue has their service under. */
function actionsOf(
  { actions }: KnownNames,
  catalogue: Catalogue,
): ReadonlyMap<string, readonly KnownAction[]> {
  const known = new Map<string, KnownAction[]>();
  for (const action of actions) {
    if (!readAction(action).ok) continue;
    const [service, resourceType] = segmentsOf(action);
    const code = catalogue.serviceCode(service);
    const ofService = known.get(code) ?? [];
    known.set(code, ofService);
    ofService.push({ action, clouds, known: 'mentioned', access: 'write', resourceType });
  }
  return known;
}
