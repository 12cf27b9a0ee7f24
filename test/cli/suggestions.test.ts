import { describe, expect, test } from 'vitest';
import type { CanAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const withMfa = { Condition: { Bool: { 'g:MFAPresent': ['true'] } } };
const onBucket = { Resource: ['obs:*:*:bucket:mine'] };
const policy = (...Statement: object[]) => JSON.stringify({ Version: '1.1', Statement });
const allow = (Action: readonly string[], more: object = {}) => ({ Effect: 'Allow', Action, ...more });
const deny = (Action: readonly string[], more: object = {}) => ({ Effect: 'Deny', Action, ...more });

const tagImages = 'PUT /v1/cloudimages/tags';
const formats = ['pretty', 'compact', 'json', 'csv', 'markdown'];

describe('an addition that leaves out a limit says so in every format', () => {
  const cases = [
    {
      name: 'a Condition',
      text: policy(allow(['ims:*:*'], withMfa)),
      query: tagImages,
      words: ['condition'],
    },
    {
      name: 'a Condition that is known not to hold',
      text: policy(allow(['ims:*:*'], withMfa)),
      query: tagImages,
      argv: ['--context', 'g:MFAPresent=false'],
      words: ['condition'],
    },
    {
      name: 'a Resource',
      text: policy(allow(['obs:bucket:ListBucket'], onBucket)),
      query: 'obs:bucket:ListBucket',
      words: ['resource'],
    },
    {
      name: 'another Resource than the one asked about',
      text: policy(allow(['obs:bucket:ListBucket'], onBucket)),
      query: 'obs:bucket:ListBucket',
      argv: ['--resource', 'obs:*:*:bucket:other'],
      words: ['resource'],
    },
    {
      name: 'both',
      text: policy(allow(['obs:bucket:ListBucket'], { ...withMfa, ...onBucket })),
      query: 'obs:bucket:ListBucket',
      words: ['condition', 'resource'],
    },
    {
      name: 'part of a pattern',
      text: policy(allow(['ims:images:g*'], withMfa)),
      query: 'ims:images:*',
      words: ['condition'],
    },
  ].flatMap((one) => formats.map((format) => ({ ...one, format })));

  test.each(cases)('$name in $format', async ({ text, query, argv = [], words, format }) => {
    const command = ['can', query, 'p.json', '--suggest', '-f', format, ...argv];
    const { stdout } = await runCli(command, { 'p.json': text });
    for (const word of words) {
      if (format !== 'json') expect(stdout).toContain(`without the ${word}`);
    }
    if (format !== 'json') {
      // Wherever the answer is said to be allowed, the same line says what is left out.
      for (const line of stdout.split('\n').filter((one) => one.includes('the answer is then allowed')))
        expect(line).toContain(`but without the ${words.join(' and the ')}`);
      return;
    }
    const { suggestion } = JSON.parse(stdout) as CanAnswer;
    expect(suggestion?.policies.length).toBeGreaterThan(0);
    for (const { without } of suggestion?.policies ?? [])
      expect([...new Set(without?.map(({ kind }) => kind))].sort()).toEqual(words);
  });
});

describe('what is suggested leads where it says', () => {
  test.each([
    { name: 'missing actions', text: policyText(['ims:images:get']), query: tagImages },
    {
      name: 'dependencies of two levels',
      text: policyText(['ims:*:*']),
      query: 'POST /v1/cloudimages/x/file',
    },
    { name: 'a Condition', text: policy(allow(['ims:*:*'], withMfa)), query: tagImages },
    {
      name: 'one action limited and one missing',
      text: policy(allow(['ims:images:get'], withMfa)),
      query: tagImages,
    },
    { name: 'a Deny', text: policyText(['ims:*:*'], ['ims:images:update']), query: tagImages },
    {
      name: 'a Deny with a Condition',
      text: policy(allow(['ims:*:*']), deny(['ims:images:update'], withMfa)),
      query: tagImages,
    },
    {
      name: 'a Deny on a Resource',
      text: policy(allow(['obs:*:*']), deny(['obs:bucket:ListBucket'], onBucket)),
      query: 'obs:bucket:ListBucket',
    },
    { name: 'a task', text: policyText(['ims:images:list']), query: 'tag images' },
    { name: 'a system policy without content', text: '', query: tagImages, subject: 'system:IMS FullAccess' },
    { name: 'a role without content', text: '', query: tagImages, subject: 'system:IMS Administrator' },
    {
      name: 'an unreadable policy',
      text: '{"Version":"1.1","Statement":[{"Effect":"Alow"}]}',
      query: tagImages,
    },
    {
      name: 'an enterprise project that the API does not support',
      text: policyText(['ims:images:get']),
      query: 'POST /v1/cloudimages/members',
      argv: ['--scope', 'enterprise-project'],
    },
    {
      name: 'an enterprise project that it supports',
      text: policyText(['ims:images:get']),
      query: 'GET /v2/cloudimages',
      argv: ['--scope', 'enterprise-project'],
    },
  ])('$name', async ({ text, query, argv = [], subject = 'p.json' }) => {
    const ask = async (files: Readonly<Record<string, string>>, ...more: string[]) => {
      const subjects = [subject, ...Object.keys(files).filter((name) => name !== 'p.json')];
      const command = ['can', query, ...subjects, '--cloud', 'otc', '-f', 'json', ...argv, ...more];
      return JSON.parse((await runCli(command, files)).stdout) as CanAnswer;
    };
    const files: Record<string, string> = text === '' ? {} : { 'p.json': text };
    const { decision, suggestion } = await ask(files, '--suggest');
    const policies = suggestion?.policies ?? [];
    for (const [at, addition] of policies.entries()) {
      files[`added-${at}.json`] = JSON.stringify(addition.policy);
      const leads = at === policies.length - 1 ? suggestion?.decision : addition.decision;
      if (leads !== undefined) expect((await ask(files)).decision).toBe(leads);
    }
    const final = suggestion?.decision ?? decision;
    if (policies.length === 0) expect(final).toBe(decision);
    const order = ['allowed', 'conditional', 'not-allowed', 'denied'];
    if (policies.length > 0 && final !== 'conditional')
      expect(order.indexOf(final)).toBeLessThan(order.indexOf(decision));
    if (final !== 'allowed') expect(suggestion?.remaining).not.toEqual([]);
  });
});

test('for a role, an addition says where to grant it', async () => {
  const config = {
    roles: {
      team: {
        grants: [
          { policy: 'p.json', scope: { project: 'eu-de' } },
          { policy: 'p.json', scope: { project: 'eu-nl' } },
        ],
      },
    },
  };
  const files = { 'p.json': policyText(['ims:images:get']), 'iamscope.yaml': JSON.stringify(config) };
  const { stdout } = await runCli(['can', tagImages, '--role', 'team', '--suggest'], files);
  expect(stdout).toContain(
    'grant also (project-level services, in project `eu-de`, project `eu-nl`; the answer is then allowed)',
  );
});
