import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readAction } from '../../src/model/action.ts';
import type { Language } from '../../src/model/language.ts';
import { matchesAction } from '../../src/patterns/action-pattern.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rules } from '../../src/rules/rules.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const catalogue = loadTestCatalogue();
const world = { ...ruleWorld(), catalogue };
const language = JSON.parse(testData().get('language.json') ?? '') as Language;
const ofRisks = (rules as readonly Rule[]).filter(({ group, off }) => group === 'risk' && !off);

function findingsFor(statements: readonly object[], chosen: readonly Rule[] = ofRisks) {
  const text = JSON.stringify({ Version: '1.1', Statement: statements });
  const severities = Object.fromEntries(chosen.map(({ id, severity }) => [id, severity]));
  return lintFile(readPolicyFile('policy.json', text), { ...world, severities, rules: chosen });
}

const allow = (...Action: string[]) => ({ Effect: 'Allow', Action });
const deny = (...Action: string[]) => ({ Effect: 'Deny', Action });
const mfa = { Condition: { Bool: { 'g:MFAPresent': ['true'] } } };
const always = {
  Condition: { Bool: { 'g:MFAPresent': ['true', 'false'] }, Null: { 'g:MFAPresent': ['false'] } },
};

describe('the list of risks', () => {
  const known = (service: string) =>
    catalogue.actions(service).flatMap(({ action }) => {
      const reading = readAction(action);
      return reading.ok ? [reading.pattern] : [];
    });
  const everyService = catalogue.services().flatMap(({ code }) => known(code));

  test.each(
    language.risks.flatMap(({ risk, actions, except = [] }) =>
      [...actions, ...except].map(({ pattern }) => ({ risk, pattern })),
    ),
  )('$risk: $pattern is documented in one of the clouds', ({ pattern }) => {
    const reading = readAction(pattern);
    if (!reading.ok) throw new Error(reading.fault);
    const [service] = reading.pattern.segments;
    const candidates = service === '*' ? everyService : known(service);
    expect(candidates.some((action) => matchesAction(reading.pattern, action))).toBe(true);
  });

  test('names each risk and each pattern of it once', () => {
    expect(new Set(language.risks.map(({ risk }) => risk)).size).toBe(language.risks.length);
    for (const { actions } of language.risks) {
      const patterns = actions.map(({ pattern }) => pattern.toLowerCase());
      expect(new Set(patterns).size).toBe(patterns.length);
    }
  });

  test('the actions of agencies are documented', () => {
    const actions = new Set(catalogue.actions('iam').map(({ action }) => action.toLowerCase()));
    for (const { action } of language.resources.agencies.actions) expect(actions).toContain(action);
  });
});

