import type { CallTally, UnknownNeed, UnknownType } from '../model/call-needs.ts';
import { inBackticks } from '../model/in-backticks.ts';

/** Something that is called, and why nothing is known of it. */
interface UnknownInWords {
  readonly text: string;
  readonly because: string;
}

/** A call that the catalogue does not know: why, how often, what is near. */
export function unknownCallWords({
  call,
  because,
  service,
  near,
  types,
  assumed,
  ...tally
}: UnknownNeed): UnknownInWords {
  const by =
    types.length === 0 ? '' : `, ${assumed ? 'assumed ' : ''}by ${types.map(inBackticks).join(', ')}`;
  const meant = near.length === 0 ? '' : `; near it: ${near.map(inBackticks).join(', ')}`;
  return {
    text: call,
    because: `${reasonWords(because, service)} (called ${tallyWords(tally)}${by})${meant}`,
  };
}

function reasonWords(because: UnknownNeed['because'], service: string | undefined): string {
  switch (because) {
    case 'host':
      return 'it is not a known host of either cloud';
    case 'service':
      return `the catalogue does not cover ${service === undefined ? 'the service' : inBackticks(service)}`;
    case 'path':
      return `it is not a documented API${service === undefined ? '' : ` of ${inBackticks(service)}`}`;
    case 'cloud':
      return 'it is a call of the other cloud';
    case 'query':
      return 'its query tells what it does, and queries are not read';
  }
}

/** How often a call was made, and what became of it. */
export function tallyWords({ count, refused, maybeRefused }: CallTally): string {
  const times = count === 1 ? 'once' : `${count} times`;
  const denied = refused === 0 ? '' : `, refused ${refused === 1 ? 'once' : `${refused} times`}`;
  const maybe =
    maybeRefused === 0 ? '' : `, perhaps refused ${maybeRefused === 1 ? 'once' : `${maybeRefused} times`}`;
  return `${times}${denied}${maybe}`;
}

/** A type of resources whose calls are not known. */
export function unknownTypeWords({ type, mode, count, isCovered }: UnknownType): UnknownInWords {
  const why = isCovered
    ? 'the list of calls of its provider does not have it'
    : 'the calls of its provider are not known';
  const times = count === 1 ? '' : ` (${count} of them)`;
  return { text: mode === 'data' ? `data.${type}` : type, because: `${why}${times}` };
}
