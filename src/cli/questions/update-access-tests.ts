import { inBackticks } from '../../model/in-backticks.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { reasonOf } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { FileRun } from './run-access-tests.ts';

/**
 * Writes today's decisions into a file of tests, as what is expected. Everything else in the file stays byte for byte.
 * @returns what was done, in words
 * @throws UsageError where the file cannot be written
 */
export function updateTestFile({ file: { file, text, document }, decisions }: FileRun, io: Io): string {
  const changed = decisions.filter(({ test, actual }) => test.expected !== actual);
  const shown = terminalText(file);
  if (changed.length === 0) return `${shown}: nothing to update\n`;
  const splices = changed.map(({ test, actual }) => document.spliceFor(test.path, actual));
  let updated = text;
  for (const { start, end, text: written } of [...splices].sort((a, b) => b.start - a.start))
    updated = updated.slice(0, start) + written + updated.slice(end);
  try {
    io.writeFile(file, updated);
  } catch (error) {
    throw new UsageError(`${inBackticks(file)} cannot be written: ${reasonOf(error)}`);
  }
  const lines = changed.map(
    ({ test: { line, question, holder, expected }, actual }) =>
      `${shown}:${line}: ${terminalText(`${inBackticks(question)} for ${inBackticks(holder.name)}`)}: ${expected ?? 'nothing'} -> ${actual}\n`,
  );
  return lines.join('');
}
