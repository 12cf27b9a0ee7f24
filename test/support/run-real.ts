import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeIo } from '../../src/cli/node-io.ts';
import { main } from '../../src/cli/run.ts';
import type { CliRun } from './run-cli.ts';
import { testData } from './test-data.ts';

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Calls the program on the real file system, in a folder and with these variables and no others. */
export async function runReal(
  argv: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const before = process.cwd();
  const out: string[] = [];
  const err: string[] = [];
  process.chdir(folder);
  try {
    const exitCode = await main(argv, {
      ...nodeIo(''),
      out: (text) => out.push(String(text)),
      err: (text) => err.push(text),
      readData: (name) => testData().get(name) ?? '',
      variable: (name) => variables[name],
      colour: false,
      progress: false,
    });
    return { exitCode, stdout: out.join(''), stderr: err.join('') };
  } finally {
    process.chdir(before);
  }
}
