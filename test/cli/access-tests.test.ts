import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { main } from '../../src/cli/run.ts';
import type { AccessTestAnswer } from '../../src/model/access-test.ts';
import { fakeIo } from '../support/fake-io.ts';
import { policyText } from '../support/run-cli.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const fixtures = join(import.meta.dirname, '../../fixtures/access-tests');
const files = Object.fromEntries(
  readdirSync(fixtures).map((name) => [name, readFileSync(join(fixtures, name), 'utf8')]),
);

async function run(argv: readonly string[], world: Readonly<Record<string, string>>) {
  const io = fakeIo(world);
  const exitCode = await main(argv, io);
  return { exitCode, stdout: io.stdout(), stderr: io.stderr(), written: io.written };
}

const images = { 'p.json': policyText(['ims:images:get', 'ims:images:update']) };
const testing = (yaml: string, ...argv: readonly string[]) =>
  run(['test', 'a.iamtest.yaml', ...argv], { ...images, 'a.iamtest.yaml': yaml });

describe('coverage', () => {
  test('of tests that depend on everything is 100 %', async () => {
    const { stdout, exitCode } = await run(['test', 'covered.iamtest.yaml', '--min-coverage', '100'], files);
    expect(stdout).toBe(
      'coverage 100 %: of 9 statements and actions tests depend on each\n\n7 tests passed\n',
    );
    expect(exitCode).toBe(0);
  });

  test('names what no test depends on, and may be too little', async () => {
    const argv = ['test', 'untested.iamtest.yaml', '--coverage'];
    const { stdout, exitCode } = await run(argv, files);
    expect(stdout).toBe(`coverage 42 %: of 7 statements and actions no test depends on
  guard.json:4:5  the deny statement ims:images:delete
  guard.json:8:5  the deny statement ims:images:share

1 test passed
`);
    expect(exitCode).toBe(0);
    const low = await run([...argv, '--min-coverage', '43'], files);
    expect(low.exitCode).toBe(1);
    expect((await run([...argv, '--min-coverage', '42.8'], files)).exitCode).toBe(0);
    expect(low.stderr).toBe('iamscope: the tests depend on 42 % of the policies, and 43 % are asked for\n');
  });

  test('of both files together is what either depends on', async () => {
    const { stdout } = await run(['test', '--coverage', '--format', 'json'], files);
    const { coverage } = JSON.parse(stdout) as AccessTestAnswer;
    expect(coverage).toEqual({ parts: 9, tested: 9, untested: [], percent: 100 });
  });
});

describe('a failing test', () => {
  test.each([
    [
      'a decision',
      'tests: [{ can: ims:images:get, expect: denied }]',
      'a.iamtest.yaml:2 failed can ims:images:get for p.json\n  expected denied, but the answer is allowed\n  allow at p.json:1:59\n',
    ],
    [
      'what decides',
      'tests: [{ can: ims:images:get, expect: allowed, by: "p.json#/Statement/1" }]',
      'expected `p.json#/Statement/1` to decide, but what decides is `p.json#/Statement/0/Action/0`',
    ],
    [
      'what is missing',
      'tests: [{ can: DELETE /v2/images/4711, expect: not-allowed, missing: [ims:images:list] }]',
      'missing too: `ims:images:delete`; not missing: `ims:images:list`\n  missing `ims:images:delete`\n',
    ],
    [
      'what must never be',
      'never: ["ims:images:update"]',
      'failed never ims:images:update for p.json\n  must never be, but this is possible: `ims:images:update: allowed`',
    ],
    [
      'a pattern of which a part is allowed',
      'never: ["ims:*:*"]',
      'must never be, but these are possible: `ims:images:get`, `ims:images:update`',
    ],
    [
      'a pattern of which a part is allowed for sure, where conditional is accepted',
      'never: [{ what: "ims:*:*", unless: conditional }]',
      'must never be, but these are possible: `ims:images:get`, `ims:images:update`',
    ],
    [
      'an API with a use case that is allowed for sure',
      'never: [{ what: PATCH /v2/cloudimages/4711, unless: conditional }]',
      'must never be, but these are possible: `PATCH /v2/cloudimages/{image_id} (hwc): allowed in part`',
    ],
    [
      'an API by one of its ways',
      'never: [tag images]',
      'must never be, but these are possible: `PUT /v1/cloudimages/tags (hwc): allowed`',
    ],
  ])('says %s', async (_, tests, message) => {
    const { exitCode, stdout } = await testing(`policies: [p.json]\n${tests}\n`);
    expect(stdout).toContain(message);
    expect(stdout).toContain('1 of 1 test failed');
    expect(exitCode).toBe(1);
  });
});

