import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import pc from 'picocolors';
import { describe, expect, test } from 'vitest';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { renderLintCompact } from '../../src/reporters/lint-compact.ts';
import { renderLintJson } from '../../src/reporters/lint-json.ts';
import { renderLintPretty } from '../../src/reporters/lint-pretty.ts';
import { lintFiles } from '../support/lint-files.ts';
import { reportOf } from '../support/lint-report.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';
import { ruleWorld } from '../support/rule-world.ts';

const files = [
  readPolicyFile(
    'policies/reader.json',
    '{\n  "Version": "1.1",\n  "Statement": [\n    {\n      "Effect": "Allow"\n      "Action": ["ims:image:list"]\n    }\n  ]\n}\n',
  ),
  readPolicyFile(
    'policies/operator.json',
    '{\n\t"Version": "1.1",\n\t"Statement": [\n\t\t{ "Effect": "Allow", "Action": [ "ims:images:镜像", "ims:images:get", "ims:images:get" ] }\n\t]\n}\n',
  ),
  readPolicyFile(
    'policies/guard.json',
    '{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["ims:images:delete"]}]}',
  ),
];
const report = lintFiles(files, ruleWorld());
const textOf = (name: string) => files.find(({ file }) => file === name)?.text;
const plain = { colours: pc.createColors(false), textOf };

const schema: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../rules/schema/lint-output.schema.json'), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true }).compile(schema as object);

