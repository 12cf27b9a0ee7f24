import { describe, expect, test } from 'vitest';
import type { CanAnswer, WhoCanAnswer } from '../../src/model/answer.ts';
import type { SystemPolicy } from '../../src/model/system-policy.ts';
import { policyText, runCli } from '../support/run-cli.ts';
import { testData } from '../support/test-data.ts';

async function can(...argv: string[]) {
  const { stdout, stderr } = await runCli(['can', ...argv, '--format', 'json'], {
    'no-delete.json': policyText([], ['ims:images:delete']),
  });
  // An action that no page names is decided all the same, and said.
  expect(stderr).toMatch(/^(?:iamscope: .+ follows from the policies alone.*\n)?$/);
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
    {
      name: 'system:AutoScalling Administrator',
      message: 'did you mean `system:AutoScaling Administrator`?',
    },
    { name: 'system:ims_admin', message: 'did you mean `system:ims_adm`?' },
    {
      name: 'system:system_all_9999',
      message: '`system_all_9999` is known; save its content to a file and name the file',
    },
    // Of a service without system policies: those of other services are not what was meant.
    { name: 'system:OCR FullAccess', message: '`OCR FullAccess` is known; save its content to a file' },
    {
      name: 'system:RAM ReadOnlyAccess',
      message: '`RAM ReadOnlyAccess` is known; save its content to a file',
    },
    { name: 'system:CSE Administrator', message: '`CSE Administrator` is known; save its content to a file' },
    { name: 'system:*', message: 'which only `iamscope who-can` asks one by one' },
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

  test('with an internal name that another cloud knows says so', async () => {
    const { exitCode, stderr } = await runCli(['explain', 'system:system_all_153', '--cloud', 'otc']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('`system_all_153` is known in otc (it is `CSS FullAccess` in hwc);');
  });

  test('by a name of several policies is shown under that name, with the places of each', async () => {
    const answer = await can('ecs:cloudServers:list', 'system:system_all_7', '--cloud', 'otc', '--explain');
    expect(answer.policies).toEqual(['system:system_all_7']);
    const [action] = 'actions' in answer ? answer.actions : [];
    expect(action?.by.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'system:ECS CommonOperations:8',
      'system:CCE Viewer:1',
    ]);
    const files = answer.trace?.flatMap(({ statements }) => statements.map(({ by }) => by.file));
    expect(new Set(files)).toEqual(new Set(['system:CCE Viewer', 'system:ECS CommonOperations']));
  });

  test('is asked by its own codes and by others of the service, whatever name it is granted by', async () => {
    const { decision } = await can('dew:key:list', 'system:kms_adm', '--cloud', 'hwc');
    expect(decision).toBe('conditional');
  });
});

