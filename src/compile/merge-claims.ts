import { apiKeyOf } from '../catalogue/api-key.ts';
import { compareEntries, compareText } from '../catalogue/order.ts';
import { differingMembers, requirementOf, stableText } from '../catalogue/requirements.ts';
import { actionNames, anyMethod, type Claim, type PageStatus, type Requirement } from '../model/claim.ts';
import type { ApiPage, Entry, EvidencedEntry, OlderRequirement, RenamedRequirement } from '../model/entry.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { CutRow } from '../model/site-note.ts';
import { fillLostCells, type SaysDependencies } from './fill-lost-cells.ts';
import { compareApiPages, compareClaims } from './order-of-evidence.ts';
import { isOfSite, layersOf, noPageFacts, type PageFacts, type PageOrder, pageOrder } from './page-order.ts';
import { type Retired, retiredRows } from './retired-rows.ts';
import { type PlacedClaim, tellOperations } from './tell-operations.ts';
import { sameRequirement, unionOf } from './union-of-requirements.ts';

interface MergedClaims {
  readonly entries: readonly EvidencedEntry[];
  /** Claims that belong to no entry: their row names no path. */
  readonly looseClaims: readonly Claim[];
}

/**
 * Merges what the pages say into one entry for each API of each cloud (design section 2). The order of the input does not
 * matter.
 */
export function mergeClaims(
  claims: readonly Claim[],
  apiPages: readonly ApiPage[],
  facts: PageFacts = noPageFacts,
): MergedClaims {
  const order = pageOrder(facts);
  const retired = retiredRows(claims, facts, order);
  const dependent = new Set(claims.filter(namesDependencies).map(tableOf));
  const context: MergeContext = {
    order,
    cutRows: cutRowsByApi(facts),
    retired,
    saysDependencies: (claim) =>
      dependent.has(tableOf(claim)) &&
      !(order.noteOf(claim)?.noDependencies && claim.dependencies?.length === 0),
  };
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
    const { operations, unmatched } = tellOperations(group.claims.sort(compareClaims), order);
    if (operations.length === 0) entries.push(mergeOne([], evidence, undefined, context));
    for (const { label, claims: ofOperation } of operations)
      entries.push(mergeOne(ofOperation, evidence, label, context));
    looseClaims.push(...unmatched.map((claim) => withStatus(claim, 'superseded')));
  }
  return { entries: entries.sort(compareEntries), looseClaims: looseClaims.sort(compareClaims) };
}

interface MergeContext {
  readonly order: PageOrder;
  readonly cutRows: ReadonlyMap<string, readonly CutRow[]>;
  readonly retired: Retired;
  readonly saysDependencies: SaysDependencies;
}

function isPlaced(claim: Claim): claim is PlacedClaim {
  return claim.path !== undefined;
}

function namesDependencies({ dependencies }: Claim): boolean {
  return dependencies !== null && dependencies.length > 0;
}

function tableOf({ page, table }: Claim): string {
  return `${page} ${table}`;
}

function withStatus<Of extends Claim>(claim: Of, status: PageStatus): Of {
  return claim.status === 'current' && status !== 'current' ? { ...claim, status } : claim;
}

function mergeOne(
  claims: readonly PlacedClaim[],
  apiPages: readonly ApiPage[],
  operation: string | undefined,
  context: MergeContext,
): EvidencedEntry {
  const { order, retired } = context;
  const ofToday = claims.filter(({ status }) => status === 'current');
  // Of several operations the newer page may list others.
  const isGone = (claim: Claim) =>
    retired.rows.has(claim) || (operation !== undefined && retired.replacedBy.has(claim));
  const isRetired = ofToday.length > 0 && ofToday.every(isGone);
  const [deciding = [], ...older] = isRetired ? [] : layersOf(ofToday, order);
  const currentPages = apiPages.filter(({ status }) => status === 'current');
  const newest = newestOf(deciding) ?? currentPages[0] ?? newestOf(claims) ?? apiPages[0];
  if (newest === undefined) throw new Error('an API without claims and pages');
  const titled = [...deciding, ...older.flat(), ...claims].find(({ title }) => title !== '');
  const known = {
    cloud: newest.cloud,
    service: newest.service,
    method: newest.method ?? anyMethod,
    path: newest.path,
    ...(operation === undefined ? {} : { operation }),
    title: newest.title === '' ? (titled?.title ?? '') : newest.title,
    deprecated: [...deciding, ...currentPages].some(({ deprecated }) => deprecated),
    claims: claims
      .map((claim) =>
        deciding.includes(claim) ? claim : withStatus(claim, isRetired ? 'retired' : 'superseded'),
      )
      .sort(compareClaims),
    apiPages,
  };
  if (isRetired) return { ...known, ...unknown(retiredProblem(ofToday, context)) };
  if (deciding.length === 0) return { ...known, ...unknownRequirement(claims, currentPages) };

  const requirements = distinctRequirements(readingsOf(deciding, older, context));
  const problems = [...new Set(deciding.flatMap(({ problem }) => problem ?? []))];
  const stated = withNewerTranslations(unionOf(requirements), deciding, older.flat(), order);
  const requirement = isCut(newest, stated, context) ? { ...stated, dependencies: null } : stated;
  const disputed = disagree(requirements) ? requirements : undefined;
  const renamed = renamedBy(requirement, disputed ?? [], deciding, older, context);
  return {
    ...known,
    ...requirement,
    ...(disputed === undefined ? {} : { disputed }),
    ...(renamed === undefined ? {} : { renamed }),
    ...(problems.length === 0 ? {} : { problem: problems.join('; ') }),
  };
}

