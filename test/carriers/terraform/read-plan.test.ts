import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { grantAttributes, readHolders } from '../../../src/carriers/terraform/read-grants.ts';
import { readPlan } from '../../../src/carriers/terraform/read-plan.ts';
import { follow } from '../../../src/policy/json-node.ts';
import { readJson } from '../../../src/policy/json-reader.ts';
import { grantsInWords, grantTable, plain } from '../../support/terraform-resources.ts';

/** What is expected of a plan or state beside it. */
interface Expected {
  readonly kind: 'plan' | 'state';
  readonly after: Readonly<Record<string, unknown>>;
  /** Absent: the same. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly holders: Readonly<Record<string, readonly string[]>>;
}

const folder = join(import.meta.dirname, '../../../fixtures/terraform/plans');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
const table = grantTable();
const attributes = grantAttributes(table);
const policyAttributes = ['policy', 'type', 'statement', 'display_layer'];
const textOf = (name: string) => readFileSync(join(folder, `${name}.json`), 'utf8');

function read(text: string) {
  const reading = readPlan('plan.json', text, (type) => {
    const wanted = attributes.get(type);
    return wanted && ((name) => wanted.has(name) || policyAttributes.includes(name));
  });
  if (reading === undefined || reading.kind === 'unreadable') throw new Error('not read');
  return reading;
}

describe.each(names)('%s', (name) => {
  const text = textOf(name);
  const expected = parse(readFileSync(join(folder, `${name}.expected.yaml`), 'utf8')) as Expected;
  const reading = read(text);

  test('each resource once, with its values', () => {
    const shown = (resources: typeof reading.after) =>
      Object.fromEntries(resources.map(({ address, attributes }) => [address, plain(attributes)]));
    expect(reading.kind).toBe(expected.kind);
    expect(shown(reading.after)).toEqual(expected.after);
    if (reading.kind === 'plan') expect(shown(reading.before)).toEqual(expected.before);
    else expect(reading.before).toEqual(reading.after);
  });

  test('who is granted what', () => {
    const holders = readHolders(reading.after, { table, showsValues: false });
    expect(grantsInWords(holders)).toEqual(expected.holders);
    expect(JSON.stringify(holders)).not.toMatch(/secret/u);
  });

  test('paths and places are those of the file', () => {
    const { root } = readJson(text);
    for (const { path, attributes, span } of [...reading.after, ...reading.before]) {
      const { offset, length } = attributes;
      expect(follow(root, path).value).toMatchObject({ type: 'object', offset, length });
      expect(text[span.offset]).toBe('{');
    }
  });

  test('nothing that is sensitive is kept', () => {
    expect(JSON.stringify(reading)).not.toMatch(/hunter2|alice@/u);
  });
});

describe('other texts', () => {
  test.each([
    '',
    '{}',
    '[]',
    '{"resources": []}',
    '{"format_version": "1"}',
    '{"values": {"root_module": 1}}',
    '{"terraform_version": "1", "resources": {}}',
  ])('%s is none', (text) => expect(readPlan('a.json', text, () => () => true)).toBeUndefined());

  test('one that is cut off is unreadable', () => {
    const text = textOf('otc-plan');
    expect(readPlan('a.json', text.slice(0, -3), () => () => true)).toMatchObject({ kind: 'unreadable' });
  });

  test.each(['resource_changes', 'planned_values', 'values', 'prior_state', 'configuration', 'resources'])(
    'anything in the place of `%s` is taken',
    (member) => {
      for (const name of names)
        for (const value of [
          null,
          1,
          'a',
          [],
          {},
          [null, 1, {}, []],
          { root_module: [1] },
          { root_module: { resources: [{}, 1] } },
        ]) {
          const plan = JSON.parse(textOf(name)) as Record<string, unknown>;
          plan[member] = value;
          expect(() => readPlan('a.json', JSON.stringify(plan), () => () => true)).not.toThrow();
        }
    },
  );
});