describe('pretty', () => {
  test('says once what to do where the fix is just that', () => {
    const fix = { safe: true, description: 'remove it', edits: [] };
    const linesFor = (help: string) =>
      renderLintPretty(reportOf({ help, fix }), plain)
        .split('\n')
        .filter((line) => line.startsWith('    '));
    expect(linesFor('remove it')).toEqual(['    fix: remove it (--fix)']);
    expect(linesFor('remove all')).toEqual(['    help: remove all', '    fix: remove it (--fix)']);
  });

  test('shows each finding with its line, and the counts', () => {
    expect(renderLintPretty(report, plain)).toMatchInlineSnapshot(`
      "policies/guard.json:1:18  info     the policy only denies: it grants nothing by itself  deny-only-policy
          1 | {"Version":"1.1","Statement":[{"Effect":"Deny","Action":["ims:images:delete"]}]}
            |                  ^^^^^^^^^^^
          help: grant it together with a policy that allows something
          pointer: /Statement

      policies/operator.json:4:36  error    \`ims:images:镜像\` has \`镜\`, a character that no action has  malformed-action
          4 | { "Effect": "Allow", "Action": [ "ims:images:镜像", "ims:images:get", "ims:images:get" ] }
            |                                  ^^^^^^^^^^^^^^^^^
          help: write it with letters, digits, \`_\`, \`.\`, \`-\` and \`*\` only
          pointer: /Statement/0/Action/0

      policies/operator.json:4:71  warning  \`ims:images:get\` is already listed in the statement  duplicate-action
          4 | …t": "Allow", "Action": [ "ims:images:镜像", "ims:images:get", "ims:images:get" ] }
            |                                                                ^^^^^^^^^^^^^^^^
          policies/operator.json:4:53  first here
          help: remove it, or write the action that was meant
          fix: remove the duplicate (--fix)
          pointer: /Statement/0/Action/2

      policies/reader.json:5:24  error    a comma is missing after \`"Allow"\`  invalid-json
          5 | "Effect": "Allow"
            |                  ^
          help: put \`,\` after it
          fix: put the comma (--fix=unsafe)
          pointer: /Statement/0

      policies/reader.json:6:18  error    \`ims:image:list\` is not a documented action of \`ims\` (as of 2024-05-06)  unknown-action
          6 | "Action": ["ims:image:list"]
            |            ^^^^^^^^^^^^^^^^
          help: did you mean \`ims:images:list\`?
          pointer: /Statement/0/Action/0

      3 errors, 1 warning, 1 info in 3 policies; 1 fixable with \`--fix\`, 1 more with \`--fix=unsafe\`
      "
    `);
  });

  test('says so where nothing is found', () => {
    const nothing = { findings: [], summary: { ...reportOf().summary, errors: 0, policies: 2 } };
    expect(renderLintPretty(nothing, plain)).toBe('nothing found in 2 policies\n');
  });

  test('marks at least one column, also at the end of a line', () => {
    const shown = renderLintPretty(reportOf({ column: 4, endColumn: 4 }), {
      ...plain,
      textOf: () => 'abc\ndef',
    });
    expect(shown.split('\n').slice(1, 3)).toEqual(['    1 | abc', '      |    ^']);
  });

  test('cuts long lines around the mark', () => {
    const text = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
    const shown = renderLintPretty(reportOf({ column: 501, endColumn: 505 }), {
      ...plain,
      textOf: () => text,
    });
    expect(shown.split('\n').slice(1, 3)).toEqual([
      `    1 | …${'a'.repeat(60)}HERE${'b'.repeat(60)}…`,
      `      | ${' '.repeat(61)}^^^^`,
    ]);
  });

  test.each([
    { name: 'several lines', text: '{ "a":\n1 }', at: [1, 1, 2, 4], rows: ['1 | { "a":', '  | ^^^^^^'] },
    { name: 'CR LF', text: '{\r\n\t"a"\r\n}', at: [2, 2, 2, 5], rows: ['2 | "a"', '  | ^^^'] },
    { name: 'a lone CR', text: '{\r"a"\r}', at: [2, 1, 2, 4], rows: ['2 | "a"', '  | ^^^'] },
    { name: 'tabs', text: '\t\t"a"\t:\t1', at: [1, 9, 1, 10], rows: ['1 | "a"  :  1', '  |         ^'] },
    {
      name: 'wide characters',
      text: '"镜像", "e\u0301😀"',
      at: [1, 7, 1, 13],
      rows: ['1 | "镜像", "e\u0301😀"', '  |         ^^^^^'],
    },
    { name: 'an empty file', text: '', at: [1, 1, 1, 1], rows: ['1 |', '  | ^'] },
    { name: 'the end of the text', text: 'a\n', at: [2, 1, 2, 1], rows: ['2 |', '  | ^'] },
    { name: 'a place beyond the line', text: 'ab', at: [1, 9, 1, 12], rows: ['1 | ab', '  |   ^'] },
    { name: 'only blanks', text: '   ', at: [1, 1, 1, 4], rows: ['1 |', '  | ^^^'] },
    {
      name: 'a long mark',
      text: `[${'a'.repeat(1000)}]`,
      at: [1, 1, 1, 1003],
      rows: [`1 | [${'a'.repeat(159)}…`, `  | ${'^'.repeat(160)}`],
    },
    {
      name: 'a cut between two halves of a character',
      text: `${'😀'.repeat(60)}zxw${'😀'.repeat(60)}`,
      at: [1, 122, 1, 123],
      rows: [`1 | …${'😀'.repeat(29)}zxw${'😀'.repeat(30)}…`, `  | ${' '.repeat(60)}^`],
    },
  ] as const)('shows the line of $name', ({ text, at: [line, column, endLine, endColumn], rows }) => {
    const shown = renderLintPretty(reportOf({ line, column, endLine, endColumn }), {
      ...plain,
      textOf: () => text,
    });
    expect(shown.split('\n').slice(1, 3)).toEqual(rows.map((row) => `    ${row}`));
  });

  test.each([
    { summary: { files: 1, policies: 1, errors: 2 }, last: '2 errors in 1 policy' },
    { summary: { files: 5, policies: 5, errors: 3, warnings: 1 }, last: '3 errors, 1 warning in 5 policies' },
    { summary: { files: 7, policies: 5, infos: 1 }, last: '1 info in 5 policies (7 files)' },
    { summary: { files: 1, policies: 2, suppressed: 2 }, last: '2 suppressed in 2 policies' },
    { summary: { files: 1, policies: 0 }, last: 'no policy found' },
    { summary: { files: 9, policies: 0, infos: 1 }, last: '1 info, no policy found (9 files)' },
    {
      summary: { files: 1, policies: 1, unread: 2 },
      last: 'nothing found in 1 policy; 2 files could not be read',
    },
    { summary: { unread: 1 }, last: 'nothing checked: 1 file could not be read' },
  ])('ends with `$last`', ({ summary, last }) => {
    const none = { files: 0, policies: 0, errors: 0, warnings: 0, infos: 0, suppressed: 0 };
    const output = renderLintPretty({ findings: [], summary: { ...none, ...summary } }, plain);
    expect(output).toBe(`${last}\n`);
  });

  test.each([
    { safe: [true], last: '1 error in 1 policy; 1 fixable with `--fix`' },
    { safe: [false, false], last: '1 error in 1 policy; 2 fixable with `--fix=unsafe`' },
    {
      safe: [true, true, false],
      last: '1 error in 1 policy; 2 fixable with `--fix`, 1 more with `--fix=unsafe`',
    },
  ])('says `$last`', ({ safe, last }) => {
    const findings = safe.map((one) => ({ fix: { safe: one, description: 'mend it', edits: [] } }));
    const accepted = { ...findings[0], suppressed: { reason: 'r' } };
    const rows = renderLintPretty(reportOf(...findings, accepted), plain).split('\n');
    expect(rows.at(-2)).toBe(last);
    expect(rows).toContain(`    fix: mend it (--fix${safe[0] ? '' : '=unsafe'})`);
    expect(rows).toContain('    suppressed: r');
  });

  test('goes without the line of a file that it does not have', () => {
    expect(renderLintPretty(reportOf({}), { ...plain, textOf: () => undefined })).toBe(
      'a.json:1:1  error    m  unknown-member\n\n1 error in 1 policy\n',
    );
  });

  test('uses the colours that it is given', () => {
    const shown = renderLintPretty(reportOf({}), { colours: pc.createColors(true), textOf });
    expect(shown).toContain('\u001b[31merror  \u001b[39m');
  });
});

