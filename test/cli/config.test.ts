import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { CanAnswer, ReportAnswer } from '../../src/model/answer.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const images = policyText(['ims:images:get', 'ims:images:update']);
const config = `cloud: otc
roles:
  image-team:
    grants:
      - { policy: policies/images.json, scope: { project: eu-de } }
      - { policy: "system:IMS ReadOnlyAccess", scope: { enterpriseProject: web } }
  viewers:
    grants:
      - policy: policies/viewer.json
`;
const files = {
  'iamscope.yaml': config,
  'policies/images.json': images,
  'policies/viewer.json': policyText(['ims:*:list']),
};

const schemas = join(import.meta.dirname, '..', '..', 'rules', 'schema');
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
for (const name of ['answer-parts', 'can', 'report']) {
  ajv.addSchema(JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8')) as object);
}

function checked<T>(schema: string, text: string): T {
  const answer: unknown = JSON.parse(text);
  expect(ajv.validate(`${schema}.schema.json`, answer), JSON.stringify(ajv.errors)).toBe(true);
  return answer as T;
}

async function can(argv: readonly string[], world: Readonly<Record<string, string>> = files) {
  const { exitCode, stdout, stderr } = await runCli(['can', ...argv, '--format', 'json'], world);
  expect(stderr).toBe('');
  return { exitCode, answer: checked<CanAnswer>('can', stdout) };
}

describe('a configuration', () => {
  test('of the working directory is used, and options outweigh it', async () => {
    expect((await can(['tag images', 'policies/images.json'])).answer.cloud).toBe('otc');
    expect((await can(['tag images', 'policies/images.json', '--cloud', 'hwc'])).answer.cloud).toBe('hwc');
    expect((await can(['tag images', 'policies/images.json', '--cloud', 'any'])).answer.cloud).toBe('any');
  });

  test('gives the scope too', async () => {
    const world = { ...files, 'iamscope.yaml': 'scope: enterprise-project\n' };
    const { exitCode, answer } = await can(['tag images', 'policies/images.json'], world);
    expect({ exitCode, scope: answer.scope, decision: answer.decision }).toEqual({
      exitCode: 1,
      scope: 'enterprise-project',
      decision: 'not-allowed',
    });
  });

  test('can be named; its paths are relative to it', async () => {
    const world = {
      'etc/iam/team.yaml':
        'roles: { a: { grants: [{ policy: ../images.json }, { policy: ./viewer.json }] } }',
      'etc/images.json': images,
      'etc/iam/viewer.json': policyText(['ims:*:list']),
    };
    const { exitCode, answer } = await can(
      ['tag images', '--role', 'a', '--config', 'etc/iam/team.yaml'],
      world,
    );
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({ role: 'a', policies: ['etc/images.json', 'etc/iam/viewer.json'] });
  });

  test('may be empty', async () => {
    expect(
      (await can(['tag images', 'policies/images.json'], { ...files, 'iamscope.yaml': '' })).exitCode,
    ).toBe(0);
  });

  test.each([
    { name: 'the folder above', place: '../', inRepository: '../.git/HEAD', found: true },
    { name: 'the root of the repository', place: '../../', inRepository: '../../.git/HEAD', found: true },
    { name: 'above the repository', place: '../', inRepository: '.git/HEAD', found: false },
    { name: 'above, where there is no repository', place: '../', inRepository: 'x', found: false },
  ])('of $name is used: $found', async ({ place, inRepository, found }) => {
    const { 'iamscope.yaml': _, ...world } = files;
    const above = { ...world, [inRepository]: '', [`${place}iamscope.yaml`]: 'cloud: otc' };
    expect((await can(['tag images', 'policies/images.json'], above)).answer.cloud).toBe(
      found ? 'otc' : 'any',
    );
  });

  test('the nearest is used, and none above a repository within the repository', async () => {
    const world = { ...files, '../iamscope.yaml': 'cloud: hwc', '../.git/HEAD': '' };
    expect((await can(['tag images', 'policies/images.json'], world)).answer.cloud).toBe('otc');
  });

  test('is not used with --no-config, which excludes --config', async () => {
    expect((await can(['tag images', 'policies/images.json', '--no-config'])).answer.cloud).toBe('any');
    const argv = ['can', 'q', 'a.json', '--no-config', '--config', 'x'];
    expect(await runCli(argv, files)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('not both'),
    });
  });

  test('is not loaded where there is none', async () => {
    const { 'iamscope.yaml': _, ...world } = files;
    expect((await can(['tag images', 'policies/images.json'], world)).answer.cloud).toBe('any');
  });
});

