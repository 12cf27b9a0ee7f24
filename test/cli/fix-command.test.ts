import { describe, expect, test } from 'vitest';
import { policyText } from '../support/run-cli.ts';
import { run } from '../support/run-on-policies.ts';

const fixable = `{
  "Version": "1.1",
  "Statement": [
    { "Effect": "Allow", "Action": ["IMS:images:list", "ims:images:get", "ims:images:get"] }
  ]
}
`;
const fixed = fixable.replace('IMS', 'ims').replace(', "ims:images:get"]', ']');
const deny = (effect: string) =>
  `{ "Effect": "${effect}", "Action": ["ims:images:list"] },\n    { "Effect": "Allow"`;
/** One safe fix for each of the two syntax errors, an unsafe one for the Effect of another statement. */
const misspelt = fixable.replace('{ "Effect": "Allow"', deny('deny'));
const leftMisspelt = fixed.replace('{ "Effect": "Allow"', deny('deny'));
// What is denied then needs no Allow any more.
const allFixed = fixed
  .replace('{ "Effect": "Allow"', deny('Deny'))
  .replace('["ims:images:list", "ims:images:get"]', '["ims:images:get"]');

describe('lint --fix', () => {
  test('writes what is fixed, says how much, and reports what is left', async () => {
    const { exitCode, stdout, stderr, written } = await run(
      ['lint', '--fix', 'a.json', 'b.json', 'image-tagger.json', '--format', 'compact'],
      { 'a.json': fixable, 'b.json': misspelt },
    );
    expect([...written]).toEqual([
      ['a.json', fixed],
      ['b.json', leftMisspelt],
    ]);
    expect(stdout).toBe('b.json:4:17: error invalid-effect `deny` is not an Effect\n');
    expect(stderr).toBe('iamscope: fixed 4 findings in 2 files\n');
    expect(exitCode).toBe(1);
  });

  test('its exit code is that of what is left', async () => {
    const argv = ['lint', 'a.json', '--fail-on', 'warning'];
    expect((await run(argv, { 'a.json': fixable })).exitCode).toBe(1);
    expect((await run([...argv, '--fix'], { 'a.json': fixable })).exitCode).toBe(0);
  });

  test('--fix=unsafe fixes more, and says for how many APIs the decision changes', async () => {
    const { exitCode, stderr, written } = await run(['lint', '--fix=unsafe', 'b.json'], {
      'b.json': misspelt,
    });
    expect(written.get('b.json')).toBe(allFixed);
    expect(stderr).toMatch(/^iamscope: `b\.json`: the decision changes for \d+ APIs of the catalogue\n/);
    expect(stderr).toContain('iamscope: fixed 4 findings in 1 file\n');
    expect(exitCode).toBe(0);
  });

  test('--fix=unsafe says what the count leaves out where no API needs the action', async () => {
    const text = policyText(['obs:bucket:HeadBuckte']);
    const { stderr } = await run(['lint', '--fix=unsafe', 'b.json'], { 'b.json': text });
    expect(stderr).toBe(
      'iamscope: `b.json`: the decision changes for no API of the catalogue (actions that no documented API needs are not counted)\n' +
        'iamscope: fixed 1 finding in 1 file\n',
    );
  });

  test('an argument after --fix is a file', async () => {
    const { written } = await run(['lint', '--fix', 'a.json'], { 'a.json': fixable });
    expect(written.get('a.json')).toBe(fixed);
    const { exitCode, stderr } = await run(['lint', '--fix=all', 'a.json'], { 'a.json': fixable });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'iamscope: option `--fix` cannot be `all`: choose from safe, unsafe\n',
    });
  });

  test('keeps a byte order mark, and writes nothing where nothing is to be done', async () => {
    const { written } = await run(['lint', '--fix', 'a.json', 'c.json'], {
      'a.json': `\uFEFF${fixable}`,
      'c.json': `\uFEFF${fixed}`,
    });
    expect([...written]).toEqual([['a.json', `\uFEFF${fixed}`]]);
  });

  test('leaves files alone that are not UTF-8', async () => {
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${fixable}`, 'utf16le'));
    const latin = new Uint8Array(Buffer.from(fixable.replace('"Allow"', '"Allow", "Größe": 1'), 'latin1'));
    const { written, stderr, exitCode } = await run(['lint', '--fix', 'a.json', 'b.json'], {
      'a.json': utf16,
      'b.json': latin,
    });
    expect([...written]).toEqual([]);
    expect(stderr).toContain('iamscope: `a.json` is not fixed: its text is not UTF-8\n');
    expect(stderr).toContain('iamscope: `b.json` is not fixed: its text is not UTF-8\n');
    expect(exitCode).toBe(2);
  });

  test('fixes files without findings of other kinds only: others stay as they are', async () => {
    const others = {
      'p.json': '{"name": "x"}',
      'x.json': '{"Statement": [',
      'y.json': new Uint8Array([0, 255]),
    };
    const { written } = await run(['lint', '--fix=unsafe', ...Object.keys(others)], others);
    expect([...written]).toEqual([]);
  });
});

describe('lint --fix -', () => {
  test('writes the fixed text to stdout and findings to stderr', async () => {
    const { exitCode, stdout, stderr } = await run(
      ['lint', '--fix', '-', '--stdin-filename', 'x.json', '--format', 'compact'],
      {},
      `\uFEFF${misspelt}`,
    );
    expect(stdout).toBe(`\uFEFF${leftMisspelt}`);
    expect(stderr).toBe(
      'x.json:1:1: info invalid-encoding the file begins with a byte order mark, which JSON does not have\nx.json:4:17: error invalid-effect `deny` is not an Effect\niamscope: fixed 2 findings in 1 file\n',
    );
    expect(exitCode).toBe(1);
  });

  test.each(['', '{"name": "x"}', fixed, '{"Statement": ['])('gives back %j as it is', async (text) => {
    const { stdout } = await run(['lint', '--fix', '-'], {}, text);
    expect(stdout).toBe(text);
  });
});

describe('lint --diff', () => {
  test('shows what --fix would change and writes nothing; the exit code is that of the findings', async () => {
    const { exitCode, stdout, stderr, written } = await run(['lint', '--diff', 'a.json', 'b.json'], {
      'a.json': fixable,
      'b.json': misspelt,
    });
    expect([...written]).toEqual([]);
    expect(stdout.startsWith('--- a.json\n+++ a.json\n@@ -1,6 +1,6 @@\n')).toBe(true);
    expect(stdout).toContain('\n-    { "Effect": "Allow", "Action": ["IMS:images:list"');
    expect(stdout).toContain(
      '\n+    { "Effect": "Allow", "Action": ["ims:images:list", "ims:images:get"] }\n',
    );
    expect(stderr).toBe('iamscope: 4 findings in 2 files would be fixed\n');
    expect(exitCode).toBe(1);
    expect((await run(['lint', '--diff', 'a.json'], { 'a.json': fixable })).exitCode).toBe(0);
  });

  test('with --fix=unsafe it shows all', async () => {
    const { stdout, stderr } = await run(['lint', '--diff', '--fix=unsafe', '-'], {}, misspelt);
    expect(stdout).toContain('\n+    { "Effect": "Deny", "Action": ["ims:images:list"] },\n');
    expect(stderr).toMatch(/: the decision would change for \d+ APIs? of the catalogue\n/);
  });

  test('is empty where there is nothing to fix', async () => {
    const { stdout, stderr, exitCode } = await run(['lint', '--diff', 'image-tagger.json']);
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: '', stderr: '', exitCode: 0 });
  });

  test('goes to a file as it is, to stdout without what steers a terminal', async () => {
    const hostile = fixable.replace('"Allow"', '"Allow", "\u202E": "\u009b31m"').replaceAll('\n', '\r\n');
    const files = { 'a.json': hostile };
    const { stdout } = await run(['lint', '--diff', 'a.json'], files);
    expect(stdout).not.toMatch(/[\u202E\u009b]/);
    expect(stdout).toContain('"\\u{202E}": "\\x9B31m"');
    expect(stdout).toContain('\n   "Version": "1.1",\r\n');
    const { written } = await run(['lint', '--diff', 'a.json', '--output', 'a.patch'], files);
    expect(written.get('a.patch')).toContain('\u202E');
  });

  test('shows no findings, so that it takes no --format', async () => {
    const { exitCode, stderr } = await run(['lint', '--diff', '--format', 'json', 'a.json'], {
      'a.json': fixable,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('without `--format`');
  });
});

test('without --fix, the last line says what could be fixed, and JSON how', async () => {
  const { stdout } = await run(['lint', 'b.json'], { 'b.json': misspelt });
  expect(stdout).toContain('; 2 fixable with `--fix`, 1 more with `--fix=unsafe`\n');
  const { stdout: json } = await run(['lint', 'a.json', '--format', 'json'], { 'a.json': fixable });
  expect(JSON.parse(json).findings[1].fix).toEqual({
    safe: true,
    description: 'remove the duplicate',
    edits: [{ line: 4, column: 72, endLine: 4, endColumn: 90, text: '' }],
  });
});

describe('a fix that is not proved is not offered', () => {
  const depends = JSON.stringify({
    Version: '1.1',
    Statement: [{ Effect: 'Allow', Action: ['ims:images:*', 'ims:images:get'] }],
    Depends: [{ catalog: 'BASE', display_name: 'Tenant Guest' }],
  });
  // What the second Action means as long as the first stands there is not for us to say.
  const twice = '"Action": ["ims:serverimages:create"]';
  const faulty = `{"Version":"1.1","Statement":[{"Effect":"Allow",${twice},${twice}}]}`;
  const utf16 = new Uint8Array(Buffer.from(`\uFEFF${fixable}`, 'utf16le'));

  test.each([
    { name: 'beside Depends', file: depends, rule: 'redundant-action' },
    { name: 'beside another fault', file: faulty, rule: 'action-case' },
  ])('$name', async ({ file, rule }) => {
    const { stdout } = await run(['lint', 'a.json'], { 'a.json': file });
    expect(stdout).toContain(rule);
    expect(stdout).not.toMatch(/fixable with `--fix`|\(--fix\)/);
    const { written, stderr } = await run(['lint', '--fix', 'a.json'], { 'a.json': file });
    expect([...written]).toEqual([]);
    expect(stderr).toMatch(
      new RegExp(
        `^iamscope: \`a\\.json\`: 1 fix left out: not proved to change no decision \\(${rule} at 1:\\d+\\)\n$`,
      ),
    );
  });

  test('where the bytes are not UTF-8', async () => {
    const { stdout } = await run(['lint', 'a.json'], { 'a.json': utf16 });
    expect(stdout).toContain('uppercase-service');
    expect(stdout).not.toContain('fixable');
  });

  test('of very many files not each one is said', async () => {
    const files = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`p${i}.json`, depends]));
    const { stderr } = await run(['lint', '--fix', ...Object.keys(files)], files);
    expect(stderr.match(/1 fix left out/g)).toHaveLength(20);
    expect(stderr).toMatch(/iamscope: fixes of 5 more files were left out\n$/);
  });

  test('what removes Depends makes it one', async () => {
    const { written } = await run(['lint', '--fix=unsafe', 'a.json'], { 'a.json': depends });
    expect(JSON.parse(written.get('a.json') ?? '')).toEqual({
      Version: '1.1',
      Statement: [{ Effect: 'Allow', Action: ['ims:images:*'] }],
    });
  });
});

