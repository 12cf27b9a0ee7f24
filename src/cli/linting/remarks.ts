import type { LintNote, LintReport } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import type { Io } from '../io.ts';
import type { FixResult } from './fix-files.ts';
import type { PolicyFiles } from './read-policy-files.ts';

/** What there may be to remark on after a run. */
export interface Remarked {
  readonly report: LintReport;
  readonly found: Pick<PolicyFiles, 'notes' | 'unread' | 'excluded'>;
  readonly fixes: FixResult | undefined;
  /** What of the configuration did nothing, in words. */
  readonly idle: () => readonly string[];
  /** Services whose actions are not checked in full. */
  readonly uncovered: readonly string[];
}

/** What is told besides the findings, in words: with `--quiet` only what was not fixed though it was asked for. */
export function remarksOf(
  { report, found, fixes, idle, uncovered }: Remarked,
  { quiet, config, outputs }: LintArguments,
  io: Pick<Io, 'progress'>,
): readonly string[] {
  const leftAlone = fixes?.leftAlone ?? [];
  if (quiet) return leftAlone;
  const own = new Set(config?.known.services.map((code) => code.toLowerCase()));
  const unchecked = uncovered.filter((service) => !own.has(service));
  const isRead = outputs.some(({ format }) => format === 'pretty');
  const wantsConfig = config === undefined && report.findings.length > 0 && io.progress;
  return [
    ...leftAlone,
    ...(fixes?.remarks ?? []),
    ...noteLines(report.notes ?? []),
    ...idle(),
    ...found.notes,
    ...found.unread,
    ...(found.excluded.length === 0 ? [] : [excludedInWords(found.excluded, config?.file ?? '')]),
    ...(isRead && unchecked.length > 0
      ? [
          `actions of ${unchecked.join(', ')} are not checked in full: the catalogue has no current permission table of them`,
        ]
      : []),
    ...(wantsConfig
      ? ['`iamscope init` writes a configuration that shows how to accept a finding or set a rule']
      : []),
  ];
}

/** Notes that are shown in full; whoever wants all of many asks for JSON. */
const mostNotes = 20;

function noteLines(notes: readonly LintNote[]): readonly string[] {
  const lines = notes.slice(0, mostNotes).map(({ file, line, message }) => `${file}:${line}: ${message}`);
  const more = notes.length - mostNotes;
  if (more > 0) lines.push(`${more} more of these; \`--format json\` has them all`);
  return lines.map((text) => `warning: ${text}`);
}

function excludedInWords([first = '', ...more]: readonly string[], config: string): string {
  const what =
    more.length === 0 ? `${inBackticks(first)} is` : `${inBackticks(first)} and ${more.length} more are`;
  return `${what} left alone: ${inBackticks(config)} excludes ${more.length === 0 ? 'it' : 'them'}`;
}
