import type { DecisionOptions } from '../../decide/decide-api.ts';
import type { ActionPattern } from '../../model/action.ts';
import { matchesAction } from '../../patterns/action-pattern.ts';
import { documentedActions, findService } from '../../rules/known-actions.ts';
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
  const levels = new Map(
    catalogue
      .services()
      .flatMap(({ code, aliases, level }) => [code, ...aliases].map((name) => [name, level] as const)),
  );
  const cloud = cloudChoice(call);
  return {
    language: language(),
    context: requestContext(call, io),
    levelOf: (service) => levels.get(service) ?? null,
    examplesOf: (pattern) => documentedIn(pattern, catalogue),
    ignoreDependencies: call.values['ignore-dependencies'] === true,
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
