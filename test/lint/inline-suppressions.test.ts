import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { coveringComments } from '../../src/policy/text-comments.ts';
import { runCli } from '../support/run-cli.ts';

const schemas = join(import.meta.dirname, '../../rules/schema');
const ajv = new Ajv2020({ strict: true, strictRequired: false });
ajv.addSchema(JSON.parse(readFileSync(join(schemas, 'lint-output.schema.json'), 'utf8')) as object);

const ignore = '# iamscope-ignore unknown-action: it is new';

/** Policies in YAML whose lines with `!` are to be reported; `~` marks lines whose finding a comment suppresses. */
const cases: readonly { readonly what: string; readonly text: string }[] = [
  {
    what: 'above a statement covers all of it, and nothing of the next',
    text: `Version: "1.1"
Statement:
  ${ignore}
  - Effect: Allow
    Action:
      - ims:images:gett   #~
      - ims:images:lst    #~
  - Effect: Allow
    Action:
      - ims:images:updat  #!
`,
  },
  {
    what: 'above an item covers the item',
    text: `Version: "1.1"
Statement:
- Effect: Allow
  Action:
    ${ignore}
    - ims:images:gett   #~
    - ims:images:lst    #!
`,
  },
  {
    what: 'above a member covers the member',
    text: `Version: "1.1"
Statement:
- Effect: Allow
  ${ignore}
  Action: [ims:images:gett]  #~
- Effect: Allow
  Action: [ims:images:lst]  #!
`,
  },
  {
    what: 'above the whole policy covers the policy',
    text: `# Who looks at images
${ignore}

Version: "1.1"
Statement:
- Effect: Allow
  Action: [ims:images:gett]  #~
`,
  },
  {
    what: 'behind an item covers the item',
    text: `Version: "1.1"
Statement:
- Effect: Allow
  Action:
    - ims:images:gett   #~ iamscope-ignore
    - ims:images:lst    #!
`,
  },
  {
    what: 'behind the first line of a statement covers the statement',
    text: `Version: "1.1"
Statement:
- Effect: Allow ${ignore}
  Action: [ims:images:gett]  #~
- Effect: Allow
  Action: [ims:images:lst]  #!
`,
  },
  {
    what: 'behind a statement on one line covers the statement',
    text: `Version: "1.1"
Statement:
- {Effect: Allow, Action: [ims:images:gett]} #~ iamscope-ignore
- {Effect: Allow, Action: [ims:images:lst]} #!
`,
  },
  {
    what: 'behind a closing bracket covers what is closed',
    text: `Version: "1.1"
Statement: [
  {
    Effect: Allow,
    Action: [ims:images:gett]  #~
  }, ${ignore}
  {Effect: Allow, Action: [ims:images:lst]}  #!
]
`,
  },
  {
    what: 'of several rules, above another comment',
    text: `Version: "1.1"
Statement:
# iamscope-ignore duplicate-action, unknown-action: both
# and more words
- Effect: Allow
  Action:
  - ims:images:gett  #~
  - ims:images:gett  #~
`,
  },
  {
    what: 'in a string is none',
    text: `Version: "1.1"
Statement:
- Effect: Allow
  Action:
  - "ims:images:gett ${ignore}"  #!
  - ims:images:lst  #!
`,
  },
  {
    what: 'of another document covers nothing here',
    text: `${ignore}
Version: "1.1"
Statement:
- Effect: Allow
  Action: [ims:images:gett] #~
---
Version: "1.1"
Statement:
- Effect: Allow
  Action: [ims:images:gett] #!
`,
  },
];

