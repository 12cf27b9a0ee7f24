import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments/parse-arguments.ts';

function call(argv: readonly string[]) {
  const invocation = parseArguments(argv);
  if (invocation.kind !== 'call') throw new Error(`not a call: ${invocation.kind}`);
  const { command, positionals, values } = invocation.call;
  return { command, positionals, values };
}

describe('parseArguments', () => {
  test.each([
    { argv: [], command: 'lint', positionals: [] },
    { argv: ['a.json'], command: 'lint', positionals: ['a.json'] },
    { argv: ['lint', 'a.json', 'b.json'], command: 'lint', positionals: ['a.json', 'b.json'] },
    {
      argv: ['can', 'tag images', 'a.json', '--cloud', 'otc'],
      command: 'can',
      positionals: ['tag images', 'a.json'],
    },
    { argv: ['report', '-', '--stdin-filename', 'x.json'], command: 'report', positionals: ['-'] },
    { argv: ['lint', '--', '--odd-name.json'], command: 'lint', positionals: ['--odd-name.json'] },
    {
      argv: ['catalogue', 'build', '--docs=../docs', '--check'],
      command: 'catalogue',
      positionals: ['build'],
    },
  ])('$argv is $command', ({ argv, command, positionals }) => {
    expect(call(argv)).toMatchObject({ command, positionals });
  });

  test('options keep their value in every form, and defaults are filled in', () => {
    expect(
      call(['can', 'q', '--cloud=hwc', '-f', 'json', '--ignore-dependencies', '--no-color']).values,
    ).toMatchObject({
      cloud: 'hwc',
      format: 'json',
      scope: 'project',
      'ignore-dependencies': true,
      color: false,
    });
  });

  test('an option that may be repeated has a list as value; others have their last', () => {
    const argv = ['can', 'q', '--context', 'a:b=1', '--context=a:b=2', '--cloud', 'hwc', '--cloud', 'otc'];
    expect(call(argv).values).toMatchObject({
      context: ['a:b=1', 'a:b=2'],
      cloud: 'otc',
      without: undefined,
    });
  });

  test('an option that can do without a value takes none but one that is joined to it', () => {
    expect(call(['lint', '--fix', 'unsafe', 'a.json'])).toMatchObject({
      positionals: ['unsafe', 'a.json'],
      values: { fix: 'safe' },
    });
    expect(call(['--fix=unsafe', 'a.json'])).toMatchObject({
      positionals: ['a.json'],
      values: { fix: 'unsafe' },
    });
    expect(call(['a.json', '--fix', '--diff']).values).toMatchObject({ fix: 'safe', diff: true });
    expect(call(['a.json']).values).toMatchObject({ fix: undefined });
    expect(() => call(['--fix='])).toThrow('cannot be');
  });

  test('the options that were given are known', () => {
    const invocation = parseArguments(['can', 'q', '--cloud', 'any', '--ignore-dependencies']);
    expect(invocation.kind === 'call' && [...invocation.call.given]).toEqual([
      'cloud',
      'ignore-dependencies',
    ]);
  });

  test('options with a value are known in their order', () => {
    const invocation = parseArguments(['lint', '-q', '-f', 'json', 'x', '--output=a', '--format', 'compact']);
    expect(invocation.kind === 'call' && invocation.call.sequence).toEqual([
      { name: 'format', value: 'json' },
      { name: 'output', value: 'a' },
      { name: 'format', value: 'compact' },
    ]);
  });

  test.each([
    { argv: ['--help'], kind: 'help' },
    { argv: ['-h'], kind: 'help' },
    { argv: ['can', '--help'], kind: 'help' },
    { argv: ['help', 'can'], kind: 'help' },
    { argv: ['--version'], kind: 'version' },
  ])('$argv asks for $kind', ({ argv, kind }) => {
    expect(parseArguments(argv).kind).toBe(kind);
  });

  test.each([
    {
      argv: ['can', 'q', '--cluod', 'otc'],
      message: '`iamscope can` has no option `--cluod`; did you mean `--cloud`?',
    },
    {
      argv: ['can', 'q', '--cloud', 'aws'],
      message: 'option `--cloud` cannot be `aws`: choose from any, hwc, otc',
    },
    { argv: ['can', 'q', '--cloud'], message: 'option `--cloud` needs a value: choose from any, hwc, otc' },
    {
      argv: ['can', 'q', '--cloud', '--scope'],
      message: 'option `--cloud` needs a value: choose from any, hwc, otc',
    },
    { argv: ['lint', '--quiet=yes'], message: 'option `--quiet` takes no value' },
    {
      argv: ['lint', '--frobnicate'],
      message: '`iamscope lint` has no option `--frobnicate`; see `iamscope lint --help`',
    },
    {
      argv: ['lint', '--role', 'x'],
      message: '`iamscope lint` has no option `--role`; did you mean `--rule`?',
    },
  ])('$argv is refused in words', ({ argv, message }) => {
    expect(() => parseArguments(argv)).toThrow(message);
  });
});
