import { createDecider, type Decider } from '../decide/decide-api.ts';
import { compileGrants } from '../decide/grants.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { RequestContext } from '../model/context.ts';
import type { Grant } from '../model/grant.ts';
import type { Language } from '../model/language.ts';

/** What a decider is made for. */
export interface DeciderOptions {
  readonly catalogue: Catalogue;
  readonly language: Language;
  readonly context: RequestContext;
  readonly ignoreDependencies: boolean;
}

/** The decider for everything that is granted together. */
export function deciderFor(grants: readonly Grant[], options: DeciderOptions): Decider {
  const { catalogue, language, context, ignoreDependencies } = options;
  const levels = new Map(
    catalogue
      .services()
      .flatMap(({ code, aliases, level }) => [code, ...aliases].map((name) => [name, level] as const)),
  );
  const levelOf = (service: string) => levels.get(service) ?? null;
  return createDecider(compileGrants(grants), { language, context, levelOf, ignoreDependencies });
}