describe('a comment that ignores a rule', () => {
  test.each(cases)('$what', async ({ text }) => {
    const lines = text.split('\n');
    const written = lines
      .map((line) => line.replace(/#~ iamscope-ignore$/, ignore).replace(/ *#[!~]$/, ''))
      .join('\n');
    const { stdout, stderr } = await runCli(['lint', 'a.yaml', '--format', 'json', '--show-suppressed'], {
      'a.yaml': written,
    });
    const report = JSON.parse(stdout) as {
      findings: readonly { rule: string; line: number; suppressed?: object }[];
    };
    expect(ajv.validate('lint-output.schema.json', report), JSON.stringify(ajv.errors)).toBe(true);
    const found = (isSuppressed: boolean) => [
      ...new Set(
        report.findings
          .filter(({ suppressed }) => (suppressed !== undefined) === isSuppressed)
          .map(({ line }) => line),
      ),
    ];
    const marked = (mark: string) => lines.flatMap((line, at) => (line.includes(mark) ? [at + 1] : []));
    expect(found(false)).toEqual(marked('#!'));
    expect(found(true)).toEqual(marked('#~'));
    if (marked('#~').length > 0) expect(stderr).not.toContain('iamscope-ignore');
  });

  const policy = (comment: string) =>
    `Version: "1.1"\nStatement:\n${comment}\n- Effect: Allow\n  Action: [ims:images:gett]\n`;
  const lint = (comment: string, ...options: string[]) =>
    runCli(['lint', 'a.yaml', ...options], { 'a.yaml': policy(comment) });

  test('is marked as in the source', async () => {
    const { stdout } = await lint(ignore, '--format', 'sarif');
    expect(stdout).toContain('"inSource"');
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ results: [{ suppressions: [{ kind: 'inSource', justification: 'it is new' }] }] }],
    });
  });

  test('is not heard with --no-inline-ignores', async () => {
    const { exitCode, stdout, stderr } = await lint(ignore, '--no-inline-ignores');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toContain('unknown-action');
  });

  test.each([
    {
      comment: '# iamscope-ignore unknown-actoin: x',
      message: 'the comment ignores the unknown rule `unknown-actoin`; did you mean `unknown-action`?',
    },
    {
      comment: '# iamscope-ignore nothing-like-it: x',
      message:
        'the comment ignores the unknown rule `nothing-like-it`; `iamscope explain --list` shows them all',
    },
    {
      comment: '# iamscope-ignore unknown-action',
      message:
        'the comment that ignores `unknown-action` gives no reason; write `iamscope-ignore <rule>: <reason>`',
    },
    {
      comment: '# iamscope-ignore unknown-action:  ',
      message:
        'the comment that ignores `unknown-action` gives no reason; write `iamscope-ignore <rule>: <reason>`',
    },
    {
      comment: '#iamscope-ignore',
      message: 'the comment names no rule to ignore; write `iamscope-ignore <rule>: <reason>`',
    },
    {
      comment: '# iamscope-ignore: unknown-action',
      message: 'the comment names no rule to ignore; write `iamscope-ignore <rule>: <reason>`',
    },
  ])('$comment is an error', async ({ comment, message }) => {
    const { exitCode, stdout, stderr } = await lint(comment);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `iamscope: a.yaml:3: ${message}\n` });
    expect(stdout).toContain('unknown-action');
  });

  test('that is not used is reported, unless its rule did not run', async () => {
    const unused = ignore.replace('unknown-action', 'empty-list');
    expect((await lint(unused)).stderr).toBe(
      'iamscope: warning: a.yaml:3: the comment that ignores `empty-list` is not used: nothing that it covers is found\n',
    );
    expect((await lint(unused, '--only', 'unknown-action')).stderr).toBe('');
    expect((await lint(unused, '--rule', 'empty-list=off')).stderr).toBe('');
    expect((await lint(unused, '--max-warnings', '0')).exitCode).toBe(1);
  });

  test('keeps its finding from being fixed', async () => {
    const twice = ignore.replace('unknown-action', 'duplicate-action');
    const text = policy(twice).replace('[ims:images:gett]', '[ims:images:get, ims:images:get]');
    const { stdout } = await runCli(['lint', 'a.yaml', '--fix', '--diff'], { 'a.yaml': text });
    expect(stdout).toBe('');
  });

  test('in YAML of other files is heard too', async () => {
    const text = `kind: ConfigMap\ndata:\n  ${ignore}\n  a: '{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:gett"]}]}'\n`;
    const { stdout, stderr } = await runCli(['lint', 'a.yaml', '--format', 'compact'], { 'a.yaml': text });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });
});

describe('comments of another language', () => {
  const text = `// iamscope-ignore a: b
resource "x" "y" {
  policy = jsonencode({ /* iamscope-ignore c: d */
    Version = "1.1"
    Statement = [
      # iamscope-ignore e: f
      { Effect = "Allow" }
    ]
  })
}
`;
  const spanOf = (part: string) => ({ offset: text.indexOf(part), length: part.length });
  const statement = { type: 'object', ...spanOf('{ Effect = "Allow" }'), members: [] };
  const document = text.slice(text.indexOf('{ /*'), text.lastIndexOf('}', text.length - 3) + 1);
  const root = {
    type: 'object',
    ...spanOf(document),
    members: [
      {
        name: 'Statement',
        nameSpan: spanOf('Statement'),
        value: { type: 'list', ...spanOf(document.slice(document.indexOf('['), -5)), items: [statement] },
      },
    ],
  };
  const resource = { offset: text.indexOf('resource'), length: text.length - text.indexOf('resource') };
  const comments = ['// iamscope-ignore a: b', '/* iamscope-ignore c: d */', '# iamscope-ignore e: f'].map(
    spanOf,
  );

  test('cover resources, documents and statements', () => {
    const found = coveringComments(comments, { text, roots: [root], around: [resource] });
    expect(found.map((one) => [one.text, one.covers?.offset])).toEqual([
      ['iamscope-ignore a: b', resource.offset],
      ['iamscope-ignore c: d', root.offset],
      ['iamscope-ignore e: f', statement.offset],
    ]);
  });
});

test('comments in files of Terraform cover resources, values, statements and blocks', async () => {
  const resource = (name: string, policy: string) =>
    `resource "huaweicloud_identity_role" "${name}" {\n  name = "${name}"\n  description = "x"\n  type = "XA"\n${policy}\n}\n`;
  const values = (inside: string) =>
    `  policy = jsonencode({\n    Version = "1.1"\n    Statement = [\n${inside}\n    ]\n  })`;
  const heredoc = `  ${ignore}\n  policy = <<EOF\n{"Version": "1.1", "Statement": [{"Effect": "Allow", "Action": ["ims:images:gett"]}]}\nEOF`;
  const text = `${ignore}
${resource('a', values('{ Effect = "Allow", Action = ["ims:images:gett"] }'))}
${resource(
  'b',
  values(`      ${ignore}
      { Effect = "Allow", Action = ["ims:images:gett"] },
      { Effect = "Allow", Action = ["ims:images:lst"] }, // iamscope-ignore unknown-action: two
      { Effect = "Allow", Action = ["ims:images:updat"] }`),
)}
${resource('c', heredoc)}
resource "opentelekomcloud_identity_role_v3" "d" {
  display_name  = "d"
  description   = "d"
  display_layer = "project"
  statement { /* iamscope-ignore unknown-action: three */
    effect = "Allow"
    action = ["ims:images:gett"]
  }
  ${ignore}
  statement {
    effect = "Allow"
    action = ["ims:images:lst"]
  }
  statement {
    effect = "Allow"
    action = ["ims:images:delet"] ${ignore}
  }
}
`;
  const { stdout, stderr } = await runCli(['lint', 'a.tf', '--format', 'compact'], { 'a.tf': text });
  const lines = text.split('\n');
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringContaining(`a.tf:${lines.findIndex((line) => line.includes('updat')) + 1}:`),
  ]);
});
