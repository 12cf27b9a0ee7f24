import type { PolicyFile } from '../../model/policy.ts';
import { type ChangedText, diffForTerminal, renderUnifiedDiff } from '../../reporters/unified-diff.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import type { Io } from '../io.ts';
import { deliver } from '../output.ts';
import { sourcesOf } from './deliver-lint.ts';

/** Sends what would change to where the call wants it: exactly to a file, harmless to a terminal. */
export function deliverDiff(
  changed: readonly ChangedText[],
  files: readonly PolicyFile[],
  call: LintArguments,
  io: Io,
): void {
  if (changed.length === 0) return;
  const diff = changed.map(renderUnifiedDiff).join('');
  const [{ file }] = call.outputs;
  const sources = sourcesOf({ files }, call);
  deliver(file === undefined ? diffForTerminal(diff) : diff, { file, sources }, io);
}
