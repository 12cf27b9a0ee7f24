import type { DecisionOptions } from '../../decide/decide-api.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import type { RequestContext } from '../../model/context.ts';
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
  return {
    language: language(),
    context,
    levelOf: catalogue.level,
    examplesOf: (pattern) => documentedIn(pattern, catalogue),
    ignoreDependencies,
    ...(cloud === 'any' ? {} : { cloud }),
  };
}

/** Actions that permission tables list and a pattern matches. */
function documentedIn(pattern: ActionPattern, catalogue: World['catalogue']): readonly string[] {
  return catalogue
    .actionsMatching(pattern)
    .flatMap(({ known }) => (known.known === 'mentioned' ? [] : [known.action]));
}
