import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { matchResources } from '../../src/decide/resource.ts';

interface Case {
  readonly name: string;
  readonly effect?: 'allow' | 'deny';
  readonly resources: readonly string[];
  /** Service and type of the action. */
  readonly type: string;
  readonly known?: readonly string[];
  readonly expect: string;
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'decisions', 'resources.yaml');
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];

test('names are unique', () => {
  expect(cases.map(({ name }) => name)).toEqual([...new Set(cases.map(({ name }) => name))]);
});

test.each(cases)('$name', ({ effect = 'allow', resources, type: of, known = [], expect: expected }) => {
  const [service = '', type = ''] = of.split(':');
  expect(matchResources(resources, effect, { service, type, known })).toBe(expected);
});
