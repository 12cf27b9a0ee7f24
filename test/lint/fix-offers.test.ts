import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/run.ts';
import type { Finding } from '../../src/model/finding.ts';
import { rules } from '../../src/rules/rules.ts';
import { fakeIo } from '../support/fake-io.ts';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** Every text that a rule is shown with: the fixtures of rules, fixes and syntax errors, and the flagged examples. */
const texts: Readonly<Record<string, Uint8Array>> = Object.fromEntries([
  ...['rules', 'fixes', 'json'].flatMap((folder) =>
    readdirSync(join(fixtures, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:json|ya?ml)$/.test(file))
      .map((file) => [`${folder}/${file}`, readFileSync(join(fixtures, folder, file))] as const),
  ),
  ...rules.map(({ id, examples }) => [`${id}.json`, new TextEncoder().encode(examples.flagged)] as const),
]);

interface Run {
  readonly findings: readonly Finding[];
  readonly written: ReadonlyMap<string, string>;
  readonly stderr: string;
}

async function lint(
  files: Readonly<Record<string, string | Uint8Array>>,
  ...options: string[]
): Promise<Run> {
  const io = fakeIo(files);
  await main(['lint', ...options, '--fail-on', 'never', '--format', 'jsonl', ...Object.keys(files)], io);
  const findings = io
    .stdout()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Finding);
  return { findings, written: io.written, stderr: io.stderr() };
}

function filesWith(findings: readonly Finding[], safe: boolean): readonly string[] {
  const offered = findings.filter(({ fix, suppressed }) => fix?.safe === safe && !suppressed);
  return [...new Set(offered.map(({ file }) => file))].sort();
}

describe('what is offered as fixable is what is fixed', () => {
  test.each([
    { option: '--fix', kinds: [true] },
    { option: '--fix=unsafe', kinds: [true, false] },
  ])(
    '$option, over all fixtures and examples',
    async ({ option, kinds }) => {
      const before = await lint(texts);
      const offered = new Set(kinds.flatMap((safe) => filesWith(before.findings, safe)));
      const fixing = await lint(texts, option);
      expect([...fixing.written.keys()].sort()).toEqual([...offered].sort());
      expect(offered.size).toBeGreaterThan(30);
      // No fix leaves an error of a rule that had none to report.
      const known = new Set(errorsOf(before.findings));
      expect(errorsOf(fixing.findings).filter((error) => !known.has(error))).toEqual([]);
      // Nothing is left that a second run would make.
      for (const safe of kinds) expect(filesWith(fixing.findings, safe)).toEqual([]);
      expect(fixing.stderr).not.toMatch(/bug|defect|is not fixed: (?!its text is not UTF-8)/);
      const again = await lint({ ...texts, ...Object.fromEntries(fixing.written) }, option);
      expect([...again.written.keys()]).toEqual([]);
      expect(again.findings.map(keyOf)).toEqual(fixing.findings.map(keyOf));
    },
    300_000,
  );
});

function errorsOf(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ severity, suppressed }) => severity === 'error' && !suppressed)
    .map(({ file, rule }) => `${file} ${rule}`);
}

function keyOf({ file, rule, line, column, message }: Finding): string {
  return `${file}:${line}:${column} ${rule} ${message}`;
}
