import { describe, expect, test } from 'vitest';
import { keysOnTheirFace } from '../../src/decide/condition.ts';
import { missingForm } from '../../src/decide/condition-value.ts';
import { addressMatches, isAddressOrRange } from '../../src/decide/ip-address.ts';
import type { Language } from '../../src/model/language.ts';
import { unplaced } from '../../src/model/policy.ts';
import { testData } from '../support/test-data.ts';

const language = JSON.parse(testData().get('language.json') ?? '') as Language;

describe('addresses', () => {
  test.each([
    ['192.0.2.1', true],
    ['192.0.2.0/24', true],
    ['0.0.0.0/0', true],
    ['255.255.255.255/32', true],
    ['192.0.2.0/33', false],
    ['192.0.2.256', false],
    ['192.0.2', false],
    ['192.0.2.1.1', false],
    ['192.0.2.0/', false],
    ['192.0.2.0/24/8', false],
    ['192.0.2.0-192.0.2.9', false],
    ['::', true],
    ['::1', true],
    ['2001:db8::/32', true],
    ['1:2:3:4:5:6:7:8', true],
    ['::ffff:192.0.2.1', true],
    ['1:2:3:4:5:6:192.0.2.1', true],
    ['1:2:3:4:5:6:7::', true],
    ['1:2:3:4:5:6:7', false],
    ['1:2:3:4:5:6:7:8:9', false],
    ['1::2::3', false],
    ['1:2:3:4:5:6:7:8::', false],
    ['12345::', false],
    ['::g', false],
    ['::1/129', false],
    [':', false],
    ['', false],
    [' 192.0.2.1', false],
    ['*', false],
    ['010.0.0.1', false],
    ['::ffff:192.0.2', false],
    ['::192.0.2.1:1', false],
    ['192.0.2.1::', false],
  ])('%j is an address or a range: %s', (text, expected) => {
    expect(isAddressOrRange(text)).toBe(expected);
  });
});

describe('an address against an address or a range', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1', 'yes'],
    ['192.0.2.1', '192.0.2.2', 'no'],
    ['192.0.2.1', '192.0.2.0/24', 'yes'],
    ['192.0.3.1', '192.0.2.0/24', 'no'],
    ['192.0.2.129', '192.0.2.128/25', 'yes'],
    ['192.0.2.127', '192.0.2.128/25', 'no'],
    ['255.255.255.255', '0.0.0.0/0', 'yes'],
    ['192.0.2.1', '192.0.2.1/32', 'yes'],
    ['192.0.2.0', '192.0.2.1/32', 'no'],
    ['2001:db8::1', '2001:db8::/32', 'yes'],
    ['2001:DB8:0:0::1', '2001:db8::1', 'yes'],
    ['2001:db9::1', '2001:db8::/32', 'no'],
    ['::1', '::/0', 'yes'],
    ['2001:db8::1', '2001:db8::1/128', 'yes'],
    // Families apart are apart, but for an address that may be read as one of the other family.
    ['192.0.2.1', '2001:db8::/32', 'no'],
    ['2001:db8::1', '0.0.0.0/0', 'no'],
    ['::ffff:192.0.2.1', '192.0.2.0/24', 'maybe'],
    ['::ffff:192.0.3.1', '192.0.2.0/24', 'no'],
    ['192.0.2.1', '::ffff:192.0.2.0/120', 'maybe'],
    ['192.0.2.1', '::/0', 'maybe'],
    ['::ffff:c000:201', '::ffff:192.0.2.1', 'yes'],
    // What nobody can read for sure is open, also where a reading would be outside.
    ['192.0.2.1', '192.0.2.1/24', 'maybe'],
    ['10.0.0.1', '192.0.2.1/24', 'maybe'],
    ['192.0.2.1', '192.0.2.0/33', 'maybe'],
    ['192.0.2.1', '192.0.2', 'maybe'],
    ['192.0.2.1', '*', 'maybe'],
    ['192.0.2.01', '192.0.2.1', 'maybe'],
    ['192.0.2.0/24', '192.0.2.0/24', 'maybe'],
    ['', '0.0.0.0/0', 'maybe'],
  ])('%s against %s: %s', (address, range, expected) => {
    expect(addressMatches(address, range)).toBe(expected);
  });
});

describe('values', () => {
  const formOf = (name: string, value: string) => {
    const operator = language.operators.find((known) => known.name === name);
    if (operator === undefined) throw new Error(name);
    return missingForm(operator, value);
  };
  test.each([
    { operator: 'Bool', value: 'true', form: undefined },
    { operator: 'Bool', value: 'TRUE', form: 'boolean' },
    { operator: 'Null', value: 'false', form: undefined },
    { operator: 'Null', value: '', form: 'boolean' },
    { operator: 'NumberEquals', value: '-1.5', form: undefined },
    { operator: 'NumberEquals', value: '12345678901234567890', form: undefined },
    { operator: 'NumberEquals', value: '1e3', form: 'number' },
    { operator: 'DateLessThan', value: '2026-06-01T00:00:00Z', form: undefined },
    { operator: 'DateLessThan', value: '2026-06-01 00:00:00', form: 'date' },
    { operator: 'IpAddress', value: '192.0.2.0/24', form: undefined },
    { operator: 'NotIpAddress', value: 'somewhere', form: 'address' },
    { operator: 'StringEquals', value: '', form: undefined },
  ])('$value for $operator lacks the form of $form', ({ operator, value, form }) => {
    expect(formOf(operator, value)).toBe(form);
  });
});

describe('keys on their face', () => {
  const facesOf = (condition: Record<string, Record<string, readonly string[]>>, readable = true) =>
    keysOnTheirFace(
      {
        path: [],
        readable,
        tests: Object.entries(condition).flatMap(([operator, keys]) =>
          Object.entries(keys).map(([key, values]) => ({
            operator,
            key,
            values: unplaced(values),
            path: [],
          })),
        ),
      },
      language,
    ).map(
      ({ tests, truth }) => `${truth} ${tests.map(({ test }) => `${test.operator} ${test.key}`).join(', ')}`,
    );

  const contradiction = { Bool: { 'g:MFAPresent': ['true'] }, BoolIfExists: { 'g:MFAPresent': ['false'] } };

  test('a contradiction names its tests', () => {
    expect(facesOf(contradiction)).toEqual(['no Bool g:MFAPresent, BoolIfExists g:MFAPresent']);
  });

  test('where a part of the Condition cannot be read, nothing is sure to exclude anything', () => {
    expect(facesOf(contradiction, false)).toEqual([]);
  });

  test('what always holds is told apart from what stands beside it', () => {
    expect(
      facesOf({
        Null: { 'g:UserName': ['true', 'false'], 'obs:prefix': ['true', 'false'] },
        StringEquals: { 'g:UserName': ['ann'] },
      }),
    ).toEqual(['yes Null g:UserName', 'yes Null obs:prefix']);
  });

  test('a key of a service may have several values at once', () => {
    expect(
      facesOf({ StringEquals: { 'obs:prefix': ['a'] }, StringNotEquals: { 'obs:prefix': ['a'] } }),
    ).toEqual([]);
  });
});
