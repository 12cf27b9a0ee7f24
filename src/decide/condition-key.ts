import type { ConditionKey, Language, ServiceKeys, SuppliedKey } from '../model/language.ts';

/** A key that an element of a list stands for: itself, or every one that begins with what ends in `/`. */
function isNamedBy({ key: known }: Pick<ConditionKey, 'key'>, key: string): boolean {
  return known.endsWith('/') ? key.startsWith(known) && key.length > known.length : key === known;
}

/** What is known of the keys of the service that a key belongs to. */
export function keysOfService(key: string, { serviceKeys }: Language): ServiceKeys | undefined {
  const [prefix = ''] = key.split(':', 1);
  return serviceKeys.find(({ service }) => service === prefix.toLowerCase());
}

/** The documented key of a service. */
export function serviceKey(key: string, language: Language): ConditionKey | undefined {
  return keysOfService(key, language)?.keys.find((known) => isNamedBy(known, key));
}

/** A key beginning with `g:` as each of the services supplies it that are documented to. */
export function suppliedKeys(key: string, language: Language): readonly SuppliedKey[] {
  return language.suppliedKeys.filter((known) => isNamedBy(known, key));
}

/** The services that are documented to supply a key beginning with `g:`. */
export function suppliersOf(key: string, language: Language): readonly string[] {
  return suppliedKeys(key, language).map(({ service }) => service);
}