describe('what must never be, unless it is conditional', () => {
  const never = (what: string, world: Readonly<Record<string, string>>) =>
    run(['test'], {
      'a.iamtest.yaml': `never: [{ what: "${what}", unless: conditional }]\n${world.who}`,
      ...world,
    });

  test('fails where a part that no page names is allowed for sure', async () => {
    const { exitCode, stdout, stderr } = await never('acme:*:*', {
      who: 'policies: [p.json]\n',
      'p.json': policyText(['acme:*:*'], ['acme:things:delete']),
    });
    expect(stdout).toContain('must never be, but this is possible: `acme:*:*: allowed in part`');
    expect(stderr).toContain('`acme` is not a known service');
    expect(exitCode).toBe(1);
  });

  test('fails where any service is asked for, and one is granted in a project', async () => {
    const { stdout, exitCode } = await never('*:*:*', {
      who: 'role: team\n',
      'p.json': policyText(['acme:*:*'], ['acme:things:delete']),
      'iamscope.yaml': 'roles: { team: { grants: [{ policy: p.json, scope: { project: a } }] } }\n',
    });
    expect(stdout).toContain('must never be, but this is possible: `acme:*:*`');
    expect(exitCode).toBe(1);
  });

  test.each([
    ['ims:images:delete', 'must never be, but this is possible: `ims:images:delete: allowed in part`'],
    ['DELETE /v2/images/4711', '`DELETE /v2/images/{image_id} (hwc): allowed in part`'],
  ])('fails where %s is allowed in one of the projects', async (what, message) => {
    const { exitCode, stdout } = await never(what, {
      who: 'role: team\n',
      'a.json': policyText(['ims:images:delete']),
      'b.json': policyText(['ims:images:list'], ['ims:images:delete']),
      'iamscope.yaml':
        'roles:\n  team:\n    grants:\n      - { policy: a.json, scope: { project: a } }\n      - { policy: b.json, scope: { project: b } }\n',
    });
    expect(stdout).toContain(message);
    expect(exitCode).toBe(1);
  });

  test('passes where all of it depends on a condition', async () => {
    const { exitCode } = await never('acme:*:*', {
      who: 'policies: [p.json]\n',
      'p.json': policyText(['acme:*:*'], ['acme:things:delete']).replace(
        '"Action"',
        '"Condition": { "Bool": { "g:MFAPresent": ["true"] } }, "Action"',
      ),
    });
    expect(exitCode).toBe(0);
  });
});

