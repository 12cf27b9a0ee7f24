import { describe, expect, test } from 'vitest';
import { lintOutputs } from '../../src/cli/arguments/lint-outputs.ts';
import { parseArguments } from '../../src/cli/arguments/parse-arguments.ts';
import { main } from '../../src/cli/run.ts';
import { fakeIo } from '../support/fake-io.ts';
import { run } from '../support/run-on-policies.ts';

function outputsOf(argv: readonly string[]) {
  const invocation = parseArguments(['lint', ...argv]);
  if (invocation.kind !== 'call' || invocation.call.command !== 'lint')
    throw new Error(`not a call of lint: ${argv.join(' ')}`);
  return lintOutputs(invocation.call, fakeIo({}));
}

describe('the forms that a call asks for', () => {
  test.each([
    { argv: [], outputs: [{ format: 'pretty' }] },
    { argv: ['-f', 'json'], outputs: [{ format: 'json' }] },
    { argv: ['-o', 'a'], outputs: [{ format: 'pretty', file: 'a' }] },
    { argv: ['-f', 'json', '-o', 'a'], outputs: [{ format: 'json', file: 'a' }] },
    { argv: ['-o', 'a', 'x.json', '-f', 'json'], outputs: [{ format: 'json', file: 'a' }] },
    {
      argv: ['--format', 'sarif', '--output', 'a.sarif', '--format', 'pretty'],
      outputs: [{ format: 'sarif', file: 'a.sarif' }, { format: 'pretty' }],
    },
    {
      argv: ['--format=pretty', '--format=sarif', '--output=a.sarif'],
      outputs: [{ format: 'pretty' }, { format: 'sarif', file: 'a.sarif' }],
    },
    {
      argv: ['-o', 'a', '-f', 'sarif', '-f', 'junit', '-o', 'b', '-f', 'gitlab', '-o', 'c'],
      outputs: [
        { format: 'sarif', file: 'a' },
        { format: 'junit', file: 'b' },
        { format: 'gitlab', file: 'c' },
      ],
    },
    {
      argv: ['-f', 'json', '-o', 'a', '-f', 'json'],
      outputs: [{ format: 'json', file: 'a' }, { format: 'json' }],
    },
  ])('$argv', ({ argv, outputs }) => {
    expect(outputsOf(argv)).toEqual(outputs);
  });

  test.each([
    {
      argv: ['-f', 'json', '-f', 'pretty'],
      message: '`json` and `pretty` cannot both go to standard output: give one of them an `--output`',
    },
    {
      argv: ['-f', 'json', '-o', 'a', '-f', 'sarif', '-o', './x/../a'],
      message: '`json` and `sarif` cannot both go to `./x/../a`',
    },
    {
      argv: ['-f', 'json', '-o', 'a', '-o', 'b'],
      message: '`json` cannot go to both `a` and `b`: each `--output` belongs to the `--format` before it',
    },
    {
      argv: ['-o', 'a', '-o', 'b', '-f', 'json'],
      message: 'results cannot go to both `a` and `b`: give each `--output` a `--format` before it',
    },
  ])('$argv is refused in words', ({ argv, message }) => {
    expect(() => outputsOf(argv)).toThrow(message);
  });
});

