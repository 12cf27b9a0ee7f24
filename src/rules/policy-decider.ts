import { type Decider, decideTogether } from '../decide/decide-api.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import { nothingKnown, type RequestContext } from '../model/context.ts';
import type { Policy } from '../model/policy.ts';
import type { RuleWorld } from './rule-world.ts';

const levels = new WeakMap<RuleWorld['catalogue'], ReadonlyMap<string, ServiceLevel>>();

/** Decides what one policy makes possible, granted ordinarily and alone. */
export function policyDecider(
  policy: Policy,
  { catalogue, cloud, language }: RuleWorld,
  context: RequestContext = nothingKnown,
): Decider {
  const known = levels.get(catalogue) ?? levelsOf(catalogue);
  levels.set(catalogue, known);
  return decideTogether([{ policy, place: { kind: 'iam' } }], {
    language: language(),
    context,
    levelOf: (service) => known.get(service) ?? null,
    ignoreDependencies: false,
    ...(cloud === 'any' ? {} : { cloud }),
  });
}

function levelsOf(catalogue: RuleWorld['catalogue']): ReadonlyMap<string, ServiceLevel> {
  return new Map(
    catalogue
      .services()
      .flatMap(({ code, aliases, level }) => [code, ...aliases].map((name) => [name, level] as const)),
  );
}

/** How many decisions are made about single actions of a policy: each looks at all of its statements. */
export function affordableDecisions({ statements }: Policy): number {
  const size = statements.reduce((sum, { actions }) => sum + actions.length, 1);
  return Math.min(200, Math.max(4, Math.floor(1_000_000 / size)));
}
