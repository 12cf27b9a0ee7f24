import { apiKeyOf } from '../catalogue/api-key.ts';
import { compareText } from '../catalogue/order.ts';
import { readAction } from '../model/action.ts';
import type { PrintedNames } from '../model/catalogue.ts';
import { actionNames, type Claim } from '../model/claim.ts';
import type { EvidencedEntry } from '../model/entry.ts';
import type { CatalogueFile } from './catalogue-file.ts';

/** A name for identity policies, and the names that Version 1.1 has for the same, by a reference page. */
export interface IdentityAliases {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Names for identity policies (Version 5.0) that pages print beside the actions of an API or in their place, in lower case, with
 * these actions, and those that reference pages give aliases of. Those that are actions of Version 1.1 too are left out.
 */
export function identityNames(
  files: readonly CatalogueFile[],
  printed: readonly IdentityAliases[] = [],
): PrintedNames['identityNames'] {
  const inTables = new Set(files.flatMap(namedInTables));
  const actions = new Set(inTables);
  const names = new Map<string, Set<string>>();
  const addName = (name: string, meant: readonly string[]) => {
    if (!readAction(name).ok || actions.has(name.toLowerCase())) return;
    const known = names.get(name.toLowerCase()) ?? new Set();
    names.set(name.toLowerCase(), known);
    for (const action of meant) known.add(action);
  };
  // An alias is an action of Version 1.1, tables or not.
  for (const { aliases } of printed) for (const alias of aliases) actions.add(alias.toLowerCase());
  for (const { name, aliases } of printed)
    addName(
      name,
      aliases.filter((alias) => inTables.has(alias.toLowerCase())),
    );
  for (const { entries, looseClaims } of files) {
    const ofPath = (path: string) =>
      entries.filter((other) => keyOfPath(other.path, other) === keyOfPath(path, other));
    const add = (claim: Claim, meant: () => readonly string[]) => {
      for (const name of claim.identityActions ?? []) addName(name, meant());
    };
    for (const entry of entries) {
      for (const claim of entry.claims)
        add(claim, () => {
          const own = actionNames(entry.actions);
          return own.length > 0 ? own : ofPath(entry.path).flatMap((other) => actionNames(other.actions));
        });
    }
    for (const claim of looseClaims) add(claim, () => actionNames(claim.actions));
  }
  return Object.fromEntries(
    [...names]
      .filter(([, meant]) => meant.size > 0)
      .sort(([one], [other]) => compareText(one, other))
      .map(([name, meant]) => [name, [...meant].sort(compareText)]),
  );
}

function keyOfPath(path: string, { cloud, service }: EvidencedEntry): string {
  return apiKeyOf({ cloud, service, path });
}

function namedInTables({ entries, looseClaims }: CatalogueFile): readonly string[] {
  return [...entries.flatMap(({ claims }) => claims), ...looseClaims].flatMap(({ actions, dependencies }) =>
    [...actionNames(actions), ...(dependencies ?? []).map(({ action }) => action)].map((action) =>
      action.toLowerCase(),
    ),
  );
}
