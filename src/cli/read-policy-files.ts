import { nearest } from '../model/nearest.ts';
import type { PolicyFile } from '../model/policy.ts';
import { readPolicyFile } from '../policy/read-policy-file.ts';
import { findPolicies } from './find-policies.ts';
import type { Io } from './io.ts';
import { commands } from './options.ts';
import type { Call } from './parse-arguments.ts';
import { stdinName } from './read-grants.ts';
import { readStandardInput, reasonOf } from './read-named.ts';

/** The files of a call to `lint`, read. */
export interface PolicyFiles {
  readonly files: readonly PolicyFile[];
  /** What could not be read, and why, in words. */
  readonly unreadable: readonly string[];
  /** The one of the files that is standard input. */
  readonly stdin?: PolicyFile;
}

/** Reads what the call names, or everything below the working directory. What cannot be read does not hide the others. */
export async function readPolicyFiles(call: Call, io: Io): Promise<PolicyFiles> {
  const found = await findPolicies(call.positionals.length === 0 ? ['.'] : call.positionals, io);
  const files: PolicyFile[] = [];
  const unreadable = [...found.missing];
  let stdin: PolicyFile | undefined;
  for (const { path } of found.files) {
    try {
      const name = path === '-' ? stdinName(call) : path;
      const file = readPolicyFile(name, path === '-' ? readStandardInput(io) : io.readFile(path));
      files.push(file);
      if (path === '-') stdin = file;
    } catch (error) {
      unreadable.push(`\`${path}\` cannot be read: ${reasonOf(error)}${commandHint(path)}`);
    }
  }
  return { files, unreadable, ...(stdin === undefined ? {} : { stdin }) };
}

/** A first word that is no file may be a misspelt command: `lint` is what is run without one. */
function commandHint(path: string): string {
  const near = /^[a-z-]+$/.test(path)
    ? nearest(
        path,
        commands.map(({ name }) => name),
        { max: 2 },
      )
    : undefined;
  return near === undefined ? '' : `; did you mean \`iamscope ${near}\`?`;
}
