import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPolicyBytes } from '../../src/cli/files/read-policy-bytes.ts';
import type { PolicyFile } from '../../src/model/policy.ts';
import { fakeIo } from '../support/fake-io.ts';
import { runCli } from '../support/run-cli.ts';

const purpose = { io: fakeIo({}), defaults: true };
const fixtures = join(import.meta.dirname, '../../fixtures/pages');
const page = (name: string) => readFileSync(join(fixtures, name), 'utf8');

const one = '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:list"]}]}';
const pretty = JSON.stringify(JSON.parse(one), null, 2);

function indented(text: string, by: string): string {
  return text.replace(/^/gm, by);
}

async function lint(file: string, text: string, ...options: string[]) {
  const { exitCode, stdout, stderr } = await runCli(['lint', file, '--format', 'json', ...options], {
    [file]: text,
  });
  const { findings } = JSON.parse(stdout) as {
    findings: readonly { rule: string; line: number; column: number; pointer: string }[];
  };
  return {
    exitCode,
    stderr,
    findings: findings.map(({ rule, line, column, pointer }) => [rule, line, column, pointer]),
  };
}

describe('a page of several policies, one of them broken, one of another cloud', () => {
  test('in Markdown has its findings at their places', async () => {
    expect((await lint('policies.md', page('policies.md'))).findings).toEqual([
      ['invalid-json', 20, 58, '/2/Statement/0/Action'],
      ['unknown-action', 20, 59, '/2/Statement/0/Action/1'],
      ['foreign-document', 27, 7, '/3'],
      ['unknown-action', 34, 90, '/4/Statement/0/Action/0'],
      ['duplicate-action', 47, 30, '/5/Statement/0/Action/1'],
      ['deny-only-policy', 52, 27, '/6/Statement'],
    ]);
  });

  test('in reStructuredText has its findings at their places', async () => {
    expect((await lint('policies.rst', page('policies.rst'))).findings).toEqual([
      ['invalid-json', 20, 60, '/2/Statement/0/Action'],
      ['unknown-action', 20, 61, '/2/Statement/0/Action/1'],
      ['foreign-document', 31, 7, '/3'],
      ['unknown-action', 45, 39, '/4/Statement/0/Action/0'],
      ['duplicate-action', 61, 36, '/5/Statement/0/Action/1'],
      ['deny-only-policy', 65, 23, '/6/Statement'],
    ]);
  });

  test('is asked about policy by policy', async () => {
    const { stdout } = await runCli(['who-can', 'list images', 'policies.md'], {
      'policies.md': page('policies.md'),
    });
    expect(stdout.split('\n').slice(2, -1)).toEqual([
      '  allowed      policies.md#1',
      expect.stringMatching(/^ {2}conditional {2}policies\.md#2 +unreadable-policy: `policies\.md#2` has/),
      '  not-allowed  policies.md#4      missing `ims:images:list`',
      '  not-allowed  policies.md#5      missing `ims:images:list`',
      '  not-allowed  policies.md#6      missing `ims:images:list`',
      '  allowed      policies.md#7 (x)',
      '  allowed      policies.md#8 (y)',
    ]);
  });

  test('is fixed in its code blocks, where what is written is what is read', async () => {
    const { stdout } = await runCli(['lint', 'policies.md', '--fix=unsafe', '--diff'], {
      'policies.md': page('policies.md'),
    });
    const lines = stdout.split('\n').filter((line) => /^[-+] /.test(line));
    expect(lines).toEqual([
      '-      { "Effect": "Allow", "Action": ["ims:images:update" "ims:image:delete"] }',
      '+      { "Effect": "Allow", "Action": ["ims:images:update", "ims:images:delete"] }',
    ]);
  });
});

/** Texts that hold one policy each. */
const holding: readonly { readonly file: string; readonly what: string; readonly text: string }[] = [
  { file: 'a.md', what: 'a fence', text: `\`\`\`json\n${pretty}\n\`\`\`` },
  { file: 'a.markdown', what: 'a fence of tildes', text: `~~~~\n${pretty}\n~~~~` },
  { file: 'a.md', what: 'a fence that is not closed', text: `x\n\n\`\`\`\n${pretty}\n` },
  { file: 'a.md', what: 'an indented block', text: `x\n\n${indented(pretty, '    ')}\n` },
  { file: 'a.md', what: 'a block indented by a tab', text: `x\n\n${indented(pretty, '\t')}\n` },
  {
    file: 'a.md',
    what: 'a fence in a list',
    text: `1. x\n\n   \`\`\`\n${indented(pretty, '   ')}\n   \`\`\`\n`,
  },
  {
    file: 'a.md',
    what: 'a fence in a quote in a list',
    text: `- > \`\`\`json\n${indented(pretty, '  > ')}\n  > \`\`\`\n`,
  },
  {
    file: 'a.md',
    what: 'lines that end in CRLF',
    text: `\`\`\`\n${pretty}\n\`\`\`\n`.replaceAll('\n', '\r\n'),
  },
  { file: 'a.md', what: 'backticks in a paragraph', text: `Grant \`${one}\` to them.` },
  { file: 'a.md', what: 'a cell of a table', text: `| a |\n| - |\n| \`${one}\` |\n` },
  { file: 'a.md', what: '<pre>', text: `<pre>${pretty}</pre>` },
  {
    file: 'a.md',
    what: '<pre> in a table with blank lines, tags and names of characters',
    text: `<table>\n\n    <tr><td><pre class="screen">${indented(pretty, '    ')
      .replaceAll('"', '&quot;')
      .replace('&quot;Version&quot;', '<strong id="a">&#34;Version&#x22;</strong>')
      .replaceAll('\n', '<br>\n\n')}</pre></td></tr>\n</table>`,
  },
  { file: 'a.md', what: 'a reply', text: `\`\`\`\nHTTP/1.1 200 OK\nServer: x\n\n${one}\n\`\`\`` },
  { file: 'a.md', what: 'a command with a heredoc', text: `\`\`\`bash\ncat > x <<E\n${one}\nE\n\`\`\`` },
  { file: 'a.md', what: 'a directive', text: `\`\`\`{code-block} json\n${pretty}\n\`\`\`` },
  {
    file: 'a.md',
    what: 'YAML',
    text: '```yaml\nVersion: "1.1"\nStatement:\n- Effect: Allow\n  Action: [ims:images:list]\n```',
  },
  { file: 'a.md', what: 'a page that is one document', text: pretty },
  { file: 'a.rst', what: 'code-block', text: `.. code-block:: json\n\n${indented(pretty, '   ')}\n` },
  { file: 'a.rst', what: 'sourcecode', text: `.. sourcecode::\n\n${indented(pretty, '   ')}\n` },
  {
    file: 'a.rst',
    what: 'code-block with options',
    text: `.. code-block:: json\n   :caption: x\n   :linenos:\n\n${indented(pretty, '   ')}\n`,
  },
  { file: 'a.rst', what: 'a literal block', text: `As here::\n\n${indented(pretty, '  ')}\n\nmore\n` },
  { file: 'a.rst', what: 'an expanded literal block', text: `x\n\n::\n\n${indented(pretty, '  ')}\n` },
  {
    file: 'a.rst',
    what: 'a literal block in a list',
    text: `* one\n\n  #. two::\n\n${indented(pretty, '       ')}\n`,
  },
  {
    file: 'a.rst',
    what: 'a cell of a table of lists',
    text: `.. list-table::\n\n   * - x\n     - .. code-block::\n\n${indented(pretty, '          ')}\n`,
  },
  {
    file: 'a.txt',
    what: 'reStructuredText in a file without a name for it',
    text: `x\n\n.. code-block:: json\n\n${indented(pretty, '   ')}\n`,
  },
  {
    file: 'a.txt',
    what: 'Markdown in a file without a name for it',
    text: `# x\n\n\`\`\`\n${pretty}\n\`\`\`\n`,
  },
];

test.each(holding)('$what in $file holds a policy', async ({ file, text }) => {
  const { policies, form } = await readPolicyBytes(file, text, purpose);
  expect(policies).toMatchObject([{ kind: 'policy', faults: [], statements: [{ effect: 'allow' }] }]);
  // What the path of the action leads to is the action.
  const path = policies[0]?.statements[0]?.actions[0]?.path ?? [];
  const span = form?.spanOf(path, 'value');
  if (span !== undefined)
    expect(text.slice(span.offset, span.offset + span.length)).toMatch(/^(?:["']|&quot;)?ims:images:list/);
});

test('several documents in a block are several policies', async () => {
  const { policies } = await readPolicyBytes(
    'a.md',
    `\`\`\`\n${one}\n${pretty}\n# and\n${one}\n\`\`\`\n\n    ${one}\n`,
    purpose,
  );
  expect(policies.map(({ name, kind, faults }) => [name, kind, faults])).toEqual(
    ['1', '2', '3', '4'].map((name) => [name, 'policy', []]),
  );
});

/** Blocks that are left alone. */
const alone: readonly { readonly what: string; readonly code: string; readonly language?: string }[] = [
  { what: 'a statement', code: '{"Effect": "Allow", "Action": ["ims:images:lst"]}' },
  { what: 'a list of statements', code: '[{"Effect": "Allow", "Action": ["ims:images:lst"]}]' },
  { what: 'a part of a statement', code: '"Action": [\n  "ims:images:lst"\n]' },
  { what: 'dots for statements', code: '{"Version": "1.1", "Statement": [...]}' },
  {
    what: 'dots for an action',
    code: '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["..."]}]}',
  },
  { what: 'an ellipsis', code: '{"Version": "1.1", "Statement": [{"Effect": "Allow", …}]}' },
  { what: 'dots in a comment', code: '{"Version": "1.1",\n // ...\n "Statement": []}' },
  { what: 'dots in YAML', code: 'Version: "1.1"\nStatement:\n- ...\n', language: 'yaml' },
  { what: 'other JSON', code: '{"version": "1.1", "name": "x"}' },
  {
    what: 'a dictionary',
    code: "{'Version': '1.1', 'Statement': [{'Effect': x, 'Action': y}]}",
    language: 'python',
  },
  { what: 'prose', code: 'The Version: 1.1\nA Statement: has an Effect and an Action' },
];

test.each(alone)('$what is left alone', async ({ code, language = 'json' }) => {
  expect(await readPolicyBytes('a.md', `\`\`\`${language}\n${code}\n\`\`\`\n`, purpose)).toMatchObject({
    kind: 'none',
    policies: [],
  });
});

describe('which pages are read', () => {
  const wrong =
    '```\n{"Version": "1.1", "Statement": [{"Effect": "Alow", "Action": ["ims:images:list"]}]}\n```\n';
  const world = { 'p/a.md': wrong, 'p/b.rst': `::\n\n   ${wrong.split('\n')[1]}\n`, 'p/c.json': one };
  const rulesOf = async (argv: readonly string[], more: Readonly<Record<string, string>> = {}) => {
    const { stdout } = await runCli(['lint', ...argv, '--format', 'compact'], { ...world, ...more });
    return stdout.split('\n').filter((line) => line.includes('invalid-effect'));
  };

  test('those that are named', async () => {
    expect(await rulesOf(['p/a.md', 'p/b.rst'])).toHaveLength(2);
  });

  test('not those in a folder', async () => {
    expect(await rulesOf(['p'])).toEqual([]);
  });

  test('in a folder those that the configuration includes', async () => {
    expect(await rulesOf(['p'], { 'iamscope.yaml': 'include: ["**/*.md"]\n' })).toHaveLength(1);
  });
});

describe('a policy of several in a file', () => {
  const world = {
    'a.md': `\`\`\`\n${one}\n\`\`\`\n\n\`\`\`\n${one.replace('Allow', 'Deny')}\n\`\`\`\n`,
    'b.yaml': `---\n${one}\n---\n${one.replace('list', 'get')}\n`,
    'c#1.json': one,
    'iamscope.yaml': 'roles: { a: { grants: [{ policy: a.md#1 }] }, b: { grants: [{ policy: a.md }] } }\n',
  };
  const can = (...argv: string[]) => runCli(['can', 'ims:images:list', ...argv], world);

  test('has to be named, and the message lists the names', async () => {
    expect(await can('a.md')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr:
        'iamscope: `a.md` holds 2 policies: name one of them, `a.md#1`, `a.md#2`, or all of them together, `a.md#*`\n',
    });
    expect((await can('b.yaml')).stderr).toContain('`b.yaml#/0`, `b.yaml#/1`');
    expect((await runCli(['report', 'a.md'], world)).stderr).toContain('`a.md#1`, `a.md#2`');
    expect((await can('--role', 'b')).stderr).toContain('iamscope.yaml:1: `a.md` holds 2 policies');
  });

  test.each([
    { argv: ['a.md#1'], exitCode: 0, policies: ['a.md#1'] },
    { argv: ['a.md#2'], exitCode: 1, policies: ['a.md#2'] },
    { argv: ['a.md#/2'], exitCode: 1, policies: ['a.md#2'] },
    { argv: ['a.md#1', 'a.md#2'], exitCode: 1, policies: ['a.md#1', 'a.md#2'] },
    { argv: ['a.md#*'], exitCode: 1, policies: ['a.md#*'] },
    { argv: ['b.yaml#/0'], exitCode: 0, policies: ['b.yaml#/0'] },
    { argv: ['b.yaml#/1'], exitCode: 1, policies: ['b.yaml#/1'] },
    { argv: ['c#1.json'], exitCode: 0, policies: ['c#1.json'] },
    { argv: ['--role', 'a'], exitCode: 0, policies: ['a.md#1'] },
  ])('is asked as $argv', async ({ argv, exitCode, policies }) => {
    const answer = await can(...argv, '--format', 'json');
    expect(answer).toMatchObject({ exitCode, stderr: '' });
    expect(JSON.parse(answer.stdout)).toMatchObject({ policies });
  });

  test.each([
    { name: 'a.md#3', message: '`a.md` has no policy `3`; it has `a.md#1`, `a.md#2`' },
    { name: 'b.yaml#/o', message: '`b.yaml` has no policy `/o`; did you mean `b.yaml#/0`?' },
  ])('is not guessed from $name', async ({ name, message }) => {
    expect(await can(name)).toMatchObject({ exitCode: 2, stderr: `iamscope: ${message}\n` });
  });

  test('is one of the answers of who-can', async () => {
    const found = async (...argv: string[]) => {
      const { stdout } = await runCli(['who-can', 'ims:images:list', ...argv, '--format', 'json'], world);
      const { answers } = JSON.parse(stdout) as { answers: readonly { name?: string; decision: string }[] };
      return answers.map(({ name, decision }) => [name, decision]);
    };
    expect(await found('a.md')).toEqual([
      ['1', 'allowed'],
      ['2', 'denied'],
    ]);
    expect(await found('a.md#2')).toEqual([['2', 'denied']]);
    expect(await found('a.md#*')).toHaveLength(2);
  });
});

const folder = join(import.meta.dirname, '../../../shared/policies');

describe.skipIf(!existsSync(join(folder, 'INDEX.tsv')))('the published policies', () => {
  const rows = existsSync(join(folder, 'INDEX.tsv'))
    ? readFileSync(join(folder, 'INDEX.tsv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split('\t'))
    : [];
  const published = rows.flatMap(([file = '', , , , , , , form]) => (form === 'json' ? [file] : []));

  const described = ({ kind, foreign, policies }: PolicyFile) => ({
    kind,
    foreign,
    policies: policies.map((policy) => ({
      kind: policy.kind,
      faults: policy.faults.map((fault) => fault.kind),
      actions: policy.statements.flatMap(({ actions }) => actions.map(({ text }) => text)),
    })),
  });

  test('are there', () => {
    expect(published.length).toBeGreaterThan(90);
  });

  test.each(published)('%s is the same in a page as by itself', async (name) => {
    const text = readFileSync(join(folder, name), 'utf8').trimEnd();
    const bare = described(await readPolicyBytes('p.json', text, purpose));
    const pages = {
      'a.md': `# Title\n\n\`\`\`\n${text}\n\`\`\`\n`,
      'b.md': `# Title\n\n1.  x\n\n    > \`\`\`json\n${indented(text, '    > ')}\n    > \`\`\`\n`,
      'c.md': `# Title\n\nx\n\n${indented(text, '    ')}\n`,
      'd.md': `# Title\n\n<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')}</pre>\n`,
      'a.rst': `Title\n=====\n\n- x\n\n  .. code-block:: json\n\n${indented(text, '     ')}\n`,
      'b.rst': `Title\n=====\n\nSample::\n\n${indented(text, '   ')}\n\nEnd\n`,
    };
    for (const [file, page] of Object.entries(pages))
      expect({ file, ...described(await readPolicyBytes(file, page, purpose)) }).toEqual({ file, ...bare });
  });
});

describe('a page of anything', () => {
  const pieces = fc.constantFrom(
    ...[
      '```',
      '~~~',
      '    ',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '| ',
      '+---+',
      '::\n\n',
      '.. code-block:: json\n\n   ',
    ],
    ...[
      '<pre>',
      '</pre>',
      '&quot;',
      '`',
      one,
      '{',
      '}',
      '"Version"',
      ': "1.1"',
      '"Statement": [',
      ']',
      ',',
      '\t',
      '\r\n',
      '…',
    ],
  );
  const texts = fc
    .array(fc.oneof(pieces, fc.string({ maxLength: 6 })), { maxLength: 40 })
    .map((all) => all.join(''));

  test.each(['a.md', 'a.rst', 'a.txt'])(
    'as %s is read without failing, with places inside of it',
    async (file) => {
      await fc.assert(
        fc.asyncProperty(texts, async (text) => {
          const { policies, form, text: read } = await readPolicyBytes(file, `${text}\n"Statement"`, purpose);
          for (const { root = [], faults } of policies) {
            const spans = [form?.spanOf(root, 'value') ?? { offset: 0, length: 0 }];
            for (const fault of faults) if (fault.kind === 'invalid-json') spans.push(fault.syntaxError);
            for (const { offset, length } of spans) {
              expect(offset).toBeGreaterThanOrEqual(0);
              expect(length).toBeGreaterThanOrEqual(0);
              expect(offset + length).toBeLessThanOrEqual(read.length);
            }
          }
        }),
        { numRuns: 300 },
      );
    },
  );
});

describe("Terraform's language in a page", () => {
  test('is read as a file by itself, with its places in the page', async () => {
    expect((await lint('a.md', page('terraform.md'))).findings).toEqual([
      ['layer-mismatch', 9, 19, '/1'],
      ['unknown-action', 13, 39, '/1/Statement/0/Action/0'],
      ['duplicate-action', 23, 108, '/2/Statement/0/Action/2'],
      ['unknown-action', 35, 15, '/3/Statement/0/Action/0'],
    ]);
  });

  test('is asked with its holes', async () => {
    const { stdout } = await runCli(['who-can', 'ims:images:list', 'a.md'], { 'a.md': page('terraform.md') });
    expect(stdout.split('\n').slice(2, -1)).toEqual([
      expect.stringMatching(/^ {2}not-allowed {2}a\.md#1 \(a\)/),
      expect.stringMatching(/^ {2}conditional {2}a\.md#2 \(b\) {2}hole/),
      expect.stringMatching(/^ {2}not-allowed {2}a\.md#3 \(d\)/),
    ]);
  });

  test('has its syntax errors at their places, and nothing of what is left out', async () => {
    const role = (policy: string) =>
      `\`\`\`hcl\nresource "huaweicloud_identity_role" "a" {\n  name = "a"\n  policy = <<EOF\n${policy}\nEOF\n}\n\`\`\`\n`;
    const broken = role(one.replace('"ims:images:list"', '"ims:images:list",'));
    expect((await lint('a.md', `x\n\n${broken}`)).findings).toEqual([
      ['invalid-json', 7, expect.any(Number), '/1/Statement/0/Action'],
    ]);
    expect(
      await readPolicyBytes('a.md', role('{"Version": "1.1", "Statement": [ ... ]}'), purpose),
    ).toMatchObject({
      kind: 'none',
    });
  });

  test('knows no files beside the page', async () => {
    const text =
      '```hcl\nresource "huaweicloud_identity_role" "a" {\n  policy = file("p.json")\n}\n```\nStatement\n';
    const files = { 'a.md': text, 'p.json': one, 'b.tf': 'locals {}' };
    const { stdout } = await runCli(['who-can', 'ims:images:list', 'a.md'], files);
    expect(stdout).toContain('conditional');
  });
});

test.each([
  ['a.md', '> '],
  ['a.md', '> > > a\n'],
  ['a.md', '- \n'],
  ['a.md', '  - a\n'],
  ['a.md', '`a '],
  ['a.md', '`{"Statement": [` '],
  ['a.md', '<pre>'],
  ['a.md', '```\n{"Statement":\n```\n'],
  ['a.rst', '|::|\n'],
  ['a.rst', '| x :: | y :: |\n'],
  ['a.rst', 'x::\n\n  {"Statement":\n'],
  ['a.rst', '+--+\n|::|\n'],
])('a long %s of `%s` is read in linear time', async (file, unit) => {
  const text = `${unit.repeat((400 * 1024) / unit.length)}\n"Statement":\n`;
  const { kind } = await readPolicyBytes(file, text, purpose);
  expect(['none', 'unreadable']).toContain(kind);
});
