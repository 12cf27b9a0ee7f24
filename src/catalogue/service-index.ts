import type { Service } from '../model/catalogue.ts';

/** Services by each of their names: code and aliases, in lower case. */
export function indexServices(services: readonly Service[]): ReadonlyMap<string, Service> {
  return new Map(
    services.flatMap((service) => namesOf(service).map((name) => [name.toLowerCase(), service] as const)),
  );
}

/** The code of a service, and the aliases after it. */
export function namesOf({ code, aliases }: Service): readonly string[] {
  return [code, ...aliases];
}

/** Finds the code of a service by any of its names, in any case; of another name, the name in lower case. */
export function codeFinder(index: ReadonlyMap<string, Service>): (name: string) => string {
  return (name) => {
    const lowerCase = name.toLowerCase();
    return index.get(lowerCase)?.code ?? lowerCase;
  };
}
