import { posix } from 'node:path';
import { mayBePlan } from '../../carriers/terraform/plan-look.ts';
import type { CloudChoice } from '../../model/cloud.ts';
import { nearest } from '../../model/nearest.ts';
import type { PolicyFile } from '../../model/policy.ts';
import { decodeFile } from '../../policy/read-policy-file.ts';
import { largest } from '../../policy/text-size.ts';
import { planTooLarge } from '../files/plan-size.ts';
import { readStandardInput } from '../files/read-named.ts';
import type { FileSelection, Io } from '../io.ts';
import { failureWith } from '../own-failure.ts';
import { UsageError } from '../usage-error.ts';
import type { HolderGrants, TerraformGrants } from './terraform-grants.ts';

/** What the Terraform among some files grants. */
export interface TerraformAnswers {
  readonly holders: readonly HolderGrants[];
  /** Files with the policies in them that are granted to nobody. */
  readonly ungranted: readonly PolicyFile[];
  /** Files of Terraform's, plans and states that were looked at: all that they hold is above. */
  readonly covered: ReadonlySet<string>;
  /** Files of Terraform's language of which something, or everything, cannot be read. */
  readonly partlyRead: TerraformGrants['partlyRead'];
  /** What could not be read, and that in words. */
  readonly unreadable: readonly { readonly file: string; readonly message: string }[];
}

/** Whether a name is that of a file in Terraform's language. */
export function isTerraformFile(path: string): boolean {
  return /\.(?:tf|tofu)(?:\.json)?$/iu.test(path);
}

/** The selection that finds Terraform's files, in the folders that Terraform does not keep for itself. */
export function terraformSelection({ skip, gitignore }: FileSelection): FileSelection {
  return {
    gitignore,
    wanted: isTerraformFile,
    skip: (path, kind) =>
      (kind === 'directory' && /(?:^|\/)\.(?:terraform|terragrunt-cache)$/u.test(path)) ||
      skip?.(path, kind) === true,
  };
}

interface ReadingChoices {
  readonly cloud: CloudChoice;
  readonly selection: FileSelection;
  /** The name to show for standard input. */
  readonly stdinName: string;
}

/** Files to look at: all of a folder's, or single ones, of which only what is written in them is asked for. */
export interface TerraformFilesAsked {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Those of the files that the call names: only they can be plans or states. */
  readonly named: readonly string[];
}

/**
 * What Terraform grants by some files and folders. A folder that a module call of another one leads to is read with what it is
 * called with, and not by itself.
 */
export async function readTerraform(
  { folders, files, named }: TerraformFilesAsked,
  { cloud, selection, stdinName }: ReadingChoices,
  io: Io,
): Promise<TerraformAnswers> {
  const found: string[] = [];
  for (const folder of folders) {
    const { files: below } = await io.findFiles({ folder }, terraformSelection(selection));
    found.push(...below);
  }
  const single = files.filter((file) => isTerraformFile(file) && !found.includes(file));
  const covered = new Set([...found, ...single]);
  const whole = new Set(found.map(folderOf));
  const all: TerraformGrants[] = [];
  const unreadable: TerraformAnswers['unreadable'][number][] = [];
  if (covered.size > 0) {
    const { readFolderGrants } = await import('./terraform-grants.ts');
    const read = new Map<string, TerraformGrants>();
    for (const folder of new Set([...covered].map(folderOf)))
      read.set(folder, await readFolderGrants(folder, { cloud }, io));
    const called = new Set([...read.values()].flatMap((grants) => grants.called));
    const roots = [...read].filter(([folder]) => !called.has(posix.normalize(folder)));
    // Folders that call one another are nobody's modules.
    for (const [folder, grants] of roots.length === 0 ? read : roots)
      all.push(whole.has(folder) ? grants : writtenIn(grants, new Set([...found, ...single])));
  }
  for (const file of named.filter((path) => !covered.has(path) && !isTerraformFile(path))) {
    const plan = await readPlanFile(file, { cloud, stdinName }, io);
    if (plan === undefined) continue;
    covered.add(file);
    if (typeof plan === 'string') unreadable.push({ file, message: plan });
    else all.push(plan);
  }
  return {
    holders: all.flatMap(({ holders }) => holders),
    ungranted: all.flatMap(({ ungranted }) => ungranted),
    partlyRead: [
      ...new Map(
        all.flatMap(({ partlyRead }) => partlyRead.map((file) => [file.file, file] as const)),
      ).values(),
    ],
    covered,
    unreadable,
  };
}

/** What a plan that `terraform plan -out` writes begins with. */
const zipMark = [0x50, 0x4b, 0x03, 0x04];

/** What a plan or state grants; in words why it cannot be read; nothing for another file. */
async function readPlanFile(
  path: string,
  { cloud, stdinName }: Pick<ReadingChoices, 'cloud' | 'stdinName'>,
  io: Io,
): Promise<TerraformGrants | string | undefined> {
  const isStdin = path === '-';
  if (!isStdin && (/\.(?:ya?ml|md|rst|txt)$/iu.test(path) || io.kindOf(path) !== 'file')) return undefined;
  const name = isStdin ? stdinName : path;
  let bytes: Uint8Array;
  try {
    bytes = isStdin ? readStandardInput(io) : io.readFile(path, largest.file + 1);
  } catch {
    // Whoever reads it for its policies says why.
    return undefined;
  }
  if (zipMark.every((byte, i) => bytes[i] === byte))
    return `\`${name}\` is not text: of a plan in Terraform's own form, read what \`terraform show -json ${path}\` writes`;
  try {
    const { text, partial } = decodeFile(name, bytes);
    if (!mayBePlan(text)) return undefined;
    if (partial) return `\`${name}\` cannot be read: ${planTooLarge(path, io)}`;
    const { readPlanGrants } = await import('./terraform-grants.ts');
    return readPlanGrants(name, text, { cloud }, io);
  } catch (error) {
    throw failureWith(name, error);
  }
}

/** Of a folder, what is written in some of its files. */
function writtenIn(grants: TerraformGrants, files: ReadonlySet<string>): TerraformGrants {
  return {
    ...grants,
    holders: grants.holders.filter((holder) => [...holder.writtenIn].some((file) => files.has(file))),
    ungranted: grants.ungranted.filter(({ file }) => files.has(file)),
    partlyRead: grants.partlyRead.filter(({ file }) => files.has(file)),
  };
}

function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '.' : at === 0 ? '/' : path.slice(0, at);
}

/**
 * The holder that a name means: its address, with or without its place.
 * @param where in words what was looked through
 * @throws UsageError with the nearest address, where none or several are meant
 */
export function holderNamed(role: string, holders: readonly HolderGrants[], where: string): HolderGrants {
  const named = holders.filter(({ address, name }) => role === name || role === address);
  const [only, ...more] = named;
  if (only !== undefined && more.length === 0) return only;
  if (only !== undefined)
    throw new UsageError(
      `${named.length} of ${where} are called \`${role}\`: name one of them with its place, ${listed(named.map(({ name }) => name))}`,
    );
  const addresses = holders.map(({ address }) => address);
  const near = nearest(role, addresses, { max: 3 });
  const known = addresses.length === 0 ? 'nobody is granted anything there' : `it has ${listed(addresses)}`;
  const hint = near === undefined ? known : `did you mean \`${near}\`?`;
  throw new UsageError(`${where} has no group, user or agency \`${role}\` with grants; ${hint}`);
}

const mostListed = 30;

function listed(names: readonly string[]): string {
  const more = names.length - mostListed;
  const few = names.slice(0, mostListed).map((name) => `\`${name}\``);
  return `${few.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
