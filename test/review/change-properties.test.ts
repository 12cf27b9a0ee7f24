import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { gravityOf } from '../../src/decide/combine.ts';
import { deciderFor } from '../../src/decide/decide-over-places.ts';
import type { AccessChange, UnitChange } from '../../src/model/access-changes.ts';
import { readAction } from '../../src/model/action.ts';
import type { RequestContext } from '../../src/model/context.ts';
import type { ActionDecisionKind } from '../../src/model/decision.ts';
import type { Grant, GrantPlace } from '../../src/model/grant.ts';
import { matchesAction } from '../../src/patterns/action-pattern.ts';
import { policyOfTree } from '../support/hole-trees.ts';
import { givenOf, holeyDocuments } from '../support/holey-documents.ts';
import { changeBetween, decisionOptions, granted, policyOfDocument } from '../support/reviewed-units.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';

vi.setConfig({ testTimeout: propertyTimeout * 4 });

const actionTexts = [
  'obs:bucket:get',
  'obs:bucket:list',
  'obs:object:get',
  'obs:bucket:*',
  'obs:*:get',
  'obs:*:*',
  'obs:*:*et',
  'obs:b*:g*t',
  'obs::get',
  '*:*:*',
  '*:bucket:get',
  'ob*:bucket:get',
  'obs:bucket:ge?',
  'obs:bucket',
  'ims:bucket:get',
];
const resourceTexts = [
  '*',
  'obs:*:*:bucket:*',
  'obs:*:*:*:*',
  'obs:*:*:bucket:a',
  'obs:*:*:bucket:a*',
  'obs:*:*:bucket:A*',
  'obs:*:*:bucket:a?',
  'obs:*:*:bucket:b',
  'obs:r:*:bucket:a',
  'obs:*:*:object:a/b',
  'OBS:r:1:bucket:a',
  '*:*:*:bucket:a',
  'ob*:*:*:bucket:a',
  'ims:*:*:bucket:a',
  'obs:*:*:bucket:{name}',
];
const tests: readonly (readonly [operator: string, key: string, values: readonly string[]])[] = [
  ['Bool', 'g:MFAPresent', ['true', 'false']],
  ['BoolIfExists', 'g:MFAPresent', ['true', 'false']],
  ['StringEquals', 'g:UserName', ['ann', 'Ann', 'bob']],
  ['StringNotEquals', 'g:UserName', ['ann', 'bob']],
  ['StringMatch', 'g:UserName', ['a*', 'an*', 'b*', 'ann', '*', 'a?n']],
  ['StringStartWith', 'g:UserName', ['a', 'an', 'b']],
  ['StringEndWith', 'g:UserName', ['n', 'nn', 'b']],
  ['ForAnyValue:StringEquals', 'g:UserName', ['ann', 'bob']],
  ['ForAllValues:StringNotEquals', 'g:UserName', ['ann', 'bob']],
  ['NumberLessThan', 'g:MFAAge', ['1', '10', '100']],
  ['NumberGreaterThanEquals', 'g:MFAAge', ['1', '10', '100']],
  ['IpAddress', 'g:SourceIp', ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.3']],
  ['Null', 'g:UserName', ['true', 'false']],
  ['StringEquals', 'obs:prefix', ['a', 'b']],
  ['StringIs', 'g:UserName', ['ann']],
];

const condition = fc.array(
  fc.tuple(fc.constantFrom(...tests), fc.nat(), fc.nat(2)).map(([[operator, key, values], i, more]) => {
    const list = Array.from({ length: 1 + more }, (_, j) => values[(i + j) % values.length] ?? '');
    return { [operator]: { [key]: [...new Set(list)] } };
  }),
  { minLength: 0, maxLength: 2 },
);
const statement: fc.Arbitrary<object> = fc
  .record({
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Action: fc.array(fc.constantFrom(...actionTexts), { minLength: 1, maxLength: 3 }),
    Resource: fc.option(fc.array(fc.constantFrom(...resourceTexts), { minLength: 1, maxLength: 2 })),
    Condition: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: condition }),
  })
  .map(({ Effect, Action, Resource, Condition }) => ({
    Effect,
    Action,
    ...(Resource === null ? {} : { Resource }),
    ...(Condition.length === 0 ? {} : { Condition: Object.assign({}, ...Condition) as object }),
  }));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
type Statements = readonly object[];

