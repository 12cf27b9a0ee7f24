import { describe, expect, test } from 'vitest';
import { policyText, runCli } from '../support/run-cli.ts';

const policy = policyText(['ims:images:list']);
const page = `# Policies\n\n\`\`\`\n${policy}\n\`\`\`\n`;
const part = '# Parts\n\n```\n{"Version": "1.1", "Statement": [ ... ]}\n```\n';
const block = 'x {\n  statement {\n    effect = "Allow"\n  }\n}\n';

const lint = async (argv: readonly string[], files: Readonly<Record<string, string | Uint8Array>>) => {
  const { exitCode, stdout, stderr } = await runCli(['lint', ...argv, '--format', 'compact'], files);
  return { exitCode, lines: stdout.split('\n').filter((line) => line !== ''), stderr };
};

const none = 'info foreign-document this looks like a policy, but none was read from the file';
const passed =
  'info foreign-document this looks like a policy, but files of this kind are not read in folders';

describe('what looks like a policy and is none to us is said', () => {
  test.each([
    { what: 'a page of parts', files: { 'a.md': part }, argv: ['a.md'], lines: [`a.md:4:20: ${none}`] },
    {
      what: 'a member of other JSON',
      files: { 'a.json': '{"x": {"Statement": "y"}}' },
      argv: ['a.json'],
      lines: [`a.json:1:8: ${none}`],
    },
    { what: 'a block', files: { 'a.conf': block }, argv: ['a.conf'], lines: [`a.conf:2:3: ${none}`] },
    {
      what: 'of one file among others',
      files: { 'p/a.json': '{"x": {"Statement": "y"}}', 'p/b.json': policy, 'p/c.md': page },
      argv: ['p'],
      lines: [`p/a.json:1:8: ${none}`],
    },
    {
      what: 'of a folder with nothing else',
      files: { 'p/a.md': page, 'p/b.tftpl': policy, 'p/c.md': 'A Statement: none', 'p/d.json': '{}' },
      argv: ['p'],
      lines: [`p/a.md:4:18: ${passed}`],
    },
    {
      what: 'the word alone is not',
      files: { 'p/a.md': 'a "Statement" of x' },
      argv: ['p', 'p/a.md'],
      lines: [],
    },
    { what: 'what is read is not', files: { 'p/a.md': page }, argv: ['p/a.md'], lines: [] },
    {
      what: 'bytes are not',
      files: { 'p/a.bin': new TextEncoder().encode(`\0${policy}`), 'p/b.png': policy },
      argv: ['p'],
      lines: [],
    },
    {
      what: 'what is excluded is not',
      files: { 'p/a.md': page, 'iamscope.yaml': 'exclude: [p/a.md]\n' },
      argv: ['p'],
      lines: [],
    },
  ])('lint: $what', async ({ files, argv, lines }) => {
    expect(await lint(argv, files)).toMatchObject({ exitCode: 0, lines });
  });

  test('lint: on stderr, which files of a folder without policies are not read', async () => {
    const { stderr } = await lint(['p'], { 'p/a.md': page, 'p/b.tftpl': policy, 'p/c.json': '{}' });
    const hint = 'looks as if it held a policy: name it, or list it under `include` in the configuration';
    expect(stderr).toBe(`iamscope: \`p/a.md\` ${hint}\niamscope: \`p/b.tftpl\` ${hint}\n`);
  });

  test('can: where it stands', async () => {
    const files = { 'a.md': part };
    expect(await runCli(['can', 'list images', 'a.md'], files)).toMatchObject({
      exitCode: 2,
      stderr: 'iamscope: `a.md` holds no policy, though line 4 looks like one\n',
    });
  });

  test('who-can: which files', async () => {
    const files = { 'p/a.json': '{"x": {"Statement": "y"}}', 'p/b.md': page };
    expect(await runCli(['who-can', 'list images', 'p'], files)).toMatchObject({
      exitCode: 2,
      stderr: [
        'iamscope: `p/a.json` looks as if it held a policy, but none was read from it',
        'iamscope: `p/b.md` looks as if it held a policy: name it to ask about it',
        'iamscope: no policy found in `p`',
        '',
      ].join('\n'),
    });
  });

  test('of very many only some', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`p/${i}.md`, page]));
    expect((await lint(['p'], files)).lines).toHaveLength(20);
  });
});
