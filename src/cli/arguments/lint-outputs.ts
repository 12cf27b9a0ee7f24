import { type LintFormat, lintFormats } from '../../model/formats.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { CallOf } from './parse-arguments.ts';

/** One form of the results, and where it goes. */
export interface LintOutput {
  readonly format: LintFormat;
  /** `undefined`: standard output. */
  readonly file: string | undefined;
}

/**
 * The forms that a call of `lint` wants, in its order. An `--output` belongs to the `--format` before it; one that stands
 * before every `--format` belongs to the first.
 * @throws UsageError when two of them go to the same place, or one to two places.
 */
export function lintOutputs(
  { values, sequence }: CallOf<'lint'>,
  { isSameFile }: Pick<Io, 'isSameFile'>,
): readonly [LintOutput, ...LintOutput[]] {
  const outputs: { format?: LintFormat; file?: string }[] = [];
  for (const { name, value } of sequence) {
    const last = outputs.at(-1);
    if (name === 'format') {
      const format = formatOf(value);
      if (last !== undefined && last.format === undefined) last.format = format;
      else outputs.push({ format });
    } else if (name === 'output') {
      if (last === undefined) outputs.push({ file: value });
      else if (last.file === undefined) last.file = value;
      else throw new UsageError(twoPlaces(last.format, last.file, value));
    }
  }
  const complete = ({ format = values.format, file }: Partial<LintOutput>): LintOutput => ({ format, file });
  const [first = {}, ...others] = outputs;
  const wanted = [complete(first), ...others.map(complete)] as const;
  refuseSamePlace(wanted, isSameFile);
  if (values.statistics === true) requireStatistics(wanted);
  return wanted;
}

/** The option table has checked the value. */
function formatOf(value: string): LintFormat {
  return lintFormats.find((format) => format === value) ?? 'pretty';
}

function twoPlaces(format: LintFormat | undefined, first: string, second: string): string {
  return format === undefined
    ? `results cannot go to both \`${first}\` and \`${second}\`: give each \`--output\` a \`--format\` before it`
    : `\`${format}\` cannot go to both \`${first}\` and \`${second}\`: each \`--output\` belongs to the \`--format\` before it`;
}

/** The formats that can show how often each rule reports. */
const counting: readonly LintFormat[] = ['pretty', 'json', 'markdown'];

/** @throws UsageError when none of the forms can show statistics. */
function requireStatistics(outputs: readonly LintOutput[]): void {
  if (outputs.some(({ format }) => counting.includes(format))) return;
  throw new UsageError(
    `\`--statistics\` goes with ${counting.join(', ')}, not with ${outputs.map(({ format }) => `\`${format}\``).join(', ')}`,
  );
}

function refuseSamePlace(outputs: readonly LintOutput[], isSameFile: Io['isSameFile']): void {
  for (const [i, { format, file }] of outputs.entries()) {
    const other = outputs
      .slice(0, i)
      .find((before) =>
        file === undefined || before.file === undefined
          ? before.file === file
          : before.file === file || isSameFile(before.file, file),
      );
    if (other === undefined) continue;
    throw new UsageError(
      file === undefined
        ? `\`${other.format}\` and \`${format}\` cannot both go to standard output: give one of them an \`--output\``
        : `\`${other.format}\` and \`${format}\` cannot both go to \`${file}\``,
    );
  }
}
