import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { DiffAnswer, UnitChange } from '../../src/model/access-changes.ts';
import { policyText, runCli } from '../support/run-cli.ts';
import { shortPolicyText } from '../support/short-statements.ts';

const folder = join(import.meta.dirname, '..', '..', 'rules', 'schema');
const schemas = readdirSync(folder)
  .filter((name) => /^(?:answer-parts|diff)\.schema\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object);
const ajv = new Ajv2020({ schemas, allowUnionTypes: true });

/** Calls `diff` for JSON, which has to fit its schema. */
async function diff(
  argv: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number; readonly answer: DiffAnswer }> {
  const { exitCode, stdout, stderr } = await runCli(['diff', ...argv, '--format', 'json'], files);
  expect(stderr).toBe('');
  const answer = JSON.parse(stdout) as DiffAnswer;
  expect(ajv.validate('diff.schema.json', answer), JSON.stringify(ajv.errors)).toBe(true);
  return { exitCode, answer };
}

const namesOf = (units: readonly UnitChange[]) =>
  units.map(({ unit, change, broadens }) => `${change} ${unit}${broadens ? ' +' : ''}`);

const get = policyText(['ims:images:get']);
const share = policyText(['ims:images:get', 'ims:images:share']);
const remove = policyText(['ims:images:get', 'ims:images:delete']);

describe('two folders', () => {
  test('a file that only the new configuration excludes is compared all the same', async () => {
    const files = {
      'a/p.json': get,
      'a/q.txt.json': get,
      'b/q.txt.json': get,
      'b/p.json': share,
      'b/iamscope.yaml': 'exclude: ["p.json"]\n',
    };
    expect(namesOf((await diff(['a', 'b'], files)).answer.units)).toEqual(['changed b/p.json +']);
    const both = { ...files, 'a/iamscope.yaml': 'exclude: ["p.*"]\n' };
    expect((await diff(['a', 'b'], both)).answer.units).toEqual([]);
  });

  test.each([['{'], ['{"Ver'], ['\0\u0001PK'], ['<<<<<<< HEAD\n{}']])(
    'where a policy was, a text that cannot be read may hold anything: %j',
    async (text) => {
      const files = { 'a/p.json': get, 'a/q.json': '{', 'b/p.json': text, 'b/q.json': '{' };
      expect(namesOf((await diff(['a', 'b'], files)).answer.units)).toEqual(['changed b/p.json +']);
    },
  );

  test.each([[''], [' \n'], ['[]'], ['{"other": 1}']])(
    'a file without its policy is a loss: %j',
    async (text) => {
      const files = { 'a/p.json': get, 'a/q.json': get, 'b/p.json': text, 'b/q.json': get };
      expect(namesOf((await diff(['a', 'b'], files)).answer.units)).toEqual(['removed a/p.json']);
    },
  );

  test('policies are compared by their paths, and what broadens gravely stands first', async () => {
    const { exitCode, answer } = await diff(['a', 'b'], {
      'a/one.json': get,
      'a/two.json': get,
      'a/x/three.json': get,
      'a/four.json': share,
      'b/one.json': remove,
      'b/two.json': share,
      'b/x/three.json': get,
      'b/four.json': get,
    });
    expect(namesOf(answer.units)).toEqual([
      'changed b/two.json +',
      'changed b/one.json +',
      'changed b/four.json',
    ]);
    expect(answer.unchanged).toBe(1);
    expect(exitCode).toBe(1);
  });

  test('a policy that was moved is one unit, a new one is all gain, a deleted one loss', async () => {
    const { answer } = await diff(['a', 'b'], {
      'a/old-name.json': get,
      'a/gone.json': remove,
      'b/new-name.json': `${get}\n`,
      'b/new.json': share,
      'b/copy.json': get,
    });
    expect(namesOf(answer.units)).toEqual([
      'added b/new.json +',
      'added b/new-name.json +',
      'removed a/gone.json',
      'moved b/copy.json',
    ]);
    expect(answer.units.find(({ change }) => change === 'moved')?.was).toBe('a/old-name.json');
  });

  test('only what was moved is nothing that fails', async () => {
    const { exitCode, answer } = await diff(['a', 'b', '--fail-on', 'any'], {
      'a/x.json': get,
      'b/y.json': get,
    });
    expect(namesOf(answer.units)).toEqual(['moved b/y.json']);
    expect(exitCode).toBe(0);
  });

  test('what somebody was granted is new to somebody else', async () => {
    const roles = (name: string) => `roles:\n  ${name}:\n    grants: [{ policy: p.json }]\n`;
    const { exitCode, answer } = await diff(['a', 'b'], {
      'a/p.json': share,
      'b/p.json': share,
      'a/iamscope.yaml': roles('admins'),
      'b/iamscope.yaml': roles('all.admins'),
    });
    expect(namesOf(answer.units)).toEqual(['added all.admins +', 'removed admins']);
    expect(exitCode).toBe(1);
  });

  test('several policies of a file are told by their names', async () => {
    const roles = (first: string, second: string) =>
      JSON.stringify({
        roles: [
          { display_name: 'one', type: 'XA', policy: JSON.parse(first) as object },
          { display_name: 'two', type: 'XA', policy: JSON.parse(second) as object },
        ],
      });
    const { answer } = await diff(['a', 'b'], { 'a/r.json': roles(get, share), 'b/r.json': roles(get, get) });
    expect(namesOf(answer.units)).toEqual(['changed b/r.json#/roles/1/policy']);
    expect(answer.unchanged).toBe(1);
  });

  test('a file that became something else has lost its policy', async () => {
    const { answer } = await diff(['a', 'b'], { 'a/x.json': get, 'b/x.json': '{"a": 1}' });
    expect(namesOf(answer.units)).toEqual(['removed a/x.json']);
  });

  test('roles of the configuration in each folder are compared as a whole', async () => {
    const roles = (...policies: string[]) =>
      JSON.stringify({ roles: { team: { grants: policies.map((policy) => ({ policy })) } } });
    const files = {
      'a/iamscope.yaml': roles('get.json', 'guard.json'),
      'a/get.json': get,
      'a/share.json': share,
      'a/guard.json': policyText([], ['ims:images:share']),
      'b/iamscope.yaml': roles('get.json', 'share.json'),
      'b/get.json': get,
      'b/share.json': share,
      'b/guard.json': policyText([], ['ims:images:share']),
    };
    const { answer } = await diff(['a', 'b'], files);
    expect(namesOf(answer.units)).toEqual(['changed team +']);
    expect(answer.units[0]).toMatchObject({ kind: 'role', levels: ['permission-management'] });
    const named = await diff(['a', 'b', '--role', 'team'], files);
    expect(named.answer.units).toEqual(answer.units);
    expect(named.answer.unchanged).toBe(0);
    expect((await runCli(['diff', 'a', 'b', '--role', 'teem'], files)).stderr).toContain(
      'did you mean `team`?',
    );
  });
});