/** The rows that copies lost, though their pages ask for more than what is stored, by API. */
function cutRowsByApi({ notes }: PageFacts): ReadonlyMap<string, readonly CutRow[]> {
  const byApi = new Map<string, CutRow[]>();
  for (const row of notes.flatMap(({ cutRows = [] }) => cutRows)) {
    const key = apiKeyOf({ cloud: 'hwc', ...row });
    byApi.set(key, [...(byApi.get(key) ?? []), row]);
  }
  return byApi;
}

/** What such an API asks for besides is not known: its older rows may ask for too little. */
function isCut(api: PlacedClaim | ApiPage, { actions }: Requirement, { cutRows }: MergeContext): boolean {
  const names = new Set(actionNames(actions).map((name) => name.toLowerCase()));
  return (cutRows.get(apiKeyOf(api)) ?? []).some(
    ({ action }) => action === undefined || names.has(action.toLowerCase()),
  );
}

/** What the rows of one layer say, with what other copies of their pages say, and what theirs lost. */
function readingsOf(
  layer: readonly Claim[],
  older: readonly (readonly Claim[])[],
  { order, saysDependencies }: MergeContext,
): Claim[] {
  return layer.flatMap((claim) => {
    const others = [...layer.filter((other) => other !== claim), ...older.flat()];
    const filled = fillLostCells(claim, others, saysDependencies);
    const copies = (order.noteOf(claim)?.otherCopies ?? []).filter(({ rows }) => rows.includes(claim.row));
    return [
      filled,
      ...copies.map(({ enterpriseProject }) => ({
        ...filled,
        scopes: { ...filled.scopes, enterpriseProject },
      })),
    ];
  });
}

/**
 * A translation that is newer than the page that decides may know of dependencies that this one does not: they can only make
 * a decision stricter.
 */
function withNewerTranslations(
  requirement: Requirement,
  deciding: readonly Claim[],
  older: readonly Claim[],
  { isNewerTranslation }: PageOrder,
): Requirement {
  const newer = older.filter(
    (claim) => namesDependencies(claim) && deciding.some((decided) => isNewerTranslation(claim, decided)),
  );
  const [first] = newer;
  if (first === undefined) return requirement;
  const { dependencies } = unionOf([requirement, ...newer].map(requirementOf));
  return { ...requirement, dependencies };
}

/** The older pages that ask for other actions than the deciding ones. */
function renamedBy(
  requirement: Requirement,
  disputed: readonly Requirement[],
  deciding: readonly Claim[],
  older: readonly (readonly Claim[])[],
  context: MergeContext,
): RenamedRequirement | undefined {
  const [decided] = deciding;
  if (decided === undefined || requirement.governed !== true || requirement.actions.length === 0)
    return undefined;
  const known = new Set([requirement, ...disputed].map(actionsText));
  const readings: OlderRequirement[] = [];
  for (const [index, layer] of older.entries()) {
    const [first] = layer;
    if (first === undefined) continue;
    const reading = unionOf(readingsOf(layer, older.slice(index + 1), context).map(requirementOf));
    const text = actionsText(reading);
    if (reading.governed !== true || reading.actions.length === 0 || known.has(text)) continue;
    known.add(text);
    readings.push({ page: first.page, ...reading });
  }
  return readings.length === 0 ? undefined : { page: decided.page, older: readings };
}

/** The required actions, whatever their order and case. */
function actionsText({ actions }: Requirement): string {
  return actions
    .map((required) => stableText(required).toLowerCase())
    .sort(compareText)
    .join('\n');
}

type UnknownRequirement = Requirement & Pick<Entry, 'problem' | 'undocumentedRequirement'>;

function unknown(problem: string): UnknownRequirement {
  return {
    actions: [],
    dependencies: [],
    prerequisites: [],
    scopes: { project: null, enterpriseProject: null },
    governed: true,
    problem,
  };
}

function retiredProblem(claims: readonly Claim[], { retired }: MergeContext): string {
  const listed = (pages: readonly string[]) => [...new Set(pages)].map(inBackticks).join(', ');
  const pages = listed(claims.map(({ page }) => page));
  const newer = listed(claims.flatMap((claim) => retired.replacedBy.get(claim) ?? []));
  return `${pages} lists it, but the newer ${newer} no longer does`;
}

/** Superseded pages and variants never decide, so without a current table the requirement is not known. */
function unknownRequirement(claims: readonly Claim[], currentPages: readonly ApiPage[]): UnknownRequirement {
  if (claims.length > 0) {
    if (claims.some(({ status }) => status === 'retired'))
      return unknown('the page that names the API was retired from the documentation');
    const variant = claims.find((claim) => claim.status === 'variant' && isOfSite(claim));
    if (variant === undefined) return unknown('only pages that are not current name the API');
    const actions = actionNames(variant.actions).map(inBackticks).join(', ');
    const what = actions === '' ? '' : `, and asks for ${actions}`;
    return unknown(
      `only ${inBackticks(variant.page)} names the API, which is not the page of today's cloud${what}`,
    );
  }
  const problem =
    currentPages.length > 0
      ? 'the API is documented, but no permission table names it'
      : 'only pages that are not current describe the API, and no permission table names it';
  return { ...unknown(problem), undocumentedRequirement: true };
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