describe('extends', () => {
  const role = (policy: string) => `roles: { a: { grants: [{ policy: ${policy} }] } }`;

  test('a file outweighs what it extends, and of several the later', async () => {
    const world = {
      ...files,
      'iamscope.yaml': 'extends: [first.yaml, second.yaml]\nscope: project\n',
      'first.yaml': `cloud: hwc\nscope: enterprise-project\n${role('policies/viewer.json')}`,
      'second.yaml': `cloud: otc\n${role('policies/images.json')}`,
    };
    const { answer } = await can(['tag images', '--role', 'a'], world);
    expect(answer).toMatchObject({ cloud: 'otc', scope: 'project', policies: ['policies/images.json'] });
  });

  test('paths are relative to the file that they stand in', async () => {
    const world = {
      'iamscope.yaml': 'extends: shared/deep/base.yaml\n',
      'shared/deep/base.yaml': `extends: ../more.yaml\n${role('images.json')}`,
      'shared/more.yaml': 'cloud: otc',
      'shared/deep/images.json': images,
    };
    const { answer } = await can(['tag images', '--role', 'a'], world);
    expect(answer).toMatchObject({ cloud: 'otc', policies: ['shared/deep/images.json'] });
  });

  test('a chain of files ends somewhere', async () => {
    const chain = (count: number) =>
      Object.fromEntries([
        ['iamscope.yaml', 'extends: c1.yaml'],
        ...Array.from({ length: count }, (_, i) => [`c${i + 1}.yaml`, `extends: c${i + 2}.yaml`]),
        [`c${count + 1}.yaml`, 'cloud: otc'],
      ]);
    const argv = ['tag images', 'policies/images.json'];
    expect((await can(argv, { ...files, ...chain(90) })).answer.cloud).toBe('otc');
    const { exitCode, stderr } = await runCli(['can', ...argv], { ...files, ...chain(5000) });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('c99.yaml:1: `extends` leads through more than 100 files');
  });

  test('a file that two others extend is read once, and a circle through several is told', async () => {
    const diamond = {
      ...files,
      'iamscope.yaml': 'extends: [left.yaml, right.yaml]',
      'left.yaml': 'extends: top.yaml\ncloud: hwc',
      'right.yaml': 'extends: top.yaml',
      'top.yaml': 'cloud: otc',
    };
    // The top comes before both, so that the left outweighs it.
    expect((await can(['tag images', 'policies/images.json'], diamond)).answer.cloud).toBe('hwc');
    const circle = { ...diamond, 'top.yaml': 'extends: left.yaml' };
    const { exitCode, stderr } = await runCli(['can', 'q', 'policies/images.json'], circle);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(
      'top.yaml:1: `extends` leads in a circle: `left.yaml` → `top.yaml` → `left.yaml`',
    );
  });
});

describe('--role', () => {
  test('asks the grants of a role together', async () => {
    const inProject = ['--context', 'g:ProjectName=eu-de'];
    const { exitCode, answer } = await can(['tag images', '--role', 'image-team', ...inProject]);
    expect(exitCode).toBe(0);
    expect(answer).toMatchObject({
      role: 'image-team',
      policies: ['policies/images.json', 'system:IMS ReadOnlyAccess'],
      places: [{ project: 'eu-de' }, { enterpriseProject: 'web' }],
      decision: 'allowed',
    });
    expect((await can(['tag images', '--role', 'viewers'])).answer.decision).toBe('not-allowed');
  });

  test('is conditional where a project allows what an enterprise project, which may be in another, does not', async () => {
    const { exitCode, answer } = await can(['tag images', '--role', 'image-team']);
    expect({ exitCode, decision: answer.decision }).toEqual({ exitCode: 3, decision: 'conditional' });
    expect(JSON.stringify(answer)).toContain('it depends on where the call is made');
  });

  test('serves reports', async () => {
    const { stdout } = await runCli(['report', '--role', 'viewers', '--format', 'json'], files);
    expect(checked<ReportAnswer>('report', stdout)).toMatchObject({
      role: 'viewers',
      policies: ['policies/viewer.json'],
      cloud: 'otc',
    });
    expect((await runCli(['report', '--role', 'viewers'], files)).stdout).toMatch(
      /^role {5}viewers\npolicies /,
    );
  });
});

