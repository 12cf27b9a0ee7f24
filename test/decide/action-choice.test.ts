import { describe, expect, test } from 'vitest';
import { answerMaker } from '../../src/cli/questions/answers.ts';
import { suggest, wayOfApis } from '../../src/decide/suggest.ts';
import type { Requirement } from '../../src/model/claim.ts';
import { nothingKnown } from '../../src/model/context.ts';
import type { Entry } from '../../src/model/entry.ts';
import { requirementLine } from '../../src/reporters/decision-lines.ts';
import type { PlainStatement } from '../support/plain-decision.ts';
import { deciderOf, grantsOf, policyOf, testLanguage } from '../support/statements.ts';

const sealing: Entry = {
  cloud: 'hwc',
  service: 'kms',
  method: 'POST',
  path: '/v1/letters/seal',
  title: 'Sealing a letter',
  deprecated: false,
  actions: [{ anyOf: ['kms:letters:crypto', 'kms:letters:seal'] }],
  dependencies: [],
  prerequisites: [],
  scopes: { project: true, enterpriseProject: true },
  governed: true,
};

const allow = (...actions: string[]): PlainStatement => ({ effect: 'allow', actions, maybe: false });
const perhaps = (...actions: string[]): PlainStatement => ({ effect: 'allow', actions, maybe: true });
const deny = (...actions: string[]): PlainStatement => ({ effect: 'deny', actions, maybe: false });

function decide(statements: readonly PlainStatement[], asked: Partial<Requirement> = {}) {
  return deciderOf(grantsOf([policyOf(statements)])).api({ ...sealing, ...asked });
}

describe('an API that needs one of two actions', () => {
  test.each([
    { name: 'the first is granted', statements: [allow('kms:letters:crypto')], expected: 'allowed' },
    { name: 'the second is granted', statements: [allow('kms:letters:seal')], expected: 'allowed' },
    {
      name: 'one is denied, the other granted',
      statements: [allow('kms:*:*'), deny('kms:letters:crypto')],
      expected: 'allowed',
    },
    {
      name: 'one is granted perhaps, the other not',
      statements: [perhaps('kms:letters:seal')],
      expected: 'conditional',
    },
    {
      name: 'one is granted perhaps, the other for sure',
      statements: [perhaps('kms:letters:crypto'), allow('kms:letters:seal')],
      expected: 'allowed',
    },
    { name: 'none is granted', statements: [allow('kms:letters:read')], expected: 'not-allowed' },
    {
      name: 'one is denied, the other not granted',
      statements: [deny('kms:letters:crypto')],
      expected: 'not-allowed',
    },
    {
      name: 'both are denied',
      statements: [allow('kms:*:*'), deny('kms:letters:crypto', 'kms:letters:seal')],
      expected: 'denied',
    },
  ])('$name: $expected', ({ statements, expected }) => {
    expect(decide(statements).decision).toBe(expected);
  });

  test('needs what else the row asks for too', () => {
    const asked = { actions: [...sealing.actions, { action: 'kms:letters:get' }] };
    expect(decide([allow('kms:letters:seal')], asked).decision).toBe('not-allowed');
    expect(decide([allow('kms:letters:seal', 'kms:letters:get')], asked).decision).toBe('allowed');
  });

  test('has one requirement, with all names, decided as the best of them', () => {
    const anyOf = ['kms:letters:crypto', 'kms:letters:seal'];
    const [granted] = decide([allow('kms:letters:seal')]).requirements;
    expect(granted).toMatchObject({ action: 'kms:letters:seal', anyOf, kind: 'action', decision: 'allowed' });
    const [missing] = decide([]).requirements;
    expect(missing).toMatchObject({ action: 'kms:letters:crypto', anyOf, decision: 'not-allowed' });
  });

  test('is answered in words and in JSON', () => {
    const { row } = answerMaker([]);
    const [missing] = row(decide([])).requirements;
    expect(missing).toEqual({
      action: 'kms:letters:crypto',
      anyOf: ['kms:letters:crypto', 'kms:letters:seal'],
      kind: 'action',
      decision: 'not-allowed',
      by: [],
    });
    expect(missing && requirementLine(missing)).toBe('missing `kms:letters:crypto` or `kms:letters:seal`');
  });

  test('is opened by a suggestion of one action', () => {
    const options = {
      language: testLanguage,
      context: nothingKnown,
      levelOf: () => 'project' as const,
      ignoreDependencies: false,
    };
    const { policies, decision } = suggest(
      { groups: [[wayOfApis([sealing])]], decide: (decider) => decider.api(sealing).decision },
      grantsOf([policyOf([])]),
      options,
    );
    expect(decision).toBe('allowed');
    expect(policies.flatMap(({ actions }) => actions)).toEqual(['kms:letters:crypto']);
  });

  test('says for a use case what would be enough', () => {
    const asked = {
      actions: [{ action: 'kms:letters:get' }, { ...sealing.actions[0], when: 'tagged' } as never],
    };
    const { decision, reasons } = decide([allow('kms:letters:get')], asked);
    expect(decision).toBe('conditional');
    expect(reasons.map(({ message }) => message)).toEqual([
      'for the use case `tagged` it is refused: `kms:letters:crypto` or `kms:letters:seal` is not granted',
    ]);
  });
});

describe('an API whose dependencies the copy of its page lost', () => {
  const lost = { dependencies: null };
  test('is never allowed for sure', () => {
    const { decision, reasons } = decide([allow('*:*:*')], lost);
    expect(decision).toBe('conditional');
    expect(reasons.map(({ kind }) => kind)).toEqual(['requirement-unknown']);
    expect(reasons[0]?.message).toContain('depends on');
  });

  test('is refused as before', () => {
    expect(decide([], lost).decision).toBe('not-allowed');
    expect(decide([deny('kms:*:*')], lost).decision).toBe('denied');
  });

  test('is allowed where dependencies do not count', () => {
    const decider = deciderOf(grantsOf([policyOf([allow('kms:*:*')])]), { ignoreDependencies: true });
    expect(decider.api({ ...sealing, ...lost }).decision).toBe('allowed');
  });
});
