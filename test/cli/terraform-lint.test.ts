import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const folder = join(import.meta.dirname, '../../fixtures/terraform/lint');

/** The files of the fixture by their path in it. */
function fixtureFiles(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((item) => item.isFile() && item.name !== 'findings.txt')
      .map((item) =>
        join(item.parentPath, item.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      )
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

async function lint(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const { stdout, stderr, exitCode } = await runCli(['lint', ...argv, '--format', 'compact'], files);
  // Without the message: it names the dates of the catalogue.
  const lines = stdout.trim().split('\n').filter(Boolean);
  return { lines: lines.map((line) => line.split(' ').slice(0, 3).join(' ')), stderr, exitCode };
}

describe('a folder of Terraform', () => {
  const expected = readFileSync(join(folder, 'findings.txt'), 'utf8').trim().split('\n');

  test('has its findings at their places', async () => {
    const { lines, exitCode } = await lint(fixtureFiles(), '.');
    expect(lines).toEqual(expected);
    expect(exitCode).toBe(1);
  });

  test.each(['main.tf', 'modules/role/main.tf', 'roles.tf.json'])(
    '%s alone has the same, with the files beside it',
    async (file) => {
      const { lines } = await lint(fixtureFiles(), file);
      const own = expected.filter((line) => line.startsWith(`${file}:`));
      expect(lines.filter((line) => line.startsWith(`${file}:`))).toEqual(own);
    },
  );
});

const policy = (action: string) =>
  `resource "huaweicloud_identity_role" "a" {\n  policy = jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = ["${action}"] }] })\n}\n`;

test.each([
  ['a file of OpenTofu', { 'a.tofu': policy('ims:images:lst') }, ['a.tofu:2:']],
  ['a file without policies', { 'a.tf': 'resource "huaweicloud_vpc" "a" {\n  name = = "x"\n}\n' }, []],
  ['a file that is broken, with a policy', { 'a.tf': `${policy('ims:images:list')}x = = 1\n` }, ['a.tf:4:']],
  [
    'one policy for each item of a set, whose fault is said once',
    {
      'a.tf': policy('ims:images:lst').replace(
        '{\n',
        '{\n  for_each = toset(["a", "b"])\n  name = each.key\n',
      ),
    },
    ['a.tf:4:'],
  ],
])('%s', async (_, files, places) => {
  const { lines } = await lint(files, '.');
  expect(lines.map((line) => /^[^:]+:\d+:/.exec(line)?.[0])).toEqual(places);
});

describe('a heredoc with holes beside its items', () => {
  const heredoc = (text: string) =>
    `resource "huaweicloud_identity_role" "a" {\n  policy = <<EOF\n${text}\nEOF\n}\n`;
  const allow = '{"Effect": "Allow", "Action": ["ims:images:list"]}';
  const among = (statements: string) => heredoc(`{"Version": "1.1", "Statement": [${statements}]}`);

  test.each([
    ['statements under a condition', among(`%{ if var.x }${allow},%{ endif }${allow}`)],
    ['a statement for each', among(`%{ for a in var.x ~}\n${allow},\n%{ endfor ~}\n${allow}`)],
    ['more statements', among(`${allow}$\{var.more}`)],
    ['more statements, on another line', among(`${allow}\n  $\{var.more}\n`)],
    ['a condition under a condition', among(allow.replace('}', '%{ if var.x }, "Condition": {}%{ endif }}'))],
    ['more actions', among(allow.replace(']', '%{ if var.x }, "ims:images:get"%{ endif }]'))],
  ])('claims nothing of %s: the comma may be in the hole', async (_, text) => {
    expect((await lint({ 'a.tf': text }, '.')).lines).toEqual([]);
    const { stdout } = await runCli(['who-can', 'ims:images:list', 'a.tf'], { 'a.tf': text });
    expect(stdout).toMatch(/^ {2}conditional .*hole: `a\.tf#huaweicloud_identity_role\.a` does not fix/m);
  });

  test('still lacks the comma between two texts, though one has a hole', async () => {
    const text = among(allow.replace('["ims', '["ims:${var.x}:get" "ims'));
    expect((await lint({ 'a.tf': text }, '.')).lines).toHaveLength(1);
  });
});

test('a safe fix is proved though the layer of a policy after it is written at another place then', async () => {
  const role = (name: string, actions: string) =>
    `resource "huaweicloud_identity_role" "${name}" {\r\n  type = "XA"\r\n  policy = <<EOF\r\n{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": [${actions}]}]}\r\nEOF\r\n}\r\n`;
  const rest = role('b', '"ims:images:get"');
  const world = { 'a.tf': role('a', '"ims:images:list", "ims:images:list"') + rest };
  const { stdout, stderr } = await runCli(
    ['lint', '-', '--stdin-filename', 'a.tf', '--fix'],
    {},
    world['a.tf'],
  );
  expect(stdout).toBe(role('a', '"ims:images:list"') + rest);
  expect(stderr).toContain('fixed 1 finding in 1 file');
});

describe('a file that is no policy', () => {
  const values = ['file("other.txt")', 'templatefile("other.txt", {})'];
  const documents = values.flatMap((value) => [
    value,
    `jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = [${value}] }] })`,
    `jsonencode({ Version = ${value}, Statement = [{ Effect = ${value}, Action = ["ims:images:list"] }] })`,
    `"{\\"Version\\": \\"1.1\\", \\"$\{${value}}\\": []}"`,
  ]);

  test.each(documents)('is not shown by %s, and nothing is claimed of it', async (document) => {
    const world = {
      'a.tf': `resource "huaweicloud_identity_role" "a" {\n  policy = ${document}\n}\n`,
      'other.txt': 'TOKEN=hunter2\nuser:hunter2\n',
    };
    for (const argv of [
      ['lint', 'a.tf'],
      ['who-can', 'ims:images:list', 'a.tf'],
      ['report', 'a.tf'],
    ]) {
      const { stdout, stderr } = await runCli(argv, world);
      expect(stdout + stderr).not.toContain('hunter2');
      expect(stdout).not.toMatch(/^ +(?:allowed|denied|not-allowed) /m);
    }
  });

  test('may hold the names of actions', async () => {
    const list =
      'jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = jsondecode(file("a.json")) }] })';
    const world = {
      'a.tf': `resource "huaweicloud_identity_role" "a" {\n  policy = ${list}\n}\n`,
      'a.json': '["ims:images:list"]',
    };
    expect((await runCli(['who-can', 'ims:images:list', 'a.tf'], world)).stdout).toMatch(/^ {2}allowed/m);
  });
});