/** Two sets of statements: of which the second is mostly the first with a change. */
const pair: fc.Arbitrary<readonly [Statements, Statements]> = fc.oneof(
  fc.tuple(statements, statements),
  fc
    .tuple(statements, statement, fc.nat(3))
    .map(([old, added, at]) => [old, [...old.slice(0, at), added, ...old.slice(at)]] as const),
  fc
    .tuple(statements, statement, fc.nat(3))
    .map(([old, other, at]) => [old, old.map((one, i) => (i === at % old.length ? other : one))] as const),
  fc
    .tuple(statements, statement, fc.nat(3), fc.constantFrom('Action', 'Resource', 'Condition', 'Effect'))
    .map(
      ([old, other, at, member]) =>
        [
          old,
          old.map((one, i) => {
            if (i !== at % old.length) return one;
            const { [member as 'Action']: _, ...rest } = one as { Action?: unknown };
            const value = (other as { Action?: unknown })[member as 'Action'];
            return { ...rest, ...(value === undefined ? {} : { [member]: value }) };
          }),
        ] as const,
    ),
  fc.tuple(statements, statement).map(([old, more]) => [[...old, more], old] as const),
);

const place: fc.Arbitrary<GrantPlace> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ kind: 'iam' } as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<GrantPlace>(
      { kind: 'enterprise-project' },
      { kind: 'iam', where: 'global' },
      { kind: 'iam', where: 'projects' },
      { kind: 'iam', where: { project: 'A' } },
      { kind: 'iam', where: { project: 'B' } },
      { kind: 'iam', where: { project: 'var.project', hole: true } },
    ),
  },
);

const context: fc.Arbitrary<RequestContext> = fc
  .record({
    'g:MFAPresent': fc.constantFrom(undefined, [], ['true'], ['false']),
    'g:UserName': fc.constantFrom(undefined, [], ['ann'], ['Ann'], ['bob'], ['an'], ['ann', 'bob']),
    'g:MFAAge': fc.constantFrom(undefined, [], ['5'], ['50']),
    'g:SourceIp': fc.constantFrom(undefined, ['10.1.2.3'], ['10.2.2.3'], ['11.0.0.1']),
    'obs:prefix': fc.constantFrom(undefined, [], ['a'], ['c']),
    resource: fc.constantFrom(
      undefined,
      'obs:r:1:bucket:a',
      'obs:r:1:bucket:ab',
      'obs:r:1:bucket:A',
      'obs:q:1:bucket:b',
      'obs:r:1:object:a/b',
    ),
  })
  .map(({ resource, ...keys }) => ({
    keys: new Map(
      Object.entries(keys).flatMap(([key, values]) => (values === undefined ? [] : [[key, values] as const])),
    ),
    resources: resource === undefined ? [] : [resource],
  }));
const asked = fc.constantFrom(
  'obs:bucket:get',
  'obs:bucket:list',
  'obs:object:get',
  'obs:boat:gilt',
  'obs:x:y',
  'ims:bucket:get',
  'vpc:a:b',
  'obs::get',
);

function grantsOf(Statement: Statements): readonly Grant[] {
  return granted(policyOfDocument({ Version: '1.1', Statement }));
}

function decide(grants: readonly Grant[], action: string, known: RequestContext): ActionDecisionKind {
  return deciderFor(grants, { ...decisionOptions, context: known }).action(action, () => []).decision;
}

function rankOf(kind: ActionDecisionKind): number {
  return Math.min(2, gravityOf(kind));
}

/** Whether a reported change is about an action. A text that nobody can read, or without a resource type, may be about any. */
function isAbout(change: AccessChange, action: string): boolean {
  if (change.kind === 'api') return false;
  const [pattern, target] = [readAction(change.actions), readAction(action)];
  if (!pattern.ok || pattern.pattern.segments[1] === '') return true;
  return target.ok && matchesAction(pattern.pattern, target.pattern);
}

function expectCovered(
  change: UnitChange | undefined,
  before: ActionDecisionKind,
  after: ActionDecisionKind,
  action: string,
  hasDeny: boolean,
): void {
  const gained = rankOf(before) - rankOf(after);
  // What may be allowed may also be denied in each case: by the algebra it is nothing new, if nobody decides so.
  if (gained > 0 && (after === 'allowed' || !hasDeny)) {
    expect(change?.broadens).toBe(true);
    const all = [...(change?.gained ?? []), ...(change?.conditional ?? [])].filter(
      ({ broadens }) => broadens,
    );
    if (change?.notComparable.length === 0) expect(all.some((one) => isAbout(one, action))).toBe(true);
  }
  if (gained < 0 && (before === 'allowed' || !hasDeny))
    expect(change !== undefined && (change.narrows || change.notComparable.length > 0)).toBe(true);
}

