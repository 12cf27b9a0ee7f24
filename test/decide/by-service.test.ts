import { describe, expect, test } from 'vitest';
import { byService, questionsAbout, servicesNamed, servicesOfEntry } from '../../src/decide/by-service.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import { compileGrants } from '../../src/decide/grants.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { GrantPlace } from '../../src/model/grant.ts';
import type { Policy } from '../../src/model/policy.ts';
import { policyOf, testLanguage, unreadablePolicy } from '../support/statements.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const catalogue = loadTestCatalogue();
const entries = catalogue.covered().flatMap((service) => catalogue.entries(service));
const questions = byService(entries, servicesOfEntry);

function allow(...actions: readonly string[]): Policy {
  return policyOf([{ effect: 'allow', actions, maybe: false }]);
}

const policies: Readonly<Record<string, Policy>> = {
  'nothing at all': policyOf([]),
  'one service': allow('ims:images:*', 'IMS:*:list'),
  'a service that others depend on': allow('ims:*:*', 'ecs:*:*', 'obs:bucket:*', 'obs:object:*'),
  'a Deny and a doubt': policyOf([
    { effect: 'allow', actions: ['evs:*:*'], maybe: true },
    { effect: 'deny', actions: ['evs:volumes:list', 'vpc:*:*'], maybe: false },
  ]),
  'a twin': allow('iam:agencies:assume'),
  'every service': allow('*:*:get'),
  'a malformed action that may be of any service': allow('ims:images:lïst'),
  'a fault': unreadablePolicy,
};

describe('what is not about the services that are named is decided as by a policy that says nothing', () => {
  const places: readonly GrantPlace[] = [{ kind: 'iam' }, { kind: 'enterprise-project' }];
  test.each(
    Object.entries(policies).flatMap(([what, policy]) =>
      places.map((place) => ({ what, policy, place, kind: place.kind })),
    ),
  )('$what, granted by $kind', ({ policy, place }) => {
    const deciding = (granted: Policy) => {
      const decider = deciderFor([{ policy: granted, place }], {
        language: testLanguage,
        context: nothingKnown,
        levelOf: () => 'project',
        ignoreDependencies: false,
      });
      return (entry: (typeof entries)[number]) => decider.kindOf(entry);
    };
    const named = servicesNamed(compileGrants([{ policy, place }], testLanguage));
    const asked = new Set(questionsAbout(questions, named));
    const [decide, silent] = [deciding(policy), deciding(policyOf([]))];
    const left = entries.filter((entry) => !asked.has(entry));
    expect(left.map(decide)).toEqual(left.map(silent));
    expect(left.length === 0).toBe(named === undefined);
  });

  test('and few APIs are decided where few services are named', () => {
    const named = servicesNamed(
      compileGrants([{ policy: allow('ims:*:*'), place: { kind: 'iam' } }], testLanguage),
    );
    const asked = questionsAbout(questions, named).length;
    expect(asked).toBeGreaterThan(20);
    expect(asked).toBeLessThan(entries.length / 5);
  });
});
