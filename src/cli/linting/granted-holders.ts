import type { GrantHolder } from '../../model/grant.ts';
import type { DocumentPath, PolicyFile, Span } from '../../model/policy.ts';
import { lineStarts } from '../../policy/line-starts.ts';
import type { LintArguments } from '../arguments/lint-arguments.ts';
import { absolutePaths } from '../files/absolute-path.ts';
import { readBounded } from '../files/read-named.ts';
import type { FileSelection, Io } from '../io.ts';
import { readRoles } from '../questions/read-grants.ts';
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
 * The roles of the configuration, and whom Terraform grants roles to, of whom some policy was looked at.
 */
export async function grantedHolders(asked: HoldersAsked, io: Io): Promise<readonly HoldersOfFile[]> {
  return [...(await rolesOfConfig(asked, io)), ...(await holdersOfTerraform(asked, io))];
}

async function rolesOfConfig(
  { call, looked, tell }: HoldersAsked,
  io: Io,
): Promise<readonly HoldersOfFile[]> {
  const { config, cloud, scope } = call;
  if (config === undefined || config.roles.size === 0) return [];
  const pathOf = absolutePaths(io);
  const seen = new Set(looked.map(pathOf));
  try {
    const sets = await readRoles({ config, cloud, scope, stdinName: call.stdinName }, io);
    const texts = new Map<string, PolicyFile>();
    const found = new Map<string, GrantHolder[]>();
    for (const { role = '', grants, files } of sets) {
      if (!files.some(({ file }) => seen.has(pathOf(file)))) continue;
      const written = config.roles.get(role) ?? [];
      const file = written.find(({ at }) => at !== undefined)?.at?.file ?? config.file;
      if (!texts.has(file)) texts.set(file, plainFile(file, io));
      const text = texts.get(file)?.text ?? '';
      const holder: GrantHolder = {
        name: role,
        grants,
        placeOf(policyFile) {
          const index = Math.max(
            0,
            written.findIndex(({ policy }) => pathOf(policy) === pathOf(policyFile) || policy === policyFile),
          );
          return {
            span: lineSpan(text, written[index]?.at?.line ?? 1),
            path: ['roles', role, 'grants', index],
          };
        },
      };
      found.set(file, [...(found.get(file) ?? []), holder]);
    }
    return [...found].map(([file, holders]) => ({ file: texts.get(file) ?? plainFile(file, io), holders }));
  } catch (error) {
    if (!isUsageError(error)) throw error;
    tell(`the roles are not looked at together: ${error.message}`);
    return [];
  }
}

async function holdersOfTerraform(
  { call, looked, selection, tell }: HoldersAsked,
  io: Io,
): Promise<readonly HoldersOfFile[]> {
  const files = looked.filter(isTerraformFile);
  if (files.length === 0) return [];
  const { holders, unreadable } = await readTerraform(
    { folders: [], files, named: [] },
    { cloud: call.cloud, selection, stdinName: call.stdinName },
    io,
  );
  for (const { message } of unreadable) tell(message);
  const found = new Map<string, GrantHolder[]>();
  const texts = new Map<string, PolicyFile>();
  for (const { name, address, grants } of holders) {
    const [, file, line] = /\((.*):(\d+)\)$/u.exec(name) ?? [];
    if (file === undefined) continue;
    if (!texts.has(file)) texts.set(file, plainFile(file, io));
    const span = lineSpan(texts.get(file)?.text ?? '', Number(line));
    const path: DocumentPath = [address];
    found.set(file, [...(found.get(file) ?? []), { name: address, grants, placeOf: () => ({ span, path }) }]);
  }
  return [...found].map(([file, own]) => ({ file: texts.get(file) ?? plainFile(file, io), holders: own }));
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