describe('a test that passes', () => {
  test.each([
    'tests: [{ can: ims:images:get, expect: allowed, by: "p.json#/Statement/0" }]',
    'tests: [{ can: IMS:images:GET, expect: allowed, by: "p.json#/Statement/0/Action/0" }]',
    'tests: [{ can: 给镜像打标签, expect: allowed }]',
    'tests: [{ can: "DELETE /v2/images/4711", expect: not-allowed, missing: [IMS:images:delete] }]',
    'never: ["iam:*:*", "ims:images:share"]',
    'never: [{ what: "iam:*:*", unless: conditional }]',
  ])('%s', async (tests) => {
    const { exitCode, stdout, stderr } = await testing(`policies: [./p.json]\n${tests}\n`);
    expect(`${stdout}${stderr}`).toMatch(/^\d tests? passed\n$/u);
    expect(exitCode).toBe(0);
  });

  test('with what is known of the request', async () => {
    const guarded = policyText(['obs:object:GetObject']).replace(
      '"Action"',
      '"Condition": { "Bool": { "g:MFAPresent": ["true"] } }, "Resource": ["obs:*:*:object:team/*"], "Action"',
    );
    const world = (more: string) => ({
      'p.json': guarded,
      'a.iamtest.yaml': `policies: [p.json]\ntests: [{ can: obs:object:GetObject, expect: ${more} }]\n`,
    });
    expect((await run(['test'], world('conditional'))).exitCode).toBe(0);
    const known = world('allowed');
    known['a.iamtest.yaml'] += 'context: { "g:MFAPresent": true }\nresource: "obs:*:*:object:team/x"\n';
    expect(await run(['test'], known)).toMatchObject({ exitCode: 0, stderr: '' });
    known['a.iamtest.yaml'] = known['a.iamtest.yaml'].replace('true', 'false');
    expect((await run(['test'], known)).exitCode).toBe(1);
  });

  test('of a group of Terraform', async () => {
    const infra = `resource "opentelekomcloud_identity_role_v3" "images" {
  display_name = "images"
  description = "x"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ["ims:images:list"]
  }
}
resource "opentelekomcloud_identity_group_v3" "team" { name = "team" }
resource "opentelekomcloud_identity_role_assignment_v3" "a" {
  group_id   = opentelekomcloud_identity_group_v3.team.id
  project_id = "x"
  role_id    = opentelekomcloud_identity_role_v3.images.id
}
`;
    const yaml = (group: string) =>
      `terraform: ../infra\ngroup: ${group}\ntests:\n  - can: ims:images:list\n    expect: allowed\n  - can: ims:images:delete\n    expect: not-allowed\n`;
    const world = (group: string) => ({ 'infra/main.tf': infra, 'tests/a.iamtest.yaml': yaml(group) });
    expect(await run(['test', 'tests'], world('opentelekomcloud_identity_group_v3.team'))).toMatchObject({
      exitCode: 0,
      stdout: '2 tests passed\n',
    });
    const { exitCode, stderr } = await run(
      ['test', 'tests'],
      world('opentelekomcloud_identity_group_v3.teem'),
    );
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(
      /^iamscope: tests\/a\.iamtest\.yaml:4: .*opentelekomcloud_identity_group_v3\.team/u,
    );
  });
});

