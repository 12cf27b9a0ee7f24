import type { CallTally, UnknownNeed, UnknownType } from '../model/call-needs.ts';
import { inBackticks } from '../model/in-backticks.ts';
import { terminalText } from './terminal-text.ts';

/** A call that the catalogue does not know, in one line: why, how often, what is near. */
export function unknownCallWords({
  call,
  because,
  service,
  near,
  types,
  assumed,
  ...tally
}: UnknownNeed): string {
  const by =
    types.length === 0 ? '' : `, ${assumed ? 'assumed ' : ''}by ${types.map(inBackticks).join(', ')}`;
  const meant = near.length === 0 ? '' : `; near it: ${near.map(inBackticks).join(', ')}`;
  return terminalText(
    `${inBackticks(call)} (${tallyWords(tally)}${by}): ${reasonWords(because, service)}${meant}`,
  );
}

function reasonWords(because: UnknownNeed['because'], service: string | undefined): string {
  switch (because) {
    case 'host':
      return 'not a known host of either cloud';
    case 'service':
      return `the catalogue does not cover ${service === undefined ? 'the service' : inBackticks(service)}`;
    case 'path':
      return `not a documented API${service === undefined ? '' : ` of ${inBackticks(service)}`}`;
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

/** A type of resources whose calls are not known, in one line. */
export function unknownTypeWords({ type, mode, count, isCovered }: UnknownType): string {
  const what = mode === 'data' ? 'data source' : 'resource type';
  const why = isCovered
    ? 'the list of calls of its provider does not have it'
    : 'the calls of its provider are not known';
  return terminalText(`${what} ${inBackticks(type)} (${count === 1 ? 'once' : `${count} times`}): ${why}`);
}
