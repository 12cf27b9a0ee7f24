import type { Cloud } from '../../model/cloud.ts';
import { hasHole } from '../../model/hole.ts';
import type { AgencyType, AssignmentType, GrantTable } from '../../model/terraform-grants.ts';
import type { JsonNode, JsonObject } from '../../policy/json-node.ts';
import { inModule } from './resource-address.ts';
import { attributeOf, moduleOf, ResourceIndex, type Target, textOf } from './resource-index.ts';
import type {
  GrantedRole,
  GrantedScope,
  ScopeKind,
  TerraformGrant,
  TerraformHolder,
} from './terraform-holder.ts';
import type { TerraformResource } from './terraform-resource.ts';

/** How resources are read for grants. */
export interface GrantReading {
  readonly table: GrantTable;
  /** Whether values other than names of policies and places may be shown: those of plans and states are not. */
  readonly showsValues: boolean;
}

/** What is read of the types of resources and data sources that say something of grants: their attributes, by type. */
export function grantAttributes(table: GrantTable): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  const add = (types: readonly string[], ...attributes: readonly (string | undefined)[]) => {
    for (const type of types) {
      const known = all.get(type) ?? new Set(['id']);
      all.set(type, known);
      for (const attribute of attributes) if (attribute !== undefined) known.add(attribute);
    }
  };
  for (const { types, name } of [...table.policies, ...table.customRoles]) add(types, name);
  for (const { types, names } of table.systemRoles) add(types, ...names);
  for (const types of [table.groups, table.users, table.projects, table.enterpriseProjects])
    add(types, 'name');
  for (const one of table.assignments) {
    const { types, holder, block, role, domain, project, enterpriseProject, allProjects } = one;
    const flag = allProjects !== undefined && 'attribute' in allProjects ? allProjects.attribute : undefined;
    add(types, holder, block, role, domain, project, enterpriseProject, flag);
  }
  for (const { types, domain, everything, project, enterpriseProject } of table.agencies)
    add(types, domain, everything, project.block, enterpriseProject.block);
  for (const { types, holder, policy } of table.attachments) add(types, holder, policy);
  for (const { types, policies } of table.identityAgencies) add(types, policies);
  for (const { types, group, users } of table.memberships) add(types, group, users);
  for (const { types, user, groups } of table.userMemberships) add(types, user, groups);
  return all;
}

/**
 * The groups, users and agencies that resources of Terraform grant roles to, in the order of the files. Nobody is among
 * them whom they grant nothing. A group that is a hole is a group of its own, never all groups (design 4.2).
 */
export function readHolders(
  resources: readonly TerraformResource[],
  reading: GrantReading,
): readonly TerraformHolder[] {
  return new HolderReader(resources, reading).holders();
}

/** A holder while its grants are collected. */
interface Collected extends Omit<TerraformHolder, 'grants'> {
  readonly grants: TerraformGrant[];
}

/** Where a grant is written. */
type Granting = Pick<TerraformGrant, 'address' | 'file' | 'span' | 'maybe'>;

class HolderReader {
  readonly #table: GrantTable;
  readonly #showsValues: boolean;
  readonly #resources: readonly TerraformResource[];
  readonly #index: ResourceIndex;
  readonly #holders = new Map<string, Collected>();
  /** Values that are not to be shown. */
  readonly #labels = new Map<string, string>();
  /** Groups of users, by the keys of both. */
  readonly #groupsOf = new Map<string, { readonly group: string | undefined; readonly by: Granting }[]>();

  constructor(resources: readonly TerraformResource[], { table, showsValues }: GrantReading) {
    this.#table = table;
    this.#showsValues = showsValues;
    this.#resources = resources;
    const { policies, systemRoles, customRoles, agencies, identityAgencies } = table;
    const named = [policies, systemRoles, customRoles, agencies, identityAgencies].flat();
    const { groups, users, projects, enterpriseProjects } = table;
    const own = new Set(
      [...named.flatMap(({ types }) => types), groups, users, projects, enterpriseProjects].flat(),
    );
    this.#index = new ResourceIndex(resources, (type) => own.has(type));
  }

