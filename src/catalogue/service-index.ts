import type { Service } from '../model/catalogue.ts';

/** Finds services by any of their names, in any case. */
export interface ServiceIndex {
  find(name: string): Service | undefined;
  /** The code of the service; of a name that no service has, the name in lower case. */
  codeOf(name: string): string;
}

export function indexServices(services: readonly Service[]): ServiceIndex {
  const byName = new Map(
    services.flatMap((service) => namesOf(service).map((name) => [name, service] as const)),
  );
  const find = (name: string) => byName.get(name.toLowerCase());
  return { find, codeOf: (name) => find(name)?.code ?? name.toLowerCase() };
}

/** The code of a service, and the aliases after it. */
export function namesOf({ code, aliases }: Service): readonly string[] {
  return [code, ...aliases];
}
