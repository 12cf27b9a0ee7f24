import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { main } from '../../src/cli/run.ts';
import type { ReportAnswer } from '../../src/model/answer.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText, runCli } from '../support/run-cli.ts';

// Real processes and the whole catalogue: a bound against hanging, not a measure.
vi.setConfig({ testTimeout: 300_000 });

const scratch = mkdtempSync(join(tmpdir(), 'iamscope-large-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const statement = (Effect: string, more: object = {}) => ({ Effect, Action: ['*:*:*'], ...more });
const policy = (Statement: readonly object[]) => JSON.stringify({ Version: '1.1', Statement });
const range = (length: number) => Array.from({ length }, (_, i) => i);
const userIs = (name: string) => ({ Condition: { StringEquals: { 'g:UserName': [name] } } });

/** Small policies that say the same thing very often, and how many bytes an API's part of the report may have. */
const policies: Readonly<Record<string, { readonly text: string; readonly most: number }>> = {
  'one action 200 times': {
    text: policy([{ Effect: 'Allow', Action: range(200).map(() => '*:*:*') }]),
    most: 3000,
  },
  '200 condition keys': {
    text: policy([
      statement('Allow', {
        Condition: { StringEquals: Object.fromEntries(range(200).map((i) => [`g:Key${i}`, ['x']])) },
      }),
    ]),
    most: 4000,
  },
  '500 values': {
    text: policy([
      statement('Allow', { Condition: { StringEquals: { 'g:UserName': range(500).map((i) => `u${i}`) } } }),
    ]),
    most: 3000,
  },
  '500 resources': {
    text: policy([statement('Allow', { Resource: range(500).map((i) => `obs:*:*:bucket:b${i}`) })]),
    most: 3000,
  },
  '50 conditional Denies': {
    text: policy([statement('Allow'), ...range(50).map((i) => statement('Deny', userIs(`u${i}`)))]),
    most: 6000,
  },
};

describe('a report of all services is small, and takes little memory', () => {
  const program = join(import.meta.dirname, '..', '..', 'dist', 'iamscope.cjs');

  function sizeOfReport(text: string, format: string): { readonly size: number; readonly output: string } {
    const file = join(scratch, 'policy.json');
    const output = join(scratch, 'report');
    writeFileSync(file, text);
    const argv = ['--max-old-space-size=100', program, 'report', file, '-f', format, '-o', output];
    const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return { size: statSync(output).size, output };
  }

  test.each(Object.entries(policies))('%s', (_, { text, most }) => {
    const { size, output } = sizeOfReport(text, 'json');
    const { apis, summary } = JSON.parse(readFileSync(output, 'utf8')) as ReportAnswer;
    expect(apis.length).toBeGreaterThan(3000);
    expect(size / apis.length).toBeLessThan(most);
    expect(Object.values(summary).reduce((sum, count) => sum + count, 0)).toBe(apis.length);
  });

  test('as text too', () => {
    const { text, most } = policies['50 conditional Denies'] ?? { text: '', most: 0 };
    expect(sizeOfReport(text, 'pretty').size / 3000).toBeLessThan(most);
  });
});

describe('what is not listed is counted', () => {
  const api = 'GET /v2/cloudimages';
  const ask = async (text: string, format: string) =>
    (await runCli(['can', api, 'p.json', '--cloud', 'otc', '-f', format], { 'p.json': text })).stdout;

  test.each([
    {
      name: 'one action 200 times',
      text: 'and 199 more',
      json: { by: 5, byOthers: 195 },
    },
    {
      name: '200 condition keys',
      text: 'and 195 more tests hold',
      json: { conditions: 5, residueOthers: 195 },
    },
    {
      name: '500 values',
      text: '`u4` or 495 more',
      json: { conditions: 1, valueOthers: 495 },
    },
    {
      name: '500 resources',
      text: '`obs:*:*:bucket:b4`, 495 more',
      json: { resources: 5, residueOthers: 495 },
    },
    {
      name: '50 conditional Denies',
      text: 'and 45 more like it',
      json: { reasons: 5, others: 45, by: 5, byOthers: 46 },
    },
  ])('$name', async ({ name, text, json }) => {
    const policyOf = policies[name]?.text ?? '';
    for (const format of ['pretty', 'compact', 'csv', 'markdown']) {
      if (name.startsWith('one action') && format !== 'pretty') continue;
      const plain = (await ask(policyOf, format)).replaceAll('\\', '');
      expect(plain).toContain(text);
    }
    const answer = JSON.parse(await ask(policyOf, 'json')) as ReportAnswer;
    const { reasons = [], requirements = [] } = answer.apis[0] ?? {};
    const [requirement] = requirements;
    const last = reasons.at(-1);
    const residue = last?.residue;
    const [condition] = residue?.conditions ?? [];
    expect({
      by: requirement?.by.length,
      byOthers: requirement?.byOthers,
      reasons: reasons.length,
      others: last?.others,
      conditions: residue?.conditions?.length,
      valueOthers: condition?.others,
      resources: residue?.resources?.length,
      residueOthers: residue?.others,
    }).toMatchObject(json);
  });
});

test('who-can writes answers while it still reads', async () => {
  const names = range(150).map((i) => `policies/${'long'.repeat(400)}/${i}.json`);
  for (const format of ['json', 'csv', 'markdown']) {
    const io = fakeIo(Object.fromEntries(names.map((name) => [name, policyText(['ims:*:*'])])));
    const { out, readFile } = io;
    const longest: number[] = [];
    let read = 0;
    let readBefore = Number.POSITIVE_INFINITY;
    io.readFile = (path, most) => {
      read++;
      return readFile(path, most);
    };
    io.out = (text) => {
      readBefore = Math.min(readBefore, read);
      longest.push(text.length);
      out(text);
    };
    expect(await main(['who-can', 'tag images', 'policies', '-f', format], io)).toBe(0);
    expect(readBefore).toBeLessThan(names.length);
    expect(Math.max(...longest)).toBeLessThan(128 * 1024);
    expect(io.stdout().length).toBeGreaterThan(128 * 1024);
    if (format === 'json')
      expect(JSON.parse(io.stdout())).toMatchObject({ answers: { length: names.length } });
  }
});
