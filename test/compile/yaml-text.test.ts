import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { mapLines, type Plain, scalar } from '../../src/compile/yaml-text.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'a:#-?,[]{}&*!|>\'"%@` \t\n\\~\u2028\u0085\u00a0中Z1.') }),
  fc.constantFrom(
    'null',
    'True',
    'no',
    '~',
    '1',
    '0x1f',
    '1e3',
    '.5',
    '2020-01-01',
    '-',
    '',
    ' ',
    'a: b',
    'a #b',
    '<<',
    '=',
  ),
);
const anyScalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
const anyValue: fc.Arbitrary<Plain> = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    anyScalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('page', 'row', 'actions', 'when', 'for', 'claims'), tie('value'), {
      minKeys: 1,
    }),
  ),
})).value;

describe('written YAML', () => {
  test('is read back as it was', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(parse(`top:\n  - ${mapLines({ value }, 4)}\n`)).toEqual({ top: [{ value }] });
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['ims:images:get', true, 'ims:images:get'],
    ['/v1/{project_id}/tags', false, '/v1/{project_id}/tags'],
    ['/v1/{project_id}/tags', true, '"/v1/{project_id}/tags"'],
    ['查询镜像列表（OpenStack原生）', false, '查询镜像列表（OpenStack原生）'],
    ['no', false, '"no"'],
    ['a: b', false, 'a: b'.replace('a: b', '"a: b"')],
  ])('%s in flow %s', (value, inFlow, expected) => {
    expect(scalar(value, inFlow)).toBe(expected);
  });
});
