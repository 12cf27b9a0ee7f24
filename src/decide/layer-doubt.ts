import type { ServiceLevel } from '../model/catalogue.ts';
import type { Reason } from '../model/decision.ts';
import type { GrantPlace } from '../model/grant.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Clause } from './clause.ts';
import type { Target } from './target.ts';

/**
 * Whether a grant, or a declared layer, of the other half has an effect is not documented (iam-language 6): a policy for
 * global services counts where it is granted globally, one for projects where it is granted in projects.
 */
export function layerDoubt(
  { policy, place, deciding }: Clause,
  target: Target,
  levelOf: (service: string) => ServiceLevel,
): Reason | undefined {
  const where = whereOf(place);
  const { layer } = policy;
  const declared = layer === 'AX' ? 'global' : layer === 'XA' ? 'project' : undefined;
  const doubt = (message: string): Reason => ({ kind: 'layer', message, by: [deciding] });
  const globalOf = place.kind === 'iam' ? place.globalOf : undefined;
  if (globalOf !== undefined && globalOf.service !== target.service)
    return doubt(
      `it is granted in project ${inBackticks(globalOf.project)}, which is the global scope of \`${globalOf.service}\``,
    );
  if (layer === 'XX')
    return doubt('the policy is declared for neither global nor project-level services (XX)');
  if (declared === undefined && where === undefined) return undefined;
  if (declared !== undefined && where !== undefined && declared !== where) {
    return doubt(`the policy is declared for ${words[declared]} (${layer}), but granted ${wordsOf(place)}`);
  }
  // A question about every service is about services of both levels.
  const everyService = target.service === '*';
  const level = levelOf(target.service);
  const halves = everyService
    ? (['global', 'project'] as const)
    : level === 'global' || level === 'project'
      ? [level]
      : [];
  const subject = everyService ? 'part of the services belong' : `\`${target.service}\` belongs`;
  if (halves.length === 0 && where !== undefined && place.kind === 'iam' && place.besideOther) {
    const what = level === null ? 'is not documented' : 'depends on the call';
    return doubt(
      `it is granted ${wordsOf(place)}, and whether \`${target.service}\` is called globally or in a project ${what}`,
    );
  }
  for (const half of halves) {
    if (declared !== undefined && declared !== half) {
      return doubt(
        `the policy is declared for ${words[declared]} (${layer}), while ${subject} to ${words[half]}`,
      );
    }
    if (where !== undefined && where !== half) {
      return doubt(`it is granted ${wordsOf(place)}, while ${subject} to ${words[half]}`);
    }
  }
  return undefined;
}

function whereOf(place: GrantPlace): 'global' | 'project' | undefined {
  if (place.kind !== 'iam' || place.where === undefined) return undefined;
  return place.where === 'global' ? 'global' : 'project';
}

const words = { global: 'global services', project: 'project-level services' } as const;

function wordsOf(place: GrantPlace): string {
  if (place.kind !== 'iam' || place.where === 'global') return 'globally';
  return place.where === 'projects' ? 'in all projects' : 'in a project';
}