test('what is granted in one project says nothing of another one', async () => {
  const role = (...grants: (readonly [policy: string, project: string])[]) =>
    JSON.stringify({
      roles: { team: { grants: grants.map(([policy, project]) => ({ policy, scope: { project } })) } },
    });
  const vpc = policyText(['vpc:vpcs:list']);
  const both = { 'get.json': get, 'vpc.json': vpc };
  const sides = (old: string, now: string) => ({
    'a/iamscope.yaml': old,
    'b/iamscope.yaml': now,
    ...Object.fromEntries(
      Object.entries(both).flatMap(([name, text]) => [
        [`a/${name}`, text],
        [`b/${name}`, text],
      ]),
    ),
  });
  const one = role(['get.json', 'eu-de']);
  const two = role(['get.json', 'eu-de'], ['vpc.json', 'eu-nl']);
  const more = role(['get.json', 'eu-de'], ['get.json', 'eu-nl']);
  const narrower = (await diff(['a', 'b'], sides(two, one))).answer;
  expect(narrower).toMatchObject({ broadens: false, units: [{ unit: 'team', gained: [], conditional: [] }] });
  const wider = (await diff(['a', 'b'], sides(one, more))).answer;
  expect(wider.broadens).toBe(true);
  expect(wider.units[0]?.gained[0]).toMatchObject({
    message: '`ims:images:get` is newly allowed in project `eu-nl`',
    from: 'not-allowed',
    to: 'allowed',
  });
  expect(wider.units[0]?.gained.some(({ kind }) => kind === 'api')).toBe(true);
});

