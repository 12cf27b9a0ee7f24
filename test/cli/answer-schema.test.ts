import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { policyText, runCli } from '../support/run-cli.ts';

const folder = join(import.meta.dirname, '..', '..', 'rules', 'schema');
const schemas = readdirSync(folder)
  .filter((name) => /^(?:answer-parts|can|report|who-can)\.schema\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object);
const ajv = new Ajv2020({ schemas, allowUnionTypes: true });

const names = (count: number) => Array.from({ length: count }, (_, i) => `u${i}`);
const limited = (name: string) => ({
  Effect: 'Allow',
  Action: ['ims:*:*'],
  Resource: names(8).map((one) => `ims:*:*:image:${one}`),
  Condition: { StringEquals: { 'g:UserName': [name, ...names(8)] } },
});
const files = {
  'many.json': JSON.stringify({ Version: '1.1', Statement: names(20).map(limited) }),
  'deny.json': policyText([], ['ims:*:*']),
  'iamscope.yaml': JSON.stringify({
    roles: {
      team: {
        grants: [
          { policy: 'many.json', scope: { project: 'eu-de' } },
          { policy: 'deny.json', scope: { enterpriseProject: 'web' } },
        ],
      },
    },
  }),
};

test.each([
  { schema: 'can', argv: ['can', 'PUT /v1/cloudimages/tags', 'many.json', '--suggest', '--explain'] },
  { schema: 'can', argv: ['can', 'ims:images:get', 'many.json', '--suggest', '--explain'] },
  { schema: 'can', argv: ['can', 'ims:images:get', '--role', 'team', '--suggest', '--explain'] },
  { schema: 'can', argv: ['can', 'tag images', '--role', 'team', '--suggest'] },
  {
    schema: 'can',
    argv: [
      'can',
      'Action Forbidden: [PUT https://ims.eu-de.otc.t-systems.com/v1/cloudimages/tags], {"code":403,"message":"Policy doesn\'t allow ims:images:update to be performed."}',
      'many.json',
      '--suggest',
    ],
  },
  { schema: 'who-can', argv: ['who-can', "policy doesn't allow ims:images:get (EPS.0003)", 'many.json'] },
  { schema: 'report', argv: ['report', 'many.json'] },
  { schema: 'report', argv: ['report', '--role', 'team'] },
  { schema: 'who-can', argv: ['who-can', 'tag images'] },
  { schema: 'who-can', argv: ['who-can', 'tag images', 'many.json', 'deny.json'] },
])('JSON of $argv fits its schema', async ({ schema, argv }) => {
  const { stdout, stderr } = await runCli([...argv, '-f', 'json'], files);
  expect(stderr).toBe('');
  const answer: unknown = JSON.parse(stdout);
  expect(ajv.validate(`${schema}.schema.json`, answer), JSON.stringify(ajv.errors)).toBe(true);
  if (argv.includes('many.json')) expect(stdout).toContain('"others": ');
  if (argv.includes('--role')) expect(stdout).toContain('"places": ');
});
