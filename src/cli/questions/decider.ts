import type { DecisionOptions } from '../../decide/decide-api.ts';
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
    ignoreDependencies: call.values['ignore-dependencies'] === true,
    ...(cloud === 'any' ? {} : { cloud }),
  };
}
