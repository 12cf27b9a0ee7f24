import { apiKeyOf } from '../catalogue/api-key.ts';
import { compareEntries } from '../catalogue/order.ts';
import { differingMembers, requirementOf } from '../catalogue/requirements.ts';
import { anyMethod, type Claim, type Requirement } from '../model/claim.ts';
import type { ApiPage, Entry, EvidencedEntry } from '../model/entry.ts';
import { compareApiPages, compareClaims } from './order-of-evidence.ts';
import { type PlacedClaim, tellOperations } from './tell-operations.ts';
import { sameRequirement, unionOf } from './union-of-requirements.ts';

interface MergedClaims {
  readonly entries: readonly EvidencedEntry[];
  /** Claims that belong to no entry: their row names no path. */
  readonly looseClaims: readonly Claim[];
}

/** Merges what the pages say into one entry for each API of each cloud. The order of the input does not matter. */
export function mergeClaims(claims: readonly Claim[], apiPages: readonly ApiPage[]): MergedClaims {
  const groups = new Map<string, { claims: PlacedClaim[]; apiPages: ApiPage[] }>();
  const groupOf = (key: string) => {
    const group = groups.get(key) ?? { claims: [], apiPages: [] };
    groups.set(key, group);
    return group;
  };
  const looseClaims: Claim[] = [];
  for (const claim of claims) {
    if (isPlaced(claim)) groupOf(apiKeyOf(claim)).claims.push(claim);
    else looseClaims.push(claim);
  }
  for (const page of apiPages) groupOf(apiKeyOf(page)).apiPages.push(page);

  const entries: EvidencedEntry[] = [];
  for (const group of groups.values()) {
    const evidence = group.apiPages.sort(compareApiPages);
    const { operations, unmatched } = tellOperations(group.claims.sort(compareClaims));
    if (operations.length === 0) entries.push(mergeOne([], evidence, undefined));
    for (const { label, claims: ofOperation } of operations)
      entries.push(mergeOne(ofOperation, evidence, label));
    looseClaims.push(...unmatched);
  }
  return { entries: entries.sort(compareEntries), looseClaims: looseClaims.sort(compareClaims) };
}

function isPlaced(claim: Claim): claim is PlacedClaim {
  return claim.path !== undefined;
}

function mergeOne(
  claims: readonly PlacedClaim[],
  apiPages: readonly ApiPage[],
  operation: string | undefined,
): EvidencedEntry {
  const current = claims.filter(({ status }) => status === 'current');
  const currentPages = apiPages.filter(({ status }) => status === 'current');
  const newest = newestOf(current) ?? currentPages[0] ?? newestOf(claims) ?? apiPages[0];
  if (newest === undefined) throw new Error('an API without claims and pages');
  const known = {
    cloud: newest.cloud,
    service: newest.service,
    method: newest.method ?? anyMethod,
    path: newest.path,
    ...(operation === undefined ? {} : { operation }),
    title: newest.title,
    deprecated: [...current, ...currentPages].some(({ deprecated }) => deprecated),
    claims,
    apiPages,
  };
  if (current.length === 0) return { ...known, ...unknownRequirement(claims, currentPages) };

  const requirements = distinctRequirements(current);
  const problems = [...new Set(current.flatMap(({ problem }) => problem ?? []))];
  return {
    ...known,
    ...unionOf(requirements),
    ...(disagree(requirements) ? { disputed: requirements } : {}),
    ...(problems.length === 0 ? {} : { problem: problems.join('; ') }),
  };
}

/** Superseded pages and variants never decide, so without a current table the requirement is not known. */
function unknownRequirement(
  claims: readonly Claim[],
  currentPages: readonly ApiPage[],
): Pick<
  Entry,
  'actions' | 'dependencies' | 'prerequisites' | 'scopes' | 'governed' | 'problem' | 'undocumentedRequirement'
> {
  const nothing = {
    actions: [],
    dependencies: [],
    prerequisites: [],
    scopes: { project: null, enterpriseProject: null },
    governed: true,
  };
  if (claims.length > 0) {
    const retired = claims.some(({ status }) => status === 'retired');
    return {
      ...nothing,
      problem: retired
        ? 'the page that names the API was retired from the documentation'
        : 'only pages that are not current name the API',
    };
  }
  const problem =
    currentPages.length > 0
      ? 'the API is documented, but no permission table names it'
      : 'only pages that are not current describe the API, and no permission table names it';
  return { ...nothing, problem, undocumentedRequirement: true };
}

/** Whether any two of the requirements contradict each other. */
function disagree(requirements: readonly Requirement[]): boolean {
  return requirements.some((one, index) =>
    requirements.slice(index + 1).some((other) => differingMembers(one, other).length > 0),
  );
}

function newestOf<Placed extends Claim>(claims: readonly Placed[]): Placed | undefined {
  return claims.reduce<Placed | undefined>(
    (newest, claim) => (newest === undefined || dateOf(claim) > dateOf(newest) ? claim : newest),
    undefined,
  );
}

function dateOf(claim: Claim): string {
  return claim.source?.date ?? '';
}

function distinctRequirements(claims: readonly Claim[]) {
  const distinct: ReturnType<typeof requirementOf>[] = [];
  for (const requirement of claims.map(requirementOf)) {
    if (!distinct.some((known) => sameRequirement(known, requirement))) distinct.push(requirement);
  }
  return distinct;
}