describe('a root cause hides its consequences', () => {
  test.each([
    { name: 'everything', statements: [allow('*:*:*')], found: ['full-administrator'] },
    { name: 'all of IAM', statements: [allow('iam:*:*')], found: ['privilege-escalation'] },
    { name: 'some of IAM', statements: [allow('iam:*:update*')], found: ['privilege-escalation'] },
    {
      name: 'all of IAM, without the actions that escalate',
      statements: [
        allow('iam:*:*'),
        deny('iam:permissions:*', 'iam:roles:*', 'iam:identityProviders:*', 'iam:agencies:updateAgency'),
      ],
      found: ['assume-any-agency', 'credential-exposure'],
    },
    {
      name: 'everything, without the actions that escalate',
      statements: [
        allow('*:*:*'),
        deny('iam:permissions:*', 'iam:roles:*', 'iam:identityProviders:*', 'iam:agencies:updateAgency'),
      ],
      found: ['assume-any-agency', 'credential-exposure'],
    },
    {
      name: 'an agency policy without its Resource',
      statements: [allow('iam:agencies:assume')],
      found: [],
    },
    {
      name: 'an agency action among others',
      statements: [allow('iam:agencies:assume', 'iam:tokens:assume', 'iam:users:listUsers')],
      found: [],
    },
    {
      name: 'two statements are two causes',
      statements: [allow('iam:users:updateUser'), allow('iam:users:updateUser', 'iam:*:*')],
      found: ['credential-exposure', 'credential-exposure', 'privilege-escalation'],
    },
  ])('$name', ({ statements, found }) => {
    expect(
      findingsFor(statements)
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual(found);
  });
});

describe('what takes a risk away', () => {
  const risky = allow('iam:permissions:addUserToGroup');
  test.each([
    { name: 'a Condition', statements: [{ ...risky, ...mfa }], found: 0 },
    { name: 'a Deny of the action', statements: [risky, deny('iam:permissions:addUserToGroup')], found: 0 },
    { name: 'a Deny by pattern', statements: [deny('iam:*:add*'), risky], found: 0 },
    { name: 'a Deny of everything', statements: [deny('*:*:*'), risky], found: 0 },
    {
      name: 'a Deny of all resources',
      statements: [{ ...deny('iam:*:*'), Resource: ['*'] }, risky],
      found: 0,
    },
    { name: 'not a Deny with a Condition', statements: [{ ...deny('iam:*:*'), ...mfa }, risky], found: 1 },
    {
      name: 'not a Deny of some resources',
      statements: [{ ...deny('iam:*:*'), Resource: ['iam:*:*:group:x'] }, risky],
      found: 1,
    },
    {
      name: 'not a Deny with a member that nobody knows',
      statements: [{ ...deny('iam:*:*'), Only: [] }, risky],
      found: 1,
    },
    {
      name: 'a Resource that is not everything',
      statements: [{ ...risky, Resource: ['iam:*:*:group:x'] }],
      found: 0,
    },
    {
      name: 'a member that nobody knows, which may narrow',
      statements: [{ ...risky, Resources: ['x'] }],
      found: 0,
    },
    { name: 'not a Resource that is everything', statements: [{ ...risky, Resource: ['*'] }], found: 1 },
    {
      name: 'nor all resources of the type',
      statements: [{ ...risky, Resource: ['IAM:*:*:permissions:*'] }],
      found: 1,
    },
    {
      name: 'a Condition that nobody can read',
      statements: [{ ...risky, Condition: { Bol: {} } }],
      found: 0,
    },
  ])('$name', ({ statements, found }) => {
    expect(findingsFor(statements)).toHaveLength(found);
  });

  test('a Condition that always holds is none', () => {
    const tautology = { Condition: { BoolIfExists: { 'g:MFAPresent': ['true', 'false'] } } };
    expect(findingsFor([{ ...risky, ...tautology }])).toHaveLength(1);
    expect(findingsFor([{ ...risky, ...always }])).toHaveLength(0);
  });
});

test('patterns of other services than IAM are taken for the rest that they cover', () => {
  const image = (rules as readonly Rule[]).filter(({ id }) => id === 'image-exfiltration');
  expect(findingsFor([allow('ims:images:*', 'ims:*:*', '*:images:share')], image)).toEqual([]);
  expect(findingsFor([allow('IMS:Images:Share')], image)).toHaveLength(1);
  expect(findingsFor([allow('*:*:*')], image)).toHaveLength(1);
});

test('roles and identity policies have actions of their own', () => {
  for (const Version of ['1.0', '5.0']) {
    const everything = Version === '1.0' ? ['*:*:*'] : [];
    const text = JSON.stringify({ Version, Statement: [allow('ims:*:*', 'iam:*:*', ...everything)] });
    expect(lintFile(readPolicyFile('p.json', text), { ...world, rules: ofRisks })).toEqual([]);
  }
});

test('many related places are counted, a few are shown', () => {
  const actions = language.risks.find(({ risk }) => risk === 'privilege-escalation')?.actions ?? [];
  const [finding, ...more] = findingsFor([allow(...actions.map(({ pattern }) => pattern))]);
  expect(more).toEqual([]);
  expect(finding?.message).toContain(`${actions.length - 1} more actions of the statement do as well`);
  expect(finding?.related).toHaveLength(8);
});

test('many actions, allowed and denied, are looked at in one pass', () => {
  const all = (rules as readonly Rule[]).filter(({ group }) => group === 'risk');
  const many = Array.from({ length: 5_000 }, (_, i) => `ecs:cloudServers:delete${i}`);
  expect(
    findingsFor([allow(...many, 'ims:images:delete'), deny(...many, ...many.map((name) => `${name}*`))], all),
  ).toHaveLength(1);
});
