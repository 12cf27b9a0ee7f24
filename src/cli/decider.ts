import { createDecider, type Decider } from '../decide/decide-api.ts';
import { compileGrants } from '../decide/grants.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Policy } from '../model/policy.ts';
import { grantScope } from './choices.ts';
import type { Call } from './parse-arguments.ts';

/** The decider for policies granted together, as the call's options say. */
export function deciderFor(policies: readonly Policy[], call: Call, catalogue: Catalogue): Decider {
  const levels = new Map(
    catalogue
      .services()
      .flatMap(({ code, aliases, level }) => [code, ...aliases].map((name) => [name, level] as const)),
  );
  return createDecider(compileGrants(policies), {
    scope: grantScope(call),
    ignoreDependencies: call.values['ignore-dependencies'] === true,
    levelOf: (service) => levels.get(service) ?? null,
  });
}
