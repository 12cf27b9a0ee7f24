import type { Finding, Fix, LintReport, Severity } from '../model/finding.ts';
import type { Colours } from './colours.ts';
import { summaryInWords } from './lint-words.ts';
import { createLines, type TextOf } from './source-lines.ts';
import { terminalPath, terminalText } from './terminal-text.ts';
import { terminalWidth } from './terminal-width.ts';

/** What the pretty format needs besides the report. */
interface PrettyOptions {
  readonly colours: Colours;
  /** A file's text, for the line that a finding stands on; findings of unknown files go without. */
  readonly textOf: TextOf;
}

/**
 * Findings for people: place, severity, message, rule; the line with a mark; related places; why it does not count; help;
 * what `--fix` would do; the pointer, which a suppression needs; counts at the end.
 */
export function renderLintPretty(
  { findings, summary }: LintReport,
  { colours, textOf }: PrettyOptions,
): string {
  const linesOf = createLines(textOf);
  const blocks = findings.map((finding) => findingBlock(finding, linesOf(finding.file), colours));
  const counts = summaryInWords(summary, (severity, text) => colourOf(severity, colours)(text));
  const found = counts.replace(/^nothing found/, colours.green('nothing found'));
  return [...blocks, `${[found, ...fixable(findings)].join('; ')}\n`].join('\n');
}

function findingBlock(finding: Finding, lines: readonly string[], colours: Colours): string {
  const { file, pointer, line, column, severity, message, rule, help, related, fix, suppressed } = finding;
  const head = [
    colours.bold(`${terminalPath(file)}:${line}:${column}`),
    colourOf(severity, colours)(severity.padEnd(7)),
    terminalText(message),
    colours.dim(terminalText(rule)),
  ].join('  ');
  const rows = [head, ...excerpt(finding, lines, colours)];
  for (const place of related) {
    rows.push(`    ${terminalPath(place.file)}:${place.line}:${place.column}  ${terminalText(place.note)}`);
  }
  if (suppressed !== undefined) {
    rows.push(`    ${colours.dim('suppressed:')} ${terminalText(suppressed.reason)}`);
  }
  // Where the fix is what the help says, once is enough.
  if (help !== undefined && help !== fix?.description)
    rows.push(`    ${colours.cyan('help:')} ${terminalText(help)}`);
  if (fix !== undefined) {
    const option = colours.dim(`(${optionFor(fix)})`);
    rows.push(`    ${colours.cyan('fix:')} ${terminalText(fix.description)} ${option}`);
  }
  // A suppression asks for it.
  if (pointer !== '') rows.push(`    ${colours.dim(`pointer: ${terminalText(pointer)}`)}`);
  return `${rows.join('\n')}\n`;
}

/** Characters of a source line that are shown before and after the mark, and most of what is marked. */
const before = 60;
const after = 60;
const most = 160;

/** The line that the finding starts on, and under it a mark as wide as the finding, at least one column. */
function excerpt(finding: Finding, lines: readonly string[], colours: Colours): readonly string[] {
  const source = lines[finding.line - 1];
  if (source === undefined) return [];
  const start = Math.min(finding.column - 1, source.length);
  const wanted = finding.endLine === finding.line ? finding.endColumn - 1 : source.trimEnd().length;
  const end = wholeCharacter(source, Math.max(start, Math.min(wanted, source.length, start + most)));
  const indent = Math.min(source.length - source.trimStart().length, start);
  const first = start - indent > before ? wholeCharacter(source, start - before) : indent;
  const to = wholeCharacter(source, end < wanted ? end : Math.min(source.length, end + after));
  const marked = shown(source.slice(start, end));
  const lead = (first > indent ? '…' : '') + shown(source.slice(first, start));
  const tail = shown(source.slice(end, to)).trimEnd() + (to < source.length ? '…' : '');
  const gutter = String(finding.line);
  const mark = '^'.repeat(Math.max(1, terminalWidth(marked)));
  return [
    `    ${colours.dim(`${gutter} |`)} ${lead}${marked}${tail}`.trimEnd(),
    `    ${colours.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(terminalWidth(lead))}${colourOf(finding.severity, colours)(mark)}`,
  ];
}

/** A place to cut at, moved out of a pair of surrogates. */
function wholeCharacter(text: string, at: number): number {
  return at > 0 && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1)) ? at + 1 : at;
}

/** A piece of a source line: tabs become two spaces, so that the mark stands right. */
function shown(text: string): string {
  return terminalText(text.replaceAll('\t', '  '));
}

function colourOf(severity: Severity, colours: Colours): (text: string) => string {
  switch (severity) {
    case 'error':
      return colours.red;
    case 'warning':
      return colours.yellow;
    case 'info':
      return colours.blue;
  }
}

/** How a fix is asked for. */
function optionFor({ safe }: Fix): string {
  return safe ? '--fix' : '--fix=unsafe';
}

/** How many of the findings can be fixed, and by what. */
function fixable(findings: readonly Finding[]): readonly string[] {
  const fixes = findings.flatMap(({ fix, suppressed }) => (fix && !suppressed ? [fix] : []));
  const safe = fixes.filter((fix) => fix.safe).length;
  const unsafe = fixes.length - safe;
  const parts = [
    ...(safe > 0 ? [`${safe} fixable with \`--fix\``] : []),
    ...(unsafe > 0 ? [`${unsafe}${safe > 0 ? ' more' : ' fixable'} with \`--fix=unsafe\``] : []),
  ];
  return parts.length === 0 ? [] : [parts.join(', ')];
}
