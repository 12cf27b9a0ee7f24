import { describe, expect, test } from 'vitest';
import type { CanAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

async function can(...argv: string[]) {
  const { stdout, stderr } = await runCli(['can', ...argv, '--format', 'json'], {
    'no-delete.json': policyText([], ['ims:images:delete']),
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as CanAnswer;
}

describe('a system policy as an argument', () => {
  test.each([
    { ask: 'ims:images:list', policies: ['system:ECS FullAccess'], cloud: 'otc', decision: 'allowed' },
    { ask: 'ims:images:list', policies: ['system:ecs fullaccess'], cloud: 'otc', decision: 'allowed' },
    { ask: 'ims:images:list', policies: ['system:ECS FullAccess'], cloud: 'any', decision: 'conditional' },
    { ask: 'ims:images:share', policies: ['system:ECS FullAccess'], cloud: 'otc', decision: 'not-allowed' },
    {
      ask: 'ims:images:delete',
      policies: ['system:ECS FullAccess', 'no-delete.json'],
      cloud: 'otc',
      decision: 'denied',
    },
    {
      ask: 'ims:images:delete',
      policies: ['system:IMS FullAccess', 'no-delete.json'],
      cloud: 'any',
      decision: 'denied',
    },
    {
      ask: 'ims:images:update',
      policies: ['system:IMS FullAccess', 'no-delete.json'],
      cloud: 'any',
      decision: 'conditional',
    },
    {
      ask: 'ims:images:update',
      policies: ['system:IMS Administrator'],
      cloud: 'hwc',
      decision: 'conditional',
    },
  ])('$policies: $ask is $decision in $cloud', async ({ ask, policies, cloud, decision }) => {
    const answer = await can(ask, ...policies, '--cloud', cloud);
    expect(answer.decision).toBe(decision);
    expect(answer.policies[0]?.toLowerCase()).toBe(policies[0]?.toLowerCase());
  });

  test('has places in its content as `explain` prints it', async () => {
    const answer = await can('ims:images:list', 'system:ECS ReadOnlyAccess', '--cloud', 'otc');
    const [place] = 'actions' in answer ? (answer.actions[0]?.by ?? []) : [];
    expect(place).toMatchObject({
      file: 'system:ECS ReadOnlyAccess',
      pointer: '/Statement/0/Action/9',
      line: 16,
    });
  });

  test('is reported on for the services that its content could be about', async () => {
    const { stdout } = await runCli([
      'report',
      'system:IMS FullAccess',
      '--cloud',
      'otc',
      '--format',
      'json',
    ]);
    const { summary } = JSON.parse(stdout) as { summary: Record<string, number> };
    expect(summary).toMatchObject({ allowed: 0, notAllowed: 0, denied: 0 });
    expect(summary.conditional).toBeGreaterThan(30);
  });

  test.each([
    { name: 'system:IMS Adminstrator', message: 'did you mean `system:IMS Administrator`' },
    { name: 'system:IMS', message: 'did you mean `system:IMS ' },
    { name: 'system:qwertyuiop', message: 'save its content to a file' },
    { name: 'system:', message: 'name a system policy after `system:`' },
  ])('$name is not known', async ({ name, message }) => {
    for (const argv of [
      ['can', 'tag images', name],
      ['explain', name],
    ]) {
      const { exitCode, stderr } = await runCli(argv);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(message);
      expect(stderr).toMatch(/^iamscope: [^\n]+\n$/);
    }
  });
});

describe('explain', () => {
  test('shows content, dependencies and source', async () => {
    const { exitCode, stdout } = await runCli(['explain', 'system:ims administrator']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^IMS Administrator {2}system role, hwc, otc\n/);
    expect(stdout).toContain('depends on   Tenant Administrator');
    expect(stdout).toContain('"ims:*:*"');
    expect(stdout).toContain('huaweicloudDocs/ims');
    expect(stdout).toContain('a role is enforced by its name in the token');
  });

  test('says that nothing is published, and what was printed once', async () => {
    const full = await runCli(['explain', 'system:IMS FullAccess']);
    expect(full.stdout).toContain('its content is not published: it may hold any Allow of ims');
    const viewer = await runCli(['explain', 'system:IMS Viewer']);
    expect(viewer.stdout).toContain('its content is not published');
    expect(viewer.stdout).toContain('the content of today is not published');
    expect(viewer.stdout).toContain('"ims:*:list"');
  });

  test('gives the same as JSON', async () => {
    const { stdout } = await runCli(['explain', 'system:IMS FullAccess', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      query: { text: 'IMS FullAccess', kind: 'system-policy' },
      kind: 'policy',
      aliases: ['IMS Admin'],
      content: 'unpublished',
    });
  });
});
