import type { CallNeeds, NeededCall, PlanOfCall, UnknownNeed } from '../model/call-needs.ts';
import type { Entry } from '../model/entry.ts';
import type { CallGroup, CountedCall, CountedCalls } from './logs/count-calls.ts';
import { textOfCall } from './logs/count-calls.ts';
import type { LoggedCall } from './logs/logged-call.ts';
import { apisNear, type CallMatch, type MadeCall, type MatchContext, matchCall } from './match-call.ts';
import type { PlannedCalls } from './plans/plan-calls.ts';

/** For so many unknown calls the near APIs are looked for. */
const mostWithNear = 100;

/** How the calls of a log are grouped while it is read: by the APIs that they are, so that memory does not grow with their names. */
export function groupsOfCalls(context: MatchContext): (call: LoggedCall) => CallGroup {
  const known = new Map<string, CallGroup>();
  return (call) => {
    const text = textOfCall(call);
    const found = known.get(text);
    if (found !== undefined) return found;
    const group = groupOf(call, matchCall(call, context));
    if (text.length > longestRemembered) return group;
    if (known.size >= mostRemembered) known.clear();
    known.set(text, group);
    return group;
  };
}

const mostRemembered = 5000;
const longestRemembered = 500;

function groupOf(call: LoggedCall, match: CallMatch): CallGroup {
  switch (match.kind) {
    case 'api':
      return { key: keyOf(match.entries), call };
    case 'sign-in':
    case 'no-permission':
      return { key: match.kind, call };
    case 'unknown': {
      // The names of buckets and objects, of which there may be millions.
      const shown =
        match.because === 'query' ? withoutNames(call) : match.because === 'host' ? hostOnly(call) : call;
      return { key: textOfCall(shown), call: shown };
    }
  }
}

function withoutNames({ method, host, path }: LoggedCall): LoggedCall {
  const bucketHost = host?.replace(/^.+?\.(?=obs[.-])/, '{bucket}.');
  const segments = path.split('/').filter((segment) => segment !== '');
  const isBucketHost = bucketHost?.startsWith('{bucket}.') === true;
  const names = isBucketHost ? ['{object}'] : ['{bucket}', '{object}'];
  return {
    method,
    ...(bucketHost === undefined ? {} : { host: bucketHost }),
    path: `/${names.slice(0, segments.length).join('/')}`,
  };
}

/** Of calls to hosts that are not the clouds' the paths say nothing. */
function hostOnly({ method, host }: LoggedCall): LoggedCall {
  return { method, ...(host === undefined ? {} : { host }), path: '/' };
}

function keyOf(entries: readonly Entry[]): string {
  return entries
    .map(({ cloud, service, method, path, operation }) => [cloud, service, method, path, operation].join(' '))
    .join('\n');
}

/** The calls of several logs and plans, each API once. */
export function calledTogether(calls: readonly NeededCall[]): readonly NeededCall[] {
  const together = new Map<string, NeededCall>();
  for (const call of calls) {
    const key = keyOf(call.entries);
    together.set(key, merged(together.get(key), call));
  }
  return inOrder(together);
}

/** What the calls of a log need. */
export function needsOfLog({ calls }: CountedCalls, context: MatchContext): CallNeeds {
  return needs(
    calls.map((call) => ({ ...call, assumed: false, types: [], changes: [] })),
    context,
  );
}

/** What the calls of a plan need. */
export function needsOfPlan({ calls, unknown }: PlannedCalls, context: MatchContext): CallNeeds {
  const made = calls.map((call) => ({ ...call, refused: 0, maybeRefused: 0, redirected: 0 }));
  return { ...needs(made, context), unknownTypes: unknown };
}

type Made = MadeCall & Omit<CountedCall, 'host'> & PlanOfCall;

function needs(made: readonly Made[], context: MatchContext): CallNeeds {
  const calls = new Map<string, NeededCall>();
  const unknown = new Map<string, UnknownNeed>();
  const free = { signIns: 0, others: 0 };
  for (const call of made) {
    const match = matchCall(call, context);
    switch (match.kind) {
      case 'api': {
        const key = keyOf(match.entries);
        calls.set(key, merged(calls.get(key), { ...call, entries: match.entries }));
        break;
      }
      case 'sign-in':
        free.signIns += call.count;
        break;
      case 'no-permission':
        free.others += call.count;
        break;
      case 'unknown': {
        // Who was only sent elsewhere makes the call there.
        if (call.redirected === call.count) break;
        const text = shownCall(call);
        const known = unknown.get(text);
        const near =
          known?.near ??
          (unknown.size < mostWithNear && match.because === 'path' ? apisNear(call, context) : []);
        unknown.set(text, {
          call: text,
          because: match.because,
          ...(match.service === undefined ? {} : { service: match.service }),
          near,
          count: (known?.count ?? 0) + call.count,
          refused: (known?.refused ?? 0) + call.refused,
          maybeRefused: (known?.maybeRefused ?? 0) + call.maybeRefused,
          types: union(known?.types, call.types),
          changes: union(known?.changes, call.changes),
          assumed: call.assumed && (known?.assumed ?? true),
        });
      }
    }
  }
  return {
    calls: inOrder(calls),
    unknown: inOrder(unknown),
    unknownTypes: [],
    signIns: free.signIns,
    free: free.others,
  };
}

function merged(known: NeededCall | undefined, call: NeededCall): NeededCall {
  const { entries, count, refused, maybeRefused, assumed, types, changes } = call;
  return {
    entries,
    count: (known?.count ?? 0) + count,
    refused: (known?.refused ?? 0) + refused,
    maybeRefused: (known?.maybeRefused ?? 0) + maybeRefused,
    assumed: assumed && (known?.assumed ?? true),
    types: union(known?.types, types),
    changes: union(known?.changes, changes),
  };
}

function shownCall({ method, host, path, product, query }: Made): string {
  const place = host !== undefined ? `https://${host}` : product !== undefined ? `${product} ` : '';
  return `${method} ${place}${path}${query === undefined || product === undefined ? '' : `?${query}`}`;
}

function union<Text extends string>(one: readonly Text[] = [], other: readonly Text[]): readonly Text[] {
  return [...new Set([...one, ...other])].sort();
}

function inOrder<Value>(found: ReadonlyMap<string, Value>): readonly Value[] {
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}
