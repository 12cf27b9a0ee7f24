import type { LintReport } from '../model/finding.ts';
import type { PolicyFile } from '../model/policy.ts';
import { renderLintCompact } from '../reporters/lint-compact.ts';
import { renderLintJson } from '../reporters/lint-json.ts';
import { renderLintPretty } from '../reporters/lint-pretty.ts';
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

async function render(report: LintReport, files: readonly PolicyFile[], call: Call, io: Io): Promise<string> {
  switch (textOption(call, 'format')) {
    case 'json':
      return renderLintJson(report);
    case 'compact':
      return renderLintCompact(shownTo(report, call));
    default: {
      const texts = new Map(files.map(({ file, text }) => [file, text]));
      return renderLintPretty(shownTo(report, call), {
        colours: await coloursOf(call, io),
        textOf: (file) => texts.get(file),
      });
    }
  }
}

/** People see what counts, and what is accepted only when they ask. */
function shownTo(report: LintReport, call: Call): LintReport {
  if (call.values['show-suppressed'] === true) return report;
  return { ...report, findings: report.findings.filter(({ suppressed }) => suppressed === undefined) };
}
