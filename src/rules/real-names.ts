import { readAction } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { PrintedNames } from '../model/language.ts';
import { documentedActions, serviceCode, serviceCodes } from './known-actions.ts';
import type { RuleWorld } from './rule-world.ts';

/** Names that some page prints: whoever writes one of them has probably not misspelt another. All are lower case. */
export interface RealNames {
  /** Whether it is the code of a service, or another name of one, whatever the catalogue knows of it. */
  isService(code: string): boolean;
  /** Whether it is a resource type of actions; of one service where one is given, by its code. */
  isResourceType(type: string, service?: string): boolean;
  /** Whether an action of any service has the operation. */
  isOperation(operation: string): boolean;
  /** Whether resource types, operations or codes are made of the word (see {@link wordsOf}), or of its singular or plural. */
  isWord(word: string): boolean;
}

const known = new WeakMap<Catalogue, RealNames>();

/** Types, operations and words are read from the action names of every service, when first asked for. */
export function realNames({ catalogue, language }: Pick<RuleWorld, 'catalogue' | 'language'>): RealNames {
  const before = known.get(catalogue);
  if (before !== undefined) return before;
  const { printed } = language();
  const services = new Set([
    ...serviceCodes(catalogue).map((code) => code.toLowerCase()),
    ...printed.services,
  ]);
  let gathered: GatheredNames | undefined;
  const names = () => {
    gathered ??= gatherNames(catalogue, printed);
    return gathered;
  };
  const has = (word: string) => services.has(word) || names().words.has(word);
  const made: RealNames = {
    isService: (code) => services.has(code),
    isResourceType: (type, service) =>
      service === undefined
        ? [...names().types.values()].some((ofService) => ofService.has(type))
        : names().types.get(service)?.has(type) === true,
    isOperation: (operation) => names().operations.has(operation),
    isWord: (word) =>
      has(word) || (word.length > 3 && (has(`${word}s`) || (word.endsWith('s') && has(word.slice(0, -1))))),
  };
  known.set(catalogue, made);
  return made;
}

interface GatheredNames {
  /** By the code of the service. */
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  readonly operations: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

function gatherNames(catalogue: Catalogue, printed: PrintedNames): GatheredNames {
  const types = new Map<string, Set<string>>();
  const operations = new Set<string>();
  const words = new Set<string>();
  const addType = (service: string, type: string) => {
    const ofService = types.get(service) ?? new Set();
    types.set(service, ofService.add(type.toLowerCase()));
    for (const word of wordsOf(type)) words.add(word);
  };
  for (const service of [...catalogue.covered(), ...catalogue.partlyCovered()]) {
    for (const { known: action } of documentedActions(catalogue, service)) {
      const [, type = '', operation = ''] = action.action.split(':');
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
    if (!type.includes('*')) addType(serviceCode(catalogue, prefix), type);
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
