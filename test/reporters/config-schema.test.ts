import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { severities } from '../../src/model/finding.ts';
import { fillConfigSchema } from '../../src/reporters/config-schema.ts';
import { rules } from '../../src/rules/rules.ts';

const text = readFileSync(join(import.meta.dirname, '../../rules/schema/config.schema.json'), 'utf8');
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(text) as object);

test('the schema of the configuration knows every rule (`npm run generate` writes them)', () => {
  expect(fillConfigSchema(text, rules)).toBe(text);
});

test('every rule may have every level', () => {
  for (const level of [...severities, 'off', 'on']) {
    expect(validate({ rules: Object.fromEntries(rules.map(({ id }) => [id, level])) })).toBe(true);
  }
  expect(validate({ rules: { nonsense: 'off' } })).toBe(false);
});

test('every rule may be suppressed', () => {
  const suppressions = rules.map(({ id }) => ({ files: 'a', rule: id, reason: 'x' }));
  expect(validate({ suppressions })).toBe(true);
});

test('a text without a place for the rules is refused', () => {
  expect(() => fillConfigSchema('{}', rules)).toThrow('no place for the rules');
});
