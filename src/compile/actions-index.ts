import { compareText } from '../catalogue/order.ts';
import { indexServices } from '../catalogue/service-index.ts';
import { nameOf, readAction, segmentsOf, serviceOf } from '../model/action.ts';
import {
  type AccessLevel,
  type ActionEvidence,
  type ApiConcerns,
  actionEvidence,
  type KnownAction,
  type Mention,
  type RenamedAction,
  type Service,
} from '../model/catalogue.ts';
import { actionNames, type Claim, type HttpMethod } from '../model/claim.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import { deriveAccessLevel } from './access-level.ts';
import { indexApiConcerns } from './api-concerns.ts';
import type { CatalogueFile } from './catalogue-file.ts';

/** A level that the rule for access levels gets wrong, put right by hand. */
export interface AccessCorrection {
  readonly action: string;
  readonly access: AccessLevel;
  readonly reason: string;
}

/** What the index of actions is made from. */
export interface ActionSources {
  readonly files: readonly CatalogueFile[];
  readonly mentions: readonly Mention[];
  readonly services: readonly Service[];
  readonly corrections: readonly AccessCorrection[];
}

interface Gathered {
  action: string;
  /** Every spelling that a page has. */
  readonly spellings: Set<string>;
  readonly clouds: Set<Cloud>;
  known: ActionEvidence;
  readonly methods: Set<HttpMethod>;
  /** Whether each current API that requires it is deprecated. */
  readonly deprecations: boolean[];
}

/**
 * Every concrete action that any page names, by the service that it belongs to: superseded pages count too, because an
 * action that a page named once is not a misprint. Names are the same without regard to case; the better documented spelling
 * is shown.
 */
export function indexActions(sources: ActionSources): ReadonlyMap<string, readonly KnownAction[]> {
  const gathered = gatherActions(sources);
  const { codeOf } = indexServices(sources.services);
  const corrected = new Map(
    sources.corrections.map(({ action, access }) => [action.toLowerCase(), access] as const),
  );
  const concerns = indexApiConcerns(
    sources.files,
    [...gathered].map(([name, { clouds: where }]) => ({
      name,
      service: codeOf(serviceOf(name)),
      clouds: where,
    })),
  );
  const renames = renamedActions(sources.files);
  const index = new Map<string, KnownAction[]>();
  for (const [key, entry] of [...gathered].sort(([one], [other]) => compareText(one, other))) {
    const service = codeOf(serviceOf(key));
    const known = index.get(service) ?? [];
    index.set(service, known);
    known.push(knownAction(entry, corrected.get(key), concerns.get(key), renames.get(key)));
  }
  return new Map([...index].sort(([one], [other]) => compareText(one, other)));
}

/** What all pages say of each concrete action, by its name in lower case. */
function gatherActions({ files, mentions }: ActionSources): ReadonlyMap<string, Gathered> {
  const gathered = new Map<string, Gathered>();
  const add = (action: string, cloud: Cloud, known: ActionEvidence): Gathered | undefined => {
    const reading = readAction(action);
    if (!reading.ok || !reading.pattern.concrete) return undefined;
    const key = action.toLowerCase();
    const entry = gathered.get(key) ?? firstNamed(action, known);
    gathered.set(key, entry);
    entry.spellings.add(action);
    entry.clouds.add(cloud);
    const grade = actionEvidence.indexOf(known) - actionEvidence.indexOf(entry.known);
    if (grade < 0 || (grade === 0 && compareText(action, entry.action) > 0)) entry.action = action;
    if (grade < 0) entry.known = known;
    return entry;
  };
  const addClaim = (claim: Claim, cloud: Cloud, known: 'api' | 'api-less') => {
    for (const action of actionNames(claim.actions)) {
      const entry = add(action, cloud, known);
      if (entry === undefined || known !== 'api') continue;
      if (claim.method !== undefined) entry.methods.add(claim.method);
      if (claim.status === 'current') entry.deprecations.push(claim.deprecated);
    }
    for (const { action } of claim.dependencies ?? []) add(action, cloud, 'dependency');
  };
  for (const { cloud, entries, looseClaims } of files) {
    for (const { claims } of entries) for (const claim of claims) addClaim(claim, cloud, 'api');
    for (const claim of looseClaims) addClaim(claim, cloud, 'api-less');
  }
  for (const { action, cloud } of mentions) add(action, cloud, 'mentioned');
  return gathered;
}

function firstNamed(action: string, known: ActionEvidence): Gathered {
  return { action, spellings: new Set(), clouds: new Set(), known, methods: new Set(), deprecations: [] };
}

function knownAction(
  { action, spellings, clouds: named, known, methods, deprecations }: Gathered,
  corrected: AccessLevel | undefined,
  concerns: ApiConcerns | undefined,
  renamed: RenamedAction | undefined,
): KnownAction {
  const others = otherSpellings(action, spellings);
  return {
    action,
    ...(others.length > 0 ? { spellings: others } : {}),
    clouds: clouds.filter((cloud) => named.has(cloud)),
    known,
    access: corrected ?? deriveAccessLevel(action, methods),
    ...(deprecations.length > 0 && deprecations.every(Boolean) ? { deprecated: true } : {}),
    resourceType: segmentsOf(action)[1],
    ...(renamed === undefined ? {} : { renamed }),
    ...(concerns === undefined ? {} : { concerns }),
  };
}

/** The actions, in lower case, for which newer pages of APIs ask for others; where several APIs do, for those of all of them. */
function renamedActions(files: readonly CatalogueFile[]): ReadonlyMap<string, RenamedAction> {
  const renames = new Map<string, RenamedAction>();
  for (const { cloud, entries } of files) {
    const current = new Set(
      entries.flatMap(({ actions }) => actionNames(actions)).map((action) => action.toLowerCase()),
    );
    for (const { actions, renamed } of entries) {
      if (renamed === undefined) continue;
      const newer = actionNames(actions);
      for (const older of renamed.older.map((one) => actionNames(one.actions))) {
        const isKept = (name: string, among: readonly string[]) =>
          among.some((other) => other.toLowerCase() === name.toLowerCase());
        const added = newer.filter((name) => !isKept(name, older));
        for (const name of older.filter((one) => !isKept(one, newer) && added.length > 0)) {
          const key = name.toLowerCase();
          const to = [...new Set([...(renames.get(key)?.to ?? []), ...added])].sort(compareText);
          renames.set(key, { cloud, to, page: renamed.page, gone: !current.has(key) });
        }
      }
    }
  }
  return renames;
}

/** Those that differ in resource type or operation. */
function otherSpellings(action: string, spellings: ReadonlySet<string>): readonly string[] {
  const names = new Map([...spellings].map((text) => [nameOf(text), text]));
  names.delete(nameOf(action));
  return [...names.values()].sort(compareText);
}
