import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideTogether } from '../../src/decide/decide-api.ts';
import type { ActionDecisionKind } from '../../src/model/decision.ts';
import { holeCharacter } from '../../src/model/hole.ts';
import type { Language } from '../../src/model/language.ts';
import {
  type ConditionTest,
  type Policy,
  type Statement,
  type StatementResource,
  unplaced,
} from '../../src/model/policy.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { deciderOf, grantsOf } from '../support/statements.ts';
import { testData } from '../support/test-data.ts';

const language = JSON.parse(testData().get('language.json') ?? '') as Language;

const hole = holeCharacter;

// Few keys and few values, so that tests on one key meet, contradict and cover each other often.
const texts = fc.constantFrom('ann', 'Ann', 'bob', 'a*', '*', '<user>', 'a%s', '__USER__', hole, `a${hole}`);
const numbers = fc.constantFrom('1', '2', '3', 'x', 'xxx', `1${hole}`);
const dates = fc.constantFrom('2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2026-06-01');
const ranges = fc.constantFrom(
  '10.0.0.0/8',
  '10.0.0.1',
  '10.0.0.1/8',
  '2001:db8::/32',
  '10.0.0',
  `10.${hole}`,
);
const booleans = fc.constantFrom('true', 'false', 'True', '{mfa}', hole);

const affixes = fc.constantFrom(
  ['', ''],
  ['', ''],
  ['', 'IfExists'],
  ['ForAllValues:', ''],
  ['ForAnyValue:', ''],
  ['ForAnyValue:', 'IfExists'],
);

function tests(
  names: readonly string[],
  key: string,
  values: fc.Arbitrary<string>,
): fc.Arbitrary<ConditionTest> {
  return fc
    .tuple(fc.constantFrom(...names), affixes, fc.array(values, { minLength: 1, maxLength: 3 }))
    .map(([name, [prefix, suffix], list]) => ({
      operator: `${prefix}${name}${suffix}`,
      key,
      values: unplaced(list),
      path: [],
    }));
}

const namesOf = (type: string) =>
  language.operators.filter((operator) => operator.type === type).map(({ name }) => name);
const presence = fc
  .tuple(
    fc.constantFrom('g:UserName', 'g:MFAPresent', 'g:MFAAge'),
    fc.array(booleans, { minLength: 1, maxLength: 2 }),
  )
  .map(([key, values]): ConditionTest => ({ operator: 'Null', key, values: unplaced(values), path: [] }));

const conditionTest = fc.oneof(
  tests(namesOf('string'), 'g:UserName', texts),
  tests(namesOf('number'), 'g:MFAAge', numbers),
  tests(namesOf('date'), 'g:CurrentTime', dates),
  tests(namesOf('boolean'), 'g:MFAPresent', booleans),
  tests(namesOf('address'), 'obs:SourceIp', ranges),
  presence,
);

const resource: fc.Arbitrary<StatementResource> = fc.oneof(
  fc.constant<StatementResource>({ kind: 'omitted' }),
  fc
    .array(
      fc.constantFrom(
        'obs:*:*:a:x',
        'obs:*:*:a:*',
        'obs:*:*:a:y*',
        'obs:*:*:b:x',
        '*',
        'obs:*:*:a:X',
        'obs:*:*:a:?',
        'obs:*:*:a: x',
        'obs:*:*:a:<a>',
        'obs:*:*:a:y%s',
        'ob*:*:*:a:x',
        `obs:*:*:a:${hole}`,
        hole,
      ),
      {
        minLength: 1,
        maxLength: 2,
      },
    )
    .map((resources): StatementResource => ({ kind: 'list', resources: unplaced(resources), path: [] })),
);

const statement: fc.Arbitrary<Statement> = fc
  .record({
    effect: fc.constantFrom('allow' as const, 'deny' as const),
    action: fc.constantFrom('obs:a:get', 'obs:*:*', 'obs:b:get'),
    resource,
    conditions: fc.array(conditionTest, { maxLength: 3 }),
    open: fc.constantFrom(false, false, false, true),
    unsure: fc.constantFrom({}, {}, {}, { unsure: 'maybe-there' } as const),
  })
  .map(({ effect, action, resource: of, conditions, open, unsure }) => ({
    path: [],
    effect,
    actions: [{ text: action, path: [] }],
    resource: of,
    // A Condition that may hold more tests is open, whatever those that are known come to.
    condition:
      conditions.length === 0 && !open
        ? undefined
        : { path: [], tests: conditions, readable: !open, ...(open ? { hole: true } : {}) },
    ...unsure,
  }));

