import { describe, expect, test } from 'vitest';
import { deciderOf, grantsOf, policyOf } from '../support/statements.ts';

function decide(action: string, allow: readonly string[], deny: readonly string[] = []) {
  const statements = [
    { effect: 'allow', actions: allow, maybe: false },
    ...(deny.length === 0 ? [] : [{ effect: 'deny', actions: deny, maybe: false } as const]),
  ] as const;
  return deciderOf(grantsOf([policyOf(statements)])).action(action, () => []);
}

describe('an action without a resource type', () => {
  const tag = 'rms::tagResource';
  test.each([
    { name: 'itself', allow: [tag], ask: tag, expected: 'allowed' },
    { name: 'itself in another case', allow: ['RMS::TAGRESOURCE'], ask: tag, expected: 'allowed' },
    { name: 'everything of the service', allow: ['rms:*:*'], ask: tag, expected: 'allowed' },
    { name: 'everything', allow: ['*:*:*'], ask: tag, expected: 'allowed' },
    { name: 'every operation without a type', allow: ['rms::*'], ask: tag, expected: 'allowed' },
    { name: 'the operation of any type', allow: ['rms:*:tag*'], ask: tag, expected: 'allowed' },
    { name: 'the operation of another type', allow: ['rms:r*:tag*'], ask: tag, expected: 'not-allowed' },
    {
      name: 'an operation of the same name',
      allow: ['rms:a:tagResource'],
      ask: tag,
      expected: 'not-allowed',
    },
    { name: 'another operation', allow: ['rms::listTags'], ask: tag, expected: 'not-allowed' },
    { name: 'a Deny of itself', allow: ['rms:*:*'], deny: [tag], ask: tag, expected: 'denied' },
    { name: 'a Deny of any type', allow: [tag], deny: ['rms:*:tag*'], ask: tag, expected: 'denied' },
    { name: 'a Deny of another', allow: [tag], deny: ['rms::listTags'], ask: tag, expected: 'allowed' },
    { name: 'all of a pattern', allow: ['rms:*:tag*'], ask: 'rms::tag*', expected: 'allowed' },
    { name: 'a part of a pattern', allow: [tag], ask: 'rms::*', expected: 'conditional' },
  ])('$name: $expected', ({ allow, deny = [], ask, expected }) => {
    expect(decide(ask, allow, deny).decision).toBe(expected);
  });

  test.each([
    { allow: [tag], deny: [], name: 'allows' },
    { allow: ['rms:*:*'], deny: [tag], name: 'denies' },
  ])('$name actions of any type only perhaps: it may have been meant so', ({ allow, deny }) => {
    const { decision, reasons } = decide('rms:resources:tagResource', allow, deny);
    expect(decision).toBe('conditional');
    expect(reasons.map(({ kind }) => kind)).toEqual(['unreadable-policy']);
  });
});
