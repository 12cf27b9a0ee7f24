import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Grant, GrantPlace } from '../../src/model/grant.ts';
import { possibleParts } from '../../src/review/access-tests/judge-answer.ts';
import type { PlainStatement } from '../support/plain-decision.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { deciderOf, policyOf } from '../support/statements.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const patterns = ['a:b:c', 'a:b:d', 'a:b:*', 'a:*:c', 'a:*:*', '*:*:*', '*:b:*', 'x:y:z'];

/** Every action that the patterns tell apart: `n` is a name that none of them has. */
const actions = ['a', 'x', 'n'].flatMap((service) =>
  ['b', 'y', 'n'].flatMap((type) =>
    ['c', 'd', 'z', 'n'].map((operation) => `${service}:${type}:${operation}`),
  ),
);

const statement: fc.Arbitrary<PlainStatement> = fc.record({
  effect: fc.constantFrom('allow', 'allow', 'deny'),
  actions: fc.array(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 }),
  maybe: fc.constantFrom(false, false, true),
});
const places: readonly GrantPlace[] = [
  { kind: 'iam', where: { project: 'p' } },
  { kind: 'iam', where: { project: 'q' } },
];

test('what must never be is possible where some action is, in some place', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ statements: fc.array(statement, { maxLength: 3 }), place: fc.constantFrom(...places) }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      // Where a call of any service is made depends on the service.
      fc.constantFrom(...patterns.filter((pattern) => !pattern.startsWith('*'))),
      fc.constantFrom(undefined, 'conditional' as const),
      (all, pattern, unless) => {
        const grants: readonly Grant[] = all.map(({ statements, place }) => ({
          policy: policyOf(statements),
          place,
        }));
        const asked = deciderOf(grants).action(pattern, () => []);
        const found = possibleParts({ decision: asked.decision, apis: [], actions: [asked] }, unless);
        const [service, type, operation] = pattern.split(':');
        const isMeant = (action: string) =>
          action.split(':').every((part, i) => ['*', part].includes([service, type, operation][i] ?? ''));
        const inPlaces = places
          .map((place) => grants.filter((grant) => grant.place === place))
          .filter((some) => some.length > 0)
          .map((some) => deciderOf(some));
        const isPossible = actions.filter(isMeant).some((action) =>
          inPlaces.some((decider) => {
            const { decision } = decider.action(action, () => []);
            return decision === 'allowed' || (decision === 'conditional' && unless === undefined);
          }),
        );
        expect(found.length > 0).toBe(isPossible);
      },
    ),
    { numRuns: propertyRuns },
  );
});
