import { describe, expect, test } from 'vitest';
import { policyText } from '../support/run-cli.ts';
import { run } from '../support/run-on-policies.ts';

describe('explain and catalogue', () => {
  test('a rule is explained with its examples', async () => {
    const { exitCode, stdout } = await run(['explain', 'unknown-action']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^unknown-action {2}error\n/);
    expect(stdout).toContain('"ims:image:list"');
  });

  test('an action leads to the APIs that need it, in both clouds', async () => {
    const { stdout } = await run(['explain', 'ims:images:export']);
    expect(stdout).toContain('hwc  POST /v1/cloudimages/{image_id}/file');
    expect(stdout).toContain('otc  POST /v1/cloudimages/{image_id}/file');
  });

  test.each([
    { subject: 'ims:images:get*', asked: 'ims:images:get', others: 'ims:images:update, ims:images:upload' },
    { subject: 'ims:*:get', asked: 'ims:images:get', others: 'ims:images:update, ims:images:upload' },
    { subject: 'ims:images:u*', asked: 'ims:images:update, ims:images:upload', others: 'ims:images:get' },
    { subject: 'ims:images:*', asked: 'ims:images:get, ims:images:update, ims:images:upload', others: '' },
  ])('what the pattern $subject matches is not needed besides', async ({ subject, asked, others }) => {
    const { stdout } = await run(['explain', subject, '--cloud', 'otc']);
    const line = stdout.split('\n').find((one) => one.includes('PUT /v2/images/{image_id}/file '));
    const besides = others === '' ? '' : `; also needs ${others}`;
    expect(line?.slice(line.indexOf(';'))).toBe(`; needs ${asked}${besides}`);
  });

  test('a pattern is explained by the known actions that it covers', async () => {
    const { stdout } = await run(['explain', 'ims:*:get*', '--cloud', 'otc']);
    expect(stdout).toContain(
      '\n  covers 2 known actions\n    ims:images:get  read; otc: required by 12 APIs\n',
    );
    expect(stdout).toContain('\n  APIs that require some of them\n');
    expect(stdout).not.toContain('required by\n');
    const depending = stdout.split('\n').find((line) => line.includes('Registering an Image'));
    expect(depending).toMatch(/; depends on ims:images:get; needs itself ims:images:upload$/);
    const { covers } = JSON.parse((await run(['explain', 'ims:*:get*', '-f', 'json'])).stdout) as {
      covers: { action: string; clouds: string[]; known: string; access: string; apis: number }[];
    };
    expect(covers.map(({ action }) => action)).toEqual(['ims:images:get', 'ims:quotas:get']);
    expect(covers[1]).toEqual({
      action: 'ims:quotas:get',
      clouds: ['hwc', 'otc'],
      known: 'api',
      access: 'read',
      apis: 2,
    });
  });

  test('a pattern that covers nothing known has no APIs, whatever patterns pages print', async () => {
    const { exitCode, stdout, stderr } = await run(['explain', 'ims:nope:*']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^ims:nope:\* \(.+\)\n {2}no page that was read names an action that it covers\n$/,
    );
    expect(stderr).toContain('matches no documented action of `ims`');
  });

  test('of very many actions a pattern says how many there are of each service', async () => {
    const { stdout } = await run(['explain', '*:*:*', '--cloud', 'otc']);
    expect(stdout).toMatch(/\n {2}covers \d+ known actions of \d+ services\n {4}[a-z-]+ \d+, [a-z-]+ \d+/);
  });

  test('where a pattern meets what is mentioned or listed without API, the action is named', async () => {
    const { stdout } = await run(['explain', 'hss:hosts:*', '--cloud', 'otc']);
    expect(stdout).toMatch(/\n {2}otc: hss:hosts:\S+ mentioned on /);
  });

  test('what only another use case needs is not needed besides', async () => {
    const { stdout } = await run(['explain', 'ims:images:get', '--cloud', 'otc']);
    const line = stdout.split('\n').find((one) => one.includes('POST /v2/{project_id}/volumes '));
    expect(line).toContain('; for volume-from-image; also needs evs:volumes:create (for volume-from-image)');
    expect(line).not.toContain('empty-volume');
  });

  test.each(['ims', 'IMS'])('a service is explained in few lines: %s', async (name) => {
    const { exitCode, stdout, stderr } = await run(['explain', name]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(9);
    expect(lines[0]).toBe('ims  Image Management Service');
    expect(stdout).toContain('a project-level service');
    expect(stdout).toMatch(/Huawei Cloud: covered in full: 47 APIs, \d+ actions/);
    expect(stdout).toMatch(/Open Telekom Cloud: covered in full: 43 APIs, \d+ actions/);
    expect(stdout).toMatch(/actions by access level: .*read \d+/);
    expect(stdout).toContain('`iamscope explain "ims:*:*"`');
  });

  test('a service by another name, one that is covered in part, and one cloud', async () => {
    expect((await run(['explain', 'eip'])).stdout).toMatch(
      /^vpc {2}Virtual Private Cloud\n.*; also called eip\n/,
    );
    expect((await run(['explain', 'hss', '--cloud', 'otc'])).stdout).toMatch(
      /covered in part: 0 APIs, .*mentioned/,
    );
    const { stdout } = await run(['explain', 'obs', '--cloud', 'otc', '-f', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      query: { text: 'obs', kind: 'service' },
      service: { code: 'obs', level: 'global' },
      clouds: [{ cloud: 'otc', coverage: 'full', apis: 0 }],
    });
    expect((await run(['explain', 'nosuch'])).exitCode).toBe(2);
  });

  test('what an action needs besides is not itself, however it is written', async () => {
    const { stdout } = await run(['explain', 'IMS:Images:GET', '--cloud', 'otc']);
    expect(stdout).toContain('Adding or Modifying a Tag; also needs ims:images:update\n');
    expect(stdout).not.toContain('needs ims:images:get');
  });

  test('an action leads to the APIs of every service that need it, under whichever code it is written', async () => {
    const { stdout } = await run(['explain', 'vpc:vpcs:list', '--cloud', 'otc']);
    expect(stdout).toContain('otc  POST /v3/{project_id}/instances');
    const alias = await run(['explain', 'eip:publicIps:update']);
    expect(alias.stdout).toContain('otc  PUT /v3/{project_id}/eip/publicips/{publicip_id}');
    expect(alias.stdout).not.toContain('outside the catalogue');
  });

  test('marks of APIs of other services count for an action', async () => {
    const files = { 'p.json': policyText(['vpc:vpcs:list']) };
    const { stdout } = await run(
      ['can', 'vpc:vpcs:list', 'p.json', '--cloud', 'otc', '--scope', 'enterprise-project'],
      files,
    );
    expect(stdout).toMatch(/scope: \d+ of the \d+ APIs that need it do not support enterprise projects/);
  });

  test('an action of another service leads to the APIs that depend on it', async () => {
    const { stdout } = await run(['explain', 'obs:bucket:ListBucket', '--cloud', 'otc']);
    expect(stdout).toContain('otc  POST /v2/cloudimages/action');
  });

  test('an action of a service without permission tables is said to be of a partly covered one', async () => {
    const { stdout } = await run(['explain', 'hss:hosts:list']);
    expect(stdout).toContain('its service is partly covered: other APIs may need it, too');
  });

  test('an API is shown with every claim, page and row', async () => {
    for (const command of [['explain'], ['catalogue', 'show']]) {
      const { stdout } = await run([...command, 'PUT /v1/cloudimages/tags', '--cloud', 'hwc']);
      expect(stdout).toContain('hwc/ims/镜像标签-0.md, table 1, row 3 (2022-10-28, commit 530b5c74)');
      expect(stdout).toContain('superseded: seeds/000_e932a9f44adba51d.txt, table 1, row 3');
    }
  });

  test('the known disagreement is among the conflicts', async () => {
    const { stdout } = await run(['catalogue', 'conflicts', '--service', 'ims', '--format', 'json']);
    const { conflicts } = JSON.parse(stdout) as {
      conflicts: { kind: string; method: string; path: string }[];
    };
    expect(conflicts.filter(({ kind }) => kind === 'versions-disagree')).toContainEqual(
      expect.objectContaining({ method: 'PUT', path: '/v1/cloudimages/tags' }),
    );
    expect(conflicts.filter(({ kind }) => kind === 'one-cloud-only').map(({ path }) => path)).toEqual([
      '/v1/cloudimages/{image_id}/cross_region_copy',
      '/v1/{project_id}/cloudimages/{image_id}/members',
      '/v1/{project_id}/cloudimages/{image_id}/members/{member_id}',
      '/v1/{project_id}/cloudimages/{image_id}/tags/delete',
    ]);
  });

  test('dump writes a line of JSON for every claim', async () => {
    const { stdout } = await run(['catalogue', 'dump']);
    const claims = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { page: string; problem?: string });
    const count = (prefix: string) => claims.filter(({ page }) => page.startsWith(prefix)).length;
    expect({
      seed0: count('seeds/000'),
      seed1: count('seeds/001'),
      seed2: count('seeds/002'),
      hwc: count('hwc/ims/'),
      otc: count('otc/image-management-service/'),
      swiss: count('otc/image-management-service-swiss/'),
    }).toEqual({ seed0: 4, seed1: 10, seed2: 18, hwc: 43, otc: 43, swiss: 37 });
  });

  test('list and stats tell full from partial coverage', async () => {
    const list = (await run(['catalogue', 'list'])).stdout.split('\n');
    expect(list.find((line) => line.startsWith('ims '))).toMatch(
      /^ims +hwc otc +project +full +\d+ +90 +13 +2025-05-28 +2025-12-17 /,
    );
    expect(list.find((line) => line.startsWith('hss '))).toMatch(/^hss +hwc otc +project +partly +8 +8 +72 /);
    const { services, totals } = JSON.parse(
      (await run(['catalogue', 'stats', '--format', 'json'])).stdout,
    ) as { services: { cloud: string; service: string; coverage: string; rows: number }[]; totals: object[] };
    expect(services).toContainEqual(
      expect.objectContaining({ cloud: 'otc', service: 'hss', coverage: 'partly', rows: 0, mentioned: 69 }),
    );
    expect(services).toContainEqual(
      expect.objectContaining({ cloud: 'hwc', service: 'ims', rows: 47, apis: 47, problems: 0 }),
    );
    expect(totals).toHaveLength(2);
  });

  test('stats of one service in one cloud', async () => {
    const { stdout } = await run(['catalogue', 'stats', '--service', 'ims', '--cloud', 'otc']);
    expect(stdout.split('\n')[1]).toMatch(/^otc {4}ims +full +6 +43 +43 +\d+ +0 +0 +0 +0$/);
  });

  test('search wants every word, in titles of either language, paths and actions', async () => {
    const lines = async (...argv: string[]) =>
      (await run(['catalogue', 'search', ...argv])).stdout.split('\n');
    const both = await lines('cloudimages', 'TAG');
    expect(both.some((line) => line.startsWith('hwc  ims  PUT /v1/cloudimages/tags'))).toBe(true);
    expect(await lines('adding', 'modifying', 'tag', '--service', 'ims', '--cloud', 'hwc')).toEqual([
      expect.stringContaining('hwc  ims  PUT /v1/cloudimages/tags'),
      '',
    ]);
    expect(await lines('增加或修改标签', '--cloud', 'otc', '--service', 'ims')).toHaveLength(2);
    expect(await lines('headbucket')).toContain(
      'hwc otc  obs:bucket:HeadBucket  (in a permission table, without method and path)',
    );
    const nothing = await run(['catalogue', 'search', 'nosuchword']);
    expect(nothing).toMatchObject({ exitCode: 1, stdout: 'nothing found\n' });
  });

  test('an action without API is shown with its rows, one that is only mentioned with its page', async () => {
    const apiLess = (await run(['catalogue', 'show', 'obs:bucket:HeadBucket', '--cloud', 'otc'])).stdout;
    expect(apiLess).toContain('in a permission table, without method and path; access level read');
    expect(apiLess).toContain('Open Telekom Cloud, obs: no method and path');
    const mentioned = (await run(['catalogue', 'show', 'HSS:hosts:list', '--cloud', 'otc'])).stdout;
    expect(mentioned).toContain('named outside permission tables on');
    const { action, mentions } = JSON.parse(
      (await run(['catalogue', 'show', 'hss:hosts:list', '--format', 'json'])).stdout,
    ) as { action: object; mentions: object[] };
    expect(action).toMatchObject({ action: 'hss:hosts:list', known: 'api-less', access: 'list' });
    expect(mentions).toHaveLength(1);
  });
});
