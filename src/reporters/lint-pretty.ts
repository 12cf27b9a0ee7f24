import type { Finding, LintReport, LintSummary, Severity } from '../model/finding.ts';
import type { Colours } from './colours.ts';
import { terminalText } from './terminal-text.ts';
import { terminalWidth } from './terminal-width.ts';

/** What the pretty format needs besides the report. */
export interface PrettyOptions {
  readonly colours: Colours;
  /** A file's text, for the line that a finding stands on; findings of unknown files go without. */
  readonly textOf: (file: string) => string | undefined;
}

/** Findings for people: place, severity, message, rule; the line with a mark; related places; help; a count at the end. */
export function renderLintPretty({ findings, summary }: LintReport, options: PrettyOptions): string {
  const linesOf = createLines(options.textOf);
  const blocks = findings.map((finding) => findingBlock(finding, linesOf(finding.file), options.colours));
  return [...blocks, summaryLine(summary, findings, options.colours)].join('\n');
}

function findingBlock(finding: Finding, lines: readonly string[], colours: Colours): string {
  const { file, line, column, severity, message, rule, help, related } = finding;
  const head = [
    colours.bold(terminalText(`${file}:${line}:${column}`)),
    colourOf(severity, colours)(severity.padEnd(7)),
    terminalText(message),
    colours.dim(terminalText(rule)),
  ].join('  ');
  const rows = [head, ...excerpt(finding, lines, colours)];
  for (const place of related) {
    rows.push(
      `    ${terminalText(`${place.file}:${place.line}:${place.column}`)}  ${terminalText(place.note)}`,
    );
  }
  if (help !== undefined) rows.push(`    ${colours.cyan('help:')} ${terminalText(help)}`);
  return `${rows.join('\n')}\n`;
}

/** Characters of a source line that are shown before and after the mark. */
const before = 60;
const after = 60;

/** The line that the finding starts on, and under it a mark as wide as the finding, at least one column. */
function excerpt(finding: Finding, lines: readonly string[], colours: Colours): readonly string[] {
  const source = lines[finding.line - 1];
  if (source === undefined) return [];
  const start = finding.column - 1;
  const end = finding.endLine === finding.line ? finding.endColumn - 1 : source.trimEnd().length;
  const indent = Math.min(source.length - source.trimStart().length, start);
  const first = start - indent > before ? start - before : indent;
  const to = Math.min(source.length, Math.max(end, start) + after);
  const marked = shown(source.slice(start, Math.min(end, to)));
  const lead = (first > indent ? '…' : '') + shown(source.slice(first, start));
  const tail = shown(source.slice(Math.min(end, to), to)).trimEnd() + (to < source.length ? '…' : '');
  const gutter = String(finding.line);
  const mark = '^'.repeat(Math.max(1, terminalWidth(marked)));
  return [
    `    ${colours.dim(`${gutter} |`)} ${lead}${marked}${tail}`,
    `    ${colours.dim(`${' '.repeat(gutter.length)} |`)} ${' '.repeat(terminalWidth(lead))}${colourOf(finding.severity, colours)(mark)}`,
  ];
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

function summaryLine(summary: LintSummary, findings: readonly Finding[], colours: Colours): string {
  const { errors, warnings, infos, policies, suppressed } = summary;
  const counts = [
    ...(errors > 0 ? [colours.red(counted(errors, 'error'))] : []),
    ...(warnings > 0 ? [colours.yellow(counted(warnings, 'warning'))] : []),
    ...(infos > 0 ? [colours.blue(`${infos} info`)] : []),
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
  ];
  const found = counts.length === 0 ? colours.green('nothing found') : counts.join(', ');
  if (policies === 0) return 'no policy found\n';
  return `${[`${found} in ${counted(policies, 'policy')}`, fixable(findings)]
    .filter((part) => part !== '')
    .join('; ')}\n`;
}

/** How many of the findings can be fixed, and by what. */
function fixable(findings: readonly Finding[]): string {
  const fixes = findings.flatMap(({ fix, suppressed }) => (fix && !suppressed ? [fix] : []));
  const safe = fixes.filter((fix) => fix.safe).length;
  const unsafe = fixes.length - safe;
  return [
    ...(safe > 0 ? [`${safe} fixable with \`--fix\``] : []),
    ...(unsafe > 0 ? [`${unsafe}${safe > 0 ? ' more' : ' fixable'} with \`--fix=unsafe\``] : []),
  ].join(', ');
}

function counted(count: number, what: 'error' | 'warning' | 'policy'): string {
  if (count === 1) return `1 ${what}`;
  return `${count} ${what === 'policy' ? 'policies' : `${what}s`}`;
}

function createLines(textOf: PrettyOptions['textOf']): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    let lines = known.get(file);
    if (lines === undefined) {
      lines = textOf(file)?.split(/\r\n|\r|\n/) ?? [];
      known.set(file, lines);
    }
    return lines;
  };
}
