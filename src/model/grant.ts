import { inBackticks } from './in-backticks.ts';
import type { Policy } from './policy.ts';

/**
 * Where a policy is granted. `iam`: an ordinary grant, in a project (`project` names it, if known) or globally.
 * `enterprise-project`: in an enterprise project. The two are decided in two stages (iam-language 7.2).
 * `besideOther`: both a global grant and one in a project count, so that the level of a service decides which matters.
 */
export type GrantPlace =
  | {
      readonly kind: 'iam';
      readonly where?: { readonly project: string } | 'global';
      readonly besideOther?: true;
    }
  | { readonly kind: 'enterprise-project'; readonly name?: string };

/** A policy granted somewhere. */
export interface Grant {
  readonly policy: Policy;
  readonly place: GrantPlace;
}

/** A project, an enterprise project, or an enterprise project of a project, as grants name them. */
export interface NamedPlace {
  readonly project?: string;
  readonly enterpriseProject?: string;
}

/** A place as messages name it: "project `eu-de`", "enterprise project `web` of project `eu-de`". */
export function placeInWords({ project, enterpriseProject }: NamedPlace): string {
  return [
    ...(enterpriseProject === undefined ? [] : [`enterprise project ${inBackticks(enterpriseProject)}`]),
    ...(project === undefined ? [] : [`project ${inBackticks(project)}`]),
  ].join(' of ');
}

/** The project or enterprise project that a place names. */
export function namedPlace(place: GrantPlace): NamedPlace | undefined {
  if (place.kind === 'iam') return typeof place.where === 'object' ? place.where : undefined;
  return place.name === undefined ? undefined : { enterpriseProject: place.name };
}

/** The projects and enterprise projects that grants name, each once. */
export function placesNamedBy(grants: readonly Pick<Grant, 'place'>[]): NamedPlace[] {
  const places = grants.flatMap(({ place }) => namedPlace(place) ?? []);
  return [...new Map(places.map((place) => [placeInWords(place), place])).values()];
}
