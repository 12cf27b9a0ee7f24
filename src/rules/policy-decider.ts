import { type DeciderOfPlace, decideTogether } from '../decide/decide-api.ts';
import type { Targets } from '../decide/target.ts';
import { nothingKnown, type RequestContext } from '../model/context.ts';
import type { Policy } from '../model/policy.ts';
import type { RuleWorld } from './rule-world.ts';

/**
 * Decides what one policy makes possible, granted ordinarily and alone.
 * @param targets what was read before of other policies, and is added to
 */
export function policyDecider(
  policy: Policy,
  { catalogue, cloud, language }: RuleWorld,
  context: RequestContext = nothingKnown,
  targets?: Targets,
): DeciderOfPlace {
  return decideTogether([{ policy, place: { kind: 'iam' } }], {
    language: language(),
    context,
    levelOf: catalogue.level,
    ignoreDependencies: false,
    ...(targets === undefined ? {} : { targets }),
    ...(cloud === 'any' ? {} : { cloud }),
  });
}

/** How many decisions are made about single actions of a policy: each looks at all of its statements. */
export function affordableDecisions({ statements }: Policy): number {
  const size = statements.reduce((sum, { actions }) => sum + actions.length, 1);
  return Math.min(200, Math.max(4, Math.floor(1_000_000 / size)));
}
