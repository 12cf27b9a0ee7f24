import { posix } from 'node:path';
import type { HclFile } from '../../carriers/terraform/hcl-syntax.ts';
import { once, oncePerKey } from '../../catalogue/once.ts';
import { readBounded } from '../files/read-named.ts';
import type { FileSelection, Io } from '../io.ts';
import { isTerraformFile } from './terraform-holders.ts';

/** What is looked through for what values depend on. */
export interface OpenValueFiles {
  /** Files of Terraform's; what else is in their folders counts too. */
  readonly files: Iterable<string>;
  /** Folders in which files of values are looked for, however deep. */
  readonly folders: readonly string[];
  readonly selection: FileSelection;
  /** What is the same for a file on both sides. */
  readonly keyOf: (file: string) => string;
}

/**
 * All that a part depends on that is not fixed, as it is written: the definitions that it names, and what these name themselves.
 * Without a part: all that any part may depend on. `undefined`: nobody can tell.
 */
export type OpenValues = (written?: string) => string | undefined;

/** What a name stands for in some module; of a variable also what it may be given. */
interface Definition {
  readonly where: string;
  /** As expressions name it: `var.x`, `local.x`, `data.type.name`, `type.name`, `module.name`, and `output.x`. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads what values depend on. Which of several definitions counts nobody knows: a file of values may be named in the call of
 * Terraform, and modules have variables of the same names. All of them are compared, so that no change is missed.
 * @param openLines the lines that decide what is worked out, for parts that name what only their surroundings define
 */
export async function readOpenValues(
  asked: OpenValueFiles,
  openLines: () => string | undefined,
  io: Io,
): Promise<OpenValues> {
  const files = await filesOf(asked, io);
  if (files.length === 0) return openLines;
  const { terraformFiles } = await import('../files/read-terraform.ts');
  const reader = await terraformFiles(io);
  const all = new Map<string, Definition[]>();
  try {
    for (const file of files) {
      const text = new TextDecoder().decode(readBounded(file, io));
      const where = whereOf(file, asked.keyOf);
      const found = isValuesJson(file)
        ? valuesInJson(text, where)
        : definitionsIn(reader.read(file, text), isValues(file), where);
      for (const one of found) all.set(one.name, [...(all.get(one.name) ?? []), one]);
    }
  } catch {
    // A file that cannot be read may define anything.
    return () => undefined;
  }
  const folders = [...new Set(files.filter(isTerraformFile).map((file) => posix.dirname(file)))];
  const contents = oncePerKey((path) => contentsOf(path, folders, asked.keyOf, io));
  const around = once((): string | undefined => {
    const lines = openLines();
    if (lines === undefined) return undefined;
    return [lines, ...closure(lines, { all, contents, leavesOut: isAboutAccess }).found].join('\n');
  });
  const valuesOf = oncePerKey((written) => {
    const { found, isWhole } = closure(written, { all, contents, leavesOut: () => false });
    const values = found.join('\n');
    if (isWhole) return values;
    const lines = around();
    return lines === undefined ? undefined : `${values}\n${lines}`;
  });
  return (written) => (written === undefined ? around() : valuesOf(written));
}

interface Known {
  readonly all: ReadonlyMap<string, readonly Definition[]>;
  /** What is in the files that a call names. */
  readonly contents: (path: string) => readonly string[];
  readonly leavesOut: (name: string) => boolean;
}

/** What a text depends on; whole unless it names something that only its surroundings define, such as `each.value`. */
function closure(
  text: string,
  { all, contents, leavesOut }: Known,
): { readonly found: readonly string[]; readonly isWhole: boolean } {
  const names = new Set<string>();
  const found = new Set<string>();
  let isWhole = true;
  const read = (written: string) => {
    const named = namesIn(written);
    isWhole &&= named.isWhole;
    for (const name of named.names) if (!leavesOut(name)) names.add(name);
    for (const path of named.paths) for (const content of contents(path)) found.add(content);
  };
  read(text);
  // What is added on the way is looked for too.
  for (const name of names) {
    const defined = name.endsWith('.*')
      ? [...all.values()].flat().filter((one) => one.name.startsWith(name.slice(0, -1)))
      : (all.get(name) ?? []);
    for (const one of [...defined, ...(all.get(anything) ?? [])]) {
      found.add(`${one.where} ${one.name} = ${one.text}`);
      read(one.text);
    }
  }
  // What names nothing has got its value from somewhere else.
  return { found: [...found].sort(), isWhole: isWhole && names.size > 0 };
}

/** In place of a name: a file that cannot be read as what it is may define whatever is asked for. */
const anything = '*';

/** Resources that are compared themselves. */
function isAboutAccess(name: string): boolean {
  return /^(?!data\.)\w*_(?:identity|identityv5|iam)_/u.test(name);
}

/** Terraform's files with all that is beside them, and files of values in the folders. */
async function filesOf({ files, folders, selection }: OpenValueFiles, io: Io): Promise<readonly string[]> {
  const found = new Set<string>();
  const skips = (file: string) =>
    selection.skip?.(file, 'file') === true || (selection.gitignore && io.isGitIgnored(file));
  for (const folder of new Set([...files].map((file) => posix.dirname(file))))
    for (const name of io.namesIn(folder) ?? []) {
      const file = posix.join(folder, name);
      const counts = isTerraformFile(name) || (isValues(name) && !skips(file));
      if (counts && io.kindOf(file) === 'file') found.add(file);
    }
  if (found.size > 0)
    for (const folder of folders) {
      const { files: below } = await io.findFiles({ folder }, { ...selection, wanted: isValues });
      for (const file of below) found.add(posix.normalize(file));
    }
  return [...found].sort();
}

function isValues(file: string): boolean {
  return /\.tfvars(?:\.json)?$/iu.test(file);
}

function isValuesJson(file: string): boolean {
  return /\.tfvars\.json$/iu.test(file);
}

/** Of a file of values its own path: which of several counts differs; of another file its folder, which is a module. */
function whereOf(file: string, keyOf: (file: string) => string): string {
  const folder = posix.dirname(keyOf(file) || '.');
  return isTerraformFile(file) ? folder : `${folder}/${posix.basename(file)}`;
}

function definitionsIn(
  { text, body, syntaxErrors }: HclFile,
  isOfValues: boolean,
  where: string,
): readonly Definition[] {
  if (body.broken || syntaxErrors.length > 0) return [{ where, name: anything, text }];
  const written = ({ offset, length }: { readonly offset: number; readonly length: number }) =>
    evenlySpaced(text.slice(offset, offset + length));
  if (isOfValues)
    return body.attributes.map(({ name, value }) => ({ where, name: `var.${name}`, text: written(value) }));
  return body.blocks.flatMap((block): readonly Definition[] => {
    const { type, labels, body: inner } = block;
    const [label = '', name = ''] = labels;
    const attributes = inner.attributes.map((one) => ({ name: one.name, text: written(one.value) }));
    switch (type) {
      case 'variable':
        return (
          attributes
            // A type may give its members defaults.
            .filter(
              (one) => one.name === 'default' || (one.name === 'type' && one.text.includes('optional(')),
            )
            .map((one) => ({ where, name: `var.${label}`, text: one.text }))
        );
      case 'locals':
        return attributes.map((one) => ({ where, name: `local.${one.name}`, text: one.text }));
      case 'output':
        return attributes
          .filter((one) => one.name === 'value')
          .map((one) => ({ where, name: `output.${label}`, text: one.text }));
      case 'module':
        return [
          { where, name: `module.${label}`, text: written(block) },
          ...attributes.map((one) => ({
            where: `${where} module ${label}`,
            name: `var.${one.name}`,
            text: one.text,
          })),
        ];
      case 'data':
        return [{ where, name: `data.${label}.${name}`, text: written(block) }];
      case 'resource':
        return [{ where, name: `${label}.${name}`, text: written(block) }];
      default:
        return [];
    }
  });
}

function valuesInJson(text: string, where: string): readonly Definition[] {
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values === 'object' && values !== null)
      return Object.entries(values).map(([name, value]) => ({
        where,
        name: `var.${name}`,
        text: JSON.stringify(value),
      }));
  } catch {
    // It is compared as a whole.
  }
  return [{ where, name: anything, text }];
}

