import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { CanAnswer } from '../../src/model/answer.ts';
import { run } from '../support/run-on-policies.ts';

const api = 'POST /api/v1/namespaces';
const titles = { title: 'Creating a Namespace', titleZh: '创建Namespace', titleBy: 'iamscope' };
const words = 'Creating a Namespace (创建Namespace; translated by iamscope)';

describe('an API whose pages are Chinese only', () => {
  test.each([
    ['catalogue show', ['catalogue', 'show', api, '--cloud', 'hwc'], `  Huawei Cloud, cci: ${words}\n`],
    ['explain of the API', ['explain', api, '--cloud', 'hwc'], `  Huawei Cloud, cci: ${words}\n`],
    [
      'explain of its action',
      ['explain', 'cci:namespace:create', '--cloud', 'hwc'],
      `hwc  ${api}  ${words}\n`,
    ],
    ['a search in Chinese', ['catalogue', 'search', '创建namespace'], `${api}  ${words}`],
    ['a search in English', ['catalogue', 'search', 'creating', 'namespace'], `${api}  ${words}`],
  ])('has both titles in %s, and says that the English one is ours', async (_name, argv, shown) => {
    const { exitCode, stdout } = await run(argv);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(shown);
  });

  test.each([
    ['catalogue show', ['catalogue', 'show', api], 'entries'],
    ['explain of the API', ['explain', api], 'entries'],
    ['explain of its action', ['explain', 'cci:namespace:create'], 'apis'],
    ['search', ['catalogue', 'search', '创建namespace'], 'apis'],
  ])('has them in the JSON of %s', async (_name, argv, member) => {
    const { stdout } = await run([...argv, '--cloud', 'hwc', '--format', 'json']);
    const found = (JSON.parse(stdout) as Record<string, { method: string; path: string }[]>)[member];
    expect(found?.find(({ method, path }) => `${method} ${path}` === api)).toMatchObject(titles);
  });

  test('has the English one in answers, marked in JSON', async () => {
    const pretty = await run(['can', api, 'image-viewer.json', '--cloud', 'hwc']);
    expect(pretty.stdout).toContain(`${api}  hwc: ${titles.title}\n`);
    const { stdout } = await run(['can', api, 'image-viewer.json', '--cloud', 'hwc', '--format', 'json']);
    const answer = JSON.parse(stdout) as CanAnswer;
    const ajv = new Ajv2020({ strict: true, strictRequired: false });
    for (const name of ['answer-parts', 'can'])
      ajv.addSchema(JSON.parse(readFileSync(`rules/schema/${name}.schema.json`, 'utf8')) as object);
    expect(ajv.validate('can.schema.json', answer), JSON.stringify(ajv.errors)).toBe(true);
    expect(answer).toMatchObject({ apis: [{ title: titles.title, titleBy: titles.titleBy }] });
  });
});

test('a search finds an API of either cloud by any title that a page gives it', async () => {
  const { stdout } = await run([
    'catalogue',
    'search',
    '增加或修改标签',
    '--cloud',
    'otc',
    '--service',
    'ims',
  ]);
  expect(stdout).toMatch(/^otc {2}ims {2}PUT \/v1\/cloudimages\/tags {2}/u);
});

test.each([[['catalogue', 'show']], [['explain']]])(
  '%j has both titles of a row without an API',
  async (command) => {
    const { stdout } = await run([...command, 'hilens:market:createCommissionSkill', '--cloud', 'hwc']);
    expect(stdout).toContain('Creating a Custom Skill (创建定制技能; translated by iamscope)');
  },
);

test('a search finds an action without an API by our translation of its row', async () => {
  const { stdout } = await run(['catalogue', 'search', 'creating', 'custom', 'skill', '--service', 'hilens']);
  expect(stdout).toContain('hilens:market:createCommissionSkill');
});

test('a report of everything names every API and operation in English', async () => {
  const everything = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['*:*:*'] }] });
  const { stdout } = await run(['report', 'all.json'], { 'all.json': everything });
  const apis = stdout.split('\n').filter((line) => /^ {2}[a-z-]+ +(?:hwc|otc)/u.test(line));
  expect(apis.length).toBeGreaterThan(2000);
  expect(apis.filter((line) => /\p{Script=Han}/u.test(line))).toEqual([]);
});
