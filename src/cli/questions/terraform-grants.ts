import { posix } from 'node:path';
import { readCarriedFile } from '../../carriers/read-carried-file.ts';
import { planSet, wantedAttributes } from '../../carriers/terraform/plan-set.ts';
import { readFolder } from '../../carriers/terraform/read-folder.ts';
import { grantAttributes, readHolders } from '../../carriers/terraform/read-grants.ts';
import { readPlan } from '../../carriers/terraform/read-plan.ts';
import type {
  GrantedScope,
  TerraformGrant,
  TerraformHolder,
} from '../../carriers/terraform/terraform-holder.ts';
import type { TerraformSet } from '../../carriers/terraform/terraform-set.ts';
import { type Cloud, type CloudChoice, clouds } from '../../model/cloud.ts';
import type { Grant, GrantPlace, NamedPlace } from '../../model/grant.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import {
  type DocumentPath,
  type Policy,
  type PolicyFile,
  policyName,
  type Span,
  unknownPolicy,
} from '../../model/policy.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import type { GrantTable } from '../../model/terraform-grants.ts';
import { decodeFile } from '../../policy/read-policy-file.ts';
import { createLocator } from '../../policy/region-of.ts';
import { policiesMeant, systemPrefix, unknownSystemPolicy } from '../../policy/system-policy.ts';
import { largest } from '../../policy/text-size.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { readNamed } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';
import { readGrantedSystem } from './system-policies.ts';

// A library file, loaded when a question is about what Terraform grants.

/** Somebody whom Terraform grants roles to, with what is granted. */
export interface HolderGrants {
  /** `opentelekomcloud_identity_group_v3.image_team` */
  readonly address: string;
  /** The same with its place: `… (infra/main.tf:12)`. */
  readonly name: string;
  /** The cloud that it is in, as far as the question leaves that open. */
  readonly cloud: CloudChoice;
  readonly grants: readonly Grant[];
  /** What the policies are called. */
  readonly policies: readonly string[];
  /** The scopes of the grants, each once. */
  readonly places: readonly NamedPlace[];
  /** The files that its grants are written in. */
  readonly writtenIn: ReadonlySet<string>;
  readonly files: readonly PolicyFile[];
}

/** What a folder, plan or state of Terraform says of who may do what. */
export interface TerraformGrants {
  readonly holders: readonly HolderGrants[];
  /** Its files, with the policies that are granted to nobody in it. */
  readonly ungranted: readonly PolicyFile[];
  /** Folders of the modules that are called, as the user would name them. */
  readonly called: readonly string[];
  /** Files of which something, or everything, cannot be read. */
  readonly partlyRead: readonly Pick<PolicyFile, 'file' | 'text'>[];
}

/** What the answers depend on. */
export interface TerraformQuestion {
  readonly cloud: CloudChoice;
}

/** What a folder of Terraform's files grants. */
export async function readFolderGrants(
  folder: string,
  question: TerraformQuestion,
  io: Io,
): Promise<TerraformGrants> {
  const { terraformFiles } = await import('../files/read-terraform.ts');
  const files = await terraformFiles(io);
  const tables = tablesOf(io);
  const types = new Set(grantAttributes(tables.grants).keys());
  const set = readFolder(files.sourceOf(folder), tables.policies, types);
  const called = set.called.map((path) => posix.normalize(posix.join(folder, path)));
  const reader = new GrantsReader(set, { showsValues: true, broken: set.broken }, question, tables, io);
  for (const { address, file, span } of set.remote)
    reader.say(
      `${reader.placeOf(file, span)}: \`${address}\` is not in a folder here: what it grants is not counted`,
    );
  for (const file of set.broken)
    reader.say(`${file}: a part of it cannot be read, so there may be more grants in it`);
  const partlyRead = set.partlyRead.map(({ name, text }) => ({ file: name, text }));
  return { ...reader.read(), called, partlyRead };
}

/**
 * What a plan or state grants; of a plan what it does once it is applied, or did before.
 * @returns `undefined` for a text that is neither; in words why it cannot be read
 */
