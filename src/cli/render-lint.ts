import type { LintReport } from '../model/finding.ts';
import type { PolicyFile } from '../model/policy.ts';
import { renderLintCompact } from '../reporters/lint-compact.ts';
import { renderLintJson } from '../reporters/lint-json.ts';
import { renderLintPretty } from '../reporters/lint-pretty.ts';
import type { ChangedText } from '../reporters/unified-diff.ts';
import { textOption } from './choices.ts';
import type { Io } from './io.ts';
import { coloursOf, deliver } from './output.ts';
import type { Call } from './parse-arguments.ts';

/** Sends what `lint` found to where the call wants it, in the form that it wants. */
export async function deliverLint(
  report: LintReport,
  files: readonly PolicyFile[],
  call: Call,
  io: Io,
): Promise<void> {
  deliver(await render(report, files, call, io), call, io);
}

/** Sends what would change to where the call wants it: exactly to a file, harmless to a terminal. */
export async function deliverDiff(changed: readonly ChangedText[], call: Call, io: Io): Promise<void> {
  if (changed.length === 0) return;
  const { renderUnifiedDiff, diffForTerminal } = await import('../reporters/unified-diff.ts');
  const diff = changed.map(renderUnifiedDiff).join('');
  deliver(textOption(call, 'output') === undefined ? diffForTerminal(diff) : diff, call, io);
}

async function render(report: LintReport, files: readonly PolicyFile[], call: Call, io: Io): Promise<string> {
  switch (textOption(call, 'format')) {
    case 'json':
      return renderLintJson(report);
    case 'compact':
      return renderLintCompact(report);
    default: {
      const texts = new Map(files.map(({ file, text }) => [file, text]));
      return renderLintPretty(report, {
        colours: await coloursOf(call, io),
        textOf: (file) => texts.get(file),
      });
    }
  }
}
