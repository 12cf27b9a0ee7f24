import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { ServiceLevel } from '../../src/model/catalogue.ts';
import type { Requirement } from '../../src/model/claim.ts';
import type { GrantScope } from '../../src/model/cloud.ts';
import type { DecisionKind } from '../../src/model/decision.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Policy } from '../../src/model/policy.ts';
import {
  doubtfulVariants,
  layer,
  namedPolicies,
  policyInLayer,
  roleName,
} from '../support/doubtful-actions.ts';
import { plainApiDecision } from '../support/plain-api-decision.ts';
import { type PlainLevels, type PlainStatement, plainReasons } from '../support/plain-decision.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { deciderOf, grantsOf, policyOf, unreadablePolicy } from '../support/statements.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const own = fc.constantFrom('s:a:get', 's:a:list', 's:b:get', 's:b:update');
const foreign = fc.constantFrom('t:x:get', 't:y:get', 'u:z:use', 's:b:get');
const useCase = fc.constantFrom('first-case', 'second-case');
const when = fc.option(useCase, { nil: undefined });
const mark = fc.constantFrom(true, false, null);

/** Leaves members out that are undefined, as the catalogue does. */
function compactMembers<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const requirement: fc.Arbitrary<Requirement> = fc.record({
  actions: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ action: own, when }).map(compactMembers) },
      fc.record({ anyOf: fc.uniqueArray(own, { minLength: 2, maxLength: 3 }), when }).map(compactMembers),
    ),
    { maxLength: 3 },
  ),
  dependencies: fc.option(
    fc.array(
      fc.record({ action: foreign, for: fc.option(own, { nil: undefined }), when }).map(compactMembers),
      { maxLength: 3 },
    ),
    { freq: 9 },
  ),
  prerequisites: fc.array(
    fc
      .record({
        anyOf: fc.array(fc.record({ role: roleName, service: fc.constantFrom('t', 'u', 'v') }), {
          minLength: 1,
          maxLength: 2,
        }),
        when,
      })
      .map(compactMembers),
    { maxLength: 2 },
  ),
  scopes: fc.record({ project: mark, enterpriseProject: mark }),
  governed: fc.constantFrom(true, true, true, false, null),
}) as fc.Arbitrary<Requirement>;

/** Those of pages that govern the API, as the catalogue keeps them. */
const olderRequirements = fc.array(
  requirement.map((one): Requirement => ({ ...one, governed: true })),
  { maxLength: 2 },
);

const pattern = fc.constantFrom('s:*:*', 's:a:*', 's:*:get', 's:b:*', 't:*:*', 't:x:*', '*:*:*', 'u:z:use');
const statement: fc.Arbitrary<PlainStatement> = fc.record({
  effect: fc.constantFrom('allow', 'allow', 'allow', 'deny'),
  actions: fc.array(fc.oneof(pattern, own, foreign), { minLength: 1, maxLength: 3 }),
  maybe: fc.boolean(),
  because: fc.constantFrom(...plainReasons),
  doubtful: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(doubtfulVariants(fc.oneof(pattern, own, foreign)), { maxLength: 1 }) },
  ),
});
const statements = fc.array(statement, { maxLength: 5 });
const scope = fc.constantFrom<GrantScope>('project', 'enterprise-project');

const layered = fc.tuple(statements, layer).map(([plain, declared]) => policyInLayer(plain, declared));
const level = fc.constantFrom<ServiceLevel>('project', 'project', 'global', 'both', null);
/** Level of the service `s`, and of the others. */
const levels = fc.record({ own: level, others: level });

function decide(
  needed: Requirement,
  policies: readonly Policy[],
  granted: GrantScope,
  levelOf: PlainLevels = () => 'project',
  older: readonly Requirement[] = [],
) {
  const renamed = { page: 'today.md', older: older.map((one) => ({ page: 'before.md', ...one })) };
  const entry: Entry = {
    ...needed,
    ...(older.length === 0 ? {} : { renamed }),
    cloud: 'otc',
    service: 's',
    method: 'GET',
    path: '/v1/a',
    title: 'A',
    deprecated: false,
  };
  const decider = deciderOf(grantsOf(policies, granted), { levelOf });
  const decided = decider.api(entry);
  // What is not explained is decided by the same code.
  expect(decider.kindOf(entry)).toBe(decided.decision);
  return decided;
}

const order: readonly DecisionKind[] = ['allowed', 'conditional', 'not-allowed', 'denied'];
const run = { numRuns: propertyRuns };

describe('decisions for APIs', () => {
  test('agree with the plain implementation', () => {
    fc.assert(
      fc.property(
        requirement,
        layered,
        namedPolicies,
        scope,
        levels,
        olderRequirements,
        (needed, own, named, granted, ofServices, older) => {
          const levelOf = (service: string) => (service === 's' ? ofServices.own : ofServices.others);
          const policies = [own, ...named].map(({ policy }) => policy);
          const says = [own, ...named].flatMap((one) => one.says);
          expect(decide(needed, policies, granted, levelOf, older).decision).toBe(
            plainApiDecision(needed, says, granted, levelOf, policies, older),
          );
        },
      ),
      { numRuns: propertyRuns },
    );
  });

  test('take a prerequisite for met by the name of a role of the vendor that works', () => {
    const requiring = (role: string): Requirement => ({
      actions: [{ action: 'u:z:use' }],
      dependencies: [],
      prerequisites: [{ anyOf: [{ role }] }],
      scopes: { project: true, enterpriseProject: true },
      governed: true,
    });
    const plain: readonly PlainStatement[] = [{ effect: 'allow', actions: ['u:z:use'], maybe: false }];
    fc.assert(
      fc.property(roleName, namedPolicies, (role, named) => {
        const policies = [policyOf(plain), ...named.map(({ policy }) => policy)];
        const says = [...plain, ...named.flatMap((one) => one.says)];
        expect(decide(requiring(role), policies, 'project').decision).toBe(
          plainApiDecision(requiring(role), says, 'project', () => 'project', policies),
        );
      }),
      run,
    );
  });

  test('get no better by a Deny and no graver by an Allow', () => {
    fc.assert(
      fc.property(
        requirement,
        statements,
        statement,
        scope,
        olderRequirements,
        (needed, plain, extra, granted, older) => {
          const decided = (all: readonly PlainStatement[]) =>
            decide(needed, [policyOf(all)], granted, undefined, older).decision;
          const before = order.indexOf(decided(plain));
          const changed = decided([...plain, extra]);
          const after = order.indexOf(changed);
          // Among refusals the mildest of several alternatives is told, so both kinds of refusal count as one here.
          const refused = (at: number) => Math.min(at, 2);
          if (extra.effect === 'deny') expect(refused(after)).toBeGreaterThanOrEqual(refused(before));
          else expect(refused(after)).toBeLessThanOrEqual(refused(before));
        },
      ),
      run,
    );
  });

  test('are never `allowed` beside an unreadable policy', () => {
    fc.assert(
      fc.property(requirement, statements, scope, (needed, plain, granted) => {
        expect(decide(needed, [policyOf(plain), unreadablePolicy], granted).decision).not.toBe('allowed');
      }),
      run,
    );
  });

  test('say why when they are conditional', () => {
    fc.assert(
      fc.property(requirement, statements, scope, olderRequirements, (needed, plain, granted, older) => {
        const { decision, reasons } = decide(needed, [policyOf(plain)], granted, undefined, older);
        if (decision === 'conditional') expect(reasons).not.toEqual([]);
        if (decision === 'allowed') expect(reasons).toEqual([]);
      }),
      run,
    );
  });
});