describe('a file that is wrong fails, whatever the others say', () => {
  test.each([
    ['', 'a.iamtest.yaml:1: the file tests nothing: it needs `tests`, `never` or `table`'],
    ['policies: [p.json]\n', 'a.iamtest.yaml:1: the file tests nothing'],
    ['policies: [p.json]\ntests: []\n', 'a.iamtest.yaml:2: `tests` must not be empty'],
    ['policies: [p.json]\ntest: []\n', 'a.iamtest.yaml:2: unknown key `test`; did you mean `tests`?'],
    [
      'tests: [{ can: ims:images:get, expect: allowed }]\n',
      'a.iamtest.yaml:1: `tests` needs `policies`, `role`',
    ],
    ['policies: [p.json]\nrole: x\nnever: ["a:b:c"]\n', 'who is asked is said once: by `policies` or `role`'],
    ['group: x\nnever: ["a:b:c"]\n', '`group` needs `terraform`'],
    ['terraform: x\nnever: ["a:b:c"]\n', '`terraform` needs `group`'],
    [
      'policies: [p.json]\ntests:\n  - can: ims:image:get\n    expect: allowed\n',
      'a.iamtest.yaml:3: `ims:image:get` is not a documented action; did you mean `ims:images:get`?',
    ],
    [
      'policies: [p.json]\nnever:\n  - "ims:image:*"\n',
      'a.iamtest.yaml:3: `ims:image:*` matches no documented action; did you mean `ims:images:*`?',
    ],
    [
      'policies: [p.json]\ntests: [{ can: ims:images:get, expect: alowed }]\n',
      '`tests.0.expect` cannot be `alowed`; did you mean `allowed`?',
    ],
    ['policies: [p.json]\ntests: [{ can: nothing like it, expect: allowed }]\n', 'a.iamtest.yaml:2: '],
    [
      'policies: [p.json]\ntests: [{ can: ims:images:get }]\n',
      'needs `expect`; `iamscope test --update` writes',
    ],
    [
      'policies: [gone.json]\ntests: [{ can: ims:images:get, expect: allowed }]\n',
      'a.iamtest.yaml:2: `gone.json`',
    ],
    [
      'role: team\ntests: [{ can: ims:images:get, expect: allowed }]\n',
      'a.iamtest.yaml:2: roles are described in a',
    ],
    [
      'table: { roles: [a, b], questions: { "ims:images:get": [allowed] } }\n',
      '2 decisions are expected, one for each role, and there is one',
    ],
    [
      'table: { roles: [a, a], questions: { "ims:images:get": [allowed, allowed] } }\n',
      'the role `a` is already listed',
    ],
    [
      'policies: [p.json]\ntests: [{ can: ims:images:get, expect: allowed, missing: ["ims:image:get"] }]\n',
      'a.iamtest.yaml:2: `ims:image:get` is not a documented action; did you mean `ims:images:get`?',
    ],
    [
      'policies: [p.json]\ntests: [{ can: "*:imagse:delete", expect: denied }]\n',
      '`*:imagse:delete` matches no documented action; did you mean `*:images:delete`?',
    ],
    ['policies: ["-"]\nnever: ["iam:*:*"]\n', 'a.iamtest.yaml:1: `-` is not a policy here'],
    ['policies: [p.json]\nnever: ["-"]\n', 'a.iamtest.yaml:2: `-` is not a question'],
    [
      'policies: [p.json]\ncontext: { foo: 1 }\nnever: ["iam:*:*"]\n',
      'a.iamtest.yaml:3: `foo` is not a condition key',
    ],
    ['policies: [p.json]\nresource: foo\nnever: ["iam:*:*"]\n', 'a.iamtest.yaml:3: `foo` is not a resource'],
    [
      'terraform: gone\ngroup: x\nnever: ["iam:*:*"]\n',
      'a.iamtest.yaml:1: `gone` cannot be read: there is no such folder',
    ],
    ['a: &a [*a]\n', 'a.iamtest.yaml'],
    ['policies: [p.json\n', 'a.iamtest.yaml:'],
  ])('%j', async (yaml, message) => {
    const good = 'policies: [p.json]\ntests: [{ can: ims:images:get, expect: allowed }]\n';
    const { exitCode, stdout, stderr } = await run(['test'], {
      ...images,
      'a.iamtest.yaml': yaml,
      'b.iamtest.yaml': good,
    });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('1 test passed\n');
    expect(exitCode).toBe(2);
  });

  test('a question that may mean several things shows the choices', async () => {
    const yaml = 'policies: [p.json]\ntests: [{ can: list tags, expect: allowed }]\n';
    const { stderr, exitCode } = await testing(yaml);
    expect(stderr.split('\n').length).toBeGreaterThan(2);
    expect(exitCode).toBe(2);
  });

  test('what the configuration knows is not misspelt', async () => {
    const world = {
      ...images,
      'a.iamtest.yaml': 'policies: [p.json]\ntests: [{ can: ims:images:gets, expect: not-allowed }]\n',
    };
    expect((await run(['test'], world)).exitCode).toBe(2);
    const known = { ...world, 'iamscope.yaml': 'catalogue: { actions: ["ims:images:gets"] }\n' };
    expect((await run(['test'], known)).exitCode).toBe(0);
  });

  test('JSON and JUnit say what could not be tested', async () => {
    const world = { ...images, 'a.iamtest.yaml': 'test: []\n' };
    const json = await run(['test', '--format', 'json'], world);
    expect(JSON.parse(json.stdout)).toMatchObject({
      tests: [],
      never: [],
      errors: [{ file: 'a.iamtest.yaml', message: expect.stringContaining('unknown key `test`') as string }],
    });
    const { stdout } = await run(['test', '--format', 'junit'], world);
    expect(stdout).toContain('<testsuites name="iamscope" tests="1" failures="0" errors="1">');
    expect(stdout).toContain('<error message="a.iamtest.yaml:1: unknown key `test`; did you mean `tests`?');
  });

  test('a misspelt role is told the nearest', async () => {
    const { stderr, exitCode } = await run(['test', 'x.iamtest.yaml'], {
      ...files,
      'x.iamtest.yaml': 'role: image-taem\nnever: ["iam:*:*"]\n',
    });
    expect(stderr).toContain('did you mean `image-team`?');
    expect(exitCode).toBe(2);
  });

  test('where there is none that is said', async () => {
    const { stderr, exitCode } = await run(['test'], images);
    expect(stderr).toContain('no tests of access (`*.iamtest.yaml`) in `.`; `iamscope init --tests` writes');
    expect(exitCode).toBe(2);
  });
});

