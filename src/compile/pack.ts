import type { PackedAction, PackedEntry } from '../catalogue/compiled-data.ts';
import type { KnownAction } from '../model/catalogue.ts';
import { clouds } from '../model/cloud.ts';
import type { EvidencedEntry } from '../model/entry.ts';

/** The action as the data file of its service holds it; `unpackAction` undoes it. */
export function packAction(whole: KnownAction): PackedAction {
  const { action, spellings, clouds: named, known, access, deprecated, renamed, concerns } = whole;
  return {
    action,
    ...(spellings === undefined ? {} : { spellings }),
    ...(named.length === clouds.length ? {} : { clouds: named }),
    ...(known === 'api' ? {} : { known }),
    ...(access === 'write' ? {} : { access }),
    ...(deprecated ? { deprecated } : {}),
    ...(renamed === undefined ? {} : { renamed }),
    ...(concerns === undefined ? {} : { concerns }),
  };
}

/** The entry as the data file of its service holds it, without its evidence; `unpackEntry` undoes it. */
export function packEntry(entry: EvidencedEntry): PackedEntry {
  const { claims: _claims, apiPages: _apiPages, titleZh: _titleZh, service: _service, ...whole } = entry;
  const { actions, dependencies, prerequisites, governed, deprecated, ...rest } = whole;
  return {
    ...rest,
    ...(actions.length === 0 ? {} : { actions }),
    ...(dependencies?.length === 0 ? {} : { dependencies }),
    ...(prerequisites.length === 0 ? {} : { prerequisites }),
    ...(governed === true ? {} : { governed }),
    ...(deprecated ? { deprecated } : {}),
  };
}
