import { matchesAction } from '../../decide/action-pattern.ts';
import type { DecisionOptions } from '../../decide/decide-api.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import type { RequestContext } from '../../model/context.ts';
import { documentedActions, findService } from '../../rules/known-actions.ts';
import type { World } from '../world.ts';

/** What a call says that decisions depend on, besides the grants. */
export interface DecisionChoices {
  readonly cloud: CloudChoice;
  readonly ignoreDependencies: boolean;
  readonly context: RequestContext;
}

/** What decisions depend on, besides the grants. */
export function decisionOptions(
  { cloud, ignoreDependencies, context }: DecisionChoices,
  { catalogue, language }: Pick<World, 'catalogue' | 'language'>,
): DecisionOptions {
  const levels = new Map(
    catalogue
      .services()
      .flatMap(({ code, aliases, level }) => [code, ...aliases].map((name) => [name, level] as const)),
  );
  return {
    language: language(),
    context,
    levelOf: (service) => levels.get(service) ?? null,
    examplesOf: (pattern) => documentedIn(pattern, catalogue),
    ignoreDependencies,
    ...(cloud === 'any' ? {} : { cloud }),
  };
}

/** So many actions are looked at to name one that passes and one that does not. */
const mostExamples = 5000;

/** Actions that permission tables list and a pattern matches. */
function documentedIn(pattern: ActionPattern, catalogue: World['catalogue']): readonly string[] {
  const [prefix, type, operation] = pattern.segments;
  const services =
    prefix === '*' ? catalogue.covered() : [findService(catalogue, prefix)?.code.toLowerCase() ?? prefix];
  const found: string[] = [];
  for (const service of services) {
    for (const { known, pattern: documented } of documentedActions(catalogue, service)) {
      const asked = { ...pattern, segments: [documented.segments[0], type, operation] as const };
      if (!documented.concrete || known.known === 'mentioned' || !matchesAction(asked, documented)) continue;
      if (found.push(known.action) === mostExamples) return found;
    }
  }
  return found;
}
