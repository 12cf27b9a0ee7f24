import type { AccessTestAnswer, AccessTestError } from '../../model/access-test.ts';
import { schemaVersion } from '../../model/answer.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { renderAccessTests } from '../../reporters/access-tests.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { repositoryNames } from '../arguments/repository-names.ts';
import type { TestArguments } from '../arguments/test-arguments.ts';
import { fileSelection } from '../config/configured-files.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { isAccessTestFile } from '../files/access-test-name.ts';
import { findPolicies } from '../files/find-policies.ts';
import { createProgress } from '../files/progress.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { readAccessTests } from '../questions/access-test-file.ts';
import { coverageOf, type FileRun, runTestFile } from '../questions/run-access-tests.ts';
import { updateTestFile } from '../questions/update-access-tests.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

/** `iamscope test [paths..]`: runs tests of access; all of them, whatever fails. */
export async function test(call: TestArguments, io: Io): Promise<ExitCode> {
  const files = await testFiles(call, io);
  const world = openWorld(io);
  const runs: FileRun[] = [];
  const errors: AccessTestError[] = [];
  const tell = (text: string) => io.err(`iamscope: ${terminalText(text)}\n`);
  const failed = (file: string, error: unknown) => {
    if (!isUsageError(error)) throw error;
    errors.push({ file, message: error.message });
    tell(error.message);
    for (const line of error.lines) io.err(`  ${terminalText(line)}\n`);
  };
  const progress = createProgress(files.length, io, 'testing file');
  for (const file of files) {
    progress.step();
    try {
      runs.push(await runTestFile(await readAccessTests(file, io), call, world, io));
    } catch (error) {
      failed(file, error);
    }
  }
  progress.end();
  for (const note of runs.flatMap(({ notes }) => notes)) tell(note);
  if (call.update) {
    const left: string[] = [];
    for (const run of runs) {
      try {
        const updated = await updateTestFile(run, io);
        const nothing = `${terminalText(run.file.file)}: nothing to update`;
        io.out(updated.written.length === 0 ? `${nothing}\n` : `${updated.written.join('\n')}\n`);
        left.push(...updated.left);
      } catch (error) {
        failed(run.file.file, error);
      }
    }
    for (const line of left) io.err(`iamscope: ${line}\n`);
    if (errors.length > 0) return exitCodes.usage;
    return left.length > 0 ? exitCodes.findings : exitCodes.ok;
  }
  const answer: AccessTestAnswer = {
    schemaVersion,
    tests: runs.flatMap(({ tests }) => tests),
    never: runs.flatMap(({ never }) => never),
    ...(errors.length === 0 ? {} : { errors }),
    ...(call.coverage ? { coverage: coverageOf(runs, io) } : {}),
  };
  await deliverAnswer(
    answer,
    [...files, ...runs.flatMap((run) => run.files.map(({ file }) => file))],
    call,
    io,
  );
  return errors.length > 0 ? exitCodes.usage : exitCode(answer, call, io);
}

/** People are told on stderr what could not be tested: where nothing was, they see nothing else. */
async function deliverAnswer(
  answer: AccessTestAnswer,
  read: readonly string[],
  { format, destination }: TestArguments,
  io: Io,
): Promise<void> {
  const isEmpty = answer.tests.length + answer.never.length === 0;
  if (isEmpty && format === 'pretty') return;
  const named = format === 'junit' ? withNames(answer, repositoryNames(io)) : answer;
  const text = renderAccessTests(named, format, await coloursOf(destination, io));
  deliver(text, { ...destination, sources: [...destination.sources, ...read] }, io);
}

/** Services that show tests beside the code want files named from the root of the repository. */
function withNames(
  { tests, never, errors, ...rest }: AccessTestAnswer,
  nameOf: (file: string) => string,
): AccessTestAnswer {
  const named = <One extends { readonly file: string }>(all: readonly One[]): readonly One[] =>
    all.map((one) => ({ ...one, file: nameOf(one.file) }));
  return {
    ...rest,
    tests: named(tests),
    never: named(never),
    ...(errors === undefined ? {} : { errors: named(errors) }),
  };
}

/** The files of tests that the call leads to. @throws UsageError where there is none */
async function testFiles({ paths, config, gitignore }: TestArguments, io: Io): Promise<readonly string[]> {
  if (paths.includes('-'))
    throw new UsageError('tests are read from files: their paths are relative to them');
  const { skip } = fileSelection({ config, gitignore }, io);
  const selection = { gitignore, wanted: isAccessTestFile, ...(skip === undefined ? {} : { skip }) };
  const found = await findPolicies(paths, io, selection);
  const [failure] = [...found.unmatched, ...found.unreadable];
  if (failure !== undefined) throw new UsageError(failure);
  for (const note of [...found.unread, ...found.notes]) io.err(`iamscope: ${terminalText(note)}\n`);
  const pathOf = absolutePaths(io);
  const files = [
    ...new Map(
      found.files
        .filter(({ path, named }) => named || isAccessTestFile(path))
        .map(({ path }) => [pathOf(path), path] as const),
    ).values(),
  ];
  if (files.length === 0)
    throw new UsageError(
      `no tests of access (\`*.iamtest.yaml\`) in ${paths.map(inBackticks).join(', ')}; \`iamscope init --tests\` writes a first file`,
    );
  return files;
}

function exitCode(
  { tests, never, coverage }: AccessTestAnswer,
  { minCoverage }: TestArguments,
  io: Io,
): ExitCode {
  const { tested = 0, parts = 0 } = coverage ?? {};
  const isCovered = minCoverage === undefined || tested * 100 >= minCoverage * parts;
  if (!isCovered)
    io.err(
      `iamscope: the tests depend on ${coverage?.percent} % of the policies, and ${minCoverage} % are asked for\n`,
    );
  return [...tests, ...never].every(({ ok }) => ok) && isCovered ? exitCodes.ok : exitCodes.findings;
}
