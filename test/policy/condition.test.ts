import { expect, test } from 'vitest';
import { textsOf } from '../../src/model/policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { pointerOf } from '../../src/policy/region-of.ts';

function conditionOf(Condition: unknown, Version = '1.1') {
  const text = JSON.stringify({ Version, Statement: [{ Effect: 'Allow', Action: ['a:b:c'], Condition }] });
  const [policy] = readPolicyFile('p.json', text).policies;
  const condition = policy?.statements[0]?.condition;
  return {
    tests: condition?.tests.map(({ operator, key, values, path }) => [
      operator,
      key,
      textsOf(values),
      pointerOf(path).replace('/Statement/0/Condition', ''),
    ]),
    readable: condition?.readable,
    faults: policy?.faults.map(({ kind, path }) => `${kind} ${pointerOf(path)}`),
  };
}

const mfa = [['Bool', 'g:MFAPresent', ['true'], '/Bool/g:MFAPresent']];

interface Case {
  readonly name: string;
  readonly Condition: unknown;
  readonly tests: readonly unknown[];
  readonly readable: boolean;
  readonly faults?: readonly string[];
}

test.each<Case>([
  { name: 'one test', Condition: { Bool: { 'g:MFAPresent': ['true'] } }, tests: mfa, readable: true },
  {
    name: 'operators and keys in their order',
    Condition: {
      'ForAnyValue:StringEqualsIfExists': { 'g:UserName': ['a', 'b'], 'obs:prefix/x': ['c'] },
      Null: { 'g:MFAAge': ['false'] },
    },
    tests: [
      [
        'ForAnyValue:StringEqualsIfExists',
        'g:UserName',
        ['a', 'b'],
        '/ForAnyValue:StringEqualsIfExists/g:UserName',
      ],
      [
        'ForAnyValue:StringEqualsIfExists',
        'obs:prefix/x',
        ['c'],
        '/ForAnyValue:StringEqualsIfExists/obs:prefix~1x',
      ],
      ['Null', 'g:MFAAge', ['false'], '/Null/g:MFAAge'],
    ],
    readable: true,
  },
  { name: 'nothing at all', Condition: {}, tests: [], readable: true },
  { name: 'an operator without keys', Condition: { Bool: {} }, tests: [], readable: true },
  {
    name: 'a value without a list',
    Condition: { Bool: { 'g:MFAPresent': 'true' } },
    tests: mfa,
    readable: false,
  },
  {
    name: 'a value that is no text',
    Condition: { Bool: { 'g:MFAPresent': [true, 'true'] } },
    tests: mfa,
    readable: false,
  },
  {
    name: 'no values',
    Condition: { Bool: { 'g:MFAPresent': [] } },
    tests: [['Bool', 'g:MFAPresent', [], '/Bool/g:MFAPresent']],
    readable: false,
  },
  {
    name: 'an object of values',
    Condition: { Bool: { 'g:MFAPresent': {} } },
    tests: [['Bool', 'g:MFAPresent', [], '/Bool/g:MFAPresent']],
    readable: false,
  },
  {
    name: 'a key under no operator, beside a test',
    Condition: { 'g:MFAPresent': ['true'], Bool: { 'g:MFAPresent': ['true'] } },
    tests: mfa,
    readable: false,
    faults: ['wrong-type /Statement/0/Condition/g:MFAPresent'],
  },
  {
    name: 'a list',
    Condition: [{ Bool: { 'g:MFAPresent': ['true'] } }],
    tests: [],
    readable: false,
    faults: ['wrong-type /Statement/0/Condition'],
  },
  {
    name: 'names of every object',
    Condition: { constructor: { toString: ['x'] } },
    tests: [['constructor', 'toString', ['x'], '/constructor/toString']],
    readable: true,
  },
])('a Condition with $name', ({ Condition, tests, readable, faults = [] }) => {
  expect(conditionOf(Condition)).toEqual({ tests, readable, faults });
});

test('an identity policy may give one value without a list', () => {
  expect(conditionOf({ Bool: { 'g:MFAPresent': 'true' } }, '5.0')).toEqual({
    tests: mfa,
    readable: true,
    faults: [],
  });
});

test('of two tests under one name the last counts, and there is a fault', () => {
  const text =
    '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["a:b:c"],"Condition":{"Bool":{"k:a":["true"],"k:a":["false"]}}}]}';
  const [policy] = readPolicyFile('p.json', text).policies;
  expect(policy?.statements[0]?.condition?.tests.map(({ values }) => textsOf(values))).toEqual([['false']]);
  expect(policy?.faults.map(({ kind }) => kind)).toEqual(['duplicate-member']);
});

test.each([
  { values: [true, 'a', null, 'b'], at: ['/1', '/3'] },
  { values: 'a', at: [''] },
])('values are where they are in the text: $at of $values', ({ values, at }) => {
  const text = JSON.stringify({
    Version: '1.1',
    Statement: [{ Effect: 'Allow', Action: ['a:b:c'], Condition: { Bool: { k: values } } }],
  });
  const [test] = readPolicyFile('p.json', text).policies[0]?.statements[0]?.condition?.tests ?? [];
  expect(test?.values.map(({ path }) => pointerOf(path))).toEqual(
    at.map((place) => `/Statement/0/Condition/Bool/k${place}`),
  );
});
