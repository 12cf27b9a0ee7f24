import type { LintOptions } from '../../lint/lint-file.ts';
import { startLint } from '../../lint/lint-files.ts';
import { readAction } from '../../model/action.ts';
import type { Finding, LintReport } from '../../model/finding.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { failureWith } from '../own-failure.ts';
import type { HoldersOfFile } from './granted-holders.ts';

/** What was found in files, and what they are. */
export interface Looked {
  readonly report: LintReport;
  /** Files without findings are without their texts. */
  readonly files: readonly PolicyFile[];
  /** Services that the policies name and whose permission tables the catalogue does not have, sorted. */
  readonly uncovered: readonly string[];
}

/** Who is granted policies together, once it is known which files were looked at. */
export type FindHolders = (looked: readonly string[]) => Promise<readonly HoldersOfFile[]>;

/**
 * What the rules find in files, which are read one after the other, and in what is granted together.
 * @throws our own failure, with the name of the file.
 */
export async function lookAtFiles(
  files: Iterable<PolicyFile> | AsyncIterable<PolicyFile>,
  options: LintOptions,
  findHolders: FindHolders,
): Promise<Looked> {
  const { catalogue, cloud } = options;
  const run = startLint(options);
  const looked: PolicyFile[] = [];
  const services = new Set<string>();
  for await (const file of files) {
    looked.push(findingsIn(file, run).length > 0 ? file : withoutText(file));
    addServices(file, services);
  }
  for (const { file, holders } of await findHolders(looked.map(({ file: name }) => name)))
    if (run.addHolders(file, holders).length > 0) withTextOf(file, looked);
  const uncovered = [...services].filter(
    (service) => catalogue.coverage(catalogue.serviceCode(service), cloud) !== 'full',
  );
  return { report: run.report(), files: looked, uncovered: uncovered.sort() };
}

/** Puts a file among those that were looked at, with its text, which shows its lines. */
function withTextOf(file: PolicyFile, looked: PolicyFile[]): void {
  const at = looked.findIndex((one) => one.file === file.file);
  const known = looked[at];
  if (known === undefined) looked.push(file);
  else if (known.text === '') looked[at] = { ...known, text: file.text };
}

function findingsIn(file: PolicyFile, run: ReturnType<typeof startLint>): readonly Finding[] {
  try {
    return run.add(file);
  } catch (error) {
    throw failureWith(file.file, error);
  }
}

/** What is still asked of a file without findings. Thousands of them with all their text would fill the memory. */
function withoutText(file: PolicyFile): PolicyFile {
  const { form: _form, ...rest } = file;
  const policies = file.policies.map(({ readings: _readings, ...policy }) => ({ ...policy, statements: [] }));
  return { ...rest, text: '', policies };
}

/** The services that the policies of a file name. */
function addServices({ policies }: PolicyFile, services: Set<string>): void {
  for (const { statements } of policies) {
    for (const { actions } of statements) {
      for (const { text } of actions) {
        const reading = readAction(text);
        if (reading.ok && reading.pattern.segments[0] !== '*') services.add(reading.pattern.segments[0]);
      }
    }
  }
}
