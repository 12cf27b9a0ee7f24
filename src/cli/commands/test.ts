import type { AccessTestAnswer } from '../../model/access-test.ts';
import { schemaVersion } from '../../model/answer.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { renderAccessTests } from '../../reporters/access-tests.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import type { TestArguments } from '../arguments/test-arguments.ts';
import { fileSelection } from '../config/configured-files.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { isAccessTestFile } from '../files/access-test-name.ts';
import { findPolicies } from '../files/find-policies.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { readAccessTests } from '../questions/access-test-file.ts';
import { coverageOf, type FileRun, runTestFile } from '../questions/run-access-tests.ts';
import { updateTestFile } from '../questions/update-access-tests.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

/** `iamscope test [paths..]`: runs tests of access; all of them, whatever fails. */
export async function test(call: TestArguments, io: Io): Promise<ExitCode> {
  const { format, destination } = call;
  const files = await testFiles(call, io);
  const world = openWorld(io);
  const runs: FileRun[] = [];
  const failures: string[] = [];
  for (const file of files) {
    try {
      runs.push(await runTestFile(await readAccessTests(file, io), call, world, io));
    } catch (error) {
      if (!isUsageError(error)) throw error;
      failures.push(error.message);
    }
  }
  for (const message of failures) io.err(`iamscope: ${terminalText(message)}\n`);
  if (call.update) {
    for (const run of runs) io.out(updateTestFile(run, io));
    return failures.length > 0 ? exitCodes.usage : exitCodes.ok;
  }
  const answer: AccessTestAnswer = {
    schemaVersion,
    tests: runs.flatMap(({ tests }) => tests),
    never: runs.flatMap(({ never }) => never),
    ...(call.coverage ? { coverage: coverageOf(runs, io) } : {}),
  };
  if (runs.length > 0) {
    const sources = [
      ...destination.sources,
      ...files,
      ...runs.flatMap((run) => run.files.map(({ file }) => file)),
    ];
    deliver(
      renderAccessTests(answer, format, await coloursOf(destination, io)),
      { ...destination, sources },
      io,
    );
  }
  if (failures.length > 0) return exitCodes.usage;
  return exitCode(answer, call, io);
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
  const files = found.files
    .filter(({ path, named }) => named || isAccessTestFile(path))
    .map(({ path }) => path);
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
  const isCovered = minCoverage === undefined || (coverage?.percent ?? 0) >= minCoverage;
  if (!isCovered)
    io.err(
      `iamscope: the tests depend on ${coverage?.percent} % of the policies, and ${minCoverage} % are asked for\n`,
    );
  return [...tests, ...never].every(({ ok }) => ok) && isCovered ? exitCodes.ok : exitCodes.findings;
}
