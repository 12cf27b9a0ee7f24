import type { DecisionOptions } from '../../decide/decide-api.ts';
import type { ActionPattern } from '../../model/action.ts';
import { cloudChoice } from '../arguments/choices.ts';
import { requestContext } from '../arguments/context.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import type { Io } from '../io.ts';
import type { World } from '../world.ts';

/** What the call says that decisions depend on, besides the grants. What is known of the request is read once. */
export function decisionOptions(
  call: Call,
  io: Io,
  { catalogue, language }: Pick<World, 'catalogue' | 'language'>,
): DecisionOptions {
  const cloud = cloudChoice(call);
  return {
    language: language(),
    context: requestContext(call, io),
    levelOf: catalogue.level,
    examplesOf: (pattern) => documentedIn(pattern, catalogue),
    ignoreDependencies: call.values['ignore-dependencies'] === true,
    ...(cloud === 'any' ? {} : { cloud }),
  };
}

/** Actions that permission tables list and a pattern matches. */
function documentedIn(pattern: ActionPattern, catalogue: World['catalogue']): readonly string[] {
  return catalogue
    .actionsMatching(pattern)
    .flatMap(({ known }) => (known.known === 'mentioned' ? [] : [known.action]));
}
