import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/run.ts';
import type { CanAnswer, ReportAnswer } from '../../src/model/answer.ts';
import { fakeIo } from '../support/fake-io.ts';

const root = join(import.meta.dirname, '..', '..');
const names = [
  'image-admin',
  'image-creation-global',
  'image-creation-project',
  'image-operator',
  'image-tagger',
  'image-updater',
  'image-user-without-update',
  'image-viewer',
];
const files = Object.fromEntries(
  names.map((name) => [
    `${name}.json`,
    readFileSync(join(root, 'fixtures', 'policies', `${name}.json`), 'utf8'),
  ]),
);

async function run(
  argv: readonly string[],
  extra: Readonly<Record<string, string | Uint8Array>> = {},
  stdin = '',
) {
  const io = fakeIo({ ...files, ...extra }, stdin);
  const exitCode = await main(argv, io);
  return { exitCode, stdout: io.stdout(), stderr: io.stderr(), written: io.written };
}

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
for (const name of ['answer-parts', 'report', 'can']) {
  ajv.addSchema(
    JSON.parse(readFileSync(join(root, 'rules', 'schema', `${name}.schema.json`), 'utf8')) as object,
  );
}

function checked<T>(schema: string, text: string): T {
  const answer: unknown = JSON.parse(text);
  expect(ajv.validate(`${schema}.schema.json`, answer), JSON.stringify(ajv.errors)).toBe(true);
  return answer as T;
}