describe('what is found in the bytes stays found', () => {
  test.each(['a.json', 'a.yaml'])('a byte order mark of %s', async (name) => {
    const yaml = `Version: "1.1"\nStatement:\n  - Effect: Allow\n    Action: [IMS:images:list]\n`;
    const text = name === 'a.json' ? fixable : yaml;
    const argv = ['lint', '--fix', name, '--format', 'compact'];
    const first = await run(argv, { [name]: `\uFEFF${text}` });
    const now = first.written.get(name) ?? '';
    expect(now).toBe(`\uFEFF${name === 'a.json' ? fixed : yaml.replace('IMS', 'ims')}`);
    const second = await run(argv, { [name]: now });
    expect(second.stdout).toBe(first.stdout);
    expect(second.stdout.includes('byte order mark')).toBe(name === 'a.json');
  });
});

describe('a file that could not be read before', () => {
  const broken = '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list"]}]}';
  test.each([
    { name: 'a trailing comma', text: broken.replace('"]', '",]') },
    { name: 'a missing comma', text: broken.replace('"1.1",', '"1.1"') },
    { name: 'single quotes', text: broken.replaceAll('"', "'") },
    { name: 'a comment', text: broken.replace('{"V', '{ // mine\n"V') },
    { name: 'no Version', text: broken.replace('"Version":"1.1",', '') },
    { name: 'a number for a Version', text: broken.replace('"1.1"', '1.1') },
  ])('says just that: $name', async ({ text }) => {
    const { written, stderr } = await run(['lint', '--fix=unsafe', 'a.json'], { 'a.json': text });
    expect(JSON.parse(written.get('a.json') ?? '')).toEqual(JSON.parse(broken));
    expect(stderr).toMatch(
      /^iamscope: `a\.json` could not be read as a policy before, so there are no decisions to compare\n/,
    );
    expect(stderr).not.toMatch(/APIs? of the catalogue/);
  });
});

