import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { UnderstoodAs } from '../../src/model/understood.ts';
import { ask } from '../support/ask.ts';

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'questions');

function cases<Case>(file: string): Case[] {
  return parse(readFileSync(join(folder, file), 'utf8')) as Case[];
}

interface UnderstoodCase {
  readonly ask: string;
  /** Verb, things, service. */
  readonly as: readonly string[];
  readonly and?: readonly (readonly string[])[];
  readonly apis: readonly string[];
  readonly only?: boolean;
  readonly others?: readonly string[];
  readonly corrected?: readonly string[];
}

interface RefusedCase {
  readonly ask: string;
  readonly choices: readonly string[];
  readonly apis?: readonly string[];
  readonly not?: readonly string[];
  readonly never?: readonly string[];
  readonly because?: string;
}

const inShort = ({ verb, things, service }: UnderstoodAs) => [verb, ...things, service];

describe('is understood', () => {
  test.each(cases<UnderstoodCase>('understood.yaml'))('$ask', async (one) => {
    const asked = await ask(one.ask);
    if (asked.kind === 'refused') throw new Error(`${asked.message} ${JSON.stringify(asked.choices)}`);
    const { understoodAs, rows } = asked;
    if (understoodAs === undefined) throw new Error(`is a ${asked.kind}`);
    const named = rows.map(({ api }) => api);
    expect(inShort(understoodAs)).toEqual(one.as);
    expect((understoodAs.and ?? []).map(inShort)).toEqual(one.and ?? []);
    expect(named).toEqual(expect.arrayContaining([...one.apis]));
    if (one.only === true) expect([...new Set(named)].sort()).toEqual([...one.apis].sort());
    if (one.others !== undefined) expect(understoodAs.alsoIn).toEqual(one.others);
    expect(understoodAs.corrected ?? []).toEqual(one.corrected ?? []);
  });
});

describe('is not answered', () => {
  test.each(cases<RefusedCase>('refused.yaml'))('$ask', async (one) => {
    const asked = await ask(one.ask);
    if (asked.kind !== 'refused') throw new Error(`is answered: ${JSON.stringify(asked.understoodAs)}`);
    const { choices, message } = asked;
    expect(choices.length).toBeLessThanOrEqual(5);
    const services = choices.map(({ service }) => service);
    if (one.choices.length === 0) expect(choices).toEqual([]);
    expect(services).toEqual(expect.arrayContaining([...one.choices]));
    expect(choices.flatMap(({ apis }) => apis)).toEqual(expect.arrayContaining([...(one.apis ?? [])]));
    for (const word of one.not ?? []) expect(message).toContain(`\`${word}\``);
    if (one.because !== undefined) expect(message).toContain(`is not answered because of \`${one.because}\``);
    for (const word of one.never ?? [])
      expect(choices.filter(({ query }) => query.split(' ').includes(word))).toEqual([]);
  });
});

test('a named task stays what it was', async () => {
  expect((await ask('can this role tag images?')).kind).toBe('task');
  expect((await ask('给镜像打标签')).kind).toBe('task');
});

test('asked exactly, plain words are refused', async () => {
  const asked = await ask('create vpc', 'any', true);
  expect(asked.kind).toBe('refused');
  expect((await ask('tag images', 'any', true)).kind).toBe('task');
  expect((await ask('ims:images:get', 'any', true)).kind).toBe('action');
});

test('only APIs of the cloud that is asked about answer', async () => {
  const both = await ask('attach a disk to a server');
  const otc = await ask('attach a disk to a server', 'otc');
  if (both.kind === 'refused' || otc.kind === 'refused') throw new Error('is refused');
  expect(otc.rows.length).toBeGreaterThan(0);
  expect(otc.rows.length).toBeLessThan(both.rows.length);
});