describe('a system policy that a role of the configuration grants', () => {
  const files = {
    'iamscope.yaml': `cloud: otc
roles:
  known: { grants: [{ policy: "system:ECS FullAccess" }] }
  unknown:
    grants:
      - { policy: "system:OCR FullAccess" }
      - { policy: "system:ECS FullAccess" }
  misspelt: { grants: [{ policy: "system:IMS Adminstrator" }] }
`,
    'no.json': policyText([], ['ims:images:list']),
  };

  test('and that is not known may hold anything: it is said, and the run goes on', async () => {
    const { exitCode, stdout, stderr } = await runCli(
      ['can', 'ims:images:list', '--role', 'unknown', '--format', 'json'],
      files,
    );
    expect(exitCode).toBe(3);
    expect(stderr).toBe(
      'iamscope: iamscope.yaml:6: no system policy `OCR FullAccess` is known, so it may allow and deny anything\n',
    );
    const answer = JSON.parse(stdout) as CanAnswer;
    expect(answer).toMatchObject({
      decision: 'conditional',
      policies: ['system:OCR FullAccess', 'system:ECS FullAccess'],
    });
    const [action] = 'actions' in answer ? answer.actions : [];
    expect(action?.reasons).toMatchObject([
      {
        kind: 'unpublished-content',
        message: '`OCR FullAccess` is not a known system policy, so it may deny it',
      },
    ]);
  });

  test('is not allowed to be refused either', async () => {
    const { exitCode, stdout } = await runCli(
      ['can', 'obs:bucket:CreateBucket', '--role', 'unknown', '--format', 'json'],
      files,
    );
    expect(exitCode).toBe(3);
    expect(stdout).toContain('is not a known system policy, so it may allow it');
  });

  test('leaves the other roles alone', async () => {
    const { exitCode, stdout, stderr } = await runCli(
      ['who-can', 'ims:images:list', '--format', 'json'],
      files,
    );
    expect(exitCode).toBe(0);
    const { answers } = JSON.parse(stdout) as WhoCanAnswer;
    expect(answers.map((one) => ['role' in one ? one.role : '', one.decision])).toEqual([
      ['known', 'allowed'],
      ['unknown', 'conditional'],
      ['misspelt', 'conditional'],
    ]);
    expect(stderr).toContain(
      'iamscope.yaml:8: no system policy `IMS Adminstrator` is known, so it may allow and deny anything; did you mean `system:IMS Administrator`?',
    );
    expect(stderr.split('\n')).toHaveLength(3);
  });

  test.each(['system:', 'system:*'])('is named: `%s` is a wrong call', async (policy) => {
    const { exitCode, stderr } = await runCli(['who-can', 'ims:images:list'], {
      'iamscope.yaml': `roles: { a: { grants: [{ policy: "${policy}" }] } }`,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('iamscope.yaml:1: ');
  });
});

describe('who-can "system:*"', () => {
  const all = JSON.parse(testData().get('system-policies.json') ?? '[]') as readonly SystemPolicy[];
  const ask = async (...argv: string[]) => {
    const { exitCode, stdout, stderr } = await runCli(['who-can', ...argv, '--format', 'json'], {
      'own.json': policyText(['ims:images:list']),
    });
    expect(stderr).toBe('');
    return { exitCode, answers: (JSON.parse(stdout) as WhoCanAnswer).answers };
  };

  test.each(['any', 'hwc', 'otc'] as const)('asks each of %s', async (cloud) => {
    const { exitCode, answers } = await ask('ims:images:list', 'system:*', '--cloud', cloud);
    const expected = all.filter(({ clouds }) => cloud === 'any' || clouds.includes(cloud));
    expect(answers.map((one) => ('policy' in one ? one.policy : ''))).toEqual(
      expected.map(({ name }) => `system:${name}`),
    );
    expect(answers.length).toBeGreaterThan(cloud === 'hwc' ? 70 : 180);
    expect(exitCode).toBe(cloud === 'otc' ? 0 : 3);
  });

  test('and files beside it', async () => {
    const { answers } = await ask('ims:images:list', 'system:*', 'own.json', 'system:ECS FullAccess');
    expect(answers).toHaveLength(all.length + 1);
    expect(answers.at(-1)).toMatchObject({ policy: 'own.json', decision: 'allowed' });
  });

  test('of the cloud that the host of the question names', async () => {
    const { answers } = await ask('GET https://ims.eu-de.otc.t-systems.com/v2/cloudimages', 'system:*');
    expect(answers).toHaveLength(all.filter(({ clouds }) => clouds.includes('otc')).length);
  });
});

describe('explain', () => {
  test('shows each policy that an internal name means', async () => {
    const { exitCode, stdout } = await runCli(['explain', 'system:system_all_16']);
    expect(exitCode).toBe(0);
    expect(stdout.match(/^(?:system_all_16 in|\S.* {2}system policy).*$/gm)).toEqual([
      'system_all_16 in hwc',
      'IMS FullAccess  system policy, hwc, otc',
      'system_all_16 in otc eu-de eu-nl',
      'DDS ReadOnlyAccess  system policy, otc',
      'system_all_16 in otc eu-ch2',
      'EVS FullAccess  system policy, hwc, otc',
    ]);
    const json = await runCli(['explain', 'system:system_all_16', '--cloud', 'otc', '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      query: { text: 'system_all_16', kind: 'system-policy' },
      meanings: [
        { cloud: 'otc', regions: ['eu-de', 'eu-nl'], name: 'DDS ReadOnlyAccess', content: 'unpublished' },
        { cloud: 'otc', regions: ['eu-ch2'], name: 'EVS FullAccess', content: 'unpublished' },
      ],
    });
  });

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