test('a fault that makes everything conditional does not count as a change of every API', async () => {
  const { stderr } = await run(['lint', '--fix=unsafe', 'b.json'], { 'b.json': misspelt });
  const [, count] = / for (\d+) APIs of the catalogue/.exec(stderr) ?? [];
  expect(Number(count)).toBeGreaterThan(0);
  expect(Number(count)).toBeLessThan(100);
});

describe('YAML', () => {
  const yaml = `# who may list images
Version: "1.1"   # quoted
Statement:
  - Effect: Allow
    Action:
      - IMS:images:list   # to be read by all
      # and details
      - ims:images:get
      - "ims:images:get"
`;
  test('is fixed where one value or one item is to change; the rest stays byte for byte', async () => {
    const { stdout } = await run(['lint', 'a.yaml'], { 'a.yaml': yaml });
    expect(stdout).toContain('2 fixable with `--fix`');
    const { written, stderr } = await run(['lint', '--fix', 'a.yaml'], { 'a.yaml': yaml });
    expect(written.get('a.yaml')).toBe(yaml.replace('IMS', 'ims').replace('      - "ims:images:get"\n', ''));
    expect(stderr).toBe('iamscope: fixed 2 findings in 1 file\n');
  });

  test('says what is not fixed because it takes more', async () => {
    const text = yaml.replace('Version: "1.1"   # quoted\n', '').replace('IMS', 'ims');
    const { written, stderr } = await run(['lint', '--fix=unsafe', 'a.yaml'], { 'a.yaml': text });
    expect(written.get('a.yaml')).toBe(text.replace('      - "ims:images:get"\n', ''));
    expect(stderr).toContain(
      'iamscope: `a.yaml`: 1 fix left out: in YAML only single values and list items are fixed\n',
    );
    // Not a word of it where nobody asks for such fixes.
    expect((await run(['lint', '--fix', 'a.yaml'], { 'a.yaml': text })).stderr).not.toContain('YAML');
  });
});