test('a question that is asked twice is said', async () => {
  const yaml = 'policies: [p.json]\nnever: ["iam:*:*"]\ntests:\n  - { can: iam:*:*, expect: not-allowed }\n';
  expect((await testing(yaml)).stderr).toBe('');
  const { stderr } = await testing(`${yaml}  - { can: "IAM:*:*", expect: not-allowed }\n`);
  expect(stderr).toBe('iamscope: a.iamtest.yaml:5: `IAM:*:*` is already asked of `p.json` in line 4\n');
});

test('a file that is named twice is tested once', async () => {
  const yaml = 'policies: [p.json]\nnever: ["iam:*:*"]\n';
  expect((await testing(yaml, './a.iamtest.yaml', '.')).stdout).toBe('1 test passed\n');
});

test('what decides is found by its file, whatever it is called, and among many', async () => {
  const many = Array.from({ length: 9 }, () => ({ Effect: 'Allow', Action: ['ims:images:get'] }));
  const world = {
    'p/many.json': JSON.stringify({ Version: '1.1', Statement: many }),
    'iamscope.yaml': 'roles: { team: { grants: [{ policy: p/many.json }] } }\n',
    'tests/a.iamtest.yaml':
      'role: team\ntests: [{ can: ims:images:get, expect: allowed, by: ../p/many.json#/Statement/8/ }]\n',
  };
  for (const path of ['tests', '/home/tree/tests/a.iamtest.yaml'])
    expect(await run(['test', path], world)).toMatchObject({ exitCode: 0 });
});

test('JUnit names files from the root of the repository', async () => {
  const world = {
    '../.git': '',
    ...images,
    'a.iamtest.yaml': 'policies: [p.json]\nnever: ["iam:*:*"]\n',
  };
  const io = { ...fakeIo(world), namesIn: () => ['.git'] };
  await main(['test', 'a.iamtest.yaml', '--format', 'junit'], io);
  expect(io.stdout()).toContain('<testsuite name="tree/a.iamtest.yaml"');
});

