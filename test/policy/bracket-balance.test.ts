import { expect, test } from 'vitest';
import { bracketErrors } from '../../src/policy/bracket-balance.ts';

test.each([
  { rest: '', open: [], errors: 0 },
  { rest: ']}', open: ['{', '['], errors: 0 },
  { rest: '{"a": ["]}"]}', open: [], errors: 0 },
  { rest: '}', open: ['{', '['], errors: 1 },
  { rest: ']', open: ['{', '['], errors: 1 },
  { rest: '}}', open: ['{'], errors: 1 },
  { rest: '"}" [', open: [], errors: 1 },
  { rest: '"\\"}', open: [], errors: 0 },
  { rest: '"not closed\n}', open: ['{'], errors: 0 },
] as const)('$rest after $open leaves $errors wrong', ({ rest, open, errors }) => {
  expect(bracketErrors(rest, 0, open)).toBe(errors);
});

test('brackets without a partner are not looked for among all that are open', () => {
  const text = '{]'.repeat(100_000);
  expect(bracketErrors(text, 0, [])).toBe(200_000);
});
