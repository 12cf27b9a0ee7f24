import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { inBackticks } from '../../model/in-backticks.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { keyOf } from '../../review/access-tests/judge-answer.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { reasonOf } from '../files/read-named.ts';
import type { TextSplice } from '../files/read-yaml.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';
import type { AccessTestFile } from './access-test-file.ts';
import type { DecidedToday, FileRun } from './run-access-tests.ts';

/** What became of a file of tests. */
export interface Updated {
  /** What was written, one thing a line. */
  readonly written: readonly string[];
  /** What fails still, and has to be changed by hand, likewise. */
  readonly left: readonly string[];
}

/** Another expectation for a test. */
interface Change {
  readonly path: readonly string[];
  readonly value: string | readonly string[];
  readonly words: string;
}

/**
 * Writes what is decided today into a file of tests, as what is expected: decisions, what decides, and what is missing.
 * Everything else in the file stays byte for byte. What must never be is left alone.
 * @throws UsageError where the file cannot be written, or not without changing something else
 */
export async function updateTestFile({ file, today, never }: FileRun, io: Io): Promise<Updated> {
  const shown = terminalText(file.file);
  const changes = today.flatMap((one) => changesOf(one, file, io));
  const line = (at: number, words: string) => `${shown}:${at}: ${terminalText(words)}`;
  const left = [
    ...today
      .filter(({ problems, by }) => problems.by !== undefined && by.length === 0)
      .map(({ test }) =>
        line(test.line, `${inBackticks(test.question)}: no statement decides it; remove \`by\``),
      ),
    ...never
      .filter(({ ok }) => !ok)
      .map((one) =>
        line(one.line, `never ${inBackticks(one.question)} is left as it is: ${one.problems.join('; ')}`),
      ),
  ];
  if (changes.length > 0) await write(file, changes, io);
  return { written: changes.map(({ words, line: at }) => line(at, words)), left };
}

function changesOf(
  { test, problems, decision, missing, by }: DecidedToday,
  { file }: AccessTestFile,
  io: Io,
): readonly (Change & { readonly line: number })[] {
  const { question, holder, expected, path, line } = test;
  const member = (name: string) => [...path.slice(0, -1), name];
  const what = `${inBackticks(question)} for ${inBackticks(holder.name)}`;
  const changes: (Change & { readonly line: number })[] = [];
  if (expected !== decision)
    changes.push({ path, line, value: decision, words: `${what}: ${expected ?? 'nothing'} -> ${decision}` });
  const [first] = by;
  if (problems.by !== undefined && first !== undefined) {
    const place = `${fromFolderOf(file, first.file, io)}#${first.pointer}`;
    const before = test.by === undefined ? 'nothing' : keyOf(test.by);
    changes.push({ path: member('by'), line, value: place, words: `${what}: by ${before} -> ${place}` });
  }
  if (problems.missing !== undefined) {
    const words = `${what}: missing ${(test.missing ?? []).join(', ') || 'nothing'} -> ${missing.join(', ') || 'nothing'}`;
    changes.push({ path: member('missing'), line, value: missing, words });
  }
  return changes;
}

/** A file as one in a folder names another. */
function fromFolderOf(file: string, other: string, io: Io): string {
  if (other.startsWith(systemPrefix)) return other;
  const pathOf = absolutePaths(io);
  return posix.relative(posix.dirname(pathOf(file)), pathOf(other));
}

async function write(
  { file, text, document }: AccessTestFile,
  changes: readonly Change[],
  io: Io,
): Promise<void> {
  const { readYamlDocument } = await import('../files/read-yaml.ts');
  const name = inBackticks(file);
  const byHand = () =>
    new UsageError(
      `${name} cannot be updated without changing more than what is expected: ${changes.map(({ words }) => words).join('; ')}`,
    );
  const splices: TextSplice[] = [];
  for (const { path, value } of changes) {
    const splice = document.spliceFor(path, value);
    if (splice === undefined) throw byHand();
    splices.push(splice);
  }
  let updated = text;
  for (const { start, end, text: written } of splices.sort((a, b) => b.start - a.start))
    updated = updated.slice(0, start) + written + updated.slice(end);
  const expected = changes.reduce<unknown>(
    (value, change) => withValue(value, change.path, change.value),
    document.value,
  );
  if (
    !isDeepStrictEqual(
      readBack(() => readYamlDocument(file, updated).value),
      expected,
    )
  )
    throw byHand();
  try {
    io.writeFile(file, withMarkOf(file, text, updated, io));
  } catch (error) {
    throw new UsageError(`${name} cannot be written: ${reasonOf(error)}`);
  }
}

function readBack(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A document with another value at a path. */
function withValue(document: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(document)) {
    const list: readonly unknown[] = document;
    return list.map((one, i) => (String(i) === step ? withValue(one, rest, value) : one));
  }
  const members = document as Readonly<Record<string, unknown>>;
  return { ...members, [step]: withValue(members[step], rest, value) };
}

/** The text with the byte order mark of the file. @throws UsageError for a file that would not stay byte for byte */
function withMarkOf(file: string, text: string, updated: string, io: Io): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const bytes = io.readFile(file);
  const whole = decoder.decode(bytes);
  const isAsRead = whole === text || whole === `\uFEFF${text}`;
  const encoded = new TextEncoder().encode(whole);
  if (!isAsRead || encoded.length !== bytes.length || encoded.some((byte, i) => byte !== bytes[i]))
    throw new UsageError(`${inBackticks(file)} cannot be updated: it has changed, or is not in UTF-8`);
  return whole === text ? updated : `\uFEFF${updated}`;
}
