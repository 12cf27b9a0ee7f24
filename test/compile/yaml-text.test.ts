import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from '../../src/compile/yaml-text.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'a:#-?,[]{}&*!|>\'"%@` \t\n\r\\~\u2028\u0085\u00a0\ufeff中Z1.') }),
  fc.constantFrom(
    'null',
    'no',
    '~',
    '0x1f',
    '1e3',
    '1:30',
    '2020-01-01',
    '',
    'a: b',
    'a #b',
    '<<',
    '---',
    '...',
    '-\nx',
    '? \n',
  ),
  fc.constantFrom(
    'kms:*:*',
    '/v1/{project_id}/tags',
    '查询（OpenStack原生）',
    'x'.repeat(200),
    'x '.repeat(200),
  ),
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('page', 'row', 'actions', 'when', 'for', 'claims'), tie('value')),
  ),
})).value;

test('what is written is read back as it was, texts as texts by YAML 1.1 too, one line for each', () => {
  const lists = fc.record({ plain: fc.array(value), blocks: fc.array(value), parted: fc.array(value) });
  fc.assert(
    fc.property(lists, (file) => {
      const written = yamlText('# note\n', file, { blocks: 'blocks', parted: 'parted-blocks' });
      expect(parse(written)).toEqual(file);
      expect(parse(written, { version: '1.1' })).toEqual(file);
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(text, (title) => {
      expect(yamlText('', { title, in: { title } }, {}).split('\n')).toHaveLength(4);
    }),
  );
});

test('small facts go on one line, everything else in blocks', () => {
  const source = { repo: 'a/b', commit: '123e4567', date: '2022-10-28' };
  const entry = { path: '/v1/{id}', actions: ['ims:images:get'], scopes: { project: true }, governed: null };
  const file = {
    cloud: 'hwc',
    pages: [{ page: 'a.md' }, { page: 'b.md', source }],
    entries: [entry, { title: 'no', actions: [{ action: 'a:b:c', when: 'x' }, 'd:e:f'], claims: [] }],
    long: ['x'.repeat(100), 'y'.repeat(100)],
    left: undefined,
  };
  expect(yamlText('# note\n', file, { pages: 'blocks', entries: 'parted-blocks' })).toBe(
    [
      '# note',
      '',
      'cloud: hwc',
      'pages:',
      '  - page: a.md',
      '  - page: b.md',
      '    source: { repo: a/b, commit: "123e4567", date: "2022-10-28" }',
      'entries:',
      '  - path: /v1/{id}',
      '    actions: [ ims:images:get ]',
      '    scopes: { project: true }',
      '    governed: null',
      '',
      '  - title: "no"',
      '    actions:',
      '      - { action: a:b:c, when: x }',
      '      - d:e:f',
      '    claims: []',
      'long:',
      `  - ${'x'.repeat(100)}`,
      `  - ${'y'.repeat(100)}`,
      '',
    ].join('\n'),
  );
});
