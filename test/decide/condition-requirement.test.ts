import { expect, test } from 'vitest';
import { meetsRequirement, statesThatFail } from '../../src/decide/condition-requirement.ts';
import type { Language } from '../../src/model/language.ts';
import { unplaced } from '../../src/model/policy.ts';
import { testData } from '../support/test-data.ts';

const language = JSON.parse(testData().get('language.json') ?? '') as Language;

const mfa = { key: 'g:MFAPresent', operator: 'Bool', values: ['true'] };
const named = { key: 'g:UserName', operator: 'StringEqualsIfExists', values: ['ann', 'bob'] };
const notRoot = { key: 'g:UserName', operator: 'StringNotEquals', values: ['root'] };
const fresh = { key: 'g:MFAAge', operator: 'NumberLessThan', values: ['3600'] };
const late = { key: 'g:CurrentTime', operator: 'DateGreaterThan', values: ['2026-01-01T00:00:00Z'] };
const any = { key: 'g:UserName' };

test.each([
  { requirement: mfa, operator: 'Bool', values: ['true'], met: true },
  { requirement: mfa, operator: 'Bool', values: ['true', 'false'], met: false },
  { requirement: mfa, operator: 'BoolIfExists', values: ['true'], met: false },
  { requirement: mfa, operator: 'ForAllValues:Bool', values: ['true'], met: false },
  { requirement: mfa, operator: 'Null', values: ['false'], met: false },
  { requirement: mfa, operator: 'Bool', values: [], met: false },
  { requirement: named, operator: 'StringEquals', values: ['ann'], met: true },
  { requirement: named, operator: 'StringEqualsIfExists', values: ['bob', 'ann'], met: true },
  { requirement: named, operator: 'StringEquals', values: ['ann', 'eve'], met: false },
  { requirement: notRoot, operator: 'StringNotEquals', values: ['eve', 'root'], met: true },
  { requirement: notRoot, operator: 'StringNotEquals', values: ['eve'], met: false },
  { requirement: fresh, operator: 'NumberLessThan', values: ['60'], met: true },
  { requirement: fresh, operator: 'NumberLessThan', values: ['60', '7200'], met: false },
  { requirement: late, operator: 'DateGreaterThan', values: ['2026-06-01T00:00:00Z'], met: true },
  { requirement: late, operator: 'DateGreaterThan', values: ['2025-06-01T00:00:00Z'], met: false },
  { requirement: any, operator: 'StringMatch', values: ['a*'], met: true },
  { requirement: any, operator: 'StringMatchIfExists', values: ['a*'], met: false },
  { requirement: any, operator: 'Null', values: ['false'], met: false },
  { requirement: any, operator: 'Stringy', values: ['a'], met: false },
])(
  '$requirement.key $requirement.operator $requirement.values is met by $operator $values: $met',
  (given) => {
    const { requirement, operator, values, met } = given;
    const tests = [{ operator, key: requirement.key, values: unplaced(values), path: [] }];
    expect(meetsRequirement({ path: [], tests, readable: true }, requirement, language)).toBe(met);
    expect(meetsRequirement({ path: [], tests, readable: false }, requirement, language)).toBe(false);
  },
);

test('no Condition meets nothing', () => {
  expect(meetsRequirement(undefined, any, language)).toBe(false);
});

test('the states of a boolean in which a requirement fails', () => {
  expect(statesThatFail(mfa, language)).toEqual([[], ['false']]);
  expect(statesThatFail({ ...mfa, operator: 'BoolIfExists' }, language)).toEqual([['false']]);
  expect(statesThatFail(named, language)).toBeUndefined();
  expect(statesThatFail({ key: 'g:MFAPresent' }, language)).toBeUndefined();
});