test('the configuration of a folder says what is looked at in it', async () => {
  const { answer } = await diff(['a', 'b'], {
    'iamscope.yaml': 'include: [nothing/**]\n',
    'a/iamscope.yaml': 'exclude: [old/**]\n',
    'a/x.json': get,
    'a/old/y.json': share,
    'b/iamscope.yaml': 'exclude: [old/**]\n',
    'b/x.json': get,
    'b/old/y.json': remove,
  });
  expect(answer).toMatchObject({ units: [], unchanged: 1 });
});

describe('exit codes', () => {
  const files = { 'a.json': get, 'b.json': share, 'none/a.txt': '', 'neither/a.txt': '' };
  test.each([
    { argv: ['a.json', 'b.json'], exitCode: 1 },
    { argv: ['b.json', 'a.json'], exitCode: 0 },
    { argv: ['b.json', 'a.json', '--fail-on', 'any'], exitCode: 1 },
    { argv: ['a.json', 'a.json', '--fail-on', 'any'], exitCode: 0 },
    { argv: ['a.json', 'b.json', '--fail-on', 'never'], exitCode: 0 },
    { argv: [], exitCode: 2 },
    { argv: ['a.json', 'b.json', 'b.json'], exitCode: 2 },
    { argv: ['a.json', 'missing.json'], exitCode: 2 },
    { argv: ['a.json', '.'], exitCode: 2 },
    { argv: ['-', '-'], exitCode: 2 },
    { argv: ['none', 'neither'], exitCode: 2 },
    { argv: ['a.json'], exitCode: 2 },
  ])('$argv', async ({ argv, exitCode }) => {
    const run = await runCli(['diff', ...argv], files);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr === '').toBe(exitCode !== 2);
  });
});

test('a file that cannot be read may allow anything', async () => {
  const { exitCode, answer } = await diff(['a.json', 'b.json'], {
    'a.json': get,
    'b.json': get.slice(0, -4),
  });
  expect(exitCode).toBe(1);
  expect(answer.units[0]?.notComparable).toEqual([
    '`b.json` cannot be read as a whole on the new side: it may allow anything',
  ]);
});

describe('what is on a side', () => {
  test.each([
    { name: 'no file, as git says', argv: ['/dev/null', 'a.json'], units: ['added a.json +'] },
    { name: 'nothing any more', argv: ['a.json', '/dev/null'], units: ['removed a.json'] },
    { name: 'an empty file', argv: ['empty.json', 'a.json'], units: ['added a.json +'] },
    {
      name: 'a text that is not a policy, on the new side',
      argv: ['a.json', 'text.json'],
      units: ['changed text.json +'],
    },
    {
      name: 'a text that is not a policy, on the old side',
      argv: ['text.json', 'a.json'],
      units: ['changed a.json +'],
    },
    { name: 'two texts that are not policies', argv: ['text.json', 'text.json'], units: [] },
    {
      name: 'a text that is not JSON at all, and another one',
      argv: ['page.json', 'other.json'],
      units: ['changed other.json +'],
    },
    { name: 'another form of the same', argv: ['a.json', 'a.yaml'], units: [] },
    {
      name: 'what is too large to be read',
      argv: ['large.json', 'large.json'],
      units: ['changed large.json +'],
    },
  ])('$name', async ({ argv, units }) => {
    const { answer } = await diff(argv, {
      'a.json': get,
      'a.yaml': 'Version: "1.1"\nStatement:\n  - Effect: Allow\n    Action: [ims:images:get]\n',
      'empty.json': ' \n',
      'text.json': '{"a": 1}',
      'page.json': 'Not a policy at all.',
      'other.json': 'Not a policy at all!',
      'large.json': `{"Version":"1.1","Statement":[${'{"Effect":"Allow","Action":["ims:images:get"]},'.repeat(200_000)}`,
      '/dev/null': '',
    });
    expect(namesOf(answer.units)).toEqual(units);
  });
});

test('pretty shows what is gained, by which statement, and a call', async () => {
  const { stdout } = await runCli(['diff', 'a.json', 'b.json'], {
    'a.json': shortPolicyText(['allow ims:images:get', 'deny ims:images:delete']),
    'b.json': shortPolicyText(['allow ims:images:*']),
  });
  expect(stdout).toContain('b.json (changed) gains permission-management, write');
  expect(stdout).toContain(
    '`ims:images:delete` is not denied any more [write]  new: allow at b.json:1:59; old: deny at a.json:1:',
  );
  expect(stdout).toContain(
    'e.g. `DELETE /v1/cloudimages/members` (ims:images:share): not-allowed -> allowed',
  );
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('access broadens in 1 of 1 changed (0 unchanged)');
});