export function readPlanGrants(
  file: string,
  text: string,
  question: TerraformQuestion & { readonly side?: 'before' | 'after' },
  io: Io,
): TerraformGrants | string | undefined {
  const tables = tablesOf(io);
  const plan = readPlan(file, text, wantedAttributes(tables.policies, grantAttributes(tables.grants)));
  if (plan === undefined) return undefined;
  if (plan.kind === 'unreadable') return `\`${file}\` cannot be read: ${plan.because}`;
  const set = planSet(file, text, plan[question.side ?? 'after'], tables.policies);
  return {
    ...new GrantsReader(set, { showsValues: false, broken: [] }, question, tables, io).read(),
    called: [],
    partlyRead: [],
  };
}

/**
 * The same of a file that has to be a plan.
 * @throws UsageError where it is not, or cannot be read
 */
export function readPlanFileSide(
  file: string,
  question: TerraformQuestion & { readonly side: 'before' | 'after' },
  io: Io,
): TerraformGrants {
  const bytes = readNamed(file, io, { instead: 'name the old side and the new one' });
  const grants = readPlanGrants(file, decodeFile(file, bytes).text, question, io);
  if (typeof grants === 'string') throw new UsageError(grants);
  if (grants !== undefined) return grants;
  throw new UsageError(
    `${inBackticks(file)} is not a plan of Terraform: name the old side and the new one, as in \`iamscope diff old.json new.json\``,
  );
}

interface Tables {
  readonly policies: PolicyResources;
  readonly grants: GrantTable;
}

function tablesOf(io: Io): Tables {
  return {
    policies: JSON.parse(io.readData('terraform.json')) as PolicyResources,
    grants: JSON.parse(io.readData('terraform-grants.json')) as GrantTable,
  };
}

/** What is known of a set besides its resources. */
interface SetReading {
  /** Whether values other than names may be shown. */
  readonly showsValues: boolean;
  /** Files of which a part cannot be read. */
  readonly broken: readonly string[];
}

class GrantsReader {
  readonly #set: TerraformSet;
  readonly #how: SetReading;
  readonly #question: TerraformQuestion;
  readonly #tables: Tables;
  readonly #io: Io;
  readonly #world: World;
  readonly #files: ReadonlyMap<string, PolicyFile>;
  readonly #policies: ReadonlyMap<string, readonly Policy[]>;
  /** Where grants are written: places of policies that are not known. */
  readonly #written = new Map<string, Span>();
  readonly #lines = new Map<string, (span: Span) => number>();
  readonly #said = new Set<string>();

  constructor(set: TerraformSet, how: SetReading, question: TerraformQuestion, tables: Tables, io: Io) {
    this.#set = set;
    this.#how = how;
    this.#question = question;
    this.#tables = tables;
    this.#io = io;
    this.#world = openWorld(io);
    const files = set.files.map(({ file, text, documents }) => {
      const read = readCarriedFile(decodeFile(file, text), {
        documents: () => documents,
        largest: largest.file,
        fixable: 'in Terraform only what is written in one place',
      });
      return [file, this.#withGrants(read)] as const;
    });
    this.#files = new Map(files);
    const policies = new Map<string, Policy[]>();
    for (const [, file] of files)
      for (const policy of file.policies) {
        const { name = '' } = policy;
        policies.set(name, [...(policies.get(name) ?? []), policy]);
      }
    this.#policies = policies;
    for (const { file, text } of set.files) {
      const locator = createLocator(text);
      this.#lines.set(file, (span) => locator.regionOf(span).line);
    }
  }

  /** The file, in which the places of grants are found too. */
  #withGrants(file: PolicyFile): PolicyFile {
    const { form } = file;
    if (form === undefined) return file;
    return {
      ...file,
      form: {
        ...form,
        spanOf: (path, target) => this.#written.get(pathKey(file.file, path)) ?? form.spanOf(path, target),
      },
    };
  }