describe('compact', () => {
  test('is one line for each finding', () => {
    expect(renderLintCompact(report)).toMatchInlineSnapshot(`
      "policies/guard.json:1:18: info deny-only-policy the policy only denies: it grants nothing by itself
      policies/operator.json:4:36: error malformed-action \`ims:images:镜像\` has \`镜\`, a character that no action has
      policies/operator.json:4:71: warning duplicate-action \`ims:images:get\` is already listed in the statement
      policies/reader.json:5:24: error invalid-json a comma is missing after \`"Allow"\`
      policies/reader.json:6:18: error unknown-action \`ims:image:list\` is not a documented action of \`ims\` (as of 2024-05-06)
      "
    `);
  });
});

describe('json', () => {
  test('keeps to its schema', () => {
    const all = [...plantedFixtures('json'), ...plantedFixtures('rules')].map(({ name, text }) =>
      readPolicyFile(name, text),
    );
    const output: unknown = JSON.parse([...renderLintJson(lintFiles(all, ruleWorld()))].join(''));
    expect(validate(output), JSON.stringify(validate.errors)).toBe(true);
  });

  test('has the report', () => {
    expect(JSON.parse([...renderLintJson(report)].join(''))).toEqual({ schemaVersion: 1, ...report });
  });

  test('the schema refuses what it does not know', () => {
    expect(validate({ schemaVersion: 1, ...reportOf({}), more: 1 })).toBe(false);
    expect(validate({ schemaVersion: 1, ...reportOf({ line: 0 }) })).toBe(false);
    expect(validate({ schemaVersion: 1, ...reportOf({ pointer: 'Statement' }) })).toBe(false);
  });
});

describe('hostile text', () => {
  const hostile = '\u001b[2J\u202E\u200B\r\n\u0000\u009B\u2028';
  const raw = reportOf({
    file: `${hostile}.json`,
    message: `\`${hostile}\` is unknown`,
    help: hostile,
    related: [{ file: hostile, pointer: '', line: 1, column: 1, note: hostile }],
  });

  test.each([
    { format: 'compact', output: renderLintCompact(raw), lines: 1 },
    { format: 'pretty', output: renderLintPretty(raw, { ...plain, textOf: () => hostile }), lines: 7 },
  ])('never reaches the terminal through $format', ({ output, lines }) => {
    expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(output).toContain('\\x1B[2J\\u{202E}\\u{200B}\\r\\n\\x00\\x9B\\u{2028}');
    expect(output.split('\n')).toHaveLength(lines + 1);
  });
});