describe('lint', () => {
  const files = {
    'broken.json':
      '{ "Version": "1.1", "Statement": [{ "Effect": "allow", "Action": ["ims:images:list"] }] }\n',
  };

  test('writes several forms at once', async () => {
    const { exitCode, stdout, written } = await run(
      [
        ...['lint', 'broken.json', '--format', 'sarif', '--output', 'out/a.sarif', '--format', 'pretty'],
        ...['--format', 'junit', '--output', 'out/junit.xml', '--format', 'gitlab', '--output', 'gl.json'],
      ],
      files,
    );
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^broken\.json:1:47 {2}error/);
    expect([...written.keys()]).toEqual(['out/a.sarif', 'out/junit.xml', 'gl.json']);
    expect(JSON.parse(written.get('out/a.sarif') ?? '')).toMatchObject({
      runs: [{ results: [{ ruleId: 'invalid-effect', level: 'error' }] }],
    });
    expect(written.get('out/junit.xml')).toContain('<testsuites name="iamscope" tests="1" failures="1"');
    expect(JSON.parse(written.get('gl.json') ?? '')).toHaveLength(1);
  });

  test.each(['compact', 'jsonl', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown'])(
    'knows --format %s',
    async (format) => {
      const { exitCode, stdout, stderr } = await run(['lint', 'broken.json', '-f', format], files);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
      expect(stdout).toContain('invalid-effect');
    },
  );

  test('a wrong choice of outputs is found before anything is done', async () => {
    const read: string[] = [];
    const io = fakeIo(files);
    const { readFile } = io;
    io.readFile = (path) => {
      read.push(path);
      return readFile(path);
    };
    const argv = ['lint', 'broken.json', '-f', 'json', '-o', 'a', '-f', 'sarif', '-f', 'pretty'];
    expect(await main(argv, io)).toBe(2);
    expect({ read, stdout: io.stdout(), written: io.written.size }).toEqual({
      read: [],
      stdout: '',
      written: 0,
    });
    expect(io.stderr()).toBe(
      'iamscope: `sarif` and `pretty` cannot both go to standard output: give one of them an `--output`\n',
    );
  });

  test('one place that cannot be written to does not keep the others from their results', async () => {
    const io = fakeIo(files);
    const { writeFile } = io;
    io.writeFile = (path, text) => {
      if (path.startsWith('broken.json/')) throw Object.assign(new Error('x'), { code: 'ENOTDIR' });
      writeFile(path, text);
    };
    const argv = [
      'lint',
      'broken.json',
      '-f',
      'sarif',
      '-o',
      'broken.json/a',
      '-f',
      'junit',
      '-o',
      'b',
      '-f',
      'compact',
    ];
    expect(await main(argv, io)).toBe(2);
    expect(io.stderr()).toBe(
      'iamscope: `broken.json/a` cannot be written: what should be its folder is a file\n',
    );
    expect([...io.written.keys()]).toEqual(['b']);
    expect(io.stdout()).toContain('broken.json:1:47: error');
  });

  test('SARIF says what could not be read', async () => {
    const { exitCode, stdout } = await run(['lint', 'broken.json', 'absent.json', '-f', 'sarif'], files);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [
        {
          invocations: [
            {
              executionSuccessful: false,
              toolExecutionNotifications: [
                { message: { text: '`absent.json` cannot be read: there is no such file.' } },
              ],
            },
          ],
        },
      ],
    });
  });
});

describe('results never replace what they are about', () => {
  const policy = { 'a.json': '{"Version":"1.1","Statement":[]}' };
  test.each([
    { name: 'a policy that is checked', argv: ['lint', 'a.json', '-o', './a.json'], file: './a.json' },
    {
      name: 'one that was found in a folder',
      argv: ['lint', '-f', 'json', '-o', 'image-admin.json'],
      file: 'image-admin.json',
    },
    {
      name: 'one whose fixes are previewed',
      argv: ['lint', 'b.json', '--diff', '-o', 'b.json'],
      file: 'b.json',
    },
    { name: 'the configuration', argv: ['lint', 'a.json', '-o', 'iamscope.yaml'], file: 'iamscope.yaml' },
    {
      name: 'the baseline',
      argv: ['lint', 'a.json', '--baseline', 'c.json', '-o', 'c.json'],
      file: 'c.json',
    },
    { name: 'a policy that is asked about', argv: ['can', 'ims:images:list', 'a.json', '-o', 'a.json'] },
    {
      name: 'one that is named by its address',
      argv: ['can', 'ims:images:list', 'd.tf#huaweicloud_identity_role.a', '-o', './d.tf'],
      file: './d.tf',
    },
    {
      name: 'one whose patterns are expanded',
      argv: ['expand', 'd.tf#huaweicloud_identity_role.a', '-o', 'd.tf'],
      file: 'd.tf',
    },
    { name: 'a policy that is reported on', argv: ['report', 'a.json', '-o', 'a.json'] },
  ])('$name', async ({ argv, file = 'a.json' }) => {
    const { exitCode, stderr, written } = await run(argv, {
      ...policy,
      'b.json':
        '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:images:list","ims:images:list"]}]}',
      'c.json': '{"schemaVersion":1,"findings":[]}',
      'd.tf':
        'resource "huaweicloud_identity_role" "a" {\n  policy = jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = ["ims:*:list"] }] })\n}\n',
      'iamscope.yaml': 'rules: {}\n',
    });
    expect(stderr).toContain(`results cannot go to \`${file}\`: it is among what was read for them`);
    expect({ exitCode, written: [...written] }).toEqual({ exitCode: 2, written: [] });
  });

  test('but an old report among the policies is replaced', async () => {
    const { exitCode, written } = await run(['lint', 'a.json', 'old.json', '-f', 'json', '-o', 'old.json'], {
      ...policy,
      'old.json': '{"schemaVersion":1,"findings":[{"message":"the Action is not known"}]}',
    });
    expect({ exitCode, written: [...written.keys()] }).toEqual({ exitCode: 1, written: ['old.json'] });
  });
});