  holders(): readonly TerraformHolder[] {
    const { assignments, agencies, attachments, identityAgencies, memberships, userMemberships } =
      this.#table;
    for (const resource of this.#resources) {
      if (resource.mode !== 'resource') continue;
      const { attributes } = resource;
      const given = (attribute: string) => attributeOf(attributes, attribute);
      for (const type of ofType(assignments, resource)) this.#assign(resource, type);
      for (const type of ofType(agencies, resource)) this.#readAgency(resource, type);
      // Identity policies are granted nowhere in particular.
      const granting = { ...grantingOf(resource), scope: { kind: 'everything' } as const };
      for (const { holder, policy } of ofType(attachments, resource)) {
        const role = this.#identityPolicy(given(policy), resource, policy);
        this.#holder(given(holder), resource, holder).grants.push({ ...granting, role });
      }
      for (const { policies } of ofType(identityAgencies, resource)) {
        const agency = this.#collect(resource.address, { ...resource, kind: 'agency' });
        for (const { node, ...maybe } of itemsOf(given(policies)))
          agency.grants.push({ ...granting, ...maybe, role: this.#identityPolicy(node, resource, policies) });
      }
      for (const { group, users } of ofType(memberships, resource))
        this.#join(resource, itemsOf(given(users)), one(given(group)));
      for (const { user, groups } of ofType(userMemberships, resource))
        this.#join(resource, one(given(user)), itemsOf(given(groups)));
    }
    const all = [...this.#holders].map(([key, holder]) => ({
      ...holder,
      grants: [...holder.grants, ...this.#grantsOfGroups(key)],
    }));
    return all
      .filter(({ grants }) => grants.length > 0)
      .sort(
        (one, other) =>
          compare(one.file, other.file) ||
          one.span.offset - other.span.offset ||
          compare(one.address, other.address),
      );
  }

  #assign(resource: TerraformResource, type: AssignmentType): void {
    const holder = this.#holder(attributeOf(resource.attributes, type.holder), resource, type.holder);
    const own = grantingOf(resource);
    if (type.block === undefined) {
      holder.grants.push({ ...own, ...this.#assignment(resource.attributes, type, resource) });
      return;
    }
    for (const { object, maybe } of blocksOf(attributeOf(resource.attributes, type.block))) {
      const granting = maybe ? { ...own, maybe } : own;
      holder.grants.push(
        object === undefined
          ? { ...granting, role: unknownRole(type.block), scope: { kind: 'unknown', of: kindsOf(type) } }
          : { ...granting, ...this.#assignment(object, type, resource) },
      );
    }
  }

  #assignment(
    object: JsonObject,
    type: AssignmentType,
    resource: TerraformResource,
  ): Pick<TerraformGrant, 'role' | 'scope'> {
    return {
      role: this.#roleById(attributeOf(object, type.role), resource, type.role),
      scope: this.#scope(object, type, resource),
    };
  }

  #readAgency(resource: TerraformResource, type: AgencyType): void {
    const { attributes } = resource;
    const holder = this.#collect(resource.address, { ...resource, kind: 'agency' });
    const granting = grantingOf(resource);
    const grant = (roles: JsonNode | undefined, scope: GrantedScope, by: Granting) => {
      for (const { node, maybe } of itemsOf(roles))
        holder.grants.push({
          ...by,
          ...(maybe ? { maybe } : {}),
          role: this.#roleByName(node, resource),
          scope,
        });
    };
    grant(attributeOf(attributes, type.domain), { kind: 'global' }, granting);
    grant(attributeOf(attributes, type.everything), { kind: 'everything' }, granting);
    for (const [kind, block] of [
      ['project', type.project],
      ['enterprise-project', type.enterpriseProject],
    ] as const) {
      for (const { object, maybe } of blocksOf(attributeOf(attributes, block.block))) {
        const by = maybe ? { ...granting, maybe } : granting;
        if (object === undefined) {
          const scope: GrantedScope = {
            kind: 'unknown',
            of: kind === 'project' ? ['projects', 'project'] : [kind],
          };
          holder.grants.push({ ...by, role: unknownRole(block.block), scope });
          continue;
        }
        const scope = this.#scope(
          object,
          {
            ...(kind === 'project' ? { project: block.name } : { enterpriseProject: block.name }),
            ...(block.allProjects === undefined ? {} : { allProjects: { attribute: block.allProjects } }),
          },
          resource,
        );
        grant(attributeOf(object, block.roles), scope, by);
      }
    }
  }