describe('--update', () => {
  test('writes what decides and what is missing, in the form that is there', async () => {
    const before =
      'policies: [p.json]\r\ntests:\r\n  - can: ims:images:get\r\n    expect: "denied"\r\n    by: p.json#/Statement/3 # who\r\n    missing:\r\n      - ims:images:get\r\n  - can: DELETE /v2/images/4711\r\n    expect: \'allowed\'\r\n    missing:\r\n      - ims:images:get\r\n      - ims:images:list\r\n# the end\r\n';
    const { written, exitCode, stdout } = await testing(before, '--update');
    const after = written.get('a.iamtest.yaml') ?? '';
    expect(after).toBe(
      before
        .replace('"denied"', '"allowed"')
        .replace('#/Statement/3', '#/Statement/0/Action/0')
        .replace('- ims:images:get\r\n  -', '[]\r\n  -')
        .replace("'allowed'", "'not-allowed'")
        .replace('- ims:images:get\r\n      - ims:images:list', '- ims:images:delete'),
    );
    expect(stdout).toContain('by p.json#/Statement/3 -> p.json#/Statement/0/Action/0\n');
    expect(exitCode).toBe(0);
    expect((await testing(after)).exitCode).toBe(0);
  });

  test.each([
    ['policies: [p.json]\ntests:\n  - can: >-\n      ims:images:get\n', '    expect: allowed\n'],
    ['policies: [p.json]\ntests:\n  - can: ims:images:get # why', '\n    expect: allowed'],
    ['\uFEFFpolicies: [p.json]\ntests: [{ can: ims:images:get }]\n', undefined],
  ])('adds a decision to %j', async (before, added) => {
    const { written, exitCode } = await testing(before, '--update');
    const after = before.replace('get }', 'get, expect: allowed }');
    expect(written.get('a.iamtest.yaml')).toBe(`${after}${added ?? ''}`);
    expect(exitCode).toBe(0);
  });

  test('leaves what must never be, and what nothing decides, and fails for it', async () => {
    const yaml =
      'policies: [p.json]\nnever: ["ims:images:get"]\ntests: [{ can: ims:images:delete, expect: not-allowed, by: p.json#/Statement/0 }]\n';
    const { written, exitCode, stdout, stderr } = await testing(yaml, '--update');
    expect(written.size).toBe(0);
    expect(stdout).toBe('a.iamtest.yaml: nothing to update\n');
    expect(stderr).toContain('never `ims:images:get` is left as it is: must never be');
    expect(stderr).toContain('`ims:images:delete`: no statement decides it; remove `by`');
    expect(exitCode).toBe(1);
  });

  test.each([
    [
      'below an alias',
      'policies: [p.json]\ntests:\n  - &t { can: ims:images:get, expect: denied }\n  - *t\n',
    ],
    [
      'in a value that others repeat',
      'policies: [p.json]\ntests:\n  - { can: ims:images:get, expect: &e not-allowed }\n  - { can: ims:images:delete, expect: *e }\n',
    ],
  ])('changes nothing %s', async (_, yaml) => {
    const { written, exitCode, stderr } = await testing(yaml, '--update');
    expect(written.size).toBe(0);
    expect(stderr).toContain('cannot be updated without changing more than what is expected');
    expect(exitCode).toBe(2);
  });

  test('writes over nothing that is not UTF-8', async () => {
    const yaml = 'policies: [p.json]\ntests: [{ can: ims:images:get, expect: denied }] # ';
    const io = fakeIo({ ...images, 'a.iamtest.yaml': Uint8Array.from([...Buffer.from(yaml), 0xff]) });
    expect(await main(['test', '--update'], io)).toBe(2);
    expect(io.written.size).toBe(0);
  });
});

/** A group of Terraform that is granted an action. */
const group = (name: string, action: string) => `
resource "opentelekomcloud_identity_role_v3" "${name}" {
  display_name  = "${name}"
  description   = "x"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ["${action}"]
  }
}
resource "opentelekomcloud_identity_group_v3" "${name}" { name = "${name}" }
resource "opentelekomcloud_identity_role_assignment_v3" "${name}" {
  group_id   = opentelekomcloud_identity_group_v3.${name}.id
  project_id = "x"
  role_id    = opentelekomcloud_identity_role_v3.${name}.id
}
`;

test('a table asks groups of Terraform, too', async () => {
  const { exitCode, stdout } = await run(['test'], {
    'infra/main.tf': `${group('a', 'ims:images:get')}${group('b', 'ims:images:list')}`,
    'tests/a.iamtest.yaml':
      'terraform: ../infra\ntable:\n  roles: [opentelekomcloud_identity_group_v3.a, opentelekomcloud_identity_group_v3.b]\n  questions:\n    ims:images:get: [allowed, not-allowed]\n',
  });
  expect(stdout).toBe('2 tests passed\n');
  expect(exitCode).toBe(0);
});

test('--update writes the decisions, and nothing else', async () => {
  const before = `# a comment
policies: [p.json]   # who
tests:
  - can: ims:images:get    # reading
    expect: denied   # for now
    by: p.json#/Statement/0
  - can: ims:images:delete
  - { can: "ims:images:update" }
never: ["iam:*:*"]
`;
  const { exitCode, stdout, written } = await testing(before, '--update');
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      'a.iamtest.yaml:4: `ims:images:get` for `p.json`: denied -> allowed',
      'a.iamtest.yaml:7: `ims:images:delete` for `p.json`: nothing -> not-allowed',
      'a.iamtest.yaml:8: `ims:images:update` for `p.json`: nothing -> allowed',
      '',
    ].join('\n'),
  );
  const after = written.get('a.iamtest.yaml') ?? '';
  expect(after).toBe(
    before
      .replace('expect: denied', 'expect: allowed')
      .replace('- can: ims:images:delete', '- can: ims:images:delete\n    expect: not-allowed')
      .replace('update" }', 'update", expect: allowed }'),
  );
  expect((await testing(after)).exitCode).toBe(0);
  expect((await testing(after, '--update')).stdout).toBe('a.iamtest.yaml: nothing to update\n');
});

