import { describe, expect, test } from 'vitest';
import { looksLikeRefusal } from '../../src/refusals/looks-like-refusal.ts';
import { readRefusal } from '../../src/refusals/read-refusal.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const many = (text: string) => text.repeat(Math.ceil(300_000 / text.length));

describe('texts that nobody would paste', () => {
  test.each([
    { name: 'new lines', text: `${many('\n')}403` },
    { name: 'blanks after a word', text: `not${many(' ')}403` },
    { name: 'elements of XML', text: many('<Error>') },
    { name: 'calls', text: many('[GET https://a') },
    { name: 'backslashes', text: `${many('\\')}403` },
    { name: 'JSON in JSON in JSON', text: `${many('{"a":')}"Policy doesn't allow x"` },
    { name: 'phrases', text: many("policy doesn't allow ") },
    { name: 'an option of curl', text: `curl -d ${many('-d ')}` },
    { name: 'a quote that is never closed', text: `curl -H '${many('x')}` },
    { name: 'calls of curl', text: many('curl -x ') },
    { name: 'frames', text: many('\n│ ') },
    { name: 'colons', text: `${many('a:')} 403` },
  ])('$name', ({ text }) => {
    looksLikeRefusal(text);
    const read = readRefusal(text, () => true);
    expect(JSON.stringify(read ?? {}).length).toBeLessThan(20_000);
  });

  test('of very many actions the first are read', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `ims:images:do${i}`).join(', ');
    expect(readRefusal(`Policy doesn't allow ${names} to be performed`, () => true)?.actions).toHaveLength(
      50,
    );
  });

  test('what controls a terminal reaches none', async () => {
    const text =
      "\u001b[31mPolicy doesn't allow\u001b[0m ims:images:get\u202e\u0007 to be performed [GET https://ims.eu-de.otc.t-systems.com/v2/\u0007\u202eimages]";
    const { stdout, stderr } = await runCli(['explain', text]);
    expect(stdout).toContain('`ims:images:get` was refused');
    for (const control of ['\u0007', '\u001b', '\u202e']) expect(stdout + stderr).not.toContain(control);
  });

  test('names of the language are names', () => {
    expect(
      readRefusal("Policy doesn't allow __proto__:constructor:toString to be performed.", () => false),
    ).toEqual({
      kind: 'refused',
      actions: ['__proto__:constructor:toString'],
      rules: [],
    });
  });
});

describe('standard input', () => {
  const files = { 'p.json': policyText(['ims:images:get']) };
  test.each([
    { argv: ['can', '-', '-'], says: 'standard input is either the question or a policy' },
    { argv: ['can', '-', 'p.json', '-'], says: 'standard input is either the question or a policy' },
    { argv: ['who-can', '-', '-'], says: 'standard input is either the question or a policy' },
    { argv: ['explain', '-', '--policy', '-'], says: 'standard input is either the question or a policy' },
    { argv: ['can', '-', 'p.json'], stdin: ' \n', says: 'standard input holds no question' },
    { argv: ['can', '-', 'p.json'], stdin: 'x'.repeat(1_100_000), says: 'longer than 1 MB' },
    { argv: ['explain', 'ims:images:get', '--policy', 'p.json'], says: '`--policy` and `--role` go with' },
    {
      argv: ['explain', "Policy doesn't allow ims:images:get to be performed.", '--policy', 'q.json'],
      says: 'q.json',
    },
  ])('$argv is a wrong call', async ({ argv, stdin = 'ims:images:get', says }) => {
    const { exitCode, stdout, stderr } = await runCli(argv, files, stdin);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  test.each(['ims:images:get', 'GET /v2/images/{image_id}', 'read image details'])(
    'asks what it holds: %s',
    async (question) => {
      const { exitCode, stdout } = await runCli(['can', '-', 'p.json'], files, `${question}\r\n`);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`allowed  ${question}\n`);
      const explained = await runCli(['explain', '-'], files, `${question}\n`);
      expect(explained.exitCode).toBe(0);
    },
  );

  test('may hold the policy that a refusal is explained by', async () => {
    const text = "Policy doesn't allow ims:images:get to be performed.";
    const { stdout } = await runCli(['explain', text, '--policy', '-'], {}, policyText(['ims:*:*']));
    expect(stdout).toContain('with <stdin>:\nallowed  ims:images:get');
  });

  test('a role of the configuration explains a refusal', async () => {
    const config = { roles: { team: { grants: [{ policy: 'p.json', scope: { project: 'eu-de' } }] } } };
    const { stdout } = await runCli(
      ['explain', "Policy doesn't allow ims:images:update to be performed.", '--role', 'team'],
      { ...files, 'iamscope.yaml': JSON.stringify(config) },
    );
    expect(stdout).toContain('with role team:\nnot-allowed  ims:images:update');
    expect(stdout).toContain('in project `eu-de`; the answer is then allowed');
  });
});

test('questions in words and names of things are no refusals', () => {
  for (const text of [
    'tag images',
    'list forbidden words',
    'who is denied images',
    'quota of images',
    'use curl to list images',
    'ims:images:get',
    'POST https://ims.eu-de.otc.t-systems.com/v2/403',
    '查询配额 禁止',
  ])
    expect(looksLikeRefusal(text) ? readRefusal(text, () => true) : undefined).toBeUndefined();
});
