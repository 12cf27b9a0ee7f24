import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { statisticsOf } from '../../src/reporters/lint-statistics.ts';
import { reportOf } from '../support/lint-report.ts';
import { policyText, runCli } from '../support/run-cli.ts';

const schema = join(import.meta.dirname, '../../rules/schema/lint-output.schema.json');
const isOutput = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

const files = {
  'a.json': policyText(['ims:images:list', 'ims:images:list', 'ims:images:lst']),
  'b.json': policyText(['ims:images:list', 'ims:images:list']),
  'c.json': policyText(['ims:images:lst']),
};
const config = {
  'iamscope.yaml': 'suppressions: [{ files: c.json, rule: unknown-action, reason: soon }]',
};

describe('`lint --statistics`', () => {
  test('shows how often each rule reports, instead of the findings', async () => {
    const { exitCode, stdout, stderr } = await runCli(['lint', '--statistics'], files);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: [
        'count  severity  rule              fixable',
        '    2  error     unknown-action    2 with --fix=unsafe',
        '    2  warning   duplicate-action  2 with --fix',
        '',
        '2 errors, 2 warnings in 3 policies',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  test('counts what is accepted only where somebody asks', async () => {
    const all = { ...files, ...config };
    const { stdout } = await runCli(['lint', '--statistics'], all);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'count  severity  rule              fixable',
      '    2  warning   duplicate-action  2 with --fix',
      '    1  error     unknown-action    1 with --fix=unsafe',
    ]);
    const shown = await runCli(['lint', '--statistics', '--show-suppressed'], all);
    expect(shown.stdout.split('\n').slice(0, 3)).toEqual([
      'count  suppressed  severity  rule              fixable',
      '    2           0  warning   duplicate-action  2 with --fix',
      '    1           1  error     unknown-action    1 with --fix=unsafe',
    ]);
  });

  test('stands beside the findings in JSON', async () => {
    const { stdout } = await runCli(['lint', '--statistics', '--format', 'json'], { ...files, ...config });
    const output = JSON.parse(stdout) as { findings: unknown[]; statistics: unknown };
    expect(isOutput(output), JSON.stringify(isOutput.errors)).toBe(true);
    expect(output.findings).toHaveLength(4);
    expect(output.statistics).toEqual([
      {
        rule: 'duplicate-action',
        severity: 'warning',
        count: 2,
        fixable: { safe: 2, unsafe: 0 },
        suppressed: 0,
      },
      { rule: 'unknown-action', severity: 'error', count: 1, fixable: { safe: 0, unsafe: 1 }, suppressed: 1 },
    ]);
    const without = await runCli(['lint', '--format', 'json'], files);
    expect(JSON.parse(without.stdout)).not.toHaveProperty('statistics');
  });

  test('is a table in Markdown', async () => {
    const { stdout } = await runCli(['lint', '--statistics', '--format', 'markdown'], files);
    expect(stdout).toBe(
      [
        '**2 errors, 2 warnings in 3 policies**',
        '',
        '| count | severity | rule | fixable |',
        '| --- | --- | --- | --- |',
        '| 2 | error | unknown-action | 2 with --fix=unsafe |',
        '| 2 | warning | duplicate-action | 2 with --fix |',
        '',
      ].join('\n'),
    );
  });

  test('of nothing is the count', async () => {
    const clean = { 'a.json': policyText(['ims:images:list']) };
    for (const format of ['pretty', 'markdown'])
      expect((await runCli(['lint', '--statistics', '--format', format], clean)).stdout).toMatch(
        /^(?:\*\*)?nothing found in 1 policy(?:\*\*)?\n$/u,
      );
  });

  test('keeps to what --quiet and --only leave', async () => {
    const quiet = await runCli(['lint', '--statistics', '--quiet'], files);
    expect(quiet.stdout).not.toContain('duplicate-action');
    const only = await runCli(['lint', '--statistics', '--only', 'duplicate-action'], files);
    expect(only.stdout).not.toContain('unknown-action');
  });

  test.each([
    {
      argv: ['--format', 'sarif'],
      message: '`--statistics` goes with pretty, json, markdown, not with `sarif`',
    },
    {
      argv: ['--diff'],
      message: '`--diff` shows changes instead of findings: it goes without `--statistics`',
    },
  ])('does not go with $argv', async ({ argv, message }) => {
    expect(await runCli(['lint', '--statistics', ...argv], files)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `iamscope: ${message}\n`,
    });
  });

  test('goes beside another form', async () => {
    const argv = ['lint', '--statistics', '--format', 'sarif', '--output', 'a.sarif', '--format', 'pretty'];
    expect((await runCli(argv, files)).stdout).toMatch(/^count /u);
  });
});

test('a rule that reports at two severities has two lines, sorted by count, severity and name', () => {
  const { findings } = reportOf(
    { rule: 'b', severity: 'warning' },
    { rule: 'b', severity: 'error' },
    { rule: 'a', severity: 'warning' },
    { rule: 'c', severity: 'info' },
    { rule: 'c', severity: 'info', suppressed: { reason: 'r' } },
    { rule: '__proto__', severity: 'info' },
    { rule: 'c', severity: 'info' },
  );
  expect(
    statisticsOf({ findings }).map(({ rule, severity, count, suppressed }) => [
      rule,
      severity,
      count,
      suppressed,
    ]),
  ).toEqual([
    ['c', 'info', 2, 1],
    ['b', 'error', 1, 0],
    ['a', 'warning', 1, 0],
    ['b', 'warning', 1, 0],
    ['__proto__', 'info', 1, 0],
  ]);
});
