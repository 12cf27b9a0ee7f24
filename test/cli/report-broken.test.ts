import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { ReportAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const schemas = join(import.meta.dirname, '../../rules/schema');
const readSchema = (name: string) =>
  JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8')) as object;
const isReport = new Ajv2020({ strict: true, allowUnionTypes: true })
  .addSchema(readSchema('answer-parts'))
  .compile(readSchema('report'));

const clean = policyText(['ims:images:list']);
const statement = (effect: string, action: string) => `{"Effect":${effect},"Action":${action}}`;
const policy = (...statements: readonly string[]) =>
  `{"Version":"1.1","Statement":[${statements.join(',')}]}`;

async function report(files: Readonly<Record<string, string>>, argv: readonly string[] = []) {
  const json = await runCli(['report', ...Object.keys(files), ...argv, '--format', 'json'], files);
  const answer = JSON.parse(json.stdout) as ReportAnswer;
  expect(isReport(answer), JSON.stringify(isReport.errors)).toBe(true);
  const pretty = await runCli(['report', ...Object.keys(files), ...argv], files);
  const markdown = await runCli(['report', ...Object.keys(files), ...argv, '--format', 'markdown'], files);
  return {
    exitCode: pretty.exitCode,
    answer,
    services: [...new Set(answer.apis.map(({ service }) => service))],
    pretty: pretty.stdout,
    markdown: markdown.stdout,
  };
}

describe('a report of a policy that cannot be read for sure', () => {
  test.each([
    {
      name: 'an invalid Effect',
      text: policy(statement('"allow"', '["ims:images:list"]')),
      services: ['ims'],
    },
    {
      name: 'a syntax error',
      text: `${policy(statement('"Allow"', '["ims:images:list"]'), statement('"Deny"', '["ecs:*:*"]')).slice(0, -3)}`,
      services: ['ecs', 'ims'],
    },
    { name: 'a Statement that is a text', text: '{"Version":"1.1","Statement":"x"}', services: [] },
    {
      name: 'a Statement that is a text with an action',
      text: '{"Version":"1.1","Statement":"[{\\"Action\\":[\\"EVS:volumes:list\\"]}]"}',
      services: ['evs'],
    },
    {
      name: 'no Version',
      text: `{"Statement":[${statement('"Allow"', '["ims:images:list"]')}]}`,
      services: ['ims'],
    },
    {
      name: 'a member that nobody knows',
      text: policy('{"Effect":"Allow","Action":["kms:cmk:list"],"Acton":["x"]}'),
      services: ['kms'],
    },
    {
      name: 'another Version',
      text: '{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["ims:images:list"]}]}',
      services: ['ims'],
    },
    {
      name: 'a malformed action beside',
      text: policy(statement('"alow"', '["ims:images:list","nonsense"]')),
      services: ['ims'],
    },
  ])('says so once, at the top, and shows the services that it names: $name', async ({ text, services }) => {
    const { exitCode, answer, pretty, markdown, ...found } = await report({ 'p.json': text });
    expect(exitCode).toBe(0);
    expect(found.services).toEqual(services);
    expect(answer.doubts).toEqual([expect.stringMatching(/^`p\.json` (?:has|is) /u)]);
    const [doubt = ''] = answer.doubts ?? [];
    for (const shown of [pretty, markdown]) {
      expect(shown.match(/ in its structure| is an identity policy/gu)).toHaveLength(1);
      expect(shown).not.toContain('unreadable-policy');
    }
    expect(pretty.split('\n').slice(0, 3)).toEqual([
      'policies p.json',
      'asked    cloud any, granted in a project',
      `doubt    ${doubt}`,
    ]);
    expect(answer.apis.filter(({ decision }) => decision === 'allowed')).toEqual([]);
  });

  test('names each of several', async () => {
    const { answer, pretty } = await report({
      'a.json': clean,
      'b.json': policy(statement('"alow"', '["ims:*:*"]')),
      'c.json': '{"Version":"1.1","Statement":7}',
    });
    expect(answer.doubts).toHaveLength(2);
    expect(pretty.match(/^doubt {4}`[bc]\.json`/gmu)).toHaveLength(2);
    expect(pretty).not.toContain('`a.json`');
  });

  test('of everything is of everything', async () => {
    const { services } = await report({ 'p.json': policy(statement('"alow"', '["*:*:*"]')) });
    expect(services.length).toBeGreaterThan(20);
  });

  test('that names nothing says how to ask all the same', async () => {
    const files = { 'p.json': '{"Version":"1.1","Statement":"x"}' };
    const { answer } = await report(files);
    expect(answer.notes).toContain(
      'these policies name no service, so there is no API to report; `--service` reports one all the same',
    );
    expect((await report(files, ['--service', 'ims'])).services).toEqual(['ims']);
  });

  test('has no doubts where there is none', async () => {
    expect((await report({ 'a.json': clean })).answer).not.toHaveProperty('doubts');
  });
});
