import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { CanAnswer, ReportAnswer } from '../../src/model/answer.ts';
import { policyFiles as files, run } from '../support/run-on-policies.ts';

const root = join(import.meta.dirname, '..', '..');
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
    expect(tags).toHaveLength(21);
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
      '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["das:connections:list","xyz:things:get"]}]}';
    const { stdout } = await run(['report', 'other.json', '--format', 'json'], { 'other.json': policy });
    const { notes, apis } = checked<ReportAnswer>('report', stdout);
    expect(apis).toEqual([]);
    expect(notes.slice(0, 2)).toEqual([
      'partly covered, so not reported: `das` (no current permission table says which APIs need their actions)',
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
  one of these ways is enough; allowed: POST /v2/{project_id}/images/{image_id}/tags, POST /v2/{project_id}/images/{image_id}/tags/action

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

describe('a wrong call is said on stderr, with exit code 2', () => {
  test.each([
    {
      argv: ['can', 'tag imaggges', 'image-viewer.json'],
      message: '`tag imaggges` is not a known task, API or action (not understood: `imaggge`); it may mean:',
    },
    {
      argv: ['can', 'PUT /v1/cloudimages/tag', 'image-viewer.json'],
      message: 'did you mean `PUT /v1/cloudimages/tags`?',
    },
    {
      argv: ['can', '/v1/cloudimages/tags', 'image-viewer.json'],
      message: '(documented for this path: GET, PUT)',
    },
    { argv: ['can', 'ims:images', 'image-viewer.json'], message: 'an action has three segments' },
    { argv: ['can', 'ims:images', 'image-viewer.json'], message: 'did you mean `ims:images:*`?' },
    { argv: ['can', 'obs:GetObject', 'image-viewer.json'], message: 'did you mean `obs:object:GetObject`?' },
    {
      argv: ['can', '/v2/cloudimages', 'image-viewer.json'],
      message: '`/v2/cloudimages` has no method: write it with one, as in `GET /v2/cloudimages`',
    },
    {
      argv: ['can', 'start server', '--exact', 'image-viewer.json'],
      message:
        '`start server` is not a known task, API or action; `iamscope catalogue search start server` finds APIs and actions',
    },
    {
      argv: ['can', 'create a VPC', '--exact', 'image-viewer.json'],
      message: 'or action; `iamscope catalogue search create vpc` finds APIs and actions',
    },
    {
      argv: ['can', 'blow up the moon', 'image-viewer.json'],
      message:
        '`blow up the moon` is not a known task, API or action (not understood: `moon`, `blow`); `iamscope catalogue search <words>` finds APIs and actions',
    },
    {
      argv: ['can', 'ECS', 'image-viewer.json'],
      message: '`ECS` is a service: ask for its actions, as in `ecs:*:*`',
    },
    { argv: ['catalogue', 'show', 'ims:*:*'], message: '`ims:*:*` is a pattern: name one action' },
    { argv: ['can', '*', 'image-viewer.json'], message: 'did you mean `*:*:*`?' },
    { argv: ['can', '', 'image-viewer.json'], message: 'the question is empty' },
    {
      argv: ['can', 'image-viewer.json', 'tag images'],
      message: '`image-viewer.json` looks like a file: the question comes first',
    },
    {
      argv: ['can', 'tag', 'images', 'image-viewer.json'],
      message: 'put the question in quotes: `"tag images"`',
    },
    {
      argv: ['can', 'GET', '/v2/images', 'image-viewer.json'],
      message: 'put the question in quotes: `"GET /v2/images"`',
    },
    { argv: ['who-can', 'list', 'images', '.'], message: 'put the question in quotes: `"list images"`' },
    {
      argv: ['can', 'tag images', 'IMS ReadOnlyAccess'],
      message:
        '`IMS ReadOnlyAccess` cannot be read: there is no such file; for the system policy write `"system:IMS ReadOnlyAccess"`',
    },
    {
      argv: ['can', 'GET https://das.eu-de.otc.t-systems.com/v1/x', 'image-viewer.json'],
      message:
        'service `das` is partly covered: no current permission table says which APIs need its actions; `iamscope catalogue list`',
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
      argv: ['can', 'tag images', 'aws.json'],
      message: '`aws.json` holds no IAM policy: it looks like an AWS policy',
    },
    {
      argv: ['report', 'image-viewer.json', '--service', 'imz'],
      message: 'service `imz` is outside the catalogue; did you mean `ims`?',
    },
    { argv: ['explain', 'unknown-acton'], message: 'did you mean `unknown-action`?' },
    { argv: ['catalogue', 'sow'], message: 'did you mean `show`?' },
    { argv: ['catalogue', 'search'], message: 'say what to search for' },
    { argv: ['catalogue', 'show', 'das:connections:nosuch'], message: 'no page in the catalogue names' },
    { argv: ['catalogue', 'build'], message: 'name the folder with the documentation pages' },
  ])('$argv', async ({ argv, message }) => {
    const { exitCode, stdout, stderr } = await run(argv, {
      'notes.txt': 'call the dentist',
      'aws.json': '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject"}]}',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    // What a question may mean is listed below.
    expect(stderr).toMatch(/^iamscope: [^\n]+\n(?: {2}[^\n]+\n){0,6}$/);
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