test('hostile names reach the terminal as escapes', async () => {
  const name = 'a\u001b[31m.json';
  const { stdout } = await runCli(['diff', 'x', 'y'], {
    [`x/${name}`]: get,
    [`y/${name}`]: policyText(['ims:images:\u202Eteg', 'ims:images:get', 'ims:images:new*']),
  });
  expect(stdout).toContain('y/a\\x1B[31m.json');
  for (const one of ['\u001b', '\u202E']) expect(stdout).not.toContain(one);
});

/** A role of Terraform with statements, a group, and a grant of the one to the other. */
function terraform(actions: string, more = ''): string {
  return `
variable "bucket" { type = string }
locals { more = ["ims:images:list"] }
resource "opentelekomcloud_identity_role_v3" "images" {
  display_name  = "images"
  description   = "of the team"
  display_layer = "project"
  statement {
    effect = "Allow"
    action = ${actions}
  }
  ${more}
}
resource "opentelekomcloud_identity_group_v3" "team" { name = "team" }
resource "opentelekomcloud_identity_role_assignment_v3" "images" {
  group_id   = opentelekomcloud_identity_group_v3.team.id
  project_id = "0123"
  role_id    = opentelekomcloud_identity_role_v3.images.id
}
`;
}

const onBucket = (name: string, actions = '"obs:object:GetObject"') => `statement {
    effect   = "Allow"
    action   = [${actions}]
    resource = ["obs:*:*:object:\${${name}}/*"]
  }`;
const role = 'opentelekomcloud_identity_role_v3.images';
const group = 'opentelekomcloud_identity_group_v3.team (b/main.tf)';

describe('Terraform', () => {
  test.each([
    {
      name: 'nothing',
      old: terraform('["ims:images:get"]'),
      now: terraform('[\n"ims:images:get" ]'),
      units: [],
    },
    {
      name: 'an action',
      old: terraform('["ims:images:get"]'),
      now: terraform('["ims:images:get", "ims:images:delete"]'),
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
    },
    {
      name: 'a local',
      old: terraform('local.more'),
      now: terraform('local.more').replace('images:list', 'images:delete'),
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
    },
    {
      name: 'a grant',
      old: terraform('["ims:images:get"]').replace(/resource "\w+_assignment[\s\S]*/u, ''),
      now: terraform('["ims:images:get"]'),
      units: [`added ${group} +`],
    },
    {
      name: 'the layer',
      old: terraform('["ims:images:get"]'),
      now: terraform('["ims:images:get"]').replace('"project"', '"domain"'),
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
    },
    {
      name: 'a hole that is the same',
      old: terraform('["ims:images:get"]', onBucket('var.bucket')),
      now: terraform('["ims:images:list", "ims:images:get"]', onBucket('var.bucket')),
      gained: ['allow-added ims:images:list'],
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
    },
    {
      name: 'another hole',
      old: terraform('["ims:images:get"]', onBucket('var.bucket')),
      now: terraform('["ims:images:get"]', onBucket('var.bucked')),
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
      notComparable: true,
    },
    {
      name: 'statements that change their holes',
      old: terraform(
        '["ims:images:get"]',
        `${onBucket('var.a')}\n${onBucket('var.b', '"obs:object:PutObject"')}`,
      ),
      now: terraform(
        '["ims:images:get"]',
        `${onBucket('var.a', '"obs:object:PutObject"')}\n${onBucket('var.b')}`,
      ),
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
      notComparable: true,
    },
    {
      name: 'a local behind a hole',
      old: `${terraform('["ims:images:get"]', onBucket('local.bucket'))}\nlocals { bucket = "x-\${var.bucket}" }`,
      now: `${terraform('["ims:images:get"]', onBucket('local.bucket'))}\nlocals { bucket = "y-\${var.bucket}" }`,
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
    },
    {
      name: 'a condition of a list',
      old: terraform('var.all ? ["ims:images:*"] : ["ims:images:get"]'),
      now: terraform('var.any ? ["ims:images:*"] : ["ims:images:get"]'),
      units: [`changed b/main.tf#${role} +`, `changed ${group} +`],
    },
    {
      name: 'nothing about a condition of a list',
      old: terraform('var.all ? ["ims:images:*"] : ["ims:images:get"]'),
      now: `\n${terraform('var.all ? ["ims:images:*"] : ["ims:images:get"]')}`,
      units: [],
    },
  ])('$name', async ({ old, now, units, gained, notComparable = false }) => {
    const { exitCode, answer } = await diff(['a', 'b'], { 'a/main.tf': old, 'b/main.tf': now });
    expect(namesOf(answer.units).map((name) => name.replace(/:\d+\)/u, ')'))).toEqual(units);
    expect(exitCode).toBe(units.length > 0 ? 1 : 0);
    if (gained !== undefined)
      expect(
        answer.units[0]?.gained.flatMap((one) =>
          one.kind === 'actions' ? [`${one.how} ${one.actions}`] : [],
        ),
      ).toEqual(gained);
    if (notComparable) expect(answer.units[0]?.notComparable).not.toEqual([]);
  });
});

