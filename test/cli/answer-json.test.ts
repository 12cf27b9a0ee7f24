import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

/** What reorders or hides text, or steers a terminal: C1 controls, bidi marks, zero-width characters. */
const hostile = '\u0085\u009b31m\u202e\u2066\u200f\u200b\u2028\u007f##[x]';

const policy = JSON.stringify({
  Version: '1.1',
  Statement: [
    { Effect: 'Allow', Action: ['ims:*:*'], Condition: { StringEquals: { 'g:UserName': [hostile] } } },
  ],
});
const name = `a${hostile}.json`;

test.each([
  { command: ['can', 'ims:images:get', name] },
  { command: ['can', 'ims:images:get', name, '--explain', '--suggest'] },
  { command: ['can', 'tag images', name] },
  { command: ['who-can', 'ims:images:get', name] },
  { command: ['report', name] },
])('JSON of $command.0 escapes what a terminal would act on', async ({ command }) => {
  const { stdout } = await runCli([...command, '--format', 'json'], { [name]: policy });
  expect(stdout).not.toMatch(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(stdout).not.toContain('##[');
  // It stays the same value.
  const answer: unknown = JSON.parse(stdout);
  expect(JSON.stringify(answer)).toContain(JSON.stringify(name).slice(1, -1));
});
