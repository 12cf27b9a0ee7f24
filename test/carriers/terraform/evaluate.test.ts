import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { hclParser } from '../../../src/cli/files/hcl-parser.ts';
import { evaluated, shown } from '../../support/terraform.ts';

interface Case {
  readonly expression: string;
  readonly among?: string;
  readonly defaults?: boolean;
  readonly value: string;
}

const folder = join(import.meta.dirname, '../../../fixtures/terraform');
const cases = parse(readFileSync(join(folder, 'expressions.yaml'), 'utf8')) as readonly Case[];

test.each(cases)('$expression is $value', async ({ expression, value, ...options }) => {
  const result = evaluated(expression, await hclParser(), options);
  expect(shown(result.value)).toBe(value);
});
