import { posix } from 'node:path';
import { formOf } from '../../carriers/form-of.ts';
import { once } from '../../catalogue/once.ts';
import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { type Policy, type PolicyFile, policyName } from '../../model/policy.ts';
import { createLocator } from '../../policy/region-of.ts';
import type { ReviewedSide, ReviewedUnit, UnitSource } from '../../review/changes/reviewed-side.ts';
import { readConfigFile } from '../arguments/read-settings.ts';
import type { Config } from '../config/config.ts';
import { configNames } from '../files/config-names.ts';
import { findPolicies } from '../files/find-policies.ts';
import { isLfsPointer } from '../files/lfs-pointer.ts';
import { readBounded, readNamed, reasonOf } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { FileSelection, Io } from '../io.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import { placesIn } from './answers.ts';
import { type OpenValues, readOpenValues } from './open-values.ts';
import { type GrantSet, readGrants, usualPlace } from './read-grants.ts';
import { addressOf } from './select-policies.ts';
import type { TerraformGrants } from './terraform-grants.ts';
import { isTerraformFile, readTerraform, type TerraformAnswers } from './terraform-holders.ts';

/** One side of a comparison, as it is to be read. */
export interface SideAsked {
  /** As messages name it. */
  readonly name: string;
  /** Files, folders and globs. */
  readonly paths: readonly string[];
  /** What is the same for a file on both sides: its path within what the side names. */
  readonly keyOf: (file: string) => string;
  /** What is looked at in folders. */
  readonly selection: FileSelection;
  /** Whether a file may be named that holds no policy, or is not there: hooks name whatever has changed. */
  readonly lenient?: true;
  /** Whether a role whose policies cannot be read may hold anything, where otherwise the call fails. */
  readonly openRoles?: true;
  /** What the other side holds: where a policy was, what cannot be read as JSON any more may still be one. */
  readonly before?: ReviewedSide;
  /** The configuration that describes the side's roles. */
  readonly roles: Config | undefined;
}

/** What both sides have in common. */
export interface SideChoices {
  readonly cloud: CloudChoice;
  readonly scope: GrantScope;
  /** The name to show for standard input. */
  readonly stdinName: string;
}

/** A side with what is to be said of reading it. */
export interface SideRead extends ReviewedSide {
  /** Files whose policies were read. */
  readonly files: readonly string[];
  /** What could not be looked at, in words. */
  readonly notes: readonly string[];
}

/**
 * Reads one side: every policy that its paths lead to, everybody whom Terraform grants something there, and the roles of its
 * configuration. The world that it is read from may be another one than that of the other side.
 * @throws UsageError where a path that is named is missing or cannot be read
 */
export async function readSide(side: SideAsked, choices: SideChoices, io: Io): Promise<SideRead> {
  const { name, paths, selection, roles, keyOf, lenient = false } = side;
  const found = await findPolicies(paths, io, selection);
  const [failure] = [...(lenient ? [] : found.unmatched), ...found.unreadable];
  if (failure !== undefined) throw new UsageError(failure);
  const terraform = await readTerraform(
    {
      folders: paths.filter((path) => path !== '-' && io.kindOf(path) === 'directory'),
      files: found.files.map(({ path }) => path),
      named: found.files.flatMap(({ path, named }) => (named ? [path] : [])),
    },
    { cloud: choices.cloud, selection, stdinName: choices.stdinName },
    io,
  );
  const [unreadable] = terraform.unreadable;
  if (unreadable !== undefined) throw new UsageError(unreadable.message);
  const notes = new Set([...found.unread, ...found.notes]);
  const parts = await openPartsIn(terraform, side, io);
  const units: ReviewedUnit[] = [...terraformUnits(terraform, side, choices, parts)];
  // Terraform counts what it says, whatever is read of it here.
  for (const { file, text } of terraform.partlyRead) {
    if (isLfsPointer(text)) notes.add(lfsNote(file));
    units.push(
      ...fileUnits(unreadableFile(file, text === '' ? undefined : text), keyOf(file), choices.scope),
    );
  }
  const files = [...terraform.covered];
  for (const { path, named } of found.files) {
    if (terraform.covered.has(path)) continue;
    files.push(path);
    const mayBeCut = heldAt(side.before, keyOf(path));
    const file = await readFile(path, { named: named && !lenient, mayBeCut }, { ...choices, notes }, io);
    if (file !== undefined) units.push(...fileUnits(file, keyOf(path), choices.scope));
  }
  if (roles !== undefined) units.push(...(await roleUnits(side, roles, { ...choices, notes }, io)));
  return { name, units: withOwnKeys(units), files, notes: [...notes] };
}

