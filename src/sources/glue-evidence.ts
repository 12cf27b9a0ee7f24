import { actionNames } from '../model/claim.ts';
import type { DocPage } from './doc-pages.ts';
import { readPermissionPage } from './permission-page.ts';
import { type GlueEvidence, gluedRepair } from './split-glued-actions.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * For each page, the actions that stand unglued in its document set, older versions included. They are read only for
 * the sets that have actions to tell apart.
 */
export function glueEvidence(
  pages: readonly DocPage[],
  vocabulary: Vocabulary,
): (page: DocPage) => GlueEvidence {
  const { serviceCodes } = vocabulary;
  const none: GlueEvidence = { serviceCodes, actions: () => new Set() };
  const found = new Map<string, ReadonlySet<string>>();
  const actionsOf = (key: string): ReadonlySet<string> => {
    const known = found.get(key);
    if (known !== undefined) return known;
    const actions = new Set<string>();
    for (const page of pages.filter((one) => setKey(one) === key)) {
      const { tables } = readPermissionPage(page, vocabulary, none);
      for (const { problem, repairs, ...row } of tables.flatMap(({ rows }) => rows)) {
        if (problem !== undefined || repairs.includes(gluedRepair)) continue;
        for (const action of actionNames(row.actions)) actions.add(action);
      }
    }
    found.set(key, actions);
    return actions;
  };
  return (page) => ({ serviceCodes, actions: () => actionsOf(setKey(page)) });
}

function setKey({ set }: DocPage): string {
  return `${set.cloud}/${set.docs}`;
}
