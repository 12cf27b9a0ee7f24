import type { Policy, PolicyFile } from '../model/policy.ts';
import { readPolicyFile } from '../policy/read-policy-file.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** The policies of a question, granted together, and their texts for showing places. */
export interface PolicySet {
  readonly files: readonly PolicyFile[];
  readonly policies: readonly Policy[];
}

/** The name that standard input goes by. */
export function stdinName(stdinFilename: string | undefined): string {
  return stdinFilename ?? '<stdin>';
}

/**
 * Reads the named files (`-`: standard input). Each has to hold a policy.
 * @throws UsageError when none is named, one cannot be read, is a folder, or holds no policy.
 */
export function readPolicies(paths: readonly string[], stdinFilename: string | undefined, io: Io): PolicySet {
  if (paths.length === 0) throw new UsageError('name at least one policy file, or - for standard input');
  const files = [...new Set(paths)].map((path) => readPolicy(path, stdinFilename, io));
  return { files, policies: files.flatMap((file) => file.policy ?? []) };
}

function readPolicy(path: string, stdinFilename: string | undefined, io: Io): PolicyFile {
  if (path.startsWith('system:')) {
    throw new UsageError(
      `\`${path}\`: system policies cannot be asked about yet; save the content of the policy to a file and name the file`,
    );
  }
  const name = path === '-' ? stdinName(stdinFilename) : path;
  const file = readPolicyFile(name, readNamed(path, io));
  if (file.policy) return file;
  const what =
    file.foreign === undefined ? 'holds no policy' : `holds no IAM policy: it looks like ${file.foreign}`;
  throw new UsageError(`\`${name}\` ${what}`);
}

/** Bytes of a named file or of standard input. @throws UsageError in words when it cannot be read. */
export function readNamed(path: string, io: Io): Uint8Array {
  if (path === '-') return io.readStdin();
  if (io.kindOf(path) === 'directory') {
    throw new UsageError(`\`${path}\` is a folder: name the policy files that are granted together`);
  }
  try {
    return io.readFile(path);
  } catch (error) {
    throw new UsageError(`\`${path}\` cannot be read: ${reasonOf(error)}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
};

/** A file error in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : reasons[code]) ?? code ?? message;
}
