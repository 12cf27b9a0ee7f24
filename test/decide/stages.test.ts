import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ServiceLevel } from '../../src/model/catalogue.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Grant, GrantPlace } from '../../src/model/grant.ts';
import { doubtfulVariants, layer, policyInLayer } from '../support/doubtful-actions.ts';
import { type PlainStatement, plainReasons } from '../support/plain-decision.ts';
import { type PlacedStatement, plainPlacedDecision, plainStagedDecision } from '../support/plain-worlds.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { deciderOf, grantsOf, policyOf } from '../support/statements.ts';

const action = 's:a:get';
const statement: fc.Arbitrary<PlainStatement> = fc.record({
  effect: fc.constantFrom('allow', 'deny'),
  actions: fc.array(fc.constantFrom('s:a:get', 's:*:*', 's:b:get', '*:*:*', 's:a:g*'), {
    minLength: 1,
    maxLength: 2,
  }),
  maybe: fc.boolean(),
  because: fc.constantFrom(...plainReasons),
  doubtful: fc.array(doubtfulVariants(fc.constantFrom('s:a:get', 's:b:get')), { maxLength: 1 }),
});
const statements = fc.array(statement, { maxLength: 4 });
const layered = fc.tuple(statements, layer).map(([plain, declared]) => policyInLayer(plain, declared));
// Of a service whose level is not known, a grant in a project and a global one exclude each other.
const level = fc.constantFrom<ServiceLevel>('project', 'project', 'global');

function grants(iam: readonly PlainStatement[], enterpriseProject: readonly PlainStatement[]): Grant[] {
  return [...grantsOf([policyOf(iam)]), ...grantsOf([policyOf(enterpriseProject)], 'enterprise-project')];
}

function placeOf({ project, enterpriseProject, global }: PlacedStatement): GrantPlace {
  const hole = (name: string) => (name.startsWith('var.') ? { hole: true as const } : {});
  if (enterpriseProject !== undefined)
    return { kind: 'enterprise-project', name: enterpriseProject, ...hole(enterpriseProject) };
  if (global) return { kind: 'iam', where: 'global' };
  return { kind: 'iam', ...(project === undefined ? {} : { where: { project, ...hole(project) } }) };
}

function entry(cloud: Entry['cloud'], enterpriseProject: boolean | null): Entry {
  return {
    cloud,
    service: 's',
    method: 'GET',
    path: '/v1/a',
    title: 'A',
    deprecated: false,
    actions: [{ action }],
    dependencies: [],
    prerequisites: [],
    scopes: { project: true, enterpriseProject },
    governed: true,
  };
}

