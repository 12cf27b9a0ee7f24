import { nearest } from '../model/nearest.ts';
import type { PolicyFile } from '../model/policy.ts';
import { findPolicies } from './find-policies.ts';
import type { Io } from './io.ts';
import { commands } from './options.ts';
import type { Call } from './parse-arguments.ts';
import { stdinName } from './read-grants.ts';
import { readStandardInput, reasonOf } from './read-named.ts';
import { readPolicyBytes } from './read-policy-bytes.ts';

/** The files of a call to `lint`, read. */
export interface PolicyFiles {
  readonly files: readonly PolicyFile[];
  /** What could not be read, and why, in words. */
  readonly unreadable: readonly string[];
}

/** Reads what the call names, or everything below the working directory. What cannot be read does not hide the others. */
export async function readPolicyFiles(call: Call, io: Io): Promise<PolicyFiles> {
  const found = await findPolicies(call.positionals.length === 0 ? ['.'] : call.positionals, io);
  const files: PolicyFile[] = [];
  const unreadable = [...found.missing];
  for (const { path } of found.files) {
    try {
      const name = path === '-' ? stdinName(call) : path;
      files.push(await readPolicyBytes(name, path === '-' ? readStandardInput(io) : io.readFile(path)));
    } catch (error) {
      unreadable.push(`\`${path}\` cannot be read: ${reasonOf(error)}${commandHint(path)}`);
    }
  }
  return { files, unreadable };
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
