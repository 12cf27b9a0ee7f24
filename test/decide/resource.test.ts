import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { matchResources } from '../../src/decide/resource.ts';
import { unplaced } from '../../src/model/policy.ts';

interface Case {
  readonly name: string;
  readonly resources: readonly string[];
  /** Service and type of the action. */
  readonly type: string;
  readonly known?: readonly string[];
  readonly allResources?: boolean;
  readonly expect: string;
  readonly because?: string;
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'decisions', 'resources.yaml');
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];

test('names are unique', () => {
  expect(cases.map(({ name }) => name)).toEqual([...new Set(cases.map(({ name }) => name))]);
});

test.each(cases)(
  '$name',
  ({ resources, type: of, known = [], allResources = false, expect: expected, because }) => {
    const [service = '', type = ''] = of.split(':');
    const match = matchResources(unplaced(resources), { service, type, known, allResources });
    expect(match.truth).toBe(expected);
    if (because !== undefined) expect(match).toEqual({ truth: 'maybe', because });
  },
);