test('--update writes tables', async () => {
  const table =
    'table:\n  roles: [image-team, readers]\n  questions:\n    ims:images:list: [allowed, allowed]\n    ims:images:get: [allowed, denied]\n';
  const { written } = await run(['test', 'x.iamtest.yaml', '--update'], {
    ...files,
    'x.iamtest.yaml': table,
  });
  expect(written.get('x.iamtest.yaml')).toBe(
    table
      .replace('[allowed, allowed]', '[not-allowed, allowed]')
      .replace('[allowed, denied]', '[allowed, not-allowed]'),
  );
});

test('JSON is as its schema says', async () => {
  const schema = (name: string) =>
    JSON.parse(readFileSync(join(import.meta.dirname, '../../rules/schema', name), 'utf8')) as object;
  const ajv = new Ajv2020({ allowUnionTypes: true });
  ajv.addSchema(schema('answer-parts.schema.json'));
  const validate = ajv.compile(schema('test.schema.json'));
  const { stdout } = await testing(
    'policies: [p.json]\ntests: [{ can: ims:images:get, expect: denied }, { can: tag images, expect: allowed }]\nnever: ["ims:*:*", { what: "iam:*:*", unless: conditional }]\n',
    '--format',
    'json',
    '--coverage',
  );
  expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
});

test('JUnit has a suite for each file, and holds hostile names', async () => {
  const name = 'a<b>&".iamtest.yaml';
  const { stdout } = await run(['test', name, '--format', 'junit'], {
    ...images,
    [name]: 'policies: [p.json]\ntests:\n  - can: ims:images:get\n    expect: denied\n',
  });
  expect(stdout).toContain('<testsuite name="a&lt;b&gt;&amp;&quot;.iamtest.yaml" tests="1" failures="1"');
  expect(stdout).toContain('<failure message="expected denied, but the answer is allowed">');
});

test('a file of tests is never linted as a policy', async () => {
  const yaml = 'Version: "1.1"\nStatement: [{ Effect: allow, Action: ["ims:images:get"] }]\n';
  const world = { 'x.iamtest.yaml': yaml, 'p.json': images['p.json'] };
  expect(await run(['lint', 'x.iamtest.yaml', 'p.json'], world)).toMatchObject({ exitCode: 0 });
  expect((await run(['lint'], world)).stdout).not.toContain('iamtest');
});

