import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';

const statement = { Effect: 'Allow', Action: ['ims:images:list'] };
const condition = { Bool: { 'g:MFAPresent': ['true'] } };

function findingsOf(document: unknown) {
  const found = lintFile(readPolicyFile('policy.json', JSON.stringify(document)), ruleWorld());
  return found.filter(({ severity }) => severity === 'error');
}

/** What may narrow a statement, and where it is written by mistake. */
const narrowing = [
  { name: 'Condition', value: condition, belongs: 'each statement' },
  { name: 'Conditions', value: condition, belongs: 'each statement' },
  { name: 'condition', value: condition, belongs: 'each statement' },
  { name: 'Resource', value: ['obs:*:*:bucket:a'], belongs: 'each statement' },
  { name: 'resource', value: ['obs:*:*:bucket:a'], belongs: 'each statement' },
  { name: 'Effect', value: 'Deny', belongs: 'each statement' },
  { name: 'Action', value: ['ims:images:get'], belongs: 'each statement' },
  { name: 'NotAction', value: ['ims:images:get'], belongs: '`Action`' },
  { name: 'NotResource', value: ['obs:*:*:bucket:a'], belongs: '`Resource`' },
  { name: 'Principal', value: { ID: ['a'] }, belongs: 'where it is granted' },
  { name: 'NotPrincipal', value: { ID: ['a'] }, belongs: 'where it is granted' },
  { name: 'Limits', value: { ip: ['10.0.0.0/8'] }, belongs: '`Condition`' },
  { name: 'Region', value: 'eu-de', belongs: '`Condition`' },
];

describe.each([
  { version: '1.1', at: 'beside the Statement' },
  { version: '5.0', at: 'beside the Statement' },
])('Version $version, $at', ({ version }) => {
  const names = narrowing.filter(({ name }) => version === '1.1' || !/^Not(?:A|R)/.test(name));
  test.each(names)(
    'the help for $name says where it belongs, and removes nothing',
    ({ name, value, belongs }) => {
      const [found, ...more] = findingsOf({ Version: version, Statement: [statement], [name]: value });
      expect(more).toEqual([]);
      expect(found?.pointer).toBe(`/${name}`);
      expect(found?.help).toContain(belongs);
      expect(found?.help).not.toMatch(/remove|delete|drop/);
      expect(found?.fix).toBeUndefined();
    },
  );
});

test.each([
  { name: 'StringEquals', value: { 'g:UserName': ['ann'] }, belongs: 'into the `Condition`' },
  { name: 'ForAnyValue:StringMatch', value: { 'g:UserName': ['ann'] }, belongs: 'into the `Condition`' },
  { name: 'IpAddress', value: { 'g:SourceIp': ['10.0.0.0/8'] }, belongs: 'into the `Condition`' },
  { name: 'g:MFAPresent', value: ['true'], belongs: 'under an operator' },
  { name: 'Principal', value: { ID: ['a'] }, belongs: 'where it is granted' },
  { name: 'Depends', value: [], belongs: 'out of the statement' },
  { name: 'Limits', value: { ip: ['10.0.0.0/8'] }, belongs: '`Condition`' },
  { name: 'Region', value: 'eu-de', belongs: '`Condition`' },
  { name: 'Ip', value: '10.0.0.0/8', belongs: '`Condition`' },
])('in a statement, the help for $name says where it belongs', ({ name, value, belongs }) => {
  const [found, ...more] = findingsOf({ Version: '1.1', Statement: [{ ...statement, [name]: value }] });
  expect(more).toEqual([]);
  expect(found?.help).toContain(belongs);
  expect(found?.help).not.toMatch(/remove/);
  expect(found?.fix).toBeUndefined();
});

test('a label may go', () => {
  expect(findingsOf({ Version: '1.1', Statement: [statement], Name: 'x' })).toMatchObject([
    { rule: 'unknown-member', help: 'remove it; a policy has `Version`, `Statement`, `Depends`' },
  ]);
});

test.each([
  { member: 'Condition', text: '"Condition": {}, "Condition": {}' },
  { member: 'Resource', text: '"Resource": ["*"], "Resource": ["obs:*:*:bucket:a"]' },
  {
    member: 'Bool',
    text: '"Condition": {"Bool": {"g:MFAPresent": ["true"]}, "Bool": {"g:MFAPresent": ["false"]}}',
  },
])('of two members $member none is to go', ({ text }) => {
  const policy = `{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:list"], ${text}}]}`;
  const found = lintFile(readPolicyFile('policy.json', policy), ruleWorld());
  expect(found.find(({ rule }) => rule === 'duplicate-member')?.help).toBe(
    'merge the two: each may narrow the statement',
  );
});
