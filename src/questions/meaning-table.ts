import type { Cloud } from '../model/cloud.ts';

/** What has a meaning: an API by its place among the entries of the service, an action, or a task by its id. */
export type Target = number | string | { readonly task: string };

export function isSameTarget(one: Target, other: Target): boolean {
  return one === other || (typeof one === 'object' && typeof other === 'object' && one.task === other.task);
}

/** A meaning of a service. */
export interface KnownMeaning {
  readonly service: string;
  readonly verb: string;
  readonly head: string;
  /** Other things that are named, sorted. */
  readonly others: readonly string[];
  readonly targets: readonly Target[];
}

/** What a target names besides its meanings: the things of its path, its actions and its titles. */
export interface KnownThings {
  readonly service: string;
  /** For each entry of the service. */
  readonly entries: readonly { readonly cloud: Cloud; readonly things: readonly string[] }[];
  /** For actions of rows that name no API. */
  readonly actions: readonly {
    readonly action: string;
    readonly clouds: readonly Cloud[];
    readonly things: readonly string[];
  }[];
}

/**
 * The compiled table from meanings to APIs. It is made of texts, each of which is read when it is asked for: a question
 * needs few of them. A thing is an id of the vocabulary, or `=word` for another word of the catalogue.
 */
export interface MeaningTable {
  /** Every thing that an API names, a line each; a line has its number from 0. */
  readonly things: string;
  /** By head: a line for each meaning with service, verb, other things (commas) and targets (blanks), parted by tabs. */
  readonly heads: Readonly<Record<string, string>>;
  /** By code. */
  readonly services: Readonly<Record<string, PackedService>>;
}

interface PackedService {
  /** For each entry the first letter of its cloud. */
  readonly clouds: string;
  /** For each entry a line with the numbers of its things, in base 36. */
  readonly knows: string;
  /** A line for each action: itself, the first letters of its clouds, and the numbers of its things, parted by tabs. */
  readonly actions: string;
}

/** Packs meanings, in their order, and what the APIs of each service name. */
export function packTable(meanings: readonly KnownMeaning[], known: readonly KnownThings[]): MeaningTable {
  const places = new Map<string, number>();
  const numbersOf = (things: readonly string[]): string =>
    things
      .map((thing) => {
        const place = places.get(thing) ?? places.size;
        places.set(thing, place);
        return place.toString(36);
      })
      .join(' ');
  const heads = new Map<string, string[]>();
  for (const { service, verb, head, others, targets } of meanings) {
    numbersOf([head, ...others]);
    const line = [service, verb, others.join(','), targets.map(packTarget).join(' ')].join('\t');
    heads.set(head, [...(heads.get(head) ?? []), line]);
  }
  const services = known.map(({ service, entries, actions }): readonly [string, PackedService] => [
    service,
    {
      clouds: entries.map(({ cloud }) => cloud.charAt(0)).join(''),
      knows: entries.map(({ things }) => numbersOf(things)).join('\n'),
      actions: actions
        .map(({ action, clouds, things }) =>
          [action, clouds.map((cloud) => cloud.charAt(0)).join(''), numbersOf(things)].join('\t'),
        )
        .join('\n'),
    },
  ]);
  return {
    things: [...places.keys()].join('\n'),
    heads: Object.fromEntries([...heads].map(([head, lines]) => [head, lines.join('\n')])),
    services: Object.fromEntries(services),
  };
}

function packTarget(target: Target): string {
  return typeof target === 'object' ? `@${target.task}` : String(target);
}

function openTarget(text: string): Target {
  if (text.startsWith('@')) return { task: text.slice(1) };
  return /^\d+$/u.test(text) ? Number(text) : text;
}

/** What can be asked of the table. */
export interface Meanings {
  /** The meanings about a thing. */
  about(head: string): readonly KnownMeaning[];
  all(): readonly KnownMeaning[];
  /** The things that a target names besides those of its meaning. */
  known(service: string, target: Target): ReadonlySet<string>;
  /** How many APIs a service has. */
  size(service: string): number;
  /** Whether any API has to do with the thing. */
  has(thing: string): boolean;
  /** Words of the catalogue that no vocabulary has. */
  words(): readonly string[];
}

/** The meanings of APIs, actions and tasks that are asked about: of some clouds and, where one is named, of one service. */
export function openMeanings(
  table: MeaningTable,
  { clouds, service: only }: { readonly clouds: readonly Cloud[]; readonly service: string | undefined },
): Meanings {
  const letters = clouds.map((cloud) => cloud.charAt(0));
  const serviceOf = cached((code: string) => openService(table.services[code]));
  const things = cached(() => table.things.split('\n'));
  const allThings = cached(() => new Set(things('')));
  const isAsked = (service: string, target: Target): boolean => {
    if (typeof target === 'number') return letters.includes(serviceOf(service).clouds.charAt(target));
    if (typeof target === 'object') return true;
    const [of = ''] = serviceOf(service).actions.get(target) ?? [];
    return letters.some((letter) => of.includes(letter));
  };
  const about = cached((head: string): readonly KnownMeaning[] => {
    if (!Object.hasOwn(table.heads, head)) return [];
    return (table.heads[head] ?? '').split('\n').flatMap((line): KnownMeaning[] => {
      const [service = '', verb = '', others = '', targets = ''] = line.split('\t');
      if (only !== undefined && service !== only) return [];
      const asked = targets
        .split(' ')
        .map(openTarget)
        .filter((target) => isAsked(service, target));
      if (asked.length === 0) return [];
      return [{ service, verb, head, others: others === '' ? [] : others.split(','), targets: asked }];
    });
  });
  return {
    about,
    all: () => Object.keys(table.heads).flatMap(about),
    known(service, target) {
      const { knows, actions } = serviceOf(service);
      const numbers = typeof target === 'number' ? knows()[target] : actions.get(String(target))?.[1];
      const names = things('');
      return new Set(
        (numbers ?? '').split(' ').flatMap((number) => names[Number.parseInt(number, 36)] ?? []),
      );
    },
    size: (service) => serviceOf(service).clouds.length,
    has: (thing) => allThings('').has(thing),
    words: () =>
      things('')
        .filter((thing) => thing.startsWith('='))
        .map((thing) => thing.slice(1)),
  };
}

interface OpenService {
  readonly clouds: string;
  readonly knows: () => readonly string[];
  readonly actions: ReadonlyMap<string, readonly [clouds: string, knows: string]>;
}

function openService(
  { clouds, knows, actions }: PackedService = { clouds: '', knows: '', actions: '' },
): OpenService {
  const lines = cached(() => knows.split('\n'));
  return {
    clouds,
    knows: () => lines(''),
    actions: new Map(
      actions.split('\n').map((line) => {
        const [action = '', of = '', named = ''] = line.split('\t');
        return [action, [of, named]] as const;
      }),
    ),
  };
}

/** A function that works out each value once. */
function cached<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
