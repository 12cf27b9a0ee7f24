import type { Catalogue } from '../model/catalogue.ts';
import type { Claim, Requirement } from '../model/claim.ts';
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
import { requirementOf, stableText } from './requirements.ts';

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
    const witnesses = entry.undocumentedRequirement
      ? entry.apiPages.map(pageStatement)
      : entry.claims.map(statementOf);
    return [conflict(kind, entry, [], witnesses)];
  }
  const conflicts: Conflict[] = [];
  const disagreeing = current.filter((claim) => differences(claim, decided).length > 0);
  if (disagreeing.length > 0) {
    const members = union(disagreeing.map((claim) => differences(claim, decided)));
    conflicts.push(conflict('pages-disagree', entry, members, current.map(statementOf)));
  }
  for (const [status, kind] of [
    ['superseded', 'versions-disagree'],
    ['variant', 'variant-disagrees'],
  ] as const) {
    const older = entry.claims.filter(
      (claim) => claim.status === status && differences(claim, decided).length > 0,
    );
    if (older.length === 0) continue;
    const members = union(older.map((claim) => differences(claim, decided)));
    conflicts.push(conflict(kind, entry, members, [decided, ...older].map(statementOf)));
  }
  return conflicts;
}

function betweenClouds(entries: readonly EvidencedEntry[]): Conflict[] {
  const tabled = entries.filter((entry) => entry.claims.some(({ status }) => status === 'current'));
  const byApi = new Map<string, EvidencedEntry[]>();
  for (const entry of tabled) {
    const key = `${apiKeyOf({ ...entry, cloud: 'hwc' })} ${entry.operation ?? ''}`;
    byApi.set(key, [...(byApi.get(key) ?? []), entry]);
  }
  return [...byApi.values()].flatMap(([one, other]) => {
    if (one === undefined) return [];
    const statements = [one, ...(other ? [other] : [])].map(entryStatement);
    if (other === undefined) return [conflict('one-cloud-only', one, [], statements)];
    // Dependencies and prerequisites are documented by one cloud only; the actions are what both state.
    const members = differences(one, other).filter((member) => member === 'actions' || member === 'governed');
    return members.length === 0 ? [] : [conflict('clouds-disagree', one, members, statements)];
  });
}

/** In what two requirements differ. A page without dependencies says nothing about them. */
function differences(one: Requirement, other: Requirement): RequirementMember[] {
  const members: RequirementMember[] = ['actions', 'dependencies', 'prerequisites', 'scopes', 'governed'];
  return members.filter((member) => {
    if (member === 'dependencies' && (one.dependencies.length === 0 || other.dependencies.length === 0))
      return false;
    return memberText(one, member) !== memberText(other, member);
  });
}

function memberText(requirement: Requirement, member: RequirementMember): string {
  const value = requirement[member];
  return Array.isArray(value) ? value.map(stableText).sort().join('\n') : stableText(value);
}

function union(lists: readonly (readonly RequirementMember[])[]): RequirementMember[] {
  return [...new Set(lists.flat())];
}

function conflict(
  kind: ConflictKind,
  { service, method, path, operation, title }: EvidencedEntry,
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
  return { cloud, status, page, table, row, ...originOf(claim), ...requirementOf(claim) };
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
    ...originOf(page),
    actions: [],
    dependencies: [],
    prerequisites: [],
    scopes: { project: null, enterpriseProject: null },
    governed: null,
  };
}

function originOf({ source }: Claim | ApiPage): { date?: string; commit?: string } {
  return source === undefined ? {} : { date: source.date, commit: source.commit };
}