describe('a wrong configuration is one line on stderr and exit code 2', () => {
  const grants = (grant: string) => `roles:\n  a:\n    grants:\n      - ${grant}\n`;
  test.each([
    { text: '? [a]\n: b\n', message: 'iamscope.yaml:1: a key has to be a text' },
    { text: 'cloud: !foo otc\n', message: 'iamscope.yaml:1: tags (`!…`) have no meaning here' },
    { text: 'cloud: otc\n---\ncloud: hwc\n', message: 'the file holds several documents, and has to be one' },
    { text: '['.repeat(20_000), message: 'it is nested too deeply' },
    { text: 'clod: otc\n', message: 'iamscope.yaml:1: unknown key `clod`; did you mean `cloud`?' },
    {
      text: 'cloud: otc\npaint: red\n',
      message: 'iamscope.yaml:2: unknown key `paint`; known: extends, cloud, ',
    },
    {
      text: 'cloud: aws\n',
      message: 'iamscope.yaml:1: `cloud` cannot be `aws`; choose from any, hwc, otc',
    },
    {
      text: 'cloud: htc\n',
      message: 'iamscope.yaml:1: `cloud` cannot be `htc`; did you mean `hwc`?',
    },
    { text: 'cloud: 7\n', message: 'iamscope.yaml:1: `cloud` has to be one of any, hwc, otc' },
    {
      text: 'rules:\n  unknown-acton: off\n',
      message: 'iamscope.yaml:2: unknown rule `unknown-acton`; did you mean `unknown-action`?',
    },
    {
      text: 'rules: { nonsense: off }\n',
      message: 'unknown rule `nonsense`; `iamscope explain --list` shows them all',
    },
    { text: 'rules: { __proto__: off }\n', message: 'unknown rule `__proto__`' },
    {
      text: 'rules:\n  unknown-action: wrning\n',
      message: 'iamscope.yaml:2: `rules.unknown-action` cannot be `wrning`; did you mean `warning`?',
    },
    {
      text: 'overrides:\n  - files: x\n    rules:\n      unknown-actoin: off\n',
      message: 'iamscope.yaml:4: unknown rule `unknown-actoin`; did you mean `unknown-action`?',
    },
    {
      text: 'overrides: [{ files: x }]\n',
      message: 'iamscope.yaml:1: `overrides.0` needs `rules`',
    },
    {
      text: 'suppressions:\n  - files: a\n    rule: unknown-action\n',
      message: 'iamscope.yaml:2: `suppressions.0` needs `reason`',
    },
    {
      text: 'suppressions:\n  - { files: a, rule: unknown-action, reason: " " }\n',
      message: '`suppressions.0.reason` must not be empty',
    },
    {
      text: 'suppressions:\n  - { files: a, rule: unknown-action, reason: b, until: tomorrow }\n',
      message: '`suppressions.0.until` has to be like `2026-12-31`',
    },
    {
      text: 'suppressions:\n  - { files: a, rule: unknown-action, reason: b, until: 2026-02-30 }\n',
      message: 'iamscope.yaml:2: `2026-02-30` is not a day of the calendar',
    },
    {
      text: 'suppressions:\n  - { files: a, rule: unknown-action, reason: b, pointer: Statement }\n',
      message: '`suppressions.0.pointer` has to be like `/Statement/0/Action`',
    },
    {
      text: 'suppressions:\n  - { files: a, rule: unknown-actio, reason: b }\n',
      message: 'iamscope.yaml:2: unknown rule `unknown-actio`; did you mean `unknown-action`?',
    },
    { text: "include: ['']\n", message: '`include.0` must not be empty' },
    { text: 'exclude: a\n', message: '`exclude` has to be a list, as in `[a]`' },
    { text: 'include: "*.json"\n', message: '`include` has to be a list, as in `["*.json"]`' },
    {
      text: "catalogue: { actions: ['ims:*:get'] }\n",
      message: '`catalogue.actions.0` has to be like `acme:things:list`',
    },
    {
      text: 'extends: no.yaml\n',
      message: 'iamscope.yaml:1: `extends` leads nowhere: `no.yaml` cannot be read',
    },
    { text: 'extends: policies\n', message: '`extends` leads nowhere: `policies` is a folder' },
    {
      text: 'cloud: otc\nextends: ./iamscope.yaml\n',
      message: 'iamscope.yaml:2: `extends` leads in a circle: `iamscope.yaml` → `iamscope.yaml`',
    },
    { text: 'extends: wrong.yaml\n', message: 'wrong.yaml:1: unknown key `clod`' },
    {
      text: grants('{ polcy: x }'),
      message: 'unknown key `polcy` in `roles.a.grants.0`; did you mean `policy`?',
    },
    { text: grants('{ polcy: x }'), message: 'iamscope.yaml:4:' },
    { text: grants('{ policy: x, scope: { projects: y } }'), message: 'did you mean `project`?' },
    {
      text: grants('{ policy: x, scope: { project: y, global: true } }'),
      message: '`roles.a.grants.0.scope` has to have exactly one of project, enterpriseProject, global',
    },
    {
      text: grants('{ policy: x, scope: { global: false } }'),
      message: '`roles.a.grants.0.scope.global` has to be true',
    },
    { text: 'roles:\n  a: {}\n', message: 'iamscope.yaml:2: `roles.a` needs `grants`' },
    { text: 'roles: [a]\n', message: '`roles` has to be a mapping (`key: value`)' },
    { text: '- a\n', message: 'iamscope.yaml:1: the configuration has to be a mapping (`key: value`)' },
    { text: 'cloud: otc\ncloud: hwc\n', message: 'iamscope.yaml:2: the key stands there twice' },
    { text: '\tcloud: otc\n', message: 'iamscope.yaml:1: a tab indents the line' },
    { text: 'cloud: [\n', message: 'it is not YAML: flow sequence in block collection' },
    {
      text: 'house: { required-condition: [{ actions: [ims:images:get], key: a, values: [b], reason: c }] }\n',
      message: '`house.required-condition.0` needs `operator` beside `values`',
    },
    { text: 'a: [\n', message: /iamscope\.yaml:2: [^\n]+/ },
    { text: grants("{ policy: '-' }"), message: 'cannot read standard input' },
    {
      text: 'a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: &d [*c, *c, *c]\ne: &e [*d, *d, *d, *d]\nf: [*e, *e, *e, *e]\n',
      message: 'Excessive alias count',
    },
    { text: '%YAML 1.1\n---\n<<: 3\n', message: 'Merge sources must be maps' },
  ])('$message', async ({ text, message }) => {
    const { exitCode, stdout, stderr } = await runCli(['can', 'tag images', 'policies/images.json'], {
      ...files,
      'wrong.yaml': 'clod: otc',
      'iamscope.yaml': text,
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    if (typeof message === 'string') expect(stderr).toContain(message);
    else expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^iamscope: [^\n]+\n$/);
  });

  test.each([
    {
      argv: ['can', 'tag images', '--role', 'image-tem'],
      message: 'has no role `image-tem`; did you mean `image-team`?',
    },
    {
      argv: ['can', 'tag images', '--role', 'nobody'],
      message: 'has no role `nobody`; it has image-team, viewers',
    },
    {
      argv: ['can', 'tag images', 'a.json', '--role', 'viewers'],
      message: 'name policies or a role, not both',
    },
    {
      argv: ['can', 'tag images', '--role', 'a', '--config', 'no.yaml'],
      message: '`no.yaml` cannot be read',
    },
    {
      argv: ['can', 'tag images', '--role', 'a', '--config', 'policies'],
      message: '`policies` is a folder: name the configuration file',
    },
  ])('$argv', async ({ argv, message }) => {
    const { exitCode, stderr } = await runCli(argv, files);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('a role needs a configuration', async () => {
    const { exitCode, stderr } = await runCli(['can', 'tag images', '--role', 'a'], {});
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no `iamscope.yaml` here');
  });

  test('a role by a name of every object is a role like another', async () => {
    const world = {
      ...files,
      'iamscope.yaml': 'roles: { __proto__: { grants: [{ policy: policies/images.json }] } }',
    };
    expect((await can(['tag images', '--role', '__proto__'], world)).exitCode).toBe(0);
    expect((await runCli(['can', 'tag images', '--role', 'constructor'], world)).exitCode).toBe(2);
  });
});
