import type { Finding, LintNote, LintReport, Severity } from '../model/finding.ts';
import { findingsByFile } from './findings-by-file.ts';
import { terminalPath } from './terminal-text.ts';
import { xmlText } from './xml-text.ts';

/** What the form needs besides the report. */
interface JunitOptions {
  /** Files that are listed also where nothing was found in them. */
  readonly policyFiles: readonly string[];
  /** Whether findings of a severity make the run fail. */
  readonly fails: (severity: Severity) => boolean;
}

/**
 * Findings in the form of JUnit's test reports: a suite for each file with policies, a test for each finding and for each
 * thing that is out of date in the configuration. Those fail that make the run fail; the others pass, with their text as
 * output. A file where nothing was found is one passing test, so that a clean run is not taken for one without tests.
 */
export function renderLintJunit({ findings, notes = [] }: LintReport, options: JunitOptions): string {
  const { policyFiles } = options;
  const fails = ({ severity }: Finding) => options.fails(severity);
  const suites = findingsByFile([...findings, ...notes.map(findingOf)], policyFiles).map(([file, own]) => ({
    tests: Math.max(1, own.length),
    failures: own.filter(fails).length,
    file,
    own,
  }));
  const sum = (what: 'tests' | 'failures') => suites.reduce((total, suite) => total + suite[what], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="iamscope" tests="${sum('tests')}" failures="${sum('failures')}" errors="0">\n`,
    ...suites.map(
      ({ tests, failures, file, own }) =>
        `  <testsuite name="${xmlText(file)}" tests="${tests}" failures="${failures}" errors="0" skipped="0">\n${testCases(file, own, fails)}  </testsuite>\n`,
    ),
    '</testsuites>\n',
  ].join('');
}

/** A note counts as a warning. */
function findingOf({ kind, file, line, message }: LintNote): Finding {
  const place = { line, column: 1, endLine: line, endColumn: 1 };
  return { rule: kind, severity: 'warning', message, file, pointer: '', ...place, related: [] };
}

type Fails = (finding: Finding) => boolean;

function testCases(file: string, findings: readonly Finding[], fails: Fails): string {
  if (findings.length === 0) return `    <testcase classname="${xmlText(file)}" name="lint"/>\n`;
  const seen = new Map<string, number>();
  return findings
    .map((finding) => {
      // Servers follow a test from run to run by its name, so lines have no place in it.
      const name = [finding.rule, ...(finding.pointer === '' ? [] : [finding.pointer])].join(' ');
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return testCase(finding, count === 1 ? name : `${name} (${count})`, fails(finding));
    })
    .join('');
}

function testCase(finding: Finding, name: string, failed: boolean): string {
  const { file, line, severity, message } = finding;
  const content = failed
    ? `<failure message="${xmlText(message)}" type="${severity}">${details(finding)}</failure>`
    : `<system-out>${details(finding)}</system-out>`;
  return `    <testcase classname="${xmlText(file)}" name="${xmlText(name)}" file="${xmlText(file)}" line="${line}">\n      ${content}\n    </testcase>\n`;
}

function details({ file, line, column, severity, rule, message, help, related }: Finding): string {
  return [
    `${terminalPath(file)}:${line}:${column}: ${severity} ${rule} ${message}`,
    ...related.map((place) => `${terminalPath(place.file)}:${place.line}:${place.column} ${place.note}`),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ]
    .map(xmlText)
    .join('\n');
}
