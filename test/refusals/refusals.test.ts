import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openWorld } from '../../src/cli/world.ts';
import type { CanAnswer } from '../../src/model/answer.ts';
import type { Refusal } from '../../src/model/refusal.ts';
import { looksLikeRefusal } from '../../src/refusals/looks-like-refusal.ts';
import { readRefusal } from '../../src/refusals/read-refusal.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText, runCli } from '../support/run-cli.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly read: Refusal;
  /** What `explain --policy` prints. */
  readonly explain?: readonly string[];
  /** The answer of `can`, or why it has none. */
  readonly can?:
    | { readonly decision: string; readonly query: string; readonly says?: string }
    | { readonly refused: string };
}

const file = join(import.meta.dirname, '..', '..', 'fixtures', 'refusals', 'refusals.yaml');
const cases = parse(readFileSync(file, 'utf8')) as readonly Case[];
const { catalogue } = openWorld(fakeIo({}));
const isService = (code: string) => catalogue.service(code) !== undefined;
const files = { 'p.json': policyText(['ims:images:get']) };
const exitOf: Readonly<Record<string, number>> = { allowed: 0, 'not-allowed': 1 };

describe('a text that a cloud or a tool printed', () => {
  test.each(cases)('is read: $name', ({ text, read }) => {
    expect(looksLikeRefusal(text)).toBe(true);
    expect(readRefusal(text, isService)).toEqual(read);
  });

  test.each(cases)('is explained: $name', async ({ text, explain = [] }) => {
    const { exitCode, stdout, stderr } = await runCli(['explain', text, '--policy', 'p.json'], files);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const words of explain) expect(stdout).toContain(words);
    expect(stdout).toMatch(/^understood as: /);
    const json = await runCli(['explain', '-', '-f', 'json'], files, text);
    expect(JSON.parse(json.stdout)).toMatchObject({ schemaVersion: 1, query: { kind: 'refusal' } });
  });

  test.each(cases)('never reaches an output whole: $name', async ({ text }) => {
    for (const argv of [['explain'], ['can'], ['who-can']]) {
      for (const format of ['pretty', 'json']) {
        const policy = argv[0] === 'explain' ? [] : ['p.json'];
        const { stdout, stderr } = await runCli([...argv, text, ...policy, '-f', format], files);
        expect(stdout + stderr).not.toContain('SECRET');
      }
    }
  });
});

describe('what was refused is a question', () => {
  const asked = cases.flatMap(({ name, text, can }) => (can === undefined ? [] : [{ name, text, can }]));
  test.each(asked)('$name', async ({ text, can }) => {
    for (const call of [
      { argv: ['can', text, 'p.json', '-f', 'json'], stdin: '' },
      { argv: ['can', '-', 'p.json', '-f', 'json'], stdin: text },
    ]) {
      const { exitCode, stdout, stderr } = await runCli(call.argv, files, call.stdin);
      if ('refused' in can) {
        expect(exitCode).toBe(2);
        expect(stderr).toContain(can.refused);
        continue;
      }
      const { decision, query } = JSON.parse(stdout) as CanAnswer;
      expect({ decision, query: query.text }).toEqual({ decision: can.decision, query: can.query });
      expect(query.refusal).toBeDefined();
      expect(exitCode).toBe(exitOf[decision]);
      expect(stderr).toContain(can.says ?? '');
    }
  });
});

test('what a refusal needs is enough: the policy that is printed is allowed', async () => {
  for (const { text, read } of cases) {
    if (read.kind === 'not-registered' || (read.actions.length === 0 && read.call === undefined)) continue;
    const { stdout } = await runCli(['explain', text, '-f', 'json']);
    const { grant } = JSON.parse(stdout) as { readonly grant?: CanAnswer['suggestion'] };
    if (grant?.decision !== 'allowed') continue;
    const added = Object.fromEntries(
      grant.policies.map(({ policy }, at) => [`p${at}.json`, JSON.stringify(policy)] as const),
    );
    const { exitCode } = await runCli(['can', text, ...Object.keys(added)], added);
    expect({ text, exitCode }).toEqual({ text, exitCode: 0 });
  }
});
