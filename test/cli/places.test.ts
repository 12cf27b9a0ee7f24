import { describe, expect, test } from 'vitest';
import { policyText, runCli } from '../support/run-cli.ts';

const config = JSON.stringify({
  roles: {
    team: {
      grants: [
        { policy: 'allow.json', scope: { enterpriseProject: 'web' } },
        { policy: 'deny.json', scope: { project: 'eu-de' } },
      ],
    },
    single: { grants: [{ policy: 'allow.json', scope: { project: 'eu-nl' } }] },
    nowhere: { grants: [{ policy: 'allow.json' }] },
  },
});
const files = {
  'allow.json': policyText(['ims:images:list']),
  'deny.json': policyText([], ['ims:images:list']),
  'iamscope.yaml': config,
};
const api = 'GET /v2/cloudimages';

describe('every format names the places that an answer is for', () => {
  const commands = [
    { command: ['can', api], formats: ['pretty', 'compact', 'json', 'csv', 'markdown'] },
    { command: ['can', 'ims:images:list'], formats: ['pretty', 'compact', 'json', 'csv', 'markdown'] },
    { command: ['report', '--service', 'ims'], formats: ['pretty', 'compact', 'json', 'csv', 'markdown'] },
  ].flatMap(({ command, formats }) => formats.map((format) => ({ command, format })));

  test.each(commands)('$command in $format', async ({ command, format }) => {
    const single = await runCli([...command, '--role', 'single', '--format', format], files);
    expect(single.stdout).toMatch(format === 'json' ? /"project": "eu-nl"/ : /project .?`eu-nl.?`/);
    const team = await runCli([...command, '--role', 'team', '--format', format], files);
    expect(team.stdout).toMatch(
      format === 'json' ? /"enterpriseProject": "web"/ : /enterprise project .?`web.?`/,
    );
    expect(team.stdout).toMatch(format === 'json' ? /"project": "eu-de"/ : /project .?`eu-de.?`/);
    const nowhere = await runCli([...command, '--role', 'nowhere', '--format', format], files);
    expect(nowhere.stdout).not.toMatch(/answered for|"places"/);
  });

  test.each(['pretty', 'json', 'csv', 'markdown'])('who-can in %s', async (format) => {
    const { stdout } = await runCli(['who-can', api, '--format', format], files);
    for (const name of ['eu-de', 'eu-nl', 'web']) expect(stdout).toContain(name);
  });
});

test('where the places differ, each is told with its own answer', async () => {
  const { exitCode, stdout } = await runCli(['can', api, '--role', 'team', '--cloud', 'otc'], files);
  expect(exitCode).toBe(3);
  expect(stdout).toContain(
    'allowed in enterprise project `web` of another project; denied in project `eu-de`',
  );
});

test('--explain names the place of each statement', async () => {
  const { stdout } = await runCli(['can', 'ims:images:list', '--role', 'team', '--explain'], files);
  expect(stdout).toContain('in project `eu-de` applies');
  expect(stdout).toContain('in enterprise project `web` applies');
});