describe('init --tests', () => {
  test('writes what is decided today, and it passes', async () => {
    const { exitCode, written } = await run(['init', '--tests'], images);
    expect(exitCode).toBe(0);
    const text = written.get('p.iamtest.yaml') ?? '';
    expect(text).toContain('  - can: "ims:images:update"\n    expect: allowed\n');
    expect(text).toContain('never:\n  - "iam:*:*"\n');
    expect(await run(['test'], { ...images, 'p.iamtest.yaml': text })).toMatchObject({ exitCode: 0 });
  });

  test('of roles it writes a table', async () => {
    const { 'covered.iamtest.yaml': _, 'untested.iamtest.yaml': __, ...world } = files;
    const { written } = await run(['init', '--tests'], world);
    const text = written.get('access.iamtest.yaml') ?? '';
    expect(text).toContain('  roles: ["image-team", "readers"]\n');
    expect(text).toContain('    "ims:images:delete": [denied, not-allowed]\n');
    expect((await run(['test'], { ...world, 'access.iamtest.yaml': text })).exitCode).toBe(0);
  });

  test('of groups of Terraform it writes a table, too', async () => {
    const world = { 'infra/main.tf': `${group('a', 'ims:images:get')}${group('b', 'ims:images:list')}` };
    const { written } = await run(['init', '--tests'], world);
    const text = written.get('access.iamtest.yaml') ?? '';
    expect(text).toContain('terraform: .\n');
    expect(text).toContain('    "ims:images:get": [allowed, not-allowed]\n');
    expect(await run(['test'], { ...world, 'access.iamtest.yaml': text })).toMatchObject({ exitCode: 0 });
  });

  test('asks for tasks that somebody can do', async () => {
    const { written } = await run(['init', '--tests'], images);
    expect(written.get('p.iamtest.yaml')).toContain('  - can: "tag images"\n    expect: allowed\n');
  });

  test('decides as the tests will: in the scope of the configuration, and each policy in a file of its own', async () => {
    const world = {
      'p.json': policyText(['ims:images:update']),
      'p.yaml': 'Version: "1.1"\nStatement: [{ Effect: Allow, Action: ["ims:images:delete"] }]\n',
      'iamscope.yaml': 'scope: enterprise-project\ncloud: hwc\n',
    };
    const { written } = await run(['init', '--tests'], world);
    expect([...written.keys()]).toEqual(['p.iamtest.yaml', 'p.yaml.iamtest.yaml']);
    expect((await run(['test'], { ...world, ...Object.fromEntries(written) })).exitCode).toBe(0);
  });

  test('writes no file that tests nothing', async () => {
    const world = { 'iamscope.yaml': 'roles: { x: { grants: [{ policy: "system:No Such Role" }] } }\n' };
    const { exitCode, written, stderr } = await run(['init', '--tests'], world);
    expect(exitCode).toBe(2);
    expect(written.size).toBe(0);
    expect(stderr).toContain('there is nothing to test');
  });

  test('never writes over a file unless it is told to', async () => {
    const world = { ...images, 'p.iamtest.yaml': 'policies: [p.json]\n' };
    expect(await run(['init', '--tests'], world)).toMatchObject({
      exitCode: 2,
      stderr: 'iamscope: there is an `p.iamtest.yaml` already; --force writes over it\n',
    });
    expect((await run(['init', '--tests', '--force'], world)).exitCode).toBe(0);
  });
});

test('whatever a file of tests holds, it is an answer or a file that is wrong', async () => {
  const parts = [
    'policies: [p.json]\n',
    'role: team\n',
    'terraform: .\n',
    'group: x\n',
    'cloud: otc\n',
    'scope: enterprise-project\n',
    'context: { "g:MFAPresent": true, "g:UserName": [a, 007] }\n',
    'resource: ["obs:*:*:bucket:a"]\n',
    'tests:\n  - can: ims:images:get\n    by: p.json#/Statement/0\n    expect: denied # x\n  - { can: "tag images", missing: [] }\n',
    'tests:\n  - &t { can: ims:images:get, expect: &e denied }\n  - *t\n  - { can: ims:*:*, expect: *e }\n',
    'never: [ims:images:*, { what: "*:*:*", unless: conditional }]\n',
    'table: { roles: [team], questions: { "ims:images:list": [allowed] } }\n',
    '? [a]\n: b\n',
    '"\\u0000": !x |\n  ---\n',
  ];
  const world = { ...images, 'iamscope.yaml': 'roles: { team: { grants: [{ policy: p.json }] } }\n' };
  const text = fc
    .tuple(
      fc.subarray(parts),
      fc.array(fc.tuple(fc.nat(400), fc.constantFrom('', ':', '-', '\n', ' ', '{', '*e', '\uFEFF', '"'))),
    )
    .map(([some, edits]) =>
      edits.reduce((all, [at, other]) => all.slice(0, at) + other + all.slice(at + 1), some.join('')),
    );
  await fc.assert(
    fc.asyncProperty(text, fc.constantFrom('--coverage', '--update'), async (yaml, option) => {
      const { exitCode, written } = await run(['test', option], { ...world, 'a.iamtest.yaml': yaml });
      expect([0, 1, 2]).toContain(exitCode);
      const updated = written.get('a.iamtest.yaml');
      if (updated === undefined) return;
      // What is written is what is decided: nothing is left to write.
      const again = await run(['test', '--update'], { ...world, 'a.iamtest.yaml': updated });
      expect(again.written.size).toBe(0);
      expect(again.exitCode).not.toBe(2);
    }),
    { numRuns: Math.ceil(propertyRuns / 100) },
  );
});
