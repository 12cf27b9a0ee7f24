import { describe, expect, test } from 'vitest';
import { withKnownNames } from '../../src/catalogue/known-names.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { fakeCatalogue } from '../support/fake-catalogue.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { policyText } from '../support/run-cli.ts';

function rulesFor(action: string, names: Parameters<typeof withKnownNames>[1]): readonly string[] {
  const catalogue = withKnownNames(fakeCatalogue(), names);
  const found = lintFile(readPolicyFile('a.json', policyText([action])), { ...ruleWorld(), catalogue });
  return found.map(({ rule }) => rule);
}

describe('what an organisation knows', () => {
  const none = { services: [], actions: [] };
  test.each([
    { action: 'acme:things:get', names: none, found: ['unknown-service'] },
    { action: 'acme:things:get', names: { ...none, services: ['acme'] }, found: [] },
    { action: 'acme:things:get', names: { ...none, services: ['ACME'] }, found: [] },
    { action: 'acme:things:get', names: { ...none, actions: ['acme:things:list'] }, found: [] },
    { action: 'ims:images:paint', names: none, found: ['unknown-action'] },
    { action: 'ims:images:paint', names: { ...none, actions: ['ims:images:paint'] }, found: [] },
    { action: 'ims:Images:PAINT', names: { ...none, actions: ['ims:images:Paint'] }, found: [] },
    { action: 'image:images:paint', names: { ...none, actions: ['ims:images:paint'] }, found: [] },
    {
      action: 'ims:images:pain',
      names: { ...none, actions: ['ims:images:paint'] },
      found: ['unknown-action'],
    },
    { action: 'ims:paints:*', names: { ...none, actions: ['ims:paints:mix'] }, found: [] },
    { action: 'acme:things:get', names: { ...none, services: ['__proto__'] }, found: ['unknown-service'] },
  ])('$action with $names has $found', ({ action, names, found }) => {
    expect(rulesFor(action, names)).toEqual(found);
  });

  test('changes nothing that decisions rest on, and nothing that is documented', () => {
    const plain = fakeCatalogue();
    const known = withKnownNames(plain, {
      services: ['acme', 'ims'],
      actions: ['ims:images:get', 'acme:a:b'],
    });
    expect(known.actions('ims')).toEqual(plain.actions('ims'));
    expect(known.services().map(({ code }) => code)).toEqual([
      ...plain.services().map(({ code }) => code),
      'acme',
    ]);
    expect(known.entries('ims')).toEqual(plain.entries('ims'));
    expect([known.covered(), known.coverage('acme', 'any')]).toEqual([plain.covered(), 'none']);
  });
});
