import { compareText } from '../catalogue/order.ts';
import { type ApiConcern, type ApiConcerns, apiConcerns } from '../model/catalogue.ts';
import { actionNames, type Claim, namesOf, type Requirement } from '../model/claim.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import { type CatalogueFile, isCurrent } from './catalogue-file.ts';

/** What the APIs of one cloud have in common that need an action. */
type Shared = Record<ApiConcern, boolean>;

interface Gathered {
  readonly ofClouds: Map<Cloud, Shared>;
  /** Services whose APIs need it. */
  readonly services: Set<string>;
}

/** An action, and where it is known. */
interface NamedAction {
  /** Lower case. */
  readonly name: string;
  /** Code of its service. */
  readonly service: string;
  /** Clouds whose documentation names it, in whatever way. */
  readonly clouds: ReadonlySet<Cloud>;
}

/**
 * What rules about APIs may have to say of an action, by its lower-case name: worked out here, so that linting a policy
 * loads no APIs unless one of its actions is among these. What is not known may do anything: nothing is said of an action
 * that an API needs of which not everything is known, or a row that names no API, nor, for a cloud, of one that is named
 * there while its service has no current permission table.
 */
export function indexApiConcerns(
  files: readonly CatalogueFile[],
  named: Iterable<NamedAction>,
): ReadonlyMap<string, ApiConcerns> {
  const gathered = new Map<string, Gathered>();
  const add = (cloud: Cloud, service: string, requirement: Requirement, facts: Shared) => {
    for (const name of new Set(actionNames(requirement.actions).map((action) => action.toLowerCase()))) {
      const { ofClouds, services } = gathered.get(name) ?? { ofClouds: new Map(), services: new Set() };
      gathered.set(name, { ofClouds, services });
      const own = { ...facts, shared: facts.shared && isNeverAlone(name, requirement) };
      const before = ofClouds.get(cloud);
      ofClouds.set(cloud, before === undefined ? own : inCommon(before, own));
      services.add(service);
    }
  };
  const dependencies = new Set<string>();
  for (const { cloud, service, entries, looseClaims } of files) {
    for (const entry of entries) {
      add(cloud, service, entry, entry.problem === undefined ? factsOf(entry, entry) : nothing);
      for (const { action } of entry.dependencies ?? []) dependencies.add(action.toLowerCase());
    }
    for (const claim of looseClaims) {
      if (claim.status !== 'current') continue;
      add(cloud, service, claim, claim.problem === undefined ? factsOf(claim, claim) : nothing);
      for (const { action } of claim.dependencies ?? []) dependencies.add(action.toLowerCase());
    }
  }
  const current = new Set(files.filter(isCurrent).map(({ cloud, service }) => `${cloud} ${service}`));
  const index = new Map<string, ApiConcerns>();
  for (const { name, service, clouds: where } of named) {
    const known = gathered.get(name);
    if (known === undefined) continue;
    const ofClouds = new Map(known.ofClouds);
    for (const cloud of where) if (!current.has(`${cloud} ${service}`)) ofClouds.set(cloud, nothing);
    const holding = concernsOf(ofClouds, dependencies.has(name));
    if (Object.keys(holding).length === 0) continue;
    index.set(name, { ...holding, services: [...known.services].sort(compareText) });
  }
  return index;
}

const nothing: Shared = {
  shared: false,
  dependencies: false,
  disputed: false,
  'no-enterprise-project': false,
  'no-resource': false,
  deprecated: false,
};

function factsOf(
  { dependencies, scopes, narrowing }: Requirement,
  { deprecated, disputed }: Pick<Claim, 'deprecated'> & { readonly disputed?: readonly Requirement[] },
): Shared {
  return {
    shared: true,
    dependencies: (dependencies ?? []).length > 0,
    disputed: disputed !== undefined,
    'no-enterprise-project': scopes.enterpriseProject === false,
    'no-resource': narrowing?.resource === false,
    deprecated,
  };
}

/** One disputed API is enough; all else has to hold for each of them. */
function inCommon(one: Shared, other: Shared): Shared {
  return {
    shared: one.shared && other.shared,
    dependencies: one.dependencies && other.dependencies,
    disputed: one.disputed || other.disputed,
    'no-enterprise-project': one['no-enterprise-project'] && other['no-enterprise-project'],
    'no-resource': one['no-resource'] && other['no-resource'],
    deprecated: one.deprecated && other.deprecated,
  };
}

/** Whether every use case of the API that needs the action needs another one too. */
function isNeverAlone(name: string, { actions }: Requirement): boolean {
  const choicesOf = (when: string | undefined) =>
    actions
      .filter((required) => required.when === when)
      .map((required) => namesOf(required).map((action) => action.toLowerCase()));
  const base = choicesOf(undefined);
  const useCases = [...new Set(actions.flatMap(({ when }) => when ?? []))];
  const cases = [...(base.length === 0 ? [] : [base]), ...useCases.map((id) => [...base, ...choicesOf(id)])];
  return cases.every(
    (choices) =>
      !choices.some((names) => names.includes(name)) || choices.some((names) => !names.includes(name)),
  );
}

/** An action that other APIs depend on is of use besides its own: it says nothing that its own cannot be called. */
function concernsOf(ofClouds: ReadonlyMap<Cloud, Shared>, isDependency: boolean): Partial<ApiConcerns> {
  const concerns: Partial<Record<ApiConcern, true | readonly Cloud[]>> = {};
  for (const concern of apiConcerns) {
    if (isDependency && concern !== 'disputed') continue;
    const holding = clouds.filter((cloud) => ofClouds.get(cloud)?.[concern]);
    if (holding.length > 0) concerns[concern] = holding.length === ofClouds.size ? true : holding;
  }
  return concerns;
}
