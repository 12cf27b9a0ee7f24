import type { ServiceLevel } from '../model/catalogue.ts';
import type { Reason } from '../model/decision.ts';
import type { GrantPlace } from '../model/grant.ts';
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
  if (layer === 'XX')
    return doubt('the policy is declared for neither global nor project-level services (XX)');
  if (declared === undefined && where === undefined) return undefined;
  if (declared !== undefined && where !== undefined && declared !== where) {
    return doubt(
      `the policy is declared for ${words[declared]} (${layer}), but granted ${grantedWords[where]}`,
    );
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
      `it is granted ${grantedWords[where]}, and whether \`${target.service}\` is called globally or in a project ${what}`,
    );
  }
  for (const half of halves) {
    if (declared !== undefined && declared !== half) {
      return doubt(
        `the policy is declared for ${words[declared]} (${layer}), while ${subject} to ${words[half]}`,
      );
    }
    if (where !== undefined && where !== half) {
      return doubt(`it is granted ${grantedWords[where]}, while ${subject} to ${words[half]}`);
    }
  }
  return undefined;
}

function whereOf(place: GrantPlace): 'global' | 'project' | undefined {
  if (place.kind !== 'iam' || place.where === undefined) return undefined;
  return place.where === 'global' ? 'global' : 'project';
}

const words = { global: 'global services', project: 'project-level services' } as const;
const grantedWords = { global: 'globally', project: 'in a project' } as const;
