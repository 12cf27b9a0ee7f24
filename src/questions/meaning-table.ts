import type { Cloud } from '../model/cloud.ts';

/** A target of a meaning: an API by its place among the entries of the service, an action, or a task by its id. */
export type Target = number | string | { readonly task: string };

export function isSameTarget(one: Target, other: Target): boolean {
  return one === other || (typeof one === 'object' && typeof other === 'object' && one.task === other.task);
}

/** One meaning in a service, as compiled: verb, head, other things, and what has the meaning. Things are places in `things`. */
export type PackedMeaning = readonly [
  verb: string,
  head: number,
  others: readonly number[],
  targets: readonly Target[],
];

/** What the APIs of a service mean. */
export interface PackedService {
  readonly meanings: readonly PackedMeaning[];
  /** For each entry of the service: the things that its path, its actions and its titles name. */
  readonly knows: readonly (readonly number[])[];
  /** For each entry the first letter of its cloud. */
  readonly clouds: string;
  /** Actions of rows that name no API: the first letters of their clouds, and what they know. */
  readonly actions: Readonly<Record<string, readonly [clouds: string, knows: readonly number[]]>>;
}

/** The compiled table from meanings to APIs. */
export interface MeaningTable {
  /** Ids of things: those of the vocabulary, and `=word` for other words of the catalogue. */
  readonly things: readonly string[];
  /** By code. */
  readonly services: Readonly<Record<string, PackedService>>;
}

/** A meaning of a service. */
export interface KnownMeaning {
  readonly service: string;
  readonly verb: string;
  readonly head: string;
  readonly others: readonly string[];
  readonly targets: readonly Target[];
}

/** What can be asked of the table. */
export interface Meanings {
  /** The meanings about a thing. */
  about(head: string): readonly KnownMeaning[];
  all(): readonly KnownMeaning[];
  /** The things that a target knows besides those of its meaning. */
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
  { things, services }: MeaningTable,
  { clouds, service: only }: { readonly clouds: readonly Cloud[]; readonly service: string | undefined },
): Meanings {
  const letters = clouds.map((cloud) => cloud.charAt(0));
  const isAsked = ({ clouds: of, actions }: PackedService, target: Target): boolean => {
    if (typeof target === 'number') return letters.includes(of[target] ?? '');
    return typeof target === 'object' || letters.some((letter) => actions[target]?.[0].includes(letter));
  };
  const nameOf = (at: number): string => things[at] ?? '';
  const every: KnownMeaning[] = [];
  const byHead = new Map<string, KnownMeaning[]>();
  for (const [service, packed] of Object.entries(services)) {
    if (only !== undefined && service !== only) continue;
    for (const [verb, head, others, all] of packed.meanings) {
      const targets = all.filter((target) => isAsked(packed, target));
      if (targets.length === 0) continue;
      const meaning = { service, verb, head: nameOf(head), others: others.map(nameOf), targets };
      every.push(meaning);
      const known = byHead.get(meaning.head);
      if (known) known.push(meaning);
      else byHead.set(meaning.head, [meaning]);
    }
  }
  const known = new Set(things);
  return {
    about: (head) => byHead.get(head) ?? [],
    all: () => every,
    known(service, target) {
      const packed = services[service];
      const found = typeof target === 'number' ? packed?.knows[target] : packed?.actions[String(target)]?.[1];
      return new Set((found ?? []).map(nameOf));
    },
    size: (service) => services[service]?.knows.length ?? 0,
    has: (thing) => known.has(thing),
    words: () => things.filter((thing) => thing.startsWith('=')).map((thing) => thing.slice(1)),
  };
}