/** The roles of a configuration. */
async function roleUnits(
  side: SideAsked,
  config: Config,
  { notes, ...choices }: SideChoices & { readonly notes: Set<string> },
  io: Io,
): Promise<readonly ReviewedUnit[]> {
  const units: ReviewedUnit[] = [];
  for (const role of config.roles.keys())
    try {
      const granted = await readGrants({ role, policies: [] }, { ...choices, config }, io);
      units.push(roleUnit(granted, await openPartsOfRole(granted, side, io)));
    } catch (error) {
      if (side.openRoles !== true || !isUsageError(error)) throw error;
      notes.add(`${error.message}, so role ${inBackticks(role)} may have held anything`);
      for (const unit of fileUnits(unreadableFile(role), role, choices.scope))
        units.push({ ...unit, kind: 'role', name: role });
    }
  return units;
}

/**
 * What a plan found, or what it leaves.
 * @throws UsageError for a file that is not a plan
 */
export async function readPlanSides(
  file: string,
  choices: SideChoices,
  io: Io,
): Promise<{ readonly old: SideRead; readonly now: SideRead }> {
  const { readPlanFileSide } = await import('./terraform-grants.ts');
  const read = (side: 'before' | 'after', name: string): SideRead => {
    const grants = readPlanFileSide(file, { cloud: choices.cloud, side }, io);
    const asked: SideAsked = {
      name,
      paths: [file],
      keyOf: () => '',
      selection: { gitignore: false },
      roles: undefined,
    };
    const units = terraformUnits(grants, asked, choices, () => undefined);
    return { name, units: withOwnKeys(units), files: [file], notes: [] };
  };
  return { old: read('before', `${file} (before)`), now: read('after', `${file} (after)`) };
}

/**
 * A file that a folder leads to and that cannot be read may hold anything, and so may one in which no policy is found though it
 * is named, or though it held one and is not JSON now. `undefined`: there is none in it.
 */
async function readFile(
  path: string,
  { named, mayBeCut }: { readonly named: boolean; readonly mayBeCut: boolean },
  { stdinName, notes }: SideChoices & { readonly notes: Set<string> },
  io: Io,
): Promise<PolicyFile | undefined> {
  if (path === noFile) return undefined;
  const shown = path === '-' ? stdinName : path;
  let bytes: Uint8Array;
  try {
    bytes = named ? readNamed(path, io, { instead: 'name files, or folders' }) : readBounded(path, io);
  } catch (error) {
    if (named) throw error;
    return unreadableFile(path);
  }
  const file = await readPolicyBytes(shown, bytes, { io, defaults: false });
  if (file.policies.length > 0) return file;
  if (isLfsPointer(file.text)) {
    notes.add(lfsNote(shown));
    return unreadableFile(shown, file.text);
  }
  const mayHoldOne = named
    ? file.kind === 'none' && file.text.trim() !== ''
    : file.looksLikePolicy !== undefined || (mayBeCut && isBrokenText(file));
  return mayHoldOne ? unreadableFile(shown, file.text) : undefined;
}

/** Whether a side has a policy in a file. */
function heldAt(side: ReviewedSide | undefined, key: string): boolean {
  const units = side?.units ?? [];
  return units.some((unit) => unit.kind === 'policy' && (unit.key === key || unit.key.startsWith(`${key}#`)));
}