const values = {
  'g:UserName': fc.array(fc.constantFrom('ann', 'Ann', 'bob', 'eve'), { maxLength: 2 }),
  'g:MFAAge': fc.array(fc.constantFrom('0', '1', '2', '2.5', '4'), { maxLength: 1 }),
  'g:CurrentTime': fc.array(fc.constantFrom('2025-01-01T00:00:00Z', '2026-06-01T00:00:00Z'), {
    maxLength: 1,
  }),
  'g:MFAPresent': fc.array(fc.constantFrom('true', 'false'), { maxLength: 1 }),
  'obs:SourceIp': fc.array(fc.constantFrom('10.0.0.1', '10.1.0.0', '192.0.2.1', '2001:db8::1'), {
    maxLength: 2,
  }),
};
const everything = fc.record(values);
const shown = fc.record({
  'g:UserName': fc.boolean(),
  'g:MFAAge': fc.boolean(),
  'g:CurrentTime': fc.boolean(),
  'g:MFAPresent': fc.boolean(),
  'obs:SourceIp': fc.boolean(),
});

function decide(
  statements: readonly Statement[],
  keys: ReadonlyMap<string, readonly string[]>,
  resources: readonly string[],
) {
  const policy: Policy = { file: 'p.json', kind: 'policy', statements, faults: [] };
  const options = { language, context: { keys, resources } };
  return deciderOf(grantsOf([policy]), options).action('obs:a:get', () => []);
}

function settled(decision: ActionDecisionKind): 'allowed' | 'refused' | 'conditional' {
  return decision === 'denied' || decision === 'not-allowed' ? 'refused' : decision;
}

describe('context', () => {
  test(
    'more of it only resolves `conditional`',
    () => {
      fc.assert(
        fc.property(
          fc.array(statement, { minLength: 1, maxLength: 3 }),
          everything,
          shown,
          fc.constantFrom([], ['obs:*:*:a:x']),
          (statements, all, some, resources) => {
            const entries = Object.entries(all);
            const part = new Map(entries.filter(([key]) => some[key as keyof typeof some]));
            // Which refusal it is may become clear: `not-allowed` where a Deny was open, `denied` once it is sure.
            const before = settled(decide(statements, part, []).decision);
            const after = settled(decide(statements, new Map(entries), resources).decision);
            if (before !== 'conditional') expect(after).toBe(before);
          },
        ),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );

  test(
    'what is left open is said, and only then',
    () => {
      fc.assert(
        fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), everything, (statements, all) => {
          const { decision, reasons } = decide(statements, new Map(Object.entries(all)), []);
          expect(reasons.length > 0).toBe(decision === 'conditional');
        }),
        { numRuns: propertyRuns },
      );
    },
    propertyTimeout,
  );
});

test('what a Condition came to in one language says nothing of another', () => {
  const condition: Statement['condition'] = {
    path: ['Statement', 0, 'Condition'],
    readable: true,
    tests: [{ operator: 'Bool', key: 'g:MFAPresent', values: unplaced(['true']), path: [] }],
  };
  const own: Statement = {
    path: ['Statement', 0],
    effect: 'allow',
    actions: [{ text: 's:a:get', path: [] }],
    resource: { kind: 'omitted' },
    condition,
  };
  const granted = grantsOf([{ file: 'p.json', kind: 'policy', statements: [own], faults: [] }]);
  const context = { keys: new Map([['g:MFAPresent', ['false']]]), resources: [] };
  const options = { context, levelOf: () => 'project' as const, ignoreDependencies: false };
  const decideIn = (spoken: Language) =>
    decideTogether(granted, { ...options, language: spoken }).action('s:a:get', () => []).decision;
  expect(decideIn(language)).toBe('not-allowed');
  expect(decideIn({ ...language, operators: [] })).toBe('conditional');
});
