import { describe, expect, test, vi } from 'vitest';
import { decisionFormats, lintFormats } from '../../src/model/formats.ts';
import { hasHole } from '../../src/model/hole.ts';
import { inText } from '../support/hole-trees.ts';
import { runCli } from '../support/run-cli.ts';

// The first to ask for the data waits for it.
vi.setConfig({ testTimeout: 120_000 });

/** A policy in which holes are inside of strings, wherever one may be. */
const policy = JSON.stringify({
  Version: '1.1',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['ims:images:list', `ims:${inText}`, `${inText}:images:get`],
      Resource: [`ims:*:*:image:${inText}`],
      Condition: { StringEquals: { 'g:UserName': [`a${inText}`], [`g:${inText}`]: ['a'] } },
    },
    { Effect: `X${inText}`, Action: [`ims:${inText}`], [`X${inText}`]: 'a' },
  ],
});
const files = { 'policy.json': policy };

describe('a hole', () => {
  test.each(decisionFormats)('is shown as one in answers as %s', async (format) => {
    for (const call of [
      ['can', 'ims:images:list', 'policy.json', '--explain', '--suggest'],
      ['who-can', 'ims:images:list', 'policy.json'],
      ['report', 'policy.json'],
    ]) {
      const { stdout, stderr } = await runCli([...call, '--format', format], files);
      expect([call[0], hasHole(stdout + stderr)]).toEqual([call[0], false]);
    }
  });

  test.each(lintFormats)('is shown as one in findings as %s', async (format) => {
    const { stdout } = await runCli(['lint', 'policy.json', '--format', format], files);
    // What is quoted of the file itself is as it is.
    const quoted = stdout.split('\n').filter((line) => !/^\s*\d*\s*\|/.test(line));
    expect(quoted.filter(hasHole)).toEqual([]);
  });

  test('is a reason of its own, with what may hold', async () => {
    const allow = { Effect: 'Allow', Action: ['ims:images:list'], Resource: [`ims:*:*:image:${inText}`] };
    const holey = { 'policy.json': JSON.stringify({ Version: '1.1', Statement: [allow] }) };
    const { stdout, exitCode } = await runCli(
      ['can', 'ims:images:list', 'policy.json', '--format', 'json'],
      holey,
    );
    expect(exitCode).toBe(3);
    const answer = JSON.parse(stdout) as { readonly actions: readonly { readonly reasons: unknown }[] };
    expect(answer.actions[0]?.reasons).toMatchObject([
      {
        kind: 'hole',
        message: `allowed only for the resources \`ims:*:*:image:${'$' + '{…}'}\`, not all of which are fixed`,
        residue: { resources: [`ims:*:*:image:${'$' + '{…}'}`] },
      },
    ]);
  });

  test('of which service nobody knows is said by the report', async () => {
    const allow = { Effect: 'Allow', Action: ['ims:images:list', `${inText}:images:get`] };
    const holey = { 'policy.json': JSON.stringify({ Version: '1.1', Statement: [allow] }) };
    const note =
      'an action of these policies is not fixed, so it may be of any service; `--service` reports another one';
    const notesOf = async (...options: readonly string[]) => {
      const { stdout } = await runCli(['report', 'policy.json', '--format', 'json', ...options], holey);
      return (JSON.parse(stdout) as { readonly notes: readonly string[] }).notes;
    };
    expect(await notesOf()).toContain(note);
    expect(await notesOf('--service', 'ims')).not.toContain(note);
  });
});
