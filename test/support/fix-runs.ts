import { main } from '../../src/cli/run.ts';
import type { Finding } from '../../src/model/finding.ts';
import { fakeIo } from './fake-io.ts';

/** Gives a data file of the package by its name. */
export type ReadData = (name: string) => string;

/** What a run of `lint` writes, and the fixes that it still offers at the end. */
export interface FixRun {
  readonly written: ReadonlyMap<string, string>;
  readonly stderr: string;
  readonly offered: readonly Pick<Finding, 'file' | 'rule'>[];
}

/** Runs `lint` on files, with these options besides. @param safe which fixes are looked for among those still offered */
export async function runFixes(
  files: ReadonlyMap<string, string>,
  { safe, readData }: { readonly safe: boolean; readonly readData: ReadData },
  ...options: readonly string[]
): Promise<FixRun> {
  const io = { ...fakeIo(Object.fromEntries(files)), readData };
  await main(['lint', ...options, '--fail-on', 'never', '--format', 'jsonl', ...files.keys()], io);
  const offered = io
    .stdout()
    .split('\n')
    .filter((line) => line.includes(`"safe":${safe}`))
    .map((line) => JSON.parse(line) as Pick<Finding, 'file' | 'rule'>);
  return { written: io.written, stderr: io.stderr(), offered };
}

/** How many fixes of each rule a run offers. */
export function countByRule({ offered }: FixRun): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of offered) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}
