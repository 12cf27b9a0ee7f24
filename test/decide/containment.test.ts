import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { testImplies } from '../../src/decide/condition-implies.ts';
import { evaluateTest, readTest } from '../../src/decide/condition-test.ts';
import { rangeContains } from '../../src/decide/ip-address.ts';
import { matchResources, resourceContains } from '../../src/decide/resource.ts';
import { type ConditionTest, unplaced } from '../../src/model/policy.ts';
import type { Truth } from '../../src/model/truth.ts';
import { language } from '../support/reviewed-units.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const rank: Readonly<Record<Truth, number>> = { no: 0, maybe: 1, yes: 2 };

function testOf(operator: string, key: string, values: readonly string[]): ConditionTest {
  return { operator, key, values: unplaced(values), path: [] };
}

describe('a test of a Condition implies another one', () => {
  test.each([
    ['StringEquals', ['a'], ['a', 'b'], true],
    ['StringEquals', ['a', 'b'], ['a'], false],
    ['StringEquals', ['a'], ['A'], false],
    ['StringNotEquals', ['a', 'b'], ['a'], true],
    ['StringNotEquals', ['a'], ['a', 'b'], false],
    ['StringMatch', ['ab*'], ['a*'], true],
    ['StringMatch', ['a*'], ['a?'], false],
    ['StringMatch', ['a?'], ['a*'], true],
    ['StringNotMatch', ['a*'], ['ab*'], true],
    ['StringStartWith', ['ab'], ['a'], true],
    ['StringEndWith', ['ab'], ['b'], true],
    ['NumberLessThan', ['5'], ['10'], true],
    ['NumberLessThan', ['10'], ['5'], false],
    ['NumberGreaterThan', ['10'], ['5'], true],
    ['DateLessThan', ['2026-01-01T00:00:00Z'], ['2027-01-01T00:00:00Z'], true],
    ['IpAddress', ['10.1.0.0/16'], ['10.0.0.0/8'], true],
    ['IpAddress', ['10.0.0.0/8'], ['10.1.0.0/16'], false],
    ['NotIpAddress', ['10.0.0.0/8'], ['10.1.0.0/16'], true],
    ['Null', ['true'], ['true', 'false'], false],
    ['StringEquals', ['${x}'], ['a', '${x}'], true],
    ['StringMatch', ['a${x}'], ['a*'], false],
    ['NoOperator', ['a'], ['a', 'b'], false],
  ] as const)('%s %j in %j: %s', (operator, narrow, wide, expected) => {
    expect(testImplies(testOf(operator, 'k', narrow), testOf(operator, 'k', wide), language)).toBe(expected);
  });

  test('other operators and other keys never do', () => {
    expect(
      testImplies(testOf('StringEquals', 'a', ['x']), testOf('StringEquals', 'b', ['x']), language),
    ).toBe(false);
    expect(testImplies(testOf('StringEquals', 'a', ['x']), testOf('StringMatch', 'a', ['x']), language)).toBe(
      false,
    );
  });

  const operators = fc.constantFrom(
    ...[
      'StringEquals',
      'StringNotEquals',
      'StringMatch',
      'StringNotMatch',
      'StringStartWith',
      'StringNotEndWith',
    ],
    ...[
      'ForAnyValue:StringMatch',
      'ForAllValues:StringNotEquals',
      'StringEqualsIgnoreCase',
      'NumberLessThan',
    ],
    ...['NumberGreaterThanEquals', 'NumberNotEquals', 'IpAddress', 'NotIpAddress', 'StringEqualsIfExists'],
  );
  const value = fc.constantFrom(
    'a',
    'ab',
    'A',
    'a*',
    '*b',
    'a?',
    '*',
    '1',
    '10',
    '2',
    '10.0.0.0/8',
    '10.1.0.0/16',
    '10.1.2.3',
    '{x}',
  );
  const values = fc.array(value, { minLength: 1, maxLength: 3 });
  const known = fc.array(
    fc.constantFrom('a', 'ab', 'abb', 'A', 'b', '1', '5', '10.1.2.3', '10.2.0.1', '11.0.0.1'),
    { maxLength: 2 },
  );

  test('what passes the one passes the other', () => {
    fc.assert(
      fc.property(operators, values, values, known, (operator, narrow, wide, request) => {
        const key = /Ip/u.test(operator)
          ? 'g:SourceIp'
          : /Number/u.test(operator)
            ? 'g:MFAAge'
            : 'g:UserName';
        const [one, other] = [testOf(operator, key, narrow), testOf(operator, key, wide)];
        if (!testImplies(one, other, language)) return;
        const [own, more] = [readTest(one, 'ims', language), readTest(other, 'ims', language)];
        if (!own.ok || !more.ok) return;
        const known = [...new Set(request)];
        expect(rank[evaluateTest(own.readable, known)]).toBeLessThanOrEqual(
          rank[evaluateTest(more.readable, known)],
        );
      }),
      { numRuns: propertyRuns },
    );
  });
});