/** Layout does not count, where it can be told from what is in quotes. */
function evenlySpaced(text: string): string {
  if (/\$\{|%\{|<<|#|\/\/|\/\*/u.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.)*"|\s*([[\]{},])\s*|\s+/gu, (part, sign: string | undefined) =>
    part.startsWith('"') ? part : (sign ?? ' '),
  );
}

/**
 * The files that a call names in a path, with what is in them; where the path is not fixed, all files of the folder. It may be
 * relative to any module.
 */
function contentsOf(
  path: string,
  folders: readonly string[],
  keyOf: (file: string) => string,
  io: Io,
): readonly string[] {
  const written = path.replace(/\$\{\s*path\.\w+\s*\}\/*/gu, '');
  const isFixed = !/\$\{|%\{/u.test(written);
  const inner = isFixed ? written : posix.dirname(written.replace(/[$%]\{.*$/su, 'x'));
  const places = posix.isAbsolute(inner) ? [inner] : folders.map((folder) => posix.join(folder, inner));
  const files = isFixed
    ? places
    : places.flatMap((place) => (io.namesIn(place) ?? []).map((name) => posix.join(place, name)));
  return files
    .filter((file) => !isTerraformFile(file) && io.kindOf(file) === 'file')
    .map((file) => `${whereOf(file, keyOf)} ${contentOf(file, io)}`);
}

function contentOf(file: string, io: Io): string {
  try {
    return new TextDecoder().decode(readBounded(file, io));
  } catch {
    return '';
  }
}

interface Named {
  readonly names: readonly string[];
  /** Files that calls name, as they are written. */
  readonly paths: readonly string[];
  /** Nothing else is named. */
  readonly isWhole: boolean;
}

const reference =
  /(?<![\w.-])(?:(var|local)\.([\w-]+)|data\.(\w+)\.([\w-]+)|module\.([\w-]+)(?:\[[^\]]*\])?(?:\.([\w-]+))?|(?!path\.)([A-Za-z_]\w*)\.([\w-]+))(?:\.(?:[\w-]+|\*)|\[(?:\*|\d*)\])*/gu;

/** What a part names, in an expression or in what is filled into a text. */
function namesIn(text: string): Named {
  const code = codeIn(text);
  const names = [...code.matchAll(reference)].flatMap(
    ([, kind, ofKind, dataType, dataName, module, output, type, name]): readonly string[] => {
      if (kind !== undefined) return [`${kind}.${ofKind}`];
      if (dataType !== undefined) return [`data.${dataType}.${dataName}`];
      if (module !== undefined) return [`module.${module}`, `output.${output ?? '*'}`];
      return [`${type}.${name}`];
    },
  );
  const paths = [...text.matchAll(/\b(?:file\w*|templatefile)\s*\(\s*(?:"((?:[^"\\]|\\.)*)")?/gu)].map(
    ([, path]) => path ?? `\${}`,
  );
  const rest = code
    // Types of resources have an underscore: `each.value` and the like are defined around the part.
    .replace(reference, (...[, , , , , , , type = '_']) => (String(type).includes('_') ? ' ' : 'x '))
    .replace(
      /\b\w+\s*\(|(?<![\w-])[\w-]+\s*=(?!=)|\bpath\.\w+|\b(?:true|false|null|if|in|else|endif|endfor)\b/gu,
      ' ',
    );
  return { names, paths, isWhole: !/[A-Za-z_]/u.test(rest) };
}

/** A text without what is in quotes and in heredocs, except for what is filled in there. */
function codeIn(text: string): string {
  const isTemplate = text.trim().startsWith('"') ? false : /^[^"]*[$%]\{/u.test(text) && !text.includes('<<');
  let code = '';
  // What ends each part that is open: a quote, the end of a heredoc, or a brace.
  const open: string[] = isTemplate ? ['\n\0'] : [];
  for (let at = 0; at < text.length; at++) {
    const [end = '}'] = open.slice(-1);
    const rest = text.slice(at, at + 3);
    if (end === '}') {
      const [mark, name] = /^<<-?(\w+)/u.exec(text.slice(at, at + 80)) ?? [];
      if (mark !== undefined) {
        open.push(`\n${name}`);
        at += mark.length - 1;
      } else if (rest.startsWith('"')) open.push('"');
      else if (rest.startsWith('{')) open.push('}');
      else if (rest.startsWith('}')) open.pop();
      code += /["{}]/u.test(text[at] ?? '') || mark !== undefined ? ' ' : text[at];
    } else if (rest === '$${' || rest === '%%{') at += 2;
    else if (/^[$%]\{/u.test(rest)) {
      open.push('}');
      code += ' ';
      at += 1;
    } else if (end === '"') {
      if (rest.startsWith('\\')) at += 1;
      else if (rest.startsWith('"')) open.pop();
    } else if (rest.startsWith('\n')) {
      const next = text.indexOf('\n', at + 1);
      const line = text.slice(at + 1, next < 0 ? text.length : next);
      if (line.trim() === end.slice(1)) {
        at += line.length;
        open.pop();
      }
    }
  }
  return code;
}