describe('what parts of Terraform get their values from that are not fixed', () => {
  const [get, all] = ['["ims:images:get"]', '["*:*:*"]'];
  const role = (action: string, more = '') => `resource "huaweicloud_identity_role" "r" {
  ${more}
  name        = "r"
  description = "r"
  type        = "XA"
  policy      = jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = ${action} }] })
}
`;
  const main = { 'main.tf': role('var.x'), 'x.tf': 'variable "x" {}' };
  const variable = (value: string) => ({ ...main, 'x.tf': `variable "x" {\n  default = ${value}\n}` });
  const values = (file: string, value: string) => ({ ...main, [file]: `x = ${value}` });
  const module = (argument: string, more = '') => ({
    'm/main.tf': `${role('var.x')}\nvariable "x" {}`,
    'main.tf': `module "m" {\n  source = "./m"\n  x = ${argument}\n}\nvariable "y" {}\n${more}`,
  });
  const inJson = (value: string) => ({
    'main.tf': role('var.x'),
    'x.tf.json': `{ "variable": { "x": { "default": ${value} } } }`,
  });
  const base = (value: string) => `variable "base" {\n  default = ${value}\n}`;
  const local = 'locals {\n  all = concat(var.base, ["ims:images:list"])\n}';
  const counted = (n: number) => ({
    'main.tf': role(all, 'count = var.n'),
    'n.tf': `variable "n" {\n  default = ${n}\n}`,
  });
  const granted = (project: string) => ({
    'main.tf': terraform(get).replace('"0123"', 'var.project'),
    'project.tf': `variable "project" {\n  default = "${project}"\n}`,
  });
  const typed = (value: string) => ({
    'main.tf': role('var.x.actions'),
    'x.tf': `variable "x" {\n  type = object({ actions = optional(list(string), ${value}) })\n}`,
  });

  const reading = (expression: string, file: string, text: string) => ({
    'main.tf': role(expression),
    [file]: text,
  });
  const inFile = (name: string) => `file("\${path.module}/${name}")`;
  const several = (value: string) => ({
    'main.tf': role('local.of[var.team]'),
    'local.tf': `locals {\n  of = {\n    a = [\n      ${value}\n    ]\n  }\n}`,
  });
  const output = (value: string) => ({
    'main.tf': `${role('[module.m.action]')}\nmodule "m" {\n  source = "./m"\n}`,
    'm/main.tf': `variable "y" {}\noutput "action" {\n  value = lookup({\n    a = ${value}\n  }, var.y)\n}`,
  });
  const bucket = (name: string) => ({
    'main.tf': terraform(get, onBucket('huaweicloud_obs_bucket.b.bucket')),
    'bucket.tf': `resource "huaweicloud_obs_bucket" "b" {\n  bucket = "${name}"\n}`,
  });
  const heredoc = (value: string) => ({
    'main.tf': role('regexall("[a-z:]+", local.x)'),
    'local.tf': `locals {\n  x = <<X\n${value}\nX\n}`,
  });
  const external = (value: string) => ({
    'main.tf': role('[data.external.x.result.action]'),
    'data.tf': `data "external" "x" {\n  program = [\n    "${value}"\n  ]\n}`,
  });
  const template = (value: string) => ({
    ...variable(value),
    'main.tf': `resource "huaweicloud_identity_role" "r" {
  name        = "r"
  description = "r"
  type        = "XA"
  policy      = templatefile("\${path.module}/p.tpl", { action = var.x })
}`,
    'p.tpl': '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["${action}"]}]}',
  });

  test.each<{
    readonly name: string;
    readonly old: Readonly<Record<string, string>>;
    readonly now: Readonly<Record<string, string>>;
  }>([
    { name: 'a default', old: variable(get), now: variable(all) },
    { name: 'a default that is new', old: main, now: variable(all) },
    { name: 'a default in JSON', old: inJson(get), now: inJson(all) },
    { name: 'a default of a part', old: typed(get), now: typed(all) },
    { name: 'a default of a count', old: counted(0), now: counted(1) },
    { name: 'a default of a project', old: granted('dev'), now: granted('prod') },
    {
      name: 'a file of values',
      old: values('terraform.tfvars', get),
      now: values('terraform.tfvars', all),
    },
    { name: 'a file of values that is new', old: main, now: values('prod.auto.tfvars', all) },
    {
      name: 'a file of values further down',
      old: values('env/prod.tfvars', get),
      now: values('env/prod.tfvars', all),
    },
    {
      name: 'files of values that change places',
      old: { ...values('dev.tfvars', all), 'prod.tfvars': `x = ${get}` },
      now: { ...values('dev.tfvars', get), 'prod.tfvars': `x = ${all}` },
    },
    {
      name: 'a file of values in JSON',
      old: { ...main, 'a.tfvars.json': `{ "x": ${get} }` },
      now: { ...main, 'a.tfvars.json': `{ "x": ${all} }` },
    },
    {
      name: 'a file of values that cannot be read',
      old: { ...main, 'a.tfvars': `x = ${get}\ny = [` },
      now: { ...main, 'a.tfvars': `x = ${all}\ny = [` },
    },
    { name: 'one of several by a variable', old: several('"ims:images:get"'), now: several('"*:*:*"') },
    { name: 'an output of a module', old: output('"ims:images:get"'), now: output('"*:*:*"') },
    { name: 'an attribute of a resource', old: bucket('dev'), now: bucket('prod') },
    { name: 'a text over several lines', old: heredoc('ims:images:get'), now: heredoc('iam:users:create') },
    { name: 'data of a program', old: external('reading'), now: external('writing') },
    {
      name: 'a template with a variable',
      old: template('"ims:images:get"'),
      now: template('"ims:images:delete"'),
    },
    {
      name: 'a file in YAML',
      old: reading(`yamldecode(${inFile('x.yaml')}).actions`, 'x.yaml', `actions: ${get}`),
      now: reading(`yamldecode(${inFile('x.yaml')}).actions`, 'x.yaml', `actions: ${all}`),
    },
    {
      name: 'a file that a variable names',
      old: reading(
        `csvdecode(${inFile('x-${var.team}.csv')})[*].action`,
        'x-a.csv',
        'action\nims:images:get',
      ),
      now: reading(`csvdecode(${inFile('x-${var.team}.csv')})[*].action`, 'x-a.csv', 'action\n*:*:*'),
    },
    {
      name: 'a file that a local names',
      old: { ...reading('split("|", file(local.x))', 'x.list', 'a'), 'x.tf': 'locals { x = "x.${var.e}" }' },
      now: { ...reading('split("|", file(local.x))', 'x.list', 'b'), 'x.tf': 'locals { x = "x.${var.e}" }' },
    },
    { name: 'an argument of a module', old: module('var.y'), now: module('var.z') },
    {
      name: 'a default behind an argument',
      old: module('var.base', base(get)),
      now: module('var.base', base(all)),
    },
    {
      name: 'a default behind a local behind an argument',
      old: module('local.all', `${local}\n${base(get)}`),
      now: module('local.all', `${local}\n${base(all)}`),
    },
  ])('$name', async ({ old, now }) => {
    const inFolder = (folder: string, files: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
    const files = { ...inFolder('a', old), ...inFolder('b', now), ...inFolder('c', old) };
    expect((await diff(['a', 'b'], files)).answer.broadens).toBe(true);
    expect((await diff(['a', 'c'], files)).answer.units).toEqual([]);
    // What is further down is looked for in folders only.
    if (Object.keys(now).some((file) => file.includes('/'))) return;
    expect((await diff(['a/main.tf', 'b/main.tf'], files)).answer.broadens).toBe(true);
  });

  test.each([
    ['layout', get, '[\n    "ims:images:get"\n  ]'],
    ['what else is said of it', get, `${get}\n  description = "x"`],
    ['a comment', get, `${get}\n  # of the team`],
    ['another variable', get, `${get}\n}\nvariable "other" {\n  default = "x"`],
  ])('%s does not count', async (_, old, now) => {
    const files = { 'a/main.tf': main['main.tf'], 'b/main.tf': main['main.tf'] };
    const { answer } = await diff(['a', 'b'], {
      ...files,
      'a/x.tf': variable(old)['x.tf'],
      'b/x.tf': variable(now)['x.tf'],
    });
    expect(answer.units).toEqual([]);
  });

  test('what a part does not name does not count', async () => {
    const text = (more: string) =>
      `${terraform(get, onBucket('local.bucket'))}
locals { bucket = "x-\${var.bucket}" }
locals { other = "${more}-\${var.bucket}" }
resource "huaweicloud_obs_bucket" "b" { bucket = "${more}-\${var.bucket}" }`;
    const { answer } = await diff(['a', 'b'], { 'a/main.tf': text('x'), 'b/main.tf': text('y') });
    expect(answer.units).toEqual([]);
  });

  test('a role of the configuration that is granted one of its policies', async () => {
    const roles = 'roles:\n  r:\n    grants:\n      - policy: main.tf#huaweicloud_identity_role.r\n';
    const { answer } = await diff(['a', 'b', '--role', 'r'], {
      'a/main.tf': main['main.tf'],
      'b/main.tf': main['main.tf'],
      'a/x.tf': variable(get)['x.tf'],
      'b/x.tf': variable(all)['x.tf'],
      'a/iamscope.yaml': roles,
      'b/iamscope.yaml': roles,
    });
    expect(namesOf(answer.units)).toEqual(['changed r +']);
  });
});

test('a group is moved with its address only', async () => {
  const team = terraform('["ims:images:get"]');
  const others = team.replaceAll('.team', '.others').replace('"team" {', '"others" {');
  const module = 'module "m" {\n  source = "./m"\n}';
  const files = {
    'a/main.tf': team,
    'b/main.tf': others,
    'c/x/main.tf': team,
    'd/main.tf': module,
    'd/m/main.tf': team,
  };
  const changes = async (now: string) =>
    namesOf((await diff(['a', now], files)).answer.units).map((name) => name.replace(/ \(.*\)/u, ''));
  expect(await changes('b')).toEqual([
    'added opentelekomcloud_identity_group_v3.others +',
    'removed opentelekomcloud_identity_group_v3.team',
  ]);
  expect(await changes('c')).toContain('moved opentelekomcloud_identity_group_v3.team');
  expect(await changes('d')).toContain('moved module.m.opentelekomcloud_identity_group_v3.team');
});

test('an identity policy that is granted by its name is the same on both sides', async () => {
  const attached = (name: string) => `
resource "huaweicloud_identity_user" "ann" { name = "ann" }
resource "huaweicloud_identityv5_policy_user_attach" "a" {
  policy_id = "${name}"
  user_id   = huaweicloud_identity_user.ann.id
}`;
  const files = {
    'a/main.tf': attached('one'),
    'b/main.tf': `\n${attached('one')}`,
    'c/main.tf': attached('other'),
  };
  expect((await diff(['a', 'b'], files)).answer.units).toEqual([]);
  expect((await diff(['a', 'c'], files)).answer.broadens).toBe(true);
});

test('a plan is compared with what it found', async () => {
  const values = (actions: readonly string[]) => ({
    display_name: 'images',
    description: 'of the team',
    display_layer: 'project',
    statement: [{ effect: 'Allow', action: actions, condition: null, resource: null }],
  });
  const plan = JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      {
        address: role,
        mode: 'managed',
        type: 'opentelekomcloud_identity_role_v3',
        name: 'images',
        change: {
          actions: ['update'],
          before: values(['ims:images:get']),
          after: values(['ims:images:get', 'ims:images:share']),
        },
      },
    ],
  });
  const { exitCode, answer } = await diff(['plan.json'], { 'plan.json': plan });
  expect(exitCode).toBe(1);
  expect(answer).toMatchObject({ old: 'plan.json (before)', new: 'plan.json (after)' });
  expect(answer.units.map(({ unit, levels }) => [unit, levels])).toEqual([
    [`plan.json#${role}`, ['permission-management']],
  ]);
});