  /** Users of a group, or groups of a user. */
  #join(resource: TerraformResource, users: readonly Item[], groups: readonly Item[]): void {
    const by = grantingOf(resource);
    for (const user of users) {
      const target = this.#index.target(user.node);
      // Which users a hole stands for nobody knows: never all of them.
      if (target.kind === 'hole' || target.kind === 'absent') continue;
      const key = this.#keyOf(target, resource, 'user');
      const known = this.#groupsOf.get(key) ?? [];
      this.#groupsOf.set(key, known);
      // Of a user that is known by its id only, and is granted nothing else, the group says all.
      if (target.kind !== 'text') this.#holderAt(target, key, resource, 'user');
      for (const group of groups) {
        const ofGroup = this.#index.target(group.node);
        const isOpen = ofGroup.kind === 'hole' || ofGroup.kind === 'absent';
        known.push({
          group: isOpen ? undefined : this.#keyOf(ofGroup, resource, 'group'),
          by: user.maybe || group.maybe ? { ...by, maybe: true } : by,
        });
      }
    }
  }

  #grantsOfGroups(key: string): readonly TerraformGrant[] {
    return (this.#groupsOf.get(key) ?? []).flatMap(({ group, by }): readonly TerraformGrant[] => {
      // It may be any group, with any roles.
      if (group === undefined) {
        const of: readonly ScopeKind[] = ['everything', 'enterprise-project'];
        return [{ ...by, role: unknownRole('a group'), scope: { kind: 'unknown', of } }];
      }
      const grants = this.#holders.get(group)?.grants ?? [];
      return by.maybe ? grants.map((grant) => ({ ...grant, maybe: true as const })) : grants;
    });
  }

  /** The holder that an attribute leads to; one of its own where the files do not fix who that is. */
  #holder(node: JsonNode | undefined, resource: TerraformResource, attribute: string): Collected {
    const kind = attribute.startsWith('user') ? 'user' : attribute.startsWith('agency') ? 'agency' : 'group';
    const target = this.#index.target(node);
    return this.#holderAt(target, this.#keyOf(target, resource, kind), resource, kind);
  }

  #holderAt(
    target: Target,
    key: string,
    resource: TerraformResource,
    kind: TerraformHolder['kind'],
  ): Collected {
    if (target.kind === 'resource') {
      const { file, span, type } = target.resource;
      return this.#collect(key, { address: target.address, file, span, type, kind });
    }
    const { file, span, type } = resource;
    const address = target.kind === 'reference' ? target.address : resource.address;
    return this.#collect(key, { address, file, span, type, kind });
  }

  #collect(
    key: string,
    {
      address,
      file,
      span,
      type,
      kind,
    }: Pick<TerraformResource, 'address' | 'file' | 'span' | 'type'> & Pick<TerraformHolder, 'kind'>,
  ): Collected {
    const known = this.#holders.get(key);
    if (known !== undefined) return known;
    const cloud = this.#cloudOf(type);
    const holder: Collected = {
      address,
      kind,
      ...(cloud === undefined ? {} : { cloud }),
      file,
      span,
      grants: [],
    };
    this.#holders.set(key, holder);
    return holder;
  }

  /** What tells a holder from others. The same variable of a module means the same holder. */
  #keyOf(target: Target, resource: TerraformResource, kind: TerraformHolder['kind']): string {
    switch (target.kind) {
      case 'resource':
      case 'reference':
        return target.address;
      case 'text':
        return `${kind} of id ${target.text}`;
      case 'hole':
        return isVariable(target.written)
          ? `${kind} of ${moduleOf(resource.address)} ${target.written} ${folderOf(resource.file)}`
          : `${kind} of ${resource.address}`;
      case 'absent':
        return `${kind} of ${resource.address}`;
    }
  }

  #roleById(node: JsonNode | undefined, { address }: TerraformResource, attribute: string): GrantedRole {
    const target = this.#index.target(node);
    switch (target.kind) {
      case 'resource':
        return this.#roleOf(target.resource);
      case 'reference':
      case 'hole':
        return unknownRole(target.written);
      case 'text':
        return unknownRole(this.#showsValues ? target.text : `${address}.${attribute}`);
      case 'absent':
        return unknownRole(`${address}.${attribute}`);
    }
  }

  #roleByName(node: JsonNode, resource: TerraformResource): GrantedRole {
    if (node.type !== 'string') return this.#roleById(node, resource, 'roles');
    return node.value === '' || hasHole(node.value)
      ? unknownRole(node.value)
      : this.#roleNamed(node.value, resource.type);
  }

  /** What a resource or data source is as a role. */
  #roleOf({ address, mode, type, attributes }: TerraformResource): GrantedRole {
    if (mode === 'resource')
      return ofType(this.#table.policies, { type }).length === 0
        ? unknownRole(address)
        : { kind: 'policy', address };
    const given = ofType(this.#table.systemRoles, { type })
      .flatMap(({ names }) => names)
      .map((name) => this.#index.target(attributeOf(attributes, name)))
      .find(({ kind }) => kind !== 'absent');
    if (given?.kind === 'text') return this.#roleNamed(given.text, type);
    const [custom] = ofType(this.#table.customRoles, { type });
    const name = custom && textOf(attributes, custom.name);
    const policy = name === undefined ? undefined : this.#policyNamed(name, type);
    return policy === undefined ? unknownRole(address) : { kind: 'policy', address: policy };
  }

  /** One of the vendor's policies may have the name too: whoever knows them tells. */
  #roleNamed(name: string, type: string): GrantedRole {
    const address = this.#policyNamed(name, type);
    return address === undefined ? { kind: 'system', name } : { kind: 'policy', address, name };
  }

  /** The custom policy of a name of the same provider, where there is one. */
  #policyNamed(name: string, type: string): string | undefined {
    const provider = this.#table.providers.find(({ prefix }) => type.startsWith(prefix))?.prefix ?? '';
    const named = this.#resources.filter((resource) => {
      if (resource.mode !== 'resource' || !resource.type.startsWith(provider)) return false;
      const policy = this.#table.policies.find(({ types }) => types.includes(resource.type));
      return (
        policy !== undefined &&
        policy.identityPolicy !== true &&
        textOf(resource.attributes, policy.name) === name
      );
    });
    return named.length === 1 ? named[0]?.address : undefined;
  }

  #identityPolicy(
    node: JsonNode | undefined,
    { address }: TerraformResource,
    attribute: string,
  ): GrantedRole {
    const target = this.#index.target(node);
    switch (target.kind) {
      case 'resource':
        return { kind: 'policy', address: target.resource.address };
      case 'text':
        return {
          kind: 'identity-policy',
          name: this.#showsValues || isName(attribute) ? target.text : `${address}.${attribute}`,
        };
      case 'reference':
      case 'hole':
        return { kind: 'identity-policy', name: target.written };
      case 'absent':
        return { kind: 'identity-policy', name: `${address}.${attribute}` };
    }
  }

  #scope(object: JsonObject, type: ScopeAttributes, resource: TerraformResource): GrantedScope {
    const { allProjects } = type;
    const isForAll =
      allProjects !== undefined && 'attribute' in allProjects
        ? truthOf(attributeOf(object, allProjects.attribute))
        : 'no';
    if (isForAll === 'yes') return { kind: 'projects' };
    const attributes = [
      ['project', type.project],
      ['enterprise-project', type.enterpriseProject],
      ['global', type.domain],
    ] as const;
    const given = attributes.flatMap(([kind, attribute]) => {
      const target: Target =
        attribute === undefined ? absent : this.#index.target(attributeOf(object, attribute));
      return attribute === undefined || target.kind === 'absent' ? [] : [{ kind, attribute, target }];
    });
    // Only one of them may be given: where one is known, what is not known is not given.
    const known = given.find(({ target }) => target.kind !== 'hole');
    const [first, ...more] = known === undefined ? given : [known];
    const mayBeAll =
      known?.kind === 'global' &&
      allProjects !== undefined &&
      'value' in allProjects &&
      given.some(({ kind, target }) => kind === 'project' && target.kind === 'hole');
    const ofAll = isForAll === 'maybe' || mayBeAll ? (['projects'] as const) : [];
    if (first === undefined || more.length > 0 || ofAll.length > 0) {
      const kinds = [...ofAll, ...given.map(({ kind }) => kind)];
      return { kind: 'unknown', of: kinds.length > 0 ? kinds : kindsOf(type) };
    }
    const { target, attribute, kind } = first;
    if (kind === 'global') return { kind };
    const isAll =
      allProjects !== undefined &&
      'value' in allProjects &&
      target.kind === 'text' &&
      target.text === allProjects.value;
    if (kind === 'project' && isAll) return { kind: 'projects' };
    return this.#namedScope(kind, target, resource, attribute);
  }

  #namedScope(
    kind: NamedKind,
    target: Target,
    { address, type }: TerraformResource,
    attribute: string,
  ): GrantedScope {
    switch (target.kind) {
      case 'text': {
        const isShown = isName(attribute) || this.#showsValues;
        const name = isShown ? target.text : this.#labelOf(target.text, `${address}.${attribute}`);
        return this.#globalProject(kind, name, type) ?? { kind, name };
      }
      case 'resource': {
        const { resource } = target;
        const types = kind === 'project' ? this.#table.projects : this.#table.enterpriseProjects;
        const name = types.includes(resource.type) ? textOf(resource.attributes, 'name') : undefined;
        if (name === undefined) return { kind, name: target.address, hole: true };
        return this.#globalProject(kind, name, type) ?? { kind, name };
      }
      case 'reference':
        return { kind, name: target.address, hole: true };
      case 'hole':
        return {
          kind,
          name: isVariable(target.written)
            ? inModule(moduleOf(address), target.written)
            : `${address}.${attribute}`,
          hole: true,
        };
      case 'absent':
        return { kind, name: `${address}.${attribute}`, hole: true };
    }
  }

  /** What a value that is not to be shown is called: by the attribute that has it first. */
  #labelOf(value: string, attribute: string): string {
    const label = this.#labels.get(value) ?? attribute;
    this.#labels.set(value, label);
    return label;
  }

  #globalProject(kind: NamedKind, project: string, type: string): GrantedScope | undefined {
    const cloud = this.#cloudOf(type);
    const found = this.#table.globalProjects.find((one) => one.cloud === cloud && one.project === project);
    return kind === 'project' && found
      ? { kind: 'global-project', project, service: found.service }
      : undefined;
  }

  #cloudOf(type: string): Cloud | undefined {
    return this.#table.providers.find(({ prefix }) => type.startsWith(prefix))?.cloud;
  }
}

