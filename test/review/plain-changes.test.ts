import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { changeBetween, granted, policyOfDocument } from '../support/reviewed-units.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';

vi.setConfig({ testTimeout: propertyTimeout * 4 });

/** A statement as the plain implementation reads it: nothing limits it, or one resource does. */
interface Plain {
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resource?: string;
  /** All actions but those: `NotAction` of Version 5.0. */
  readonly inverted?: boolean;
}

// Two letters, a third one that no pattern has, and segments of up to four letters show every interplay of the patterns.
const words = (length: number): string[] =>
  length === 0 ? [''] : words(length - 1).flatMap((word) => [word, `${word}a`, `${word}b`, `${word}c`]);
const types = [...new Set(words(4))];
const operations = [...new Set(words(2))].filter((word) => word !== '');
const actions = types.flatMap((type) => operations.map((operation) => `s:${type}:${operation}`));
const resources = [...new Set(words(2))].filter((word) => word !== '');

/** Whether a pattern matches, tried out letter by letter. */
function fits(pattern: string, text: string): boolean {
  const [p, ...rest] = pattern;
  if (p === undefined) return text === '';
  if (p === '?') return text !== '' && text[0] !== ':' && fits(rest.join(''), text.slice(1));
  if (p === '*')
    return fits(rest.join(''), text) || (text !== '' && text[0] !== ':' && fits(pattern, text.slice(1)));
  return text[0] === p && fits(rest.join(''), text.slice(1));
}

const known = new Map<string, ReadonlySet<string>>();

function matched(pattern: string, all: readonly string[]): ReadonlySet<string> {
  const key = `${pattern} ${all.length}`;
  const found = known.get(key) ?? new Set(all.filter((text) => fits(pattern, text)));
  known.set(key, found);
  return found;
}

/** Requests, as `action resource`, that statements with one effect match. */
function requestsOf(statements: readonly Plain[], allows: boolean): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of statements.filter((one) => one.allows === allows)) {
    const named = new Set(statement.actions.flatMap((pattern) => [...matched(pattern, actions)]));
    const own = statement.inverted ? actions.filter((action) => !named.has(action)) : [...named];
    for (const action of own)
      for (const resource of matched(statement.resource ?? '*', resources))
        found.add(`${action} ${resource}`);
  }
  return found;
}

/** What broadens, by going through every request: one that passes now only, or one that a Deny has let go. */
function plainlyBroadens(old: readonly Plain[], now: readonly Plain[]): boolean {
  const [oldAllow, oldDeny, newAllow, newDeny] = [
    requestsOf(old, true),
    requestsOf(old, false),
    requestsOf(now, true),
    requestsOf(now, false),
  ];
  const isGained = (request: string) =>
    !newDeny.has(request) && (!oldAllow.has(request) || oldDeny.has(request));
  return [...newAllow].some(isGained) || [...oldDeny].some((request) => !newDeny.has(request));
}

const type = fc.constantFrom('*', 'a', 'b', 'ab', 'a*', '*a', '*b', 'b*', '*ab*', 'a*b', '*b*');
const operation = fc.constantFrom('*', 'a', 'b', 'a*', '*a');
const pattern = fc.tuple(type, operation).map(([one, other]) => `s:${one}:${other}`);
const plain = (resource: fc.Arbitrary<string | undefined>): fc.Arbitrary<Plain> =>
  fc
    .record({ allows: fc.boolean(), actions: fc.array(pattern, { minLength: 1, maxLength: 3 }), resource })
    .map(({ resource: own, ...rest }) => ({ ...rest, ...(own === undefined ? {} : { resource: own }) }));

function grantsOf(statements: readonly Plain[], Version = '1.1') {
  const Statement = statements.map((one) => ({
    Effect: one.allows ? 'Allow' : 'Deny',
    [one.inverted ? 'NotAction' : 'Action']: one.actions,
    ...(one.resource === undefined ? {} : { Resource: [`s:*:*:t:${one.resource}`] }),
  }));
  return granted(policyOfDocument({ Version, Statement }));
}

describe('what broadens is told as by going through every request', () => {
  test.each([
    { name: 'of statements without limits', resource: fc.constant(undefined) },
    {
      name: 'of statements on resources',
      resource: fc.constantFrom(undefined, 'a', 'b', 'a*', '*b', 'ab', '*a*'),
    },
  ])('$name', ({ resource }) => {
    const statements = fc.array(plain(resource), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(statements, statements, fc.boolean(), (old, more, keeps) => {
        const now = keeps ? [...old.slice(1), ...more] : more;
        if (now.length === 0) return;
        const change = changeBetween(grantsOf(old), grantsOf(now));
        expect(change?.broadens ?? false).toBe(plainlyBroadens(old, now));
      }),
      { numRuns: propertyRuns / 20 },
    );
  });

  // Of what is left out, and of `?`, not every union is seen through: that is a false alarm, and never a gain that is missed.
  test('of statements of Version 5.0, no gain is missed', () => {
    const other = fc
      .tuple(fc.constantFrom('?', 'a?', '?b*', '*', 'a'), operation)
      .map(([one, two]) => `s:${one}:${two}`);
    const statement = fc.record({
      allows: fc.boolean(),
      actions: fc.array(fc.oneof(pattern, other), { minLength: 1, maxLength: 3 }),
      inverted: fc.boolean(),
    });
    const statements = fc.array(statement, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(statements, statements, fc.boolean(), (old, more, keeps) => {
        const now = keeps ? [...old.slice(1), ...more] : more;
        const change = changeBetween(grantsOf(old, '5.0'), grantsOf(now, '5.0'));
        if (plainlyBroadens(old, now)) expect(change?.broadens).toBe(true);
        if (plainlyBroadens(now, old)) expect(change?.narrows).toBe(true);
      }),
      { numRuns: propertyRuns / 40 },
    );
  });
});