/** Of a text that is JSON by its form: whether it is broken. A page or a file of YAML without a policy is one of another use. */
function isBrokenText({ file, text }: PolicyFile): boolean {
  if (text.trim() === '' || /\.ya?ml$/iu.test(file) || formOf({ file, text }) !== undefined) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

function lfsNote(file: string): string {
  return `${inBackticks(file)} is a pointer of Git LFS: what it stands for is not looked at`;
}

/** What git names where there is no file. */
const noFile = '/dev/null';

/** @param text `undefined` where nothing of it could be read: it is equal to no other file then */
function unreadableFile(file: string, text?: string): PolicyFile {
  const policy: Policy = { file, kind: 'unreadable', statements: [], faults: [] };
  const head = { file, kind: 'unreadable', policies: [policy] } as const;
  return text === undefined ? { ...head, text: '', partial: true } : { ...head, text };
}

/** Each policy of a file is a unit. */
function fileUnits(file: PolicyFile, key: string, scope: GrantScope): readonly ReviewedUnit[] {
  const source = sourceOf([file], linesOf([file]));
  const several = file.policies.length > 1 || file.policies.some(({ name }) => name !== undefined);
  return file.policies.map((policy): ReviewedUnit => {
    const address = policy.displayName ?? addressOf(policy);
    return {
      kind: 'policy',
      key: several ? `${key}#${address}` : key,
      name: several ? `${file.file}#${addressOf(policy)}` : file.file,
      grants: [{ policy, place: usualPlace(scope) }],
      // Nothing is known of two files that could not be read, not even that they are equal.
      ...(file.partial || file.text === '' ? {} : { text: file.text }),
      source,
    };
  });
}

function roleUnit({ role = '', grants, files, cloud }: GrantSet, openParts: OpenValues): ReviewedUnit {
  return {
    kind: 'role',
    key: role,
    name: role,
    grants,
    ...(cloud === undefined ? {} : { cloud }),
    source: sourceOf(files, openParts),
  };
}

/** Everybody whom Terraform grants something, and each of its policies. */
function terraformUnits(
  { holders, ungranted }: Pick<TerraformAnswers | TerraformGrants, 'holders' | 'ungranted'>,
  { keyOf }: SideAsked,
  { scope }: SideChoices,
  openParts: OpenValues,
): readonly ReviewedUnit[] {
  const folderOf = (file: string) => posix.dirname(keyOf(file));
  const files = new Map<string, PolicyFile>();
  for (const file of [...ungranted, ...holders.flatMap((holder) => holder.files)]) {
    const { policies = [] } = files.get(file.file) ?? {};
    files.set(file.file, { ...file, policies: [...new Set([...policies, ...file.policies])] });
  }
  const policies = [...files.values()]
    .filter(({ file }) => !file.startsWith('system:'))
    .flatMap((file) => {
      const source = sourceOf([file], openParts);
      return file.policies.map(
        (policy): ReviewedUnit => ({
          kind: 'policy',
          key: `${folderOf(file.file)}#${addressOf(policy)}`,
          name: policyName(policy),
          grants: [{ policy, place: usualPlace(scope), ...(policy.maybe ? { maybe: true } : {}) }],
          source,
        }),
      );
    });
  const granted = holders.map(({ address, name, grants, cloud, files: read }): ReviewedUnit => {
    const [, place = ''] = /\((.*):\d+\)$/u.exec(name) ?? [];
    return {
      kind: 'role',
      key: `${folderOf(place)}#${address}`,
      name,
      grants,
      cloud,
      source: sourceOf(read, openParts),
    };
  });
  return [...policies, ...granted];
}

/** Units of one name that nothing tells apart are told by their order. */
function withOwnKeys(units: readonly ReviewedUnit[]): readonly ReviewedUnit[] {
  const counts = new Map<string, number>();
  return units.map((unit) => {
    const key = `${unit.kind} ${unit.key}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? unit : { ...unit, key: `${unit.key} ${count}` };
  });
}

function sourceOf(files: readonly PolicyFile[], openParts: OpenValues): UnitSource {
  const byName = new Map(files.map((file) => [file.file, file]));
  let places: UnitSource['placeOf'] | undefined;
  return {
    placeOf(deciding) {
      places ??= placesIn(files);
      return places(deciding);
    },
    writtenAt(policy, path) {
      const file = byName.get(policy.file);
      // Of a file of which only the beginning is read, or none of it, nobody knows what it says.
      if (file === undefined || file.partial || file.text === '') return undefined;
      // What cannot be read has no places, and of what is not JSON the tolerant reader sees only a part.
      if (policy.kind === 'unreadable' || (path.length === 0 && file.form === undefined)) return file.text;
      const { offset, length } = createLocator(file.text, file.form?.spanOf).spanOf(path);
      return file.text.slice(offset, offset + length);
    },
    openParts,
  };
}

/** Of files that are read by themselves: where a part names variables only, nothing else in them decides what it becomes. */
function linesOf(files: readonly PolicyFile[]): OpenValues {
  return (written) =>
    written !== undefined && namesVariablesOnly(written)
      ? ''
      : openLines(files.map(({ text }) => text).join('\n'));
}

/** Of what a role of the configuration is granted, policies of Terraform's among it. */
async function openPartsOfRole(
  { files }: GrantSet,
  { selection, keyOf }: SideAsked,
  io: Io,
): Promise<OpenValues> {
  const lines = linesOf(files);
  const ofTerraform = files.map(({ file }) => file).filter(isTerraformFile);
  if (ofTerraform.length === 0) return lines;
  return await readOpenValues({ files: ofTerraform, folders: [], selection, keyOf }, () => lines(), io);
}

/** Of a side's Terraform. */
async function openPartsIn(
  { covered, ungranted, holders }: TerraformAnswers,
  { paths, selection, keyOf }: SideAsked,
  io: Io,
): Promise<OpenValues> {
  const read = [...ungranted, ...holders.flatMap(({ files }) => files)].map(({ file }) => file);
  const files = new Set([...covered, ...read].filter(isTerraformFile));
  const folders = paths.filter((path) => path !== '-' && io.kindOf(path) === 'directory');
  return await readOpenValues({ files, folders, selection, keyOf }, openPartsOf(covered, io), io);
}

/** Of all files of Terraform of a side the lines that may decide what a value becomes. */
function openPartsOf(covered: ReadonlySet<string>, io: Io): () => string | undefined {
  return once(() => {
    try {
      return [...covered]
        .sort()
        .map((file) => openLines(new TextDecoder().decode(readBounded(file, io))))
        .join('\n');
    } catch (error) {
      reasonOf(error);
      return undefined;
    }
  });
}

/** Signs of a value that is worked out: a name with a dot, a condition, a call, a loop, or what fills in a text. */
const open =
  /\$\{|%\{|\?|\b(?:for|for_each|count|dynamic|locals|each|local|var|module|data)\b|\b[a-z_]\w*\(|=\s*[a-z_]\w*\.\w/u;

/** The lines of a text that decide what the parts become that it does not fix. */
function openLines(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line, i) => open.test(line) || /(?:[=!<>]=|&&|\|\||[?:(])\s*$/u.test(lines[i - 1] ?? ''))
    .join('\n');
}

/** The configuration of a folder that is compared; `undefined` where it has none. */
export async function configIn(folder: string, io: Io): Promise<Config | undefined> {
  const files = configNames
    .map((name) => posix.join(folder, name))
    .filter((file) => io.kindOf(file) === 'file');
  const [file, other] = files;
  if (other !== undefined)
    throw new UsageError(
      `${inBackticks(file ?? '')} and ${inBackticks(other)} are both there: keep one of them`,
    );
  return file === undefined ? undefined : await readConfigFile(file, io);
}

/** `var.name` and texts, and nothing else that stands for a value. */
function namesVariablesOnly(written: string): boolean {
  const rest = written.replace(/\bvar\.[\w-]+/gu, ' ');
  return rest !== written && !/\b[A-Za-z_][\w-]*\.[A-Za-z_]|[?(]|\bfor\b/u.test(withoutTexts(rest));
}

/** Without what is in quotes, except for what is filled in there. */
function withoutTexts(text: string): string {
  const filled = [...text.matchAll(/\$\{([^}]*)\}/gu)].map(([, inner]) => inner);
  return filled.length > 0 ? filled.join(' ') : text;
}