async function report(...argv: string[]): Promise<ReportAnswer> {
  const { exitCode, stdout, stderr } = await run(['report', ...argv, '--format', 'json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return checked<ReportAnswer>('report', stdout);
}

function rowOf(answer: ReportAnswer, method: string, path: string) {
  const [row, ...more] = answer.apis.filter((api) => api.method === method && api.path === path);
  expect(more).toEqual([]);
  if (row === undefined) throw new Error(`no row for ${method} ${path}`);
  return row;
}

describe('report', () => {
  test('image creation in OTC is conditional on its dependencies, which are listed', async () => {
    const row = rowOf(await report('image-admin.json', '--cloud', 'otc'), 'POST', '/v2/cloudimages/action');
    expect(row.decision).toBe('conditional');
    const reason = row.reasons.find(({ kind }) => kind === 'dependency');
    expect(reason?.actions).toEqual([
      'obs:bucket:*',
      'obs:object:*',
      'kms:*:*',
      'ecs:cloudServers:get',
      'ecs:servers:get',
      'ecs:serverVolumes:use',
      'ecs:cloudServers:list',
      'ecs:serverVolumeAttachments:list',
      'ecs:servers:list',
      'evs:volumes:*',
      'bms:servers:list',
      'bms:servers:get',
      'bms:serverFlavors:get',
    ]);
  });

  test('it is allowed once the dependencies are granted, in one policy or in several', async () => {
    const parts = ['image-admin.json', 'image-creation-global.json', 'image-creation-project.json'];
    const several = await report(...parts, '--cloud', 'otc', '--service', 'ims');
    expect(rowOf(several, 'POST', '/v2/cloudimages/action').decision).toBe('allowed');
    const together = {
      Version: '1.1',
      Statement: parts.flatMap(
        (name) => (JSON.parse(files[name] ?? '') as { Statement: object[] }).Statement,
      ),
    };
    const { stdout } = await run(
      ['report', 'together.json', '--cloud', 'otc', '--service', 'ims', '--format', 'json'],
      { 'together.json': JSON.stringify(together) },
    );
    const one = checked<ReportAnswer>('report', stdout);
    expect(rowOf(one, 'POST', '/v2/cloudimages/action').decision).toBe('allowed');
  });

  test('schemas are ungoverned', async () => {
    const answer = await report('image-admin.json', '--cloud', 'hwc');
    expect(rowOf(answer, 'GET', '/v2/schemas/image').decision).toBe('ungoverned');
  });

  test('in an enterprise project every tag API is refused by scope', async () => {
    const answer = await report('image-admin.json', '--scope', 'enterprise-project');
    const tags = answer.apis.filter(({ path }) => /\/tags|resource_instances/.test(path));
    expect(tags).toHaveLength(20);
    for (const row of tags) {
      expect(row.decision).toBe('not-allowed');
      expect(row.reasons.map(({ kind }) => kind)).toEqual(['scope']);
    }
  });

  test('in an enterprise project an allowed list API carries a note', async () => {
    const answer = await report('image-viewer.json', '--scope', 'enterprise-project', '--cloud', 'otc');
    const row = rowOf(answer, 'GET', '/v2/cloudimages');
    expect(row).toMatchObject({
      decision: 'allowed',
      notes: ['lists only what belongs to that enterprise project'],
    });
  });

  test('the summary counts the rows', async () => {
    const { apis, summary } = await report('image-operator.json');
    const total = Object.values(summary).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(apis.length);
    expect(summary.denied).toBe(apis.filter(({ decision }) => decision === 'denied').length);
  });

  test('services that are not covered in full are named as such', async () => {
    const policy =
      '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["swr:repository:listTags","xyz:things:get"]}]}';
    const { stdout } = await run(['report', 'other.json', '--format', 'json'], { 'other.json': policy });
    const { notes, apis } = checked<ReportAnswer>('report', stdout);
    expect(apis).toEqual([]);
    expect(notes.slice(0, 2)).toEqual([
      'partly covered, so not reported: `swr` (no current permission table says which APIs need their actions)',
      'outside the catalogue, so not reported: `xyz` (`iamscope catalogue list` shows what is covered)',
    ]);
  });

  test('every format names the deciding place or the missing action', async () => {
    const pretty = await run(['report', 'image-operator.json', '--cloud', 'otc']);
    expect(pretty.stdout).toContain('denied `ims:images:delete` by image-operator.json:24:18');
    expect(pretty.stdout).toContain('missing `ims:images:upload`');
    const compact = await run(['report', 'image-operator.json', '--cloud', 'otc', '--format', 'compact']);
    expect(compact.stdout).toContain(
      'denied otc ims DELETE /v2/images/{image_id}: denied `ims:images:delete` by image-operator.json:24:18\n',
    );
  });

  test('the same input gives the same bytes', async () => {
    const [one, other] = await Promise.all([
      run(['report', 'image-operator.json']),
      run(['report', 'image-operator.json']),
    ]);
    expect(one.stdout).toBe(other.stdout);
  });
});

async function can(...argv: string[]) {
  const { exitCode, stdout, stderr } = await run(['can', ...argv, '--format', 'json']);
  expect(stderr).toBe('');
  return { exitCode, answer: checked<CanAnswer>('can', stdout) };
}

describe('can "tag images"', () => {
  test('is allowed with both actions', async () => {
    const { exitCode, answer } = await can('tag images', 'image-tagger.json');
    expect({ exitCode, decision: answer.decision }).toEqual({ exitCode: 0, decision: 'allowed' });
  });

  test('without them names the missing actions of each way', async () => {
    const { exitCode, answer } = await can('tag images', 'image-viewer.json');
    expect({ exitCode, decision: answer.decision }).toEqual({ exitCode: 1, decision: 'not-allowed' });
    if (!('apis' in answer)) throw new Error('no APIs');
    expect(answer.ways).toHaveLength(8);
    for (const way of answer.ways ?? []) {
      for (const index of way) {
        const missing =
          answer.apis[index]?.requirements.filter(({ decision }) => decision === 'not-allowed') ?? [];
        expect(missing.map(({ action }) => action)).toContain('ims:images:update');
      }
    }
  });

  test('under a Deny shows the line of the Deny', async () => {
    const { exitCode, answer } = await can('tag images', 'image-user-without-update.json');
    expect({ exitCode, decision: answer.decision }).toEqual({ exitCode: 1, decision: 'denied' });
    if (!('apis' in answer)) throw new Error('no APIs');
    const [place] = answer.apis[0]?.requirements.find(({ decision }) => decision === 'denied')?.by ?? [];
    expect(place).toEqual({
      file: 'image-user-without-update.json',
      pointer: '/Statement/1/Action/0',
      line: 11,
      column: 9,
      effect: 'deny',
    });
  });

  test('with one action is allowed by the ways that need nothing else; the others name the other action', async () => {
    const { exitCode, answer } = await can('tag images', 'image-updater.json');
    expect({ exitCode, decision: answer.decision }).toEqual({ exitCode: 0, decision: 'allowed' });
    if (!('apis' in answer)) throw new Error('no APIs');
    const byPath = new Map(answer.apis.map((row) => [`${row.method} ${row.path}`, row]));
    expect(byPath.get('POST /v2/{project_id}/images/{image_id}/tags')?.decision).toBe('allowed');
    const other = byPath.get('PUT /v1/cloudimages/tags');
    expect(other?.decision).toBe('not-allowed');
    expect(
      other?.requirements.filter(({ decision }) => decision === 'not-allowed').map(({ action }) => action),
    ).toEqual(['ims:images:get']);
  });

  test('in words for people', async () => {
    const { stdout } = await run(['can', 'tag images', 'image-updater.json']);
    expect(stdout).toBe(`allowed  tag images

  allowed      POST /v2/{project_id}/images/{image_id}/tags  hwc, otc: Adding an Image Tag
               allowed \`ims:images:update\` by image-updater.json:6:18

  allowed      POST /v2/{project_id}/images/{image_id}/tags/action  hwc, otc: Adding or Deleting Image Tags in a Batch
               allowed \`ims:images:update\` by image-updater.json:6:18

  not-allowed  PUT /v1/cloudimages/tags  hwc, otc: Adding or Modifying a Tag
               missing \`ims:images:get\`
               allowed \`ims:images:update\` by image-updater.json:6:18

  not-allowed  PUT /v2/images/{image_id}/tags/{tag}  hwc, otc: Adding a Tag (Native OpenStack API)
               missing \`ims:images:get\`
               allowed \`ims:images:update\` by image-updater.json:6:18
`);
  });
});

describe('can --expect', () => {
  test.each([
    { policy: 'image-tagger.json', expected: 'allowed', exitCode: 0, stderr: '' },
    { policy: 'image-viewer.json', expected: 'not-allowed', exitCode: 0, stderr: '' },
    { policy: 'image-user-without-update.json', expected: 'denied', exitCode: 0, stderr: '' },
    {
      policy: 'image-viewer.json',
      expected: 'allowed',
      exitCode: 1,
      stderr: 'iamscope: expected allowed, but the answer is not-allowed\n',
    },
    {
      policy: 'image-tagger.json',
      expected: 'conditional',
      exitCode: 1,
      stderr: 'iamscope: expected conditional, but the answer is allowed\n',
    },
  ])('$policy: $expected', async ({ policy, expected, exitCode, stderr }) => {
    const answer = await run(['can', 'tag images', policy, '--expect', expected]);
    expect({ exitCode: answer.exitCode, stderr: answer.stderr }).toEqual({ exitCode, stderr });
    expect(answer.stdout).not.toBe('');
  });
});

describe('tables', () => {
  test('of report and can, for spreadsheets and for wikis', async () => {
    const csv = await run(['report', 'image-operator.json', '--cloud', 'otc', '--format', 'csv']);
    expect(csv.stdout.split('\r\n')[0]).toBe(
      'decision,cloud,service,method,path,operation,title,deprecated,why',
    );
    expect(csv.stdout.trimEnd().split('\r\n')).toHaveLength(44);
    const markdown = await run(['can', 'tag images', 'image-tagger.json', '--format', 'markdown']);
    expect(markdown.stdout).toMatch(
      /^\*\*allowed\*\*: tag images\n\nPolicies: image-tagger\.json, cloud any/,
    );
  });
});

describe('can in full', () => {
  test('--suggest names what to grant, in policies of one level each, and what is in the way', async () => {
    const { answer } = await can(
      'POST /v1/cloudimages/x/file',
      'image-viewer.json',
      '--cloud',
      'otc',
      '--suggest',
    );
    expect(answer.suggestion).toEqual({
      policies: [
        {
          level: 'global',
          policy: {
            Version: '1.1',
            Statement: [{ Effect: 'Allow', Action: ['obs:bucket:*', 'obs:object:*'] }],
          },
        },
        {
          level: 'project',
          policy: {
            Version: '1.1',
            Statement: [{ Effect: 'Allow', Action: ['ims:images:export', 'kms:*:*'] }],
          },
        },
      ],
      decision: 'allowed',
      remaining: [],
    });
  });

  test('what is suggested leads to the decision that is promised', async () => {
    const { answer } = await can('tag images', 'image-viewer.json', '--suggest');
    const extra = Object.fromEntries(
      (answer.suggestion?.policies ?? []).map(({ policy }, i) => [`extra-${i}.json`, JSON.stringify(policy)]),
    );
    expect(Object.keys(extra)).toHaveLength(1);
    const { exitCode } = await run(['can', 'tag images', 'image-viewer.json', ...Object.keys(extra)], extra);
    expect({ exitCode, promised: answer.suggestion?.decision }).toEqual({ exitCode: 0, promised: 'allowed' });
  });

  test('a role that is asked for stays in the way', async () => {
    const { answer } = await can('register images', 'image-viewer.json', '--cloud', 'hwc', '--suggest');
    expect(answer.suggestion?.decision).toBe('conditional');
    expect(answer.suggestion?.remaining.map(({ message }) => message)).toEqual([
      'the documentation also asks for the role `Tenant Administrator` (obs)',
    ]);
  });

  test('--explain tells of every statement whether it applies, and why', async () => {
    const { answer } = await can('ims:images:export', 'image-operator.json', '--explain');
    const [trace] = answer.trace ?? [];
    expect(
      trace?.statements.map(({ by, action, applies, because }) => [by.line, action, applies, because]),
    ).toEqual([
      [7, 'no', 'no', []],
      [17, 'yes', 'maybe', ['allowed only while `g:MFAPresent` is `true`']],
      [24, 'no', 'no', []],
    ]);
    const { stdout } = await run(['can', 'ims:images:export', 'image-operator.json', '--explain']);
    expect(stdout).toContain(
      'allow at image-operator.json:17:18 may apply: allowed only while `g:MFAPresent` is `true`',
    );
  });

  test('--explain with a known context settles it', async () => {
    const { answer } = await can(
      'ims:images:export',
      'image-operator.json',
      '--explain',
      '--context',
      'g:MFAPresent=false',
    );
    expect(answer.trace?.[0]?.statements[1]).toMatchObject({
      applies: 'no',
      because: ['its Condition or Resource excludes what is known of the request'],
    });
  });
});

describe('policies are read', () => {
  test('from standard input, under the name that is given', async () => {
    const { exitCode, stdout } = await run(
      ['can', 'ims:images:list', '-', '--stdin-filename', 'role.json'],
      {},
      files['image-viewer.json'],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain('allow at role.json:6:18');
  });

  test('with hostile names and text shown harmlessly', async () => {
    const name = 'evil\u001b[31m\nname.json';
    const { stdout } = await run(['can', 'ims:images:list', name], {
      [name]: files['image-viewer.json'] ?? '',
    });
    expect(stdout).not.toContain('\u001b');
    expect(stdout.split('\n')).toHaveLength(3);
    for (const argv of [
      ['can', 'ims:images:list', name],
      ['who-can', 'ims:images:list', name],
      ['lint', name],
    ]) {
      const { stderr } = await run(argv);
      expect(stderr).toMatch(/^iamscope: \P{Cc}+\n$/u);
    }
  });
});

describe('a wrong call is one line on stderr and exit code 2', () => {
  test.each([
    { argv: ['can', 'tag imags', 'image-viewer.json'], message: 'did you mean `tag images`' },
    {
      argv: ['can', 'PUT /v1/cloudimages/tag', 'image-viewer.json'],
      message: 'did you mean `PUT /v1/cloudimages/tags`?',
    },
    {
      argv: ['can', '/v1/cloudimages/tags', 'image-viewer.json'],
      message: '(documented for this path: GET, PUT)',
    },
    { argv: ['can', 'ims:images:updat', 'image-viewer.json'], message: 'did you mean `ims:images:update`?' },
    { argv: ['can', 'ims:images', 'image-viewer.json'], message: 'an action has three segments' },
    {
      argv: ['can', 'GET https://swr.eu-de.otc.t-systems.com/v1/x', 'image-viewer.json'],
      message:
        'service `swr` is partly covered: no current permission table says which APIs need its actions; `iamscope catalogue list`',
    },
    {
      argv: [
        'can',
        'PUT https://ims.eu-de.otc.t-systems.com/v1/cloudimages/tags',
        'image-viewer.json',
        '--cloud',
        'hwc',
      ],
      message: "the URL's host belongs to otc, but --cloud says hwc",
    },
    { argv: ['can', 'tag images'], message: 'name at least one policy file' },
    { argv: ['can'], message: 'ask a question' },
    {
      argv: ['can', 'tag images', 'absent.json'],
      message: '`absent.json` cannot be read: there is no such file',
    },
    { argv: ['can', 'tag images', '.'], message: '`.` is a folder' },
    { argv: ['can', 'tag images', 'notes.txt'], message: '`notes.txt` holds no policy' },
    {
      argv: ['report', 'image-viewer.json', '--service', 'imz'],
      message: 'service `imz` is outside the catalogue; did you mean `ims`?',
    },
    { argv: ['explain', 'unknown-acton'], message: 'did you mean `unknown-action`?' },
    { argv: ['catalogue', 'sow'], message: 'did you mean `show`?' },
    { argv: ['catalogue', 'search'], message: 'say what to search for' },
    { argv: ['catalogue', 'show', 'hss:hosts:nosuch'], message: 'no page in the catalogue names' },
    { argv: ['catalogue', 'build'], message: 'name the folder with the documentation pages' },
  ])('$argv', async ({ argv, message }) => {
    const { exitCode, stdout, stderr } = await run(argv, { 'notes.txt': 'call the dentist' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^iamscope: [^\n]+\n$/);
  });
});

describe('lint', () => {
  const broken =
    '{\n  "Version": "1.1",\n  "Statement": [{ "Effect": "allow", "Action": ["ims:images:list"] }]\n}\n';

  test('is silent about clean policies', async () => {
    const { exitCode, stdout, stderr } = await run(['lint', 'image-tagger.json', '--format', 'compact']);
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('finds policies in folders', async () => {
    const { exitCode, stdout } = await run(['lint', '--format', 'compact'], { 'sub/broken.json': broken });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('sub/broken.json:3:29: error invalid-effect');
  });

  test('a file that cannot be read does not hide the others', async () => {
    const { exitCode, stdout, stderr } = await run(
      ['lint', 'absent.json', 'broken.json', '--format', 'compact'],
      {
        'broken.json': broken,
      },
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain('broken.json:3:29: error');
    expect(stderr).toBe('iamscope: `absent.json` cannot be read: there is no such file\n');
  });

  test('--fail-on moves the threshold', async () => {
    const deny = '{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["ims:images:delete"]}]}';
    const exitCodes = await Promise.all(
      ['error', 'warning', 'info', 'never'].map(
        async (threshold) =>
          (await run(['lint', 'deny.json', '--fail-on', threshold], { 'deny.json': deny })).exitCode,
      ),
    );
    expect(exitCodes).toEqual([0, 0, 1, 0]);
    const never = await run(['lint', 'broken.json', '--fail-on', 'never'], { 'broken.json': broken });
    expect(never.exitCode).toBe(0);
  });

  test('--output writes the results to a file', async () => {
    const { stdout, written } = await run(
      ['lint', 'broken.json', '--format', 'json', '--output', 'out.json'],
      {
        'broken.json': broken,
      },
    );
    expect(stdout).toBe('');
    expect(JSON.parse(written.get('out.json') ?? '')).toMatchObject({
      schemaVersion: 1,
      summary: { errors: 1 },
    });
  });

  test('policies inside an envelope are linted in place', async () => {
    const text = `{
  "roles": [
    { "policy": { "Version": "1.1", "Statement": [{ "Effect": "Deny", "Action": ["ims:images:delete"] }] } },
    { "policy": { "Version": "1.1", "Statement": [{ "Action": ["ims:images:list"] }] } },
    { "display_name": "empty" }
  ]
}
`;
    const { stdout } = await run(['lint', 'roles.json', '--format', 'compact'], { 'roles.json': text });
    expect(stdout.trimEnd().split('\n')).toEqual([
      'roles.json:3:37: info deny-only-policy the policy only denies: it grants nothing by itself',
      'roles.json:4:51: error missing-member the statement has no `Effect`',
      'roles.json:5:5: error missing-member the role has no `policy`',
    ]);
  });

  test('files that are no policies are left alone', async () => {
    const { exitCode, stdout } = await run(['lint', 'package.json', 'binary.dat', '--format', 'compact'], {
      'package.json': '{"name": "x"}',
      'binary.dat': new Uint8Array([0, 255, 254, 1]),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  });
});

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

  test('an action of another service leads to the APIs that depend on it', async () => {
    const { stdout } = await run(['explain', 'obs:bucket:ListBucket', '--cloud', 'otc']);
    expect(stdout).toContain('otc  POST /v2/cloudimages/action');
  });

  test('an action of a service without permission tables is said to be of a partly covered one', async () => {
    const { stdout } = await run(['explain', 'hss:hosts:list']);
    expect(stdout).toContain(
      'its service is partly covered (no current permission table): which APIs need it is not known',
    );
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
      '/v1/cloudimages/os_version',
      '/v1/cloudimages/{image_id}/cross_region_copy',
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
      /^ims +hwc otc +project +full +\d+ +86 +13 /,
    );
    expect(list.find((line) => line.startsWith('hss '))).toMatch(/^hss +hwc otc +project +partly +0 +0 +70 /);
    const { services, totals } = JSON.parse(
      (await run(['catalogue', 'stats', '--format', 'json'])).stdout,
    ) as { services: { cloud: string; service: string; coverage: string; rows: number }[]; totals: object[] };
    expect(services).toContainEqual(
      expect.objectContaining({ cloud: 'otc', service: 'hss', coverage: 'partly', rows: 0, mentioned: 70 }),
    );
    expect(services).toContainEqual(
      expect.objectContaining({ cloud: 'hwc', service: 'ims', rows: 43, apis: 43, problems: 0 }),
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
    const nothing = await run(['catalogue', 'search', 'cloudimages', 'nosuchword']);
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
    expect(action).toMatchObject({ action: 'hss:hosts:list', known: 'mentioned', access: 'list' });
    expect(mentions).toHaveLength(2);
  });
});

describe('help', () => {
  test('lists every command, and every option of a command', async () => {
    const { stdout } = await run(['--help']);
    for (const name of ['lint', 'report', 'can', 'who-can', 'explain', 'catalogue'])
      expect(stdout).toContain(`iamscope ${name}`);
    const one = await run(['can', '--help']);
    for (const option of [
      '--cloud',
      '--scope',
      '--service',
      '--ignore-dependencies',
      '--role',
      '--context',
      '--without',
      '--resource',
      '--context-file',
      '--expect',
      '--config',
      '--format',
      '--output',
    ]) {
      expect(one.stdout).toContain(option);
    }
  });

  test('version is one line', async () => {
    expect((await run(['--version'])).stdout).toBe('0.0.0-test\n');
  });
});
