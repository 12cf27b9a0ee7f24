import { renderLintPretty } from '../../reporters/lint-pretty.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliverPieces } from '../output.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { type LintForm, type LintResults, shownOf, textsOf } from './lint-results.ts';

/**
 * Sends what `lint` found to where the call wants it, in the forms that it wants. One place that cannot be written to
 * does not keep the others from their results.
 * @throws UsageError saying what could not be written.
 */
export async function deliverLint(run: LintResults, call: LintArguments, io: Io): Promise<void> {
  const failures: string[] = [];
  const sources = sourcesOf(run, call);
  for (const { format, file } of call.outputs) {
    const text = await render(run, { ...call, format, file }, io);
    try {
      await deliverPieces(typeof text === 'string' ? [text] : text, { file, sources }, io);
    } catch (error) {
      if (!isUsageError(error)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new UsageError(failures.join('; '));
}

/** Policies and settings. An old report that lies among the policies may be replaced by the new one. */
export function sourcesOf(
  { files }: Pick<LintResults, 'files'>,
  { settings }: Pick<LintArguments, 'settings'>,
): readonly string[] {
  return [...files.filter(({ kind }) => kind !== 'none').map(({ file }) => file), ...settings];
}

async function render(run: LintResults, form: LintForm, io: Io): Promise<string | Iterable<string>> {
  if (form.format !== 'pretty' || form.statistics)
    return (await import('./other-forms.ts')).renderOtherForm(run, form, io);
  return renderLintPretty(shownOf(run.report, form), {
    colours: await coloursOf(form, io),
    textOf: textsOf(run.files),
  });
}
