import type { Cloud } from './cloud.ts';

/** Resources and data sources of Terraform that say who is granted which role, and where: `terraform-grants.yaml`. */
export interface GrantTable {
  /** The cloud of a provider's resources, by the beginning of their types; none: one that the catalogue does not have. */
  readonly providers: readonly { readonly prefix: string; readonly cloud?: Cloud }[];
  /** Resources that are custom policies, with the attribute that grants name them by. */
  readonly policies: readonly (Types & { readonly name: string; readonly identityPolicy?: true })[];
  /** Data sources of the vendor's roles, with the attributes that name them: the first that is given counts. */
  readonly systemRoles: readonly (Types & { readonly names: readonly string[] })[];
  /** Data sources of custom policies. */
  readonly customRoles: readonly (Types & { readonly name: string })[];
  readonly groups: readonly string[];
  readonly users: readonly string[];
  readonly projects: readonly string[];
  readonly enterpriseProjects: readonly string[];
  /** Projects that are the global scope of a service. */
  readonly globalProjects: readonly {
    readonly cloud: Cloud;
    readonly project: string;
    readonly service: string;
  }[];
  readonly assignments: readonly AssignmentType[];
  readonly agencies: readonly AgencyType[];
  /** Resources that give an identity policy (5.0) to somebody. */
  readonly attachments: readonly (Types & { readonly holder: string; readonly policy: string })[];
  /** Agencies that name their identity policies. */
  readonly identityAgencies: readonly (Types & { readonly policies: string })[];
  /** Resources that say who is in a group. */
  readonly memberships: readonly (Types & { readonly group: string; readonly users: string })[];
  /** The same the other way round. */
  readonly userMemberships: readonly (Types & { readonly user: string; readonly groups: string })[];
}

interface Types {
  readonly types: readonly string[];
}

/** A resource that grants one role to a group or user; the members are names of its attributes. */
export interface AssignmentType extends Types {
  readonly holder: string;
  /** All but the holder is in blocks of this name. */
  readonly block?: string;
  readonly role: string;
  readonly domain?: string;
  readonly project?: string;
  readonly enterpriseProject?: string;
  /** An attribute that says so, or what `project` is for all of them. */
  readonly allProjects?: { readonly attribute: string } | { readonly value: string };
}

/** An agency, which names its roles. */
export interface AgencyType extends Types {
  readonly domain: string;
  /** Projects, enterprise projects and global services. */
  readonly everything: string;
  readonly project: RoleBlock;
  readonly enterpriseProject: RoleBlock;
}

/** Blocks with a place and roles. */
interface RoleBlock {
  readonly block: string;
  readonly name: string;
  readonly allProjects?: string;
  readonly roles: string;
}
