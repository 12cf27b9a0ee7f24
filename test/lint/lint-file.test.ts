import { describe, expect, test } from 'vitest';
import { lintFile } from '../../src/lint/lint-file.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { defineRule } from '../../src/rules/rule.ts';
import { lintFiles } from '../support/lint-files.ts';
import { ruleWorld } from '../support/rule-world.ts';

const options = ruleWorld();

const text = `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:image:get", "IMS:images:list"],
      "Action": ["ims:images:list", "ims:image:get", "IMS:images:list"]
    }
  ]
}
`;
const file = readPolicyFile('b.json', text);

describe('lintFile', () => {
  test('gives findings with all that the design asks for', () => {
    expect(lintFile(file, options)[0]).toEqual({
      rule: 'duplicate-member',
      severity: 'error',
      message: 'duplicate member `Action`',
      help: 'merge the two, or remove one',
      file: 'b.json',
      pointer: '/Statement/0/Action',
      line: 7,
      column: 7,
      endLine: 7,
      endColumn: 15,
      related: [{ file: 'b.json', pointer: '/Statement/0/Action', line: 6, column: 7, note: 'first here' }],
      fix: {
        safe: false,
        description: 'remove the second, which says the same',
        edits: [{ line: 6, column: 72, endLine: 7, endColumn: 72, text: '' }],
      },
    });
  });

  test('sorts them by line, column and rule', () => {
    expect(lintFile(file, options).map(({ line, column, rule }) => `${line}:${column} ${rule}`)).toEqual([
      '7:7 duplicate-member',
      '7:37 unknown-action',
      '7:54 duplicate-action',
      '7:54 uppercase-service',
    ]);
  });

  test('takes severities that are given, and silences rules', () => {
    const severities = {
      'unknown-action': 'info',
      'duplicate-member': 'off',
      'duplicate-action': 'off',
    } as const;
    expect(lintFile(file, { ...options, severities }).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['unknown-action', 'info'],
      ['uppercase-service', 'warning'],
    ]);
  });

  test('runs the rules it is given', () => {
    const probe = defineRule({
      id: 'probe',
      group: 'document',
      severity: 'info',
      summary: 'x',
      rationale: 'X.',
      examples: { flagged: '', clean: '' },
      *check() {
        yield { message: 'probed', at: { path: ['Statement', 0, 'a/b'] } };
      },
    });
    expect(lintFile(file, { ...options, rules: [probe] })).toEqual([
      {
        rule: 'probe',
        severity: 'info',
        message: 'probed',
        file: 'b.json',
        pointer: '/Statement/0/a~1b',
        line: 4,
        column: 5,
        endLine: 8,
        endColumn: 6,
        related: [],
      },
    ]);
  });

  test.each(['{}', 'hello', '', '{"statement":[{"action":"SELECT 1"}]} {}'])(
    'has nothing to say about %j, which is no policy',
    (other) => {
      expect(lintFile(readPolicyFile('c.json', other), options)).toEqual([]);
    },
  );

  test('has an info, and no more, about a policy of another kind', () => {
    const bucket = '{"Statement":[{"Principal":{},"Effect":"x","Action":["GetObject"]}]}';
    const found = lintFile(readPolicyFile('c.json', bucket), options);
    expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([['foreign-document', 'info']]);
  });
});

describe('lintFiles', () => {
  test('sorts by file and counts', () => {
    const clean = readPolicyFile(
      'd.json',
      '{"Version":"1.1","Statement":[{"Effect":"Allow","Action":["ims:*:*"]}]}',
    );
    const deny = readPolicyFile(
      'a.json',
      '{"Version":"1.1","Statement":[{"Effect":"Deny","Action":["ims:*:*"]}]}',
    );
    const { findings, summary } = lintFiles([file, clean, readPolicyFile('c.json', '{}'), deny], options);
    expect(findings.map((finding) => finding.file)).toEqual([
      'a.json',
      'b.json',
      'b.json',
      'b.json',
      'b.json',
    ]);
    expect(summary).toEqual({ files: 4, policies: 3, errors: 2, warnings: 2, infos: 1, suppressed: 0 });
  });
});
