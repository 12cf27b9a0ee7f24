import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, LintReport } from '../../src/model/finding.ts';
import { jsonLines, jsonText, LazyList } from '../../src/reporters/json-text.ts';
import { renderLintGitlab } from '../../src/reporters/lint-gitlab.ts';
import { renderLintJson } from '../../src/reporters/lint-json.ts';
import { renderLintJsonl } from '../../src/reporters/lint-jsonl.ts';
import { renderLintSarif } from '../../src/reporters/lint-sarif.ts';

test('pieces make the same text as the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (list, value) => {
      const whole = (of: unknown) => ({
        a: value,
        runs: [{ tool: value, results: of, b: [] }],
        notes: of,
        c: {},
      });
      expect([...jsonLines(whole(new LazyList(list)))].join('')).toBe(`${jsonText(whole(list), 2)}\n`);
      expect([...jsonLines(new LazyList(list))].join('')).toBe(`${jsonText(list, 2)}\n`);
      expect([...jsonLines(value)].join('')).toBe(`${jsonText(value, 2)}\n`);
    }),
  );
});

describe('findings come in pieces, so that there may be more than a string can hold', () => {
  const finding: Finding = {
    rule: 'unknown-action',
    severity: 'error',
    message: 'x'.repeat(30_000),
    file: 'a.json',
    pointer: '/Statement/0',
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 2,
    related: [],
  };
  const reportOf = (count: number): LintReport => ({
    findings: Array.from({ length: count }, () => finding),
    summary: { files: 1, policies: 1, errors: count, warnings: 0, infos: 0, suppressed: 0 },
  });
  const options = {
    textOf: () => 'text',
    hash: (text: string) => createHash('sha256').update(text).digest('hex'),
    version: '1.2.3',
    rules: [],
    ruleUri: (id: string) => `https://example.com/#${id}`,
    unreadable: [],
    unread: [],
  };

  test.each([
    // One that is longer than any string, which takes seconds; the others by their pieces.
    { format: 'sarif', count: 20_000, render: (report: LintReport) => renderLintSarif(report, options) },
    { format: 'json', count: 100, render: renderLintJson },
    { format: 'jsonl', count: 100, render: renderLintJsonl },
    { format: 'gitlab', count: 100, render: (report: LintReport) => renderLintGitlab(report, options) },
  ])('$format', ({ count, render }) => {
    let length = 0;
    let longest = 0;
    for (const piece of render(reportOf(count))) {
      length += piece.length;
      longest = Math.max(longest, piece.length);
    }
    expect(length).toBeGreaterThan(count * 30_000);
    expect(longest).toBeLessThan(1024 * 1024);
  });
});
