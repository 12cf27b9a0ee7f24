import type { GrantHolder } from '../../model/grant.ts';
import type { DocumentPath, PolicyFile, Span, TextComment } from '../../model/policy.ts';
import { lineStarts } from '../../policy/line-starts.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { readAddress } from '../files/policy-address.ts';
import { readBounded } from '../files/read-named.ts';
import { readPolicyBytes } from '../files/read-policy-bytes.ts';
import type { FileSelection, Io } from '../io.ts';
import { readRole } from '../questions/read-grants.ts';
import { isTerraformFile, readTerraform } from '../questions/terraform-holders.ts';
import { isUsageError } from '../usage-error.ts';

/** Who is granted policies together by what a file says. */
export interface HoldersOfFile {
  readonly file: PolicyFile;
  readonly holders: readonly GrantHolder[];
}

/** What the run has looked at, and by which configuration. */
interface HoldersAsked {
  readonly call: LintArguments;
  readonly selection: FileSelection;
  /** Names of the files that were looked at. */
  readonly looked: readonly string[];
  /** Told what cannot be read, in words. */
  readonly tell: (note: string) => void;
}

/**
 * The roles of the configuration, and whom Terraform grants roles to, of whom some policy was looked at, or what describes
 * them.
 */
export async function grantedHolders(asked: HoldersAsked, io: Io): Promise<readonly HoldersOfFile[]> {
  return [...(await rolesOfConfig(asked, io)), ...(await holdersOfTerraform(asked, io))];
}

async function rolesOfConfig(
  { call, looked, selection, tell }: HoldersAsked,
  io: Io,
): Promise<readonly HoldersOfFile[]> {
  const { config, cloud, scope } = call;
  if (config === undefined) return [];
  const pathOf = absolutePaths(io);
  const seen = new Set(looked.map(pathOf));
  const places = call.places.map((place) => `${pathOf(place).replace(/\/$/u, '')}/`);
  const isSeen = (file: string) =>
    seen.has(pathOf(file)) || places.some((place) => pathOf(file).startsWith(place));
  const texts = new Map<string, PolicyFile>();
  const found = new Map<string, GrantHolder[]>();
  for (const [role, written] of config.roles) {
    const file = written.find(({ at }) => at !== undefined)?.at?.file ?? config.file;
    // What a role is granted is changed in the configuration or in a policy.
    const policies = written.map(({ policy }) => readAddress(policy, io).path);
    if (!isSeen(file) && !policies.some((policy) => seen.has(pathOf(policy)))) continue;
    let grants: GrantHolder['grants'];
    try {
      ({ grants } = await readRole(role, { config, cloud, scope, stdinName: call.stdinName }, io));
    } catch (error) {
      if (!isUsageError(error)) throw error;
      tell(`what role \`${role}\` is granted together is not looked at: ${error.message}`);
      continue;
    }
    const text = texts.get(file) ?? plainFile(file, io);
    texts.set(file, text);
    const holder: GrantHolder = {
      name: role,
      grants,
      isLinted: (policyFile) => selection.skip?.(policyFile, 'file') !== true,
      placeOf(policyFile) {
        const index = Math.max(
          0,
          policies.findIndex((policy) => policy === policyFile || pathOf(policy) === pathOf(policyFile)),
        );
        return {
          span: lineSpan(text.text, written[index]?.at?.line ?? 1),
          path: ['roles', role, 'grants', index],
        };
      },
    };
    found.set(file, [...(found.get(file) ?? []), holder]);
  }
  return [...found].map(([file, holders]) => ({ file: texts.get(file) ?? plainFile(file, io), holders }));
}

async function holdersOfTerraform(
  { call, looked, selection, tell }: HoldersAsked,
  io: Io,
): Promise<readonly HoldersOfFile[]> {
  const named = new Set(looked.filter(isTerraformFile));
  if (named.size === 0) return [];
  // A hook names the file that has changed: what is granted may be written beside it.
  const files = filesBeside(named, selection, io);
  const { holders, unreadable } = await readTerraform(
    { folders: [], files, named: [] },
    { cloud: call.cloud, selection, stdinName: call.stdinName },
    io,
  );
  for (const { message } of unreadable) tell(message);
  const found = new Map<string, GrantHolder[]>();
  const texts = new Map<string, PolicyFile>();
  for (const { name, address, grants, writtenIn } of holders) {
    if (![...writtenIn, ...grants.map(({ policy }) => policy.file)].some((one) => named.has(one))) continue;
    const [, file, line] = /\((.*):(\d+)\)$/u.exec(name) ?? [];
    if (file === undefined) continue;
    if (!texts.has(file)) texts.set(file, await commentedFile(file, io));
    const span = lineSpan(texts.get(file)?.text ?? '', Number(line));
    const path: DocumentPath = [address];
    found.set(file, [
      ...(found.get(file) ?? []),
      {
        name: address,
        grants,
        placeOf: () => ({ span, path }),
        isLinted: (policyFile) => selection.skip?.(policyFile, 'file') !== true,
      },
    ]);
  }
  return [...found].map(([file, own]) => ({ file: texts.get(file) ?? plainFile(file, io), holders: own }));
}

/** Files of Terraform's, and those in the same folders that are not left out. */
function filesBeside(files: ReadonlySet<string>, { skip }: FileSelection, io: Io): readonly string[] {
  const folders = new Set([...files].map((file) => file.slice(0, file.lastIndexOf('/') + 1)));
  const beside = [...folders].flatMap((folder) =>
    (io.namesIn(folder === '' ? '.' : folder) ?? [])
      .filter(isTerraformFile)
      .map((name) => `${folder}${name}`)
      .filter((file) => skip?.(file, 'file') !== true && io.kindOf(file) === 'file'),
  );
  return [...new Set([...files, ...beside])];
}

/** A file of Terraform's with the comments that accept findings; its policies are looked at elsewhere. */
async function commentedFile(file: string, io: Io): Promise<PolicyFile> {
  const read = await readPolicyBytes(file, readBounded(file, io), { io, defaults: true });
  const { text, form } = read;
  const comments = (form?.comments?.() ?? []).map((comment): TextComment => {
    // A comment before a resource is about its first line, where a group is described.
    const [between = ''] = /^\s*/u.exec(text.slice(comment.offset + comment.length)) ?? [];
    const offset = comment.offset + comment.length + between.length;
    const [line = ''] = /^[^\r\n]*/u.exec(text.slice(offset)) ?? [];
    return { ...comment, covers: comment.covers ?? { offset, length: line.length } };
  });
  return {
    ...read,
    policies: [],
    ...(form === undefined ? {} : { form: { ...form, comments: () => comments } }),
  };
}

/** A file of which only the text matters here. */
function plainFile(file: string, io: Io): PolicyFile {
  return { file, text: new TextDecoder().decode(readBounded(file, io)), kind: 'none', policies: [] };
}

/** A line without the white space around it. */
function lineSpan(text: string, line: number): Span {
  const starts = lineStarts(text);
  const start = starts[line - 1] ?? 0;
  const written = text.slice(start, starts[line] ?? text.length);
  const indentation = written.length - written.trimStart().length;
  return { offset: start + indentation, length: written.trim().length };
}
