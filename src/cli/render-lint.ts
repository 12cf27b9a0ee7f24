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
