import type { Catalogue } from '../model/catalogue.ts';
import { type Claim, originOf, type Requirement } from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import {
  type Conflict,
  type ConflictingStatement,
  type ConflictKind,
  conflictKinds,
  type RequirementMember,
} from '../model/conflict.ts';
import type { ApiPage, EvidencedEntry } from '../model/entry.ts';
import { apiKeyOf } from './api-key.ts';
import { compareEntries } from './order.ts';
import { differingMembers, requirementOf } from './requirements.ts';

/** Every disagreement of the documentation, kind by kind, in a stable order. `service` narrows it to one service. */
export function findConflicts(catalogue: Catalogue, service?: string): Conflict[] {
  const services = catalogue.covered().filter((code) => service === undefined || code === service);
  const entries = services.flatMap((code) => catalogue.evidence(code));
  const conflicts = [...entries.flatMap(withinOneCloud), ...betweenClouds(entries)];
  const byKind = (one: Conflict, other: Conflict) =>
    conflictKinds.indexOf(one.kind) - conflictKinds.indexOf(other.kind);
  return conflicts.sort((one, other) => byKind(one, other) || compareByApi(one, other));
}

function compareByApi(one: Conflict, other: Conflict): number {
  const cloudOf = (conflict: Conflict) => conflict.statements[0]?.cloud ?? 'hwc';
  return compareEntries({ ...one, cloud: cloudOf(one) }, { ...other, cloud: cloudOf(other) });
}

function withinOneCloud(entry: EvidencedEntry): Conflict[] {
  const current = entry.claims.filter(({ status }) => status === 'current');
  const decided = current[0];
  if (decided === undefined) {
    const kind = entry.undocumentedRequirement ? 'no-permission-table' : 'no-current-page';
    const sides = entry.undocumentedRequirement
      ? entry.apiPages.map(pageStatement)
      : entry.claims.map(statementOf);
    return [conflict(kind, entry, [], sides)];
  }
  const conflicts: Conflict[] = [];
  const disagreeing = current.filter((claim) => differing(claim, decided).length > 0);
  if (disagreeing.length > 0) {
    const members = union(disagreeing.map((claim) => differing(claim, decided)));
    conflicts.push(conflict('pages-disagree', entry, members, current.map(statementOf)));
  }
  const renaming = (entry.renamed?.older ?? []).map(({ page }) => page);
  const renamed = entry.claims.filter(
    (claim) => renaming.includes(claim.page) && differing(claim, entry).includes('actions'),
  );
  if (renamed.length > 0)
    conflicts.push(conflict('renamed', entry, ['actions'], [decided, ...renamed].map(statementOf)));
  for (const [status, kind] of [
    ['superseded', 'versions-disagree'],
    ['variant', 'variant-disagrees'],
  ] as const) {
    const older = entry.claims.filter(
      (claim) => claim.status === status && !renamed.includes(claim) && differing(claim, entry).length > 0,
    );
    if (older.length === 0) continue;
    const members = union(older.map((claim) => differing(claim, entry)));
    conflicts.push(conflict(kind, entry, members, [decided, ...older].map(statementOf)));
  }
  return conflicts;
}

/** In what a row differs from what is said elsewhere; what its copy lost says nothing. */
function differing(claim: Claim, other: Requirement & Pick<Claim, 'lost'>): RequirementMember[] {
  const lost = [...(claim.lost ?? []), ...(other.lost ?? [])];
  const hasActions = !lost.includes('actions');
  return differingMembers(claim, other).filter(
    (member) => hasActions || (member !== 'actions' && member !== 'governed'),
  );
}

/** Compares the clouds API by API, in services of which both have permission tables. */
function betweenClouds(entries: readonly EvidencedEntry[]): Conflict[] {
  const tabled = entries.filter((entry) => entry.claims.some(({ status }) => status === 'current'));
  const inBoth = servicesOfBothClouds(tabled);
  const byApi = new Map<string, EvidencedEntry[]>();
  for (const entry of tabled.filter(({ service }) => inBoth.has(service))) {
    const key = apiKeyOf({ ...entry, cloud: 'hwc' });
    const known = byApi.get(key);
    if (known) known.push(entry);
    else byApi.set(key, [entry]);
  }
  return [...byApi.values()].flatMap((ofApi) => {
    const [one] = ofApi;
    if (one === undefined) return [];
    const others = ofApi.filter(({ cloud }) => cloud !== one.cloud);
    const api = ofApi.length > 2 ? { ...one, operation: undefined } : one;
    if (others.length === 0)
      return ofApi.map((entry) => conflict('one-cloud-only', entry, [], [entryStatement(entry)]));
    const members = cloudsDifferIn(
      ofApi.filter(({ cloud }) => cloud === one.cloud),
      others,
    );
    return members.length === 0 ? [] : [conflict('clouds-disagree', api, members, ofApi.map(entryStatement))];
  });
}

function servicesOfBothClouds(entries: readonly EvidencedEntry[]): ReadonlySet<string> {
  const of = (wanted: Cloud) =>
    new Set(entries.filter(({ cloud }) => cloud === wanted).map(({ service }) => service));
  const otc = of('otc');
  return new Set([...of('hwc')].filter((service) => otc.has(service)));
}

/**
 * In what the clouds differ. Dependencies and prerequisites are documented by one cloud only; the actions are what both
 * state. Titles are in two languages: of several operations, each has to ask for what one of the other cloud asks for.
 */
function cloudsDifferIn(
  ours: readonly EvidencedEntry[],
  theirs: readonly EvidencedEntry[],
): RequirementMember[] {
  const differingActions = (one: EvidencedEntry, other: EvidencedEntry) =>
    differingMembers(one, other).filter((member) => member === 'actions' || member === 'governed');
  const [one] = ours;
  const [other] = theirs;
  if (ours.length === 1 && theirs.length === 1 && one && other) return differingActions(one, other);
  const unmatched = (from: readonly EvidencedEntry[], into: readonly EvidencedEntry[]) =>
    from.some((entry) => !into.some((candidate) => differingActions(entry, candidate).length === 0));
  return unmatched(ours, theirs) || unmatched(theirs, ours) ? ['actions'] : [];
}

function union(lists: readonly (readonly RequirementMember[])[]): RequirementMember[] {
  return [...new Set(lists.flat())];
}

type ConflictSubject = Pick<Conflict, 'service' | 'method' | 'path' | 'title'> & {
  readonly operation?: string | undefined;
};

function conflict(
  kind: ConflictKind,
  { service, method, path, operation, title }: ConflictSubject,
  differs: readonly RequirementMember[],
  statements: readonly ConflictingStatement[],
): Conflict {
  return {
    kind,
    service,
    method,
    path,
    ...(operation === undefined ? {} : { operation }),
    title,
    differs,
    statements,
  };
}

function statementOf(claim: Claim): ConflictingStatement {
  const { cloud, status, page, table, row } = claim;
  return { cloud, status, page, table, row, ...originOf(claim.source), ...requirementOf(claim) };
}

/** What the current pages of a cloud say together, with the place of the first. */
function entryStatement(entry: EvidencedEntry): ConflictingStatement {
  const claim = entry.claims[0];
  if (claim === undefined) throw new Error('an entry of a permission table without claims');
  return { ...statementOf(claim), ...requirementOf(entry) };
}

function pageStatement(page: ApiPage): ConflictingStatement {
  const { cloud, status } = page;
  return {
    cloud,
    status,
    page: page.page,
    ...originOf(page.source),
    actions: [],
    dependencies: [],
    prerequisites: [],
    scopes: { project: null, enterpriseProject: null },
    governed: null,
  };
}