describe('what passes on the new side and did not on the old one is in a reported gain', () => {
  test('of policies with resources and conditions', () => {
    fc.assert(
      fc.property(pair, asked, context, ([old, now], action, known) => {
        const [before, after] = [grantsOf(old), grantsOf(now)];
        expectCovered(
          changeBetween(before, after),
          decide(before, action, known),
          decide(after, action, known),
          action,
          [...before, ...after].some(({ policy }) =>
            policy.statements.some(({ effect }) => effect === 'deny'),
          ),
        );
      }),
      { numRuns: propertyRuns },
    );
  });

  test('of several policies granted in different places', () => {
    const grants = (all: readonly Statements[], places: readonly GrantPlace[]): readonly Grant[] =>
      all.map((Statement, i) => ({
        policy: policyOfDocument({ Version: '1.1', Statement }),
        place: places[i] ?? { kind: 'iam' },
      }));
    fc.assert(
      fc.property(
        pair,
        pair,
        fc.array(place, { minLength: 3, maxLength: 3 }),
        asked,
        context,
        fc.constantFrom('A', 'B', 'C'),
        ([old, now], [more], [a, b, c], action, { keys, resources }, project) => {
          // A question that names no place is about all of them: what is granted in another one would change its answer.
          const known = { keys: new Map([...keys, ['g:ProjectName', [project]] as const]), resources };
          const [before, after] = [
            grants([old, more], [a as GrantPlace, b as GrantPlace]),
            grants([now, more], [a as GrantPlace, c as GrantPlace]),
          ];
          expectCovered(
            changeBetween(before, after),
            decide(before, action, known),
            decide(after, action, known),
            action,
            [...before, ...after].some(({ policy }) =>
              policy.statements.some(({ effect }) => effect === 'deny'),
            ),
          );
        },
      ),
      { numRuns: propertyRuns / 10 },
    );
  });

  test('of policies that are not fixed everywhere', () => {
    const documents = holeyDocuments({ actions: actionTexts, resources: resourceTexts, tests });
    fc.assert(
      fc.property(documents, documents, asked, context, fc.boolean(), (old, now, action, known, isEqual) => {
        const [before, after] = [old, now].map((template) => granted(policyOfTree(givenOf(template)))) as [
          readonly Grant[],
          readonly Grant[],
        ];
        expectCovered(
          changeBetween(before, after, isEqual ? { written: 'var.x' } : {}),
          decide(before, action, known),
          decide(after, action, known),
          action,
          [...before, ...after].some(({ policy }) =>
            policy.statements.some(({ effect }) => effect === 'deny'),
          ),
        );
      }),
      { numRuns: propertyRuns / 4 },
    );
  });
});

describe('laws of changes', () => {
  test('nothing changes between a policy and itself, however its statements are ordered and split', () => {
    fc.assert(
      fc.property(statements, (Statement) => {
        const split = Statement.flatMap((one) => {
          const { Action } = one as { readonly Action: readonly string[] };
          return Action.map((action) => ({ ...one, Action: [action] }));
        });
        const [before, after] = [grantsOf(Statement), grantsOf(split.reverse())];
        expect(changeBetween(before, after)).toBeUndefined();
      }),
      { numRuns: propertyRuns },
    );
  });

  test('a counterexample is what the two sides say', () => {
    fc.assert(
      fc.property(pair, ([old, now]) => {
        const [before, after] = [grantsOf(old), grantsOf(now)];
        const example = changeBetween(before, after, { mostRequests: 100 })?.counterexample;
        if (example === undefined) return;
        const { action, resource, context: keys = {}, from, to } = example;
        const known = {
          keys: new Map(Object.entries(keys)),
          resources: resource === undefined ? [] : [resource],
        };
        expect([decide(before, action, known), decide(after, action, known)]).toEqual([from, to]);
        expect(rankOf(to)).toBeLessThan(rankOf(from));
      }),
      { numRuns: propertyRuns / 10 },
    );
  });
});
