import { readAction, segmentsOf } from '../model/action.ts';
import type { Catalogue, RealNames } from '../model/catalogue.ts';
import { once } from './once.ts';

/** Types, operations and words are read from the action names of every service, when first asked for. */
export function findRealNames(catalogue: Catalogue): RealNames {
  const services = new Set([...catalogue.serviceNames(), ...catalogue.printed().services]);
  const names = once(() => gatherNames(catalogue));
  const has = (word: string) => services.has(word) || names().words.has(word);
  return {
    isService: (code) => services.has(code),
    isResourceType: (type, service) =>
      service === undefined
        ? [...names().types.values()].some((ofService) => ofService.has(type))
        : names().types.get(service)?.has(type) === true,
    isOperation: (operation) => names().operations.has(operation),
    isWord: (word) =>
      has(word) || (word.length > 3 && (has(`${word}s`) || (word.endsWith('s') && has(word.slice(0, -1))))),
  };
}

interface GatheredNames {
  /** By the code of the service. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  readonly operations: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

function gatherNames(catalogue: Catalogue): GatheredNames {
  const printed = catalogue.printed();
  const types = new Map<string, Set<string>>();
  const operations = new Set<string>();
  const words = new Set<string>();
  const addType = (service: string, type: string) => {
    const ofService = types.get(service) ?? new Set();
    types.set(service, ofService.add(type.toLowerCase()));
    for (const word of wordsOf(type)) words.add(word);
  };
  for (const service of catalogue.known()) {
    for (const { known } of catalogue.documented(service)) {
      const [, type, operation] = segmentsOf(known.action);
      addType(service, type);
      operations.add(operation.toLowerCase());
      for (const word of wordsOf(operation)) words.add(word);
    }
  }
  for (const [service, more] of Object.entries(printed.types))
    for (const type of more) addType(service, type);
  for (const { pattern } of printed.patterns) {
    const reading = readAction(pattern);
    if (!reading.ok) continue;
    const [prefix, type, operation] = reading.pattern.segments;
    if (!type.includes('*')) addType(catalogue.serviceCode(prefix), type);
    if (!operation.includes('*')) operations.add(operation);
  }
  return { types, operations, words };
}

/** The words that a name is made of, in lower case: `listServerTags` is of three, `submit_job` of two. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