type ScopeAttributes = Pick<AssignmentType, 'domain' | 'project' | 'enterpriseProject' | 'allProjects'>;
type NamedKind = 'project' | 'enterprise-project';

const absent: Target = { kind: 'absent' };

/** Whether what an attribute has is a name, rather than an id. */
function isName(attribute: string): boolean {
  return !attribute.endsWith('_id');
}

/** Whether the same writing means the same value in all of a module. */
function isVariable(written: string): boolean {
  return /^(?:var|local|module|data)\.[\w.-]+$/u.test(written);
}

/** The kinds of scope that a grant can have. */
function kindsOf({ domain, project, enterpriseProject, allProjects }: ScopeAttributes): readonly ScopeKind[] {
  return [
    ...(domain === undefined ? [] : (['global'] as const)),
    ...(allProjects === undefined ? [] : (['projects'] as const)),
    ...(project === undefined ? [] : (['project'] as const)),
    ...(enterpriseProject === undefined ? [] : (['enterprise-project'] as const)),
  ];
}

function ofType<Entry extends { readonly types: readonly string[] }>(
  entries: readonly Entry[],
  { type }: Pick<TerraformResource, 'type'>,
): readonly Entry[] {
  return entries.filter(({ types }) => types.includes(type));
}

function unknownRole(written: string): GrantedRole {
  return { kind: 'unknown', written };
}