  read(): Pick<TerraformGrants, 'holders' | 'ungranted'> {
    const holders = readHolders(this.#set.resources, {
      table: this.#tables.grants,
      showsValues: this.#how.showsValues,
    });
    const granted = new Set(
      holders.flatMap(({ grants }) =>
        grants.flatMap(({ role }) => (role.kind === 'policy' ? [role.address] : [])),
      ),
    );
    return {
      holders: holders.map((holder) => this.#holder(holder)),
      ungranted: [...this.#files.values()].map((file) => ({
        ...file,
        policies: file.policies.filter(({ name }) => name === undefined || !granted.has(name)),
      })),
    };
  }

  #holder(holder: TerraformHolder): HolderGrants {
    const { address, file, span, grants } = holder;
    const cloud = this.#question.cloud === 'any' ? (holder.cloud ?? 'any') : this.#question.cloud;
    const files = new Map<string, PolicyFile>();
    const all = grants.flatMap((grant) => {
      const { file: read, policies } = this.#policiesOf(grant, holder.cloud, cloud);
      if (read !== undefined) files.set(read.file, read);
      return placesOf(grant).flatMap(({ place, maybe }) =>
        policies.map((policy): Grant => ({ policy, place, ...(maybe ? { maybe } : {}) })),
      );
    });
    // What cannot be read may grant anything to anybody.
    const unread = this.#how.broken.flatMap((one) =>
      anyPlaces.map((place): Grant => ({ policy: unknownPolicy(one, []), place })),
    );
    const places = grants.flatMap(({ scope }) => namedPlaces(scope));
    return {
      address,
      name: `${address} (${this.placeOf(file, span)})`,
      cloud,
      grants: [...distinct(all), ...unread],
      policies: [...new Set(all.map(({ policy }) => nameOf(policy)))],
      places: [...new Map(places.map((place) => [JSON.stringify(place), place])).values()],
      writtenIn: new Set([file, ...grants.map((grant) => grant.file)]),
      files: [...this.#files.values(), ...files.values()],
    };
  }

  #policiesOf(
    { role, address, file, span }: TerraformGrant,
    own: Cloud | undefined,
    asked: CloudChoice,
  ): { readonly file?: PolicyFile; readonly policies: readonly Policy[] } {
    const unknown = (written: string) => ({ policies: [this.#unknown(address, file, span, written)] });
    switch (role.kind) {
      case 'policy': {
        const policies = this.#policies.get(role.address) ?? [];
        // A name may mean one of the vendor's policies as well.
        const isOther = role.name !== undefined && this.#isSystem(role.name, own);
        return policies.length === 0 || isOther ? unknown(role.name ?? role.address) : { policies };
      }
      case 'system': {
        const system = this.#system(role.name, own ?? asked, own, { file, line: this.#lineOf(file, span) });
        return { file: system, policies: system.policies };
      }
      case 'identity-policy':
        return {
          policies: [{ file: role.name, kind: 'identity-policy', statements: [], faults: [] }],
        };
      case 'unknown':
        return unknown(role.written);
    }
  }

  #unknown(address: string, file: string, span: Span, written: string): Policy {
    const { path = [] } = this.#set.resources.find((one) => one.address === address) ?? {};
    this.#written.set(pathKey(file, path), span);
    return unknownPolicy(file, path, written);
  }

  #isSystem(name: string, cloud: Cloud | undefined): boolean {
    return (
      policiesMeant(name, this.#world.systemPolicies(), cloud === undefined ? clouds : [cloud]).length > 0
    );
  }

  /** What a name of the vendor's means; in a cloud that the tables do not have, its services and no more. */
  #system(
    name: string,
    cloud: CloudChoice,
    own: Cloud | undefined,
    at: { readonly file: string; readonly line: number },
  ): PolicyFile {
    const isKnown = this.#isSystem(name, own);
    if (own === undefined && this.#question.cloud === 'any' && /_\d+$/u.test(name.trim()))
      return unknownSystemPolicy(name);
    const file = readGrantedSystem(`${systemPrefix}${name}`, cloud, this.#world, {
      at,
      say: (note) => this.say(note),
    });
    if (own !== undefined || !isKnown || this.#question.cloud !== 'any') return file;
    return { ...file, policies: file.policies.map(withoutContent) };
  }

  placeOf(file: string, span: Span): string {
    return `${file}:${this.#lineOf(file, span)}`;
  }

  /** Says something once. */
  say(note: string): void {
    if (!this.#said.has(note)) this.#io.err(`iamscope: ${terminalText(note)}\n`);
    this.#said.add(note);
  }

  #lineOf(file: string, span: Span): number {
    return this.#lines.get(file)?.(span) ?? 1;
  }
}

const anyPlaces: readonly GrantPlace[] = [{ kind: 'iam' }, { kind: 'enterprise-project' }];

/** A policy that is not known is named as it is written. */
function nameOf(policy: Policy): string {
  const [hole] = policy.holes ?? [];
  return policy.name === undefined && hole?.written !== undefined ? hole.written : policyName(policy);
}

function pathKey(file: string, path: DocumentPath): string {
  return JSON.stringify([file, ...path]);
}

/** Another cloud's policy of the same name is about the same services; what it holds nobody knows. */
function withoutContent({ meanings: _, readings: _readings, ...policy }: Policy): Policy {
  const named = policy.statements.flatMap(({ actions }) =>
    actions.map(({ text }) => text.split(':', 1)[0] ?? ''),
  );
  const services = policy.unpublished?.services ?? named;
  const isAny = policy.unpublished?.services === null || services.some((service) => service.includes('*'));
  return {
    ...policy,
    statements: [],
    unpublished: { services: isAny ? null : [...new Set(services)] },
  };
}

/** Where a grant counts: where the scope is not known, in none of them for sure. */
function placesOf({ scope, maybe }: TerraformGrant): readonly Pick<Grant, 'place' | 'maybe'>[] {
  const perhaps = maybe ? { maybe } : {};
  switch (scope.kind) {
    case 'everything':
      return [{ place: { kind: 'iam' }, ...perhaps }];
    case 'global':
    case 'projects':
      return [{ place: { kind: 'iam', where: scope.kind }, ...perhaps }];
    case 'global-project': {
      const { project, service } = scope;
      return [{ place: { kind: 'iam', where: 'global', globalOf: { project, service } }, ...perhaps }];
    }
    case 'project': {
      const hole = scope.hole ? { hole: true as const } : {};
      return [{ place: { kind: 'iam', where: { project: scope.name, ...hole } }, ...perhaps }];
    }
    case 'enterprise-project': {
      const hole = scope.hole ? { hole: true as const } : {};
      return [{ place: { kind: 'enterprise-project', name: scope.name, ...hole }, ...perhaps }];
    }
    case 'unknown': {
      const places: GrantPlace[] = [
        ...(scope.of.some((kind) => kind !== 'enterprise-project') ? [{ kind: 'iam' } as const] : []),
        ...(scope.of.some((kind) => kind === 'enterprise-project' || kind === 'everything')
          ? [{ kind: 'enterprise-project' } as const]
          : []),
      ];
      return places.map((place) => ({ place, maybe: true as const }));
    }
  }
}

/** A scope as answers name it. */
function namedPlaces(scope: GrantedScope): readonly NamedPlace[] {
  switch (scope.kind) {
    case 'everything':
      return [{ allProjects: true }, { global: true }];
    case 'global':
      return [{ global: true }];
    case 'projects':
      return [{ allProjects: true }];
    case 'global-project':
      return [{ project: scope.project }];
    case 'project':
      return [{ project: scope.name }];
    case 'enterprise-project':
      return [{ enterpriseProject: scope.name }];
    case 'unknown':
      return [{ open: true }];
  }
}

function distinct(grants: readonly Grant[]): readonly Grant[] {
  const known = new Map<Policy, Map<string, Grant>>();
  for (const grant of grants) {
    const { policy, place, maybe = false } = grant;
    const ofPolicy = known.get(policy) ?? new Map<string, Grant>();
    known.set(policy, ofPolicy);
    ofPolicy.set(JSON.stringify([place, maybe]), grant);
  }
  return [...known.values()].flatMap((ofPolicy) => [...ofPolicy.values()]);
}
