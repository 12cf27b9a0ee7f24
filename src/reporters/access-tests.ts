import type { AccessCoverage, AccessTestAnswer, TestedNever, TestedQuestion } from '../model/access-test.ts';
import type { AccessTestFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { placeText } from './decision-lines.ts';
import { jsonText } from './json-text.ts';
import { terminalPath, terminalText } from './terminal-text.ts';
import { xmlText } from './xml-text.ts';

/** The answer of `test`. */
export function renderAccessTests(
  answer: AccessTestAnswer,
  format: AccessTestFormat,
  colours: Colours,
): string {
  switch (format) {
    case 'json':
      return `${jsonText(answer, 2)}\n`;
    case 'junit':
      return junit(answer);
    case 'pretty':
      return pretty(answer, colours);
  }
}

type Tested = TestedQuestion | TestedNever;

function pretty({ tests, never, coverage }: AccessTestAnswer, colours: Colours): string {
  const all: readonly Tested[] = [...tests, ...never];
  const failed = all.filter(({ ok }) => !ok);
  const blocks = [
    ...failed.map((one) => failureLines(one, colours)),
    ...(coverage === undefined ? [] : [coverageLines(coverage, colours)]),
  ].map((lines) => `${lines.join('\n')}\n\n`);
  const count = `${all.length} ${all.length === 1 ? 'test' : 'tests'}`;
  const summary =
    failed.length === 0
      ? colours.green(`${count} passed`)
      : colours.red(`${failed.length} of ${count} failed`);
  return `${blocks.join('')}${summary}\n`;
}

/** One failure: what was asked, what was expected, and what decides. */
function failureLines(one: Tested, colours: Colours): string[] {
  return [
    `${colours.bold(`${terminalPath(one.file)}:${one.line}`)} ${colours.red('failed')} ${terminalText(`${questionText(one)} for ${one.holder}`)}`,
    ...detailLines(one).map((line) => `  ${line}`),
  ];
}

function questionText(one: Tested): string {
  return 'expected' in one ? `can ${one.question}` : `never ${one.question}`;
}

function detailLines({ problems, why }: Tested): string[] {
  const shown = why.slice(0, mostReasons);
  return [
    ...problems.map(terminalText),
    ...shown,
    ...(why.length > shown.length ? [`and ${why.length - shown.length} more`] : []),
  ];
}

/** So many lines say why. */
const mostReasons = 8;

function coverageLines({ parts, percent, untested }: AccessCoverage, colours: Colours): string[] {
  const head = `coverage ${percent} %: of ${parts} statements and actions`;
  if (untested.length === 0) return [colours.green(`${head} tests depend on each`)];
  return [
    colours.yellow(`${head} no test depends on`),
    ...untested.map(
      ({ kind, at, actions }) =>
        `  ${placeText(at)}  ${kind === 'statement' ? `the ${at.effect} statement ` : ''}${terminalText(actions.slice(0, 4).join(', '))}${actions.length > 4 ? ', …' : ''}`,
    ),
  ];
}

/** A suite for each file, a test for each question; of a file that could not be tested an error. */
function junit({ tests, never, errors = [] }: AccessTestAnswer): string {
  const all: readonly Tested[] = [...tests, ...never];
  const failures = (list: readonly Tested[]) => list.filter(({ ok }) => !ok).length;
  const byFile = new Map<string, Tested[]>();
  for (const one of all) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
  const suites = [...byFile].map(
    ([file, own]) =>
      `  <testsuite name="${xmlText(file)}" tests="${own.length}" failures="${failures(own)}" errors="0" skipped="0">\n${testCases(own)}  </testsuite>\n`,
  );
  const broken = errors.map(
    ({ file, message }) =>
      `  <testsuite name="${xmlText(file)}" tests="1" failures="0" errors="1" skipped="0">\n    <testcase classname="${xmlText(file)}" name="can be tested" file="${xmlText(file)}">\n      <error message="${xmlText(message)}"/>\n    </testcase>\n  </testsuite>\n`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="iamscope" tests="${all.length + errors.length}" failures="${failures(all)}" errors="${errors.length}">\n`,
    ...suites,
    ...broken,
    '</testsuites>\n',
  ].join('');
}

function testCases(own: readonly Tested[]): string {
  const seen = new Map<string, number>();
  return own
    .map((one) => {
      const name = `${questionText(one)} (${one.holder})`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const attributes = `classname="${xmlText(one.file)}" name="${xmlText(count === 1 ? name : `${name} (${count})`)}" file="${xmlText(one.file)}" line="${one.line}"`;
      if (one.ok) return `    <testcase ${attributes}/>\n`;
      const details = detailLines(one).map(xmlText).join('\n');
      return `    <testcase ${attributes}>\n      <failure message="${xmlText(one.problems[0] ?? '')}">${details}</failure>\n    </testcase>\n`;
    })
    .join('');
}
