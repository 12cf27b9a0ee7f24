import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CanAnswer, WhoCanAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const fixtures = join(import.meta.dirname, '../../fixtures/terraform');

function filesOf(folder: string, as: string): Record<string, string> {
  const names = readdirSync(join(fixtures, folder), { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    names
      .filter((name) => /\.(?:tf|json)$/u.test(name))
      .map((name) => [
        `${as}/${name.replaceAll('\\', '/')}`,
        readFileSync(join(fixtures, folder, name), 'utf8'),
      ]),
  );
}

const files = { ...filesOf('folder', 'infra'), ...filesOf('plans', 'plans') };

/** Who, the decision, and where. */
async function whoCan(argv: readonly string[], world: Readonly<Record<string, string>> = files) {
  const run = await runCli(['who-can', ...argv, '--format', 'json'], world);
  const { answers } = JSON.parse(run.stdout) as WhoCanAnswer;
  const found = answers.map((one) =>
    'role' in one
      ? `${one.decision} ${one.role} ${JSON.stringify(one.places)}`
      : `${one.decision} ${one.policy}#${one.name ?? ''}`,
  );
  return { ...run, found, answers };
}

const otc = 'opentelekomcloud_identity_';

describe('who-can asks whom the files of a folder grant roles to', () => {
  test('each with its scope, and policies that are granted to nobody', async () => {
    const { found, exitCode, stderr } = await whoCan(['delete images', 'infra']);
    expect(found).toEqual([
      `allowed ${otc}group_v3.image_team (infra/main.tf:8) [{"project":"eu-de_images"}]`,
      `conditional ${otc}agency_v3.backup (infra/main.tf:47) [{"project":"MOS"},{"allProjects":true}]`,
      `not-allowed ${otc}group_v3.viewers (infra/main.tf:63) [{"allProjects":true}]`,
      `conditional module.team.${otc}group_v3.this (infra/modules/team/main.tf:3) [{"global":true}]`,
      `allowed ${otc}user_v3.alice (infra/people.tf:8) [{"project":"eu-de_images"}]`,
      `conditional ${otc}group_v3.guests[0] (infra/people.tf:17) [{"project":"eu-de_images"}]`,
      `conditional ${otc}group_v3.unknown_role (infra/people.tf:29) [{"project":"eu-de_images"}]`,
      `allowed ${otc}role_assignment_v3.unknown_group (infra/people.tf:39) [{"project":"var.project_id"}]`,
      `denied ${otc}group_v3.locked (infra/people.tf:45) [{"allProjects":true}]`,
      `conditional infra/main.tf#${otc}role_v3.open`,
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      'iamscope: infra/main.tf:47: no system policy `No Such Role` is known, so it may allow and deny anything\n',
    );
  });

  test('in the cloud of their provider', async () => {
    const { answers } = await whoCan(['delete images', 'infra']);
    const [first] = answers;
    expect(first && 'apis' in first && first.apis.map(({ cloud }) => cloud)).toEqual(['otc']);
  });

  test('of one file what is written in it, with what the others say', async () => {
    const { found } = await whoCan(['delete images', 'infra/main.tf']);
    expect(found.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      `allowed ${otc}group_v3.image_team`,
      `conditional ${otc}agency_v3.backup`,
      `not-allowed ${otc}group_v3.viewers`,
      `allowed ${otc}user_v3.alice`,
      `conditional infra/main.tf#${otc}role_v3.open`,
    ]);
  });

  test('pretty says the scope', async () => {
    const { stdout } = await runCli(['who-can', 'delete images', 'infra'], files);
    expect(stdout).toContain(`allowed      ${otc}group_v3.image_team (infra/main.tf:8)`);
    expect(stdout).toContain('answered for project `eu-de_images`');
    expect(stdout).toContain('answered for all projects');
    expect(stdout).toContain('answered for global services');
  });

  test('folders that Terraform keeps for itself are left out', async () => {
    const { found } = await whoCan(['delete images', 'infra'], {
      ...filesOf('folder', 'infra'),
      ...filesOf('folder', 'infra/.terraform/modules/copy'),
      ...filesOf('folder', 'infra/.terragrunt-cache/copy'),
    });
    expect(found).toHaveLength(10);
  });

  test.each(['./infra', 'infra/', 'infra/*.tf'])('named as %s', async (path) => {
    const { answers } = await whoCan(['delete images', path]);
    expect(answers.map((one) => ('role' in one ? one.role.split(' ')[0] : one.name))).toEqual(
      (await whoCan(['delete images', 'infra'])).answers.map((one) =>
        'role' in one ? one.role.split(' ')[0] : one.name,
      ),
    );
  });

  test('a module by itself, whatever it is called with', async () => {
    const { found } = await whoCan(['delete images', 'infra/modules/team']);
    expect(found).toEqual([
      `conditional ${otc}group_v3.this (infra/modules/team/main.tf:3) [{"global":true}]`,
    ]);
  });

  test('policies in other files of the folder are asked too', async () => {
    const { found } = await whoCan(['delete images', 'infra'], {
      ...filesOf('folder', 'infra'),
      'infra/policy.json': policyText(['ims:*:*']),
    });
    expect(found.at(-1)).toBe('allowed infra/policy.json#');
  });
});

describe('plans and states', () => {
  test.each([
    [
      'otc-plan',
      [
        `conditional ${otc}group_v3.image_team`,
        `conditional module.agencies.module.obs.${otc}agency_v3.writer["eu-de"]`,
        `conditional ${otc}user_v3.alice`,
        `not-allowed plans/otc-plan.json#${otc}role_v3.kept`,
      ],
    ],
    ['stored-state', ['not-allowed module.team[0].huaweicloud_identity_group.team']],
  ])('%s', async (name, expected) => {
    const { found, stdout, stderr } = await whoCan(['delete images', `plans/${name}.json`]);
    expect(found.map((line) => line.replace(/ \(plans.*/u, ''))).toEqual(expected);
    expect(stdout + stderr).not.toMatch(/hunter2|secret|example\.com/u);
  });

  test('a policy of a plan is found at its place', async () => {
    const { answers } = await whoCan(['ims:images:list', 'plans/hwc-state.json']);
    const text = files['plans/hwc-state.json'] ?? '';
    const [by] = answers
      .flatMap((one) => ('actions' in one ? one.actions.flatMap((action) => action.by) : []))
      .filter(({ file }) => file.startsWith('plans'));
    expect(by?.pointer).toBe(
      '/values/root_module/child_modules/0/resources/0/values/policy/Statement/0/Action/0',
    );
    const line = text.split('\n')[(by?.line ?? 0) - 1] ?? '';
    expect(line.slice((by?.column ?? 0) - 1)).toMatch(/^\\"ims:images:list\\"/u);
  });

  test('lint looks at each policy of a plan once, at its place', async () => {
    const text = files['plans/hwc-state.json'] ?? '';
    const wrong = text.replace('"ims:images:list\\\\"'.replaceAll('\\\\', '\\'), '"ims:images:lst\\"');
    expect(wrong).not.toBe(text);
    const { stdout } = await runCli(['lint', 'state.json', '--format', 'json'], { 'state.json': wrong });
    const { findings } = JSON.parse(stdout) as {
      findings: { rule: string; line: number; column: number; pointer: string }[];
    };
    const [found, ...more] = findings.filter(({ rule: id }) => id === 'unknown-action');
    expect(more).toEqual([]);
    expect(found?.pointer).toBe(
      '/values/root_module/child_modules/0/resources/0/values/policy/Statement/0/Action/0',
    );
    const line = wrong.split('\n')[(found?.line ?? 0) - 1] ?? '';
    expect(line.slice((found?.column ?? 0) - 1)).toMatch(/^\\"ims:images:lst/u);
  });

  test('lint shows nothing else of one', async () => {
    for (const name of ['otc-plan', 'hwc-state', 'stored-state']) {
      const { stdout, stderr } = await runCli(['lint', `plans/${name}.json`], files);
      expect(stdout + stderr).not.toMatch(/hunter2|secret-|example\.com/u);
    }
  });

  test('a policy of a plan is asked for by its address', async () => {
    const address = `plans/otc-plan.json#${otc}role_v3.images`;
    const { exitCode, stdout } = await runCli(['can', 'delete images', address, '--cloud', 'otc'], files);
    expect(stdout).toContain('allowed  delete images');
    expect(exitCode).toBe(0);
    const several = await runCli(['can', 'delete images', 'plans/otc-plan.json'], files);
    expect(several.exitCode).toBe(2);
    expect(several.stderr).toContain(`\`${address}\``);
  });

  test.each(['lint', 'can'])('%s says the size of one that is too large', async (command) => {
    const plan = JSON.stringify({
      format_version: '1.2',
      resource_changes: [],
      filler: 'x'.repeat(9 * 1024 * 1024),
    });
    const argv = command === 'can' ? ['can', 'delete images', 'plan.json'] : ['lint', 'plan.json'];
    const { stdout, stderr } = await runCli(argv, { 'plan.json': plan });
    if (command === 'lint')
      expect(stdout).toContain('a plan or state of 9.0 MiB is larger than the 8.0 MiB that are read');
    else expect(stderr).toContain('`plan.json` cannot be read: a plan or state of 9.0 MiB is larger');
  });

  test('one beyond the limit says so with its size', async () => {
    const plan = JSON.stringify({
      format_version: '1.2',
      resource_changes: [],
      filler: 'x'.repeat(9 * 1024 * 1024),
    });
    const { exitCode, stderr } = await runCli(['who-can', 'delete images', 'plan.json'], {
      'plan.json': plan,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      '`plan.json` cannot be read: a plan or state of 9.0 MiB is larger than the 8.0 MiB that are read',
    );
  });

  test('from standard input', async () => {
    const text = files['plans/stored-state.json'] ?? '';
    const { stdout } = await runCli(['who-can', 'ims:images:list', '-'], {}, text);
    expect(stdout).toContain('module.team[0].huaweicloud_identity_group.team (<stdin>:76)');
    const policy = await runCli(['who-can', 'ims:images:list', '-'], {}, policyText(['ims:*:*']));
    expect(policy.stdout).toContain('allowed      <stdin>');
    const role = 'module.team[0].huaweicloud_identity_group.team';
    const one = await runCli(['can', 'ims:images:list', '-', '--role', role], {}, text);
    expect(one.stdout).toContain('conditional');
  });

  test('one that cannot be read fails the call, whatever the others say', async () => {
    const { exitCode, stdout, stderr } = await runCli(['who-can', 'delete images', 'infra', 'plan.out'], {
      ...files,
      'plan.out': new Uint8Array([0x50, 0x4b, 0x03, 0x04, 0x14]),
    });
    expect(stdout).toContain('group_v3.image_team');
    expect(stderr).toContain('read what `terraform show -json plan.out` writes');
    expect(exitCode).toBe(2);
  });

  test('one that is cut off is not read in part', async () => {
    const plan = (files['plans/otc-plan.json'] ?? '').slice(0, -10);
    const { exitCode, stderr } = await runCli(['who-can', 'delete images', 'plan.json'], {
      'plan.json': plan,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('`plan.json` cannot be read: it is not JSON as Terraform writes it');
  });
});

describe('one of them by the address', () => {
  const role = `${otc}group_v3.image_team`;

  test.each([
    { paths: ['infra'], role },
    { paths: ['infra'], role: `${role} (infra/main.tf:8)` },
    { paths: ['infra/main.tf'], role },
  ])('can: $paths $role', async ({ paths, role: named }) => {
    const run = await runCli(['can', 'delete images', ...paths, '--role', named, '--format', 'json'], files);
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout) as CanAnswer).toMatchObject({
      role: `${role} (infra/main.tf:8)`,
      policies: [`infra/main.tf#${otc}role_v3.images`],
      places: [{ project: 'eu-de_images' }],
      cloud: 'otc',
      decision: 'allowed',
    });
  });

  test('in the working folder, without a path or a configuration', async () => {
    const here = Object.fromEntries(
      Object.entries(filesOf('folder', 'x')).map(([name, text]) => [name.slice(2), text]),
    );
    const run = await runCli(['can', 'delete images', '--role', role], here);
    expect(run).toMatchObject({ exitCode: 0 });
    const all = await runCli(['who-can', 'delete images'], here);
    expect(all.stdout).toContain(`allowed      ${role} (main.tf:8)`);
  });

  test('report', async () => {
    const { stdout } = await runCli(['report', 'infra', '--role', role, '--service', 'ims'], files);
    expect(stdout).toContain(`role     ${role} (infra/main.tf:8)`);
    expect(stdout).toContain('answered for project `eu-de_images`');
    expect(stdout).not.toContain('configuration');
    expect(stdout).not.toContain(' hwc ');
  });

  test.each([
    { role: `${otc}group_v3.image_taem`, says: `did you mean \`${role}\`?` },
    { role: `${otc}group_v3.nobody`, says: 'has no group, user or agency' },
  ])('$role', async ({ role: named, says }) => {
    const { exitCode, stderr } = await runCli(['can', 'delete images', 'infra', '--role', named], files);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(says);
  });

  test('a role and a policy of another form are still two things', async () => {
    const { exitCode, stderr } = await runCli(['can', 'delete images', 'a.json', '--role', role], {
      'a.json': policyText(['ims:*:*']),
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('name policies or a role, not both');
  });
});

describe('what cannot be read of a folder', () => {
  const main = filesOf('folder', 'infra')['infra/main.tf'] ?? '';

  test('a module that is somewhere else is said', async () => {
    const { stderr } = await whoCan(['delete images', '.'], {
      'main.tf': `${main.replace('./modules/team', 'git::https://example.com/team.git')}`,
    });
    expect(stderr).toContain(
      'main.tf:41: `module.team` is not in a folder here: what it grants is not counted',
    );
  });

  test('a part without a block of its own leaves everything open', async () => {
    const { found, stderr } = await whoCan(['delete images', '.'], {
      'main.tf': `${main.replace('./modules/team', './nowhere')}\n}}} ??? resource {{{\n`,
    });
    expect(stderr).toContain('main.tf: a part of it cannot be read, so there may be more grants in it');
    expect(new Set(found.slice(0, 3).map((line) => line.split(' ')[0]))).toEqual(new Set(['conditional']));
  });
});

/** A folder with one group, and what it is granted. */
const folder = (provider: string, grants: string, more = '') => ({
  'main.tf': `resource "${provider}_identity_group" "g" {\n  name = "g"\n}\n${more}\n${grants}\n`,
});
const role = (name: string, action: string, effect = 'Allow') =>
  `resource "huaweicloud_identity_role" "${name}" {
    name   = "${name}"
    type   = "XA"
    policy = jsonencode({ Version = "1.1", Statement = [{ Effect = "${effect}", Action = ["${action}"] }] })
  }`;
const assignment = (name: string, attributes: string) =>
  `resource "huaweicloud_identity_group_role_assignment" "${name}" {
    group_id = huaweicloud_identity_group.g.id
    ${attributes}
  }`;
const own = 'role_id = huaweicloud_identity_role.images.id';

describe('scopes', () => {
  const images = role('images', 'ims:images:delete');
  test.each([
    ['a project', 'project_id = "p"', 'allowed', '[{"project":"p"}]'],
    ['all projects', 'project_id = "all"', 'allowed', '[{"allProjects":true}]'],
    ['a domain', 'domain_id = "d"', 'conditional', '[{"global":true}]'],
    ['an enterprise project', 'enterprise_project_id = "e"', 'allowed', '[{"enterpriseProject":"e"}]'],
    ['a project that is not known', 'project_id = var.p', 'allowed', '[{"project":"var.p"}]'],
    [
      'one of two that are not known',
      'project_id = var.p\n    domain_id = var.d',
      'conditional',
      '[{"open":true}]',
    ],
  ])('%s', async (_, scope, decision, places) => {
    const { found } = await whoCan(
      ['DELETE /v2/images/{image_id}', '.'],
      folder('huaweicloud', assignment('a', `${scope}\n    ${own}`), images),
    );
    expect(found).toEqual([`${decision} huaweicloud_identity_group.g (main.tf:1) ${places}`]);
  });

  const obs = role('images', 'obs:object:GetObject').replace('"XA"', '"AX"');
  test.each([
    ['MOS', 'allowed'],
    ['eu-de', 'conditional'],
  ])('OBS in the project %s of OTC', async (project, decision) => {
    const { found } = await whoCan(['obs:object:GetObject', '.'], {
      'main.tf': `${obs.replaceAll('huaweicloud_identity_role', 'opentelekomcloud_identity_role_v3').replace(/name \s*= /u, 'display_name = ')}
      resource "opentelekomcloud_identity_agency_v3" "a" {
        project_role {
          project = "${project}"
          roles   = [opentelekomcloud_identity_role_v3.images.name]
        }
      }`,
    });
    expect(found.map((line) => line.split(' ')[0])).toEqual([decision]);
  });
});

describe('names of the vendor', () => {
  const system = (attribute: string, name: string) =>
    folder(
      'huaweicloud',
      assignment('a', 'project_id = "all"\n    role_id = data.huaweicloud_identity_role.r.id'),
      `data "huaweicloud_identity_role" "r" {\n  ${attribute} = "${name}"\n}`,
    );
  test.each([
    { attribute: 'display_name', name: 'Tenant Administrator', policy: 'system:Tenant Administrator' },
    { attribute: 'name', name: 'te_admin', policy: 'system:Tenant Administrator' },
    { attribute: 'name', name: 'system_all_3', policy: 'system:ECS FullAccess' },
  ])('$attribute $name', async ({ attribute, name, policy }) => {
    const { stdout, stderr } = await runCli(
      ['report', '.', '--role', 'huaweicloud_identity_group.g', '--service', 'ims', '--format', 'json'],
      system(attribute, name),
    );
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ policies: [policy] });
  });

  test('of a cloud that the catalogue does not have, content of the others proves nothing', async () => {
    const world = (provider: string) => ({
      'main.tf': `resource "${provider}_identity_agency" "a" {\n  all_resources_roles = ["IMS ReadOnlyAccess"]\n}`,
    });
    const decisions = async (provider: string) =>
      (await whoCan(['ims:images:list', '.'], world(provider))).answers.map(({ decision }) => decision);
    expect(await decisions('sbercloud')).toEqual(['conditional']);
  });

  test('a custom policy that has the name of one of the vendor is not known', async () => {
    const { answers } = await whoCan(['ims:images:list', '.'], {
      'main.tf': `${role('IMS FullAccess', 'ims:images:list')}
      resource "huaweicloud_identity_agency" "a" {
        all_resources_roles = ["IMS FullAccess"]
      }`,
    });
    expect(answers.map(({ decision }) => decision)).toEqual(['conditional']);
  });
});
