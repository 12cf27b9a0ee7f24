import { inBackticks } from './in-backticks.ts';
import type { DocumentPath, Policy, Span } from './policy.ts';

/**
 * Where a policy is granted. `iam`: an ordinary grant, in a project (`project` names it, if known), in all projects, or globally.
 * `enterprise-project`: in an enterprise project. The two are decided in two stages (iam-language 7.2).
 * `besideOther`: both a global grant and one in a project count, so that the level of a service decides which matters.
 */
export type GrantPlace =
  | {
      readonly kind: 'iam';
      readonly where?: NamedProject | 'global' | 'projects';
      /** Granted globally, in a project that is the global scope of this service only. */
      readonly globalOf?: { readonly service: string; readonly project: string };
      readonly besideOther?: true;
    }
  | { readonly kind: 'enterprise-project'; readonly name?: string; readonly hole?: true };

/**
 * `hole`: the file does not fix which project it is (design 4.2). `project` then says how that is written (`var.project`): equal
 * writings mean one project, which may be any, those that other grants name too. So it is with an enterprise project.
 */
interface NamedProject {
  readonly project: string;
  readonly hole?: true;
}

/** A policy granted somewhere. A policy or role that the file does not fix is an `unknownPolicy`. */
export interface Grant {
  readonly policy: Policy;
  readonly place: GrantPlace;
  /** It is there under a condition only (`count`, `for_each`): nothing that it grants or denies is sure. */
  readonly maybe?: true;
}

/** A role of the configuration, or a group, user or agency of Terraform, with all that it is granted. */
export interface GrantHolder {
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Where a policy is granted to it, by the policy's file; else where it is described. */
  readonly placeOf: (policyFile: string) => { readonly span: Span; readonly path: DocumentPath };
  /** Whether what a policy's file says is reported for itself. */
  readonly isLinted: (policyFile: string) => boolean;
}

/**
 * A project, an enterprise project, or an enterprise project of a project, as grants name them. A grant of Terraform may be
 * for all projects, or global; `open`: which of all these it is for is not fixed.
 */
export interface NamedPlace {
  readonly project?: string;
  readonly enterpriseProject?: string;
  readonly allProjects?: true;
  readonly global?: true;
  readonly open?: true;
}

/** A place as messages name it: "project `eu-de`", "enterprise project `web` of project `eu-de`". */
export function placeInWords({ project, enterpriseProject, allProjects, global, open }: NamedPlace): string {
  if (open) return 'a scope that is not fixed';
  if (allProjects) return 'all projects';
  if (global) return 'global services';
  return [
    ...(enterpriseProject === undefined ? [] : [`enterprise project ${inBackticks(enterpriseProject)}`]),
    ...(project === undefined ? [] : [`project ${inBackticks(project)}`]),
  ].join(' of ');
}

/** The project or enterprise project that a place names. */
export function namedPlace(place: GrantPlace): NamedPlace | undefined {
  if (place.kind === 'iam')
    return typeof place.where === 'object' ? { project: place.where.project } : undefined;
  return place.name === undefined ? undefined : { enterpriseProject: place.name };
}

/** Whether the file does not fix which project or enterprise project a place is. */
export function isHole(place: GrantPlace): boolean {
  return place.kind === 'iam'
    ? typeof place.where === 'object' && place.where.hole === true
    : place.hole === true;
}

/** The projects and enterprise projects that grants name, each once. */
export function placesNamedBy(grants: readonly Pick<Grant, 'place'>[]): NamedPlace[] {
  const places = grants.flatMap(({ place }) => namedPlace(place) ?? []);
  return [...new Map(places.map((place) => [placeInWords(place), place])).values()];
}