describe('a resource contains another one', () => {
  test.each([
    ['*', 'obs:*:*:bucket:a', true],
    ['obs:*:*:bucket:*', 'obs:*:*:bucket:a', true],
    ['obs:*:*:bucket:a*', 'obs:*:*:bucket:ab*', true],
    ['obs:*:*:bucket:a', 'obs:*:*:bucket:a*', false],
    ['obs:*:*:bucket:a*', 'OBS:r:*:Bucket:ab', true],
    ['obs:*:*:bucket:a', 'obs:*:*:bucket:A', false],
    ['obs:r:*:bucket:a', 'obs:*:*:bucket:a', false],
    ['obs:*:*:object:a/*', 'obs:*:*:object:a/b/*', true],
    ['obs:*:*:bucket:{x}', 'obs:*:*:bucket:{x}', false],
    ['obs:*:*:bucket:*', 'obs:*:*:bucket:{x}', false],
    // What a Resource of one service means for another one is not known.
    ['*:*:*:bucket:a', 'obs:*:*:bucket:a', false],
  ])('%s, %s: %s', (wide, narrow, expected) => {
    expect(resourceContains(wide, narrow)).toBe(expected);
  });

  const segment = (...texts: string[]) => fc.constantFrom(...texts);
  const resource = fc
    .tuple(
      segment('obs', 'OBS', 'ims', '*'),
      segment('*', 'r'),
      segment('*', '1'),
      segment('bucket', '*'),
      segment('a', 'a*', 'A*', '*b', 'a?', 'ab', '*', ' a', '{x}'),
    )
    .map((segments) => segments.join(':'));
  const asked = fc.constantFrom(
    'obs:r:1:bucket:a',
    'obs:r:1:bucket:ab',
    'obs:q:2:bucket:A',
    'obs:r:1:bucket:b',
    'obs:r:1:object:a',
  );

  test('whatever a request is about', () => {
    fc.assert(
      fc.property(resource, resource, fc.option(asked), (wide, narrow, about) => {
        if (!resourceContains(wide, narrow)) return;
        const match = (text: string) =>
          matchResources(unplaced([text]), {
            service: 'obs',
            type: 'bucket',
            known: about === null ? [] : [about],
          }).truth;
        expect(rank[match(narrow)]).toBeLessThanOrEqual(rank[match(wide)]);
      }),
      { numRuns: propertyRuns },
    );
  });
});

test.each([
  ['10.0.0.0/8', '10.1.0.0/16', true],
  ['10.0.0.0/8', '10.1.2.3', true],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['10.0.0.1/8', '10.1.0.0/16', false],
  ['10.0.0.0/8', '11.0.0.0/16', false],
  ['::/0', '10.0.0.0/8', false],
  ['2001:db8::/32', '2001:db8:1::/48', true],
  ['x', '10.0.0.0/8', false],
])('the range %s holds %s: %s', (wide, narrow, expected) => {
  expect(rangeContains(wide, narrow)).toBe(expected);
});