function grantingOf({ address, file, span, maybe }: TerraformResource): Granting {
  return { address, file, span, ...(maybe ? { maybe } : {}) };
}

/** An item of a list. */
interface Item {
  readonly node: JsonNode;
  readonly maybe?: true;
}

/** The items of a list, or a value alone; what may be there besides them, and what is not known, is a hole. */
function itemsOf(node: JsonNode | undefined): readonly Item[] {
  if (node === undefined || node.type === 'null') return [];
  const whole = maybeOf(node);
  if (node.type !== 'list') return [{ node, ...whole }];
  const items = node.items.flatMap((item) => itemsOf(item).map((one) => ({ ...one, ...whole })));
  return node.open === undefined ? items : [...items, { node: node.open, maybe: true as const }];
}

/** One value, also where there is none. */
function one(node: JsonNode | undefined): readonly Item[] {
  return node === undefined ? [] : [{ node, ...maybeOf(node) }];
}

/** The blocks of a name; one whose content is not known has no object. */
function blocksOf(
  node: JsonNode | undefined,
): readonly { readonly object: JsonObject | undefined; readonly maybe?: true }[] {
  return itemsOf(node).map(({ node: item, maybe }) => ({
    object: item.type === 'object' ? item : undefined,
    ...(maybe ? { maybe } : {}),
  }));
}

function maybeOf({ maybe }: JsonNode): { readonly maybe?: true } {
  return maybe ? { maybe } : {};
}

/** Whether a value is true. */
function truthOf(node: JsonNode | undefined): 'yes' | 'no' | 'maybe' {
  if (node === undefined || node.type === 'null') return 'no';
  if (node.type !== 'string') return 'maybe';
  return node.value === 'true' ? 'yes' : node.value === 'false' || node.value === '' ? 'no' : 'maybe';
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