test(
  'two stages agree with going through every possible world',
  () => {
    const mark = fc.constantFrom(true, false, null);
    const cloud = fc.constantFrom<Entry['cloud']>('hwc', 'otc');
    fc.assert(
      fc.property(layered, layered, mark, cloud, level, (iam, second, stated, where, ofService) => {
        const levelOf = () => ofService;
        const granted = [...grantsOf([iam.policy]), ...grantsOf([second.policy], 'enterprise-project')];
        const decided = deciderOf(granted, { levelOf }).api(entry(where, stated));
        const worlds = {
          iam: iam.says,
          enterpriseProject: second.says,
          mark: stated,
          stagesDocumented: where === 'otc',
          levelOf,
        };
        expect(decided.decision).toBe(plainStagedDecision(action, worlds));
        if (decided.decision === 'conditional') expect(decided.reasons).not.toEqual([]);
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

test(
  'grants in named places agree with going through every place',
  () => {
    const project = fc.constantFrom('p', 'q');
    const enterpriseProject = fc.constantFrom('e', 'f');
    const placed = fc.tuple(
      statement,
      fc.oneof(
        fc.record({}),
        fc.record({ project }),
        fc.record({ enterpriseProject }),
        fc.constant({ global: true as const }),
      ),
      layer,
    );
    const cloud = fc.constantFrom<Entry['cloud']>('hwc', 'otc');
    fc.assert(
      fc.property(
        fc.array(placed, { minLength: 1, maxLength: 5 }),
        cloud,
        level,
        (triples, where, ofService) => {
          const placedStatements = triples.map(
            ([one, place, declared]): PlacedStatement => ({ ...one, ...place, layer: declared }),
          );
          const placedGrants = placedStatements.map(
            (one): Grant => ({
              policy: policyInLayer([one], one.layer).policy,
              place: placeOf(one),
            }),
          );
          const decider = deciderOf(placedGrants, { levelOf: () => ofService });
          const decided = decider.api(entry(where, true));
          expect(decided.decision).toBe(
            plainPlacedDecision(action, placedStatements, where === 'otc', ofService),
          );
          expect(decider.kindOf(entry(where, true))).toBe(decided.decision);
          if (decided.decision === 'conditional') expect(decided.reasons).not.toEqual([]);
        },
      ),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

test(
  'what is sure of places that the file does not fix holds whichever they are',
  () => {
    const project = fc.constantFrom('p', 'var.p', 'var.q');
    const enterpriseProject = fc.constantFrom('e', 'var.e');
    const placed = fc.tuple(
      statement,
      fc.oneof(fc.record({}), fc.record({ project }), fc.record({ enterpriseProject })),
    );
    // Each is one of its own, another of those, or the one that is named.
    const filled = fc.record({
      'var.p': fc.constantFrom('p', 'x'),
      'var.q': fc.constantFrom('p', 'x', 'y'),
      'var.e': fc.constantFrom('e', 'z'),
    });
    const cloud = fc.constantFrom<Entry['cloud']>('hwc', 'otc');
    const isRefusal = (decision: string) => decision === 'denied' || decision === 'not-allowed';
    fc.assert(
      fc.property(fc.array(placed, { minLength: 1, maxLength: 5 }), filled, cloud, (pairs, values, where) => {
        const statements = pairs.map(([one, place]): PlacedStatement => ({ ...one, ...place }));
        const decider = deciderOf(
          statements.map((one): Grant => ({ policy: policyOf([one]), place: placeOf(one) })),
        );
        const { decision } = decider.api(entry(where, true));
        if (decision === 'conditional') return;
        const name = (written: string) => (values as Record<string, string>)[written] ?? written;
        const known = statements.map((one) => ({
          ...one,
          ...(one.project === undefined ? {} : { project: name(one.project) }),
          ...(one.enterpriseProject === undefined ? {} : { enterpriseProject: name(one.enterpriseProject) }),
        }));
        const expected = plainPlacedDecision(action, known, where === 'otc', 'project');
        if (decision === 'allowed') expect(expected).toBe('allowed');
        else expect(isRefusal(expected)).toBe(true);
      }),
      { numRuns: propertyRuns },
    );
  },
  propertyTimeout,
);

describe('the order of the stages (iam-language 7.2)', () => {
  const allow: PlainStatement = { effect: 'allow', actions: [action], maybe: false };
  const deny: PlainStatement = { effect: 'deny', actions: [action], maybe: false };

  test.each([
    {
      name: 'an ordinary Allow beats an enterprise-project Deny in otc',
      iam: [allow],
      second: [deny],
      cloud: 'otc',
      expected: 'allowed',
    },
    {
      name: 'in hwc that order is not documented',
      iam: [allow],
      second: [deny],
      cloud: 'hwc',
      expected: 'conditional',
    },
    {
      name: 'an ordinary Deny beats an enterprise-project Allow',
      iam: [deny],
      second: [allow],
      cloud: 'otc',
      expected: 'denied',
    },
    {
      name: 'without an ordinary match the enterprise project decides',
      iam: [],
      second: [allow],
      cloud: 'otc',
      expected: 'allowed',
    },
    { name: 'without any match it is refused', iam: [], second: [], cloud: 'otc', expected: 'not-allowed' },
  ] as const)('$name', ({ iam, second, cloud, expected }) => {
    expect(deciderOf(grants(iam, second)).api(entry(cloud, true)).decision).toBe(expected);
  });

  test('a Deny without effect is pointed out, and an undocumented order is the reason', () => {
    const otc = deciderOf(grants([allow], [deny])).api(entry('otc', true));
    expect(otc.notes).toEqual([
      'a Deny in an enterprise project has no effect on it: the ordinary grant is looked at first',
    ]);
    const hwc = deciderOf(grants([allow], [deny])).api(entry('hwc', true));
    expect(hwc.reasons.map(({ kind }) => kind)).toEqual(['stage-order']);
  });

  test('a grant in an enterprise project of an action that does not support one has no effect', () => {
    const decided = deciderOf(grants([], [allow])).api(entry('otc', false));
    expect(decided).toMatchObject({ decision: 'not-allowed', reasons: [{ kind: 'scope' }] });
  });
});
