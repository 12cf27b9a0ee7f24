import type { FileGlobs } from '../../lint/adoption/file-globs.ts';
import { globFault } from '../../lint/adoption/path-globs.ts';
import type { SuppressionEntry } from '../../lint/adoption/suppressions.ts';
import type { RuleLevel } from '../../lint/lint-file.ts';
import type { CloudChoice, GrantScope } from '../../model/cloud.ts';
import type { GrantPlace } from '../../model/grant.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { systemPrefix } from '../../policy/system-policy.ts';
import type { YamlDocument } from '../files/read-yaml.ts';
import type { SchemaCheck } from '../files/schema-checks.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { Config, ConfigGrant, ConfigLayer, ConfiguredGlobs } from './config.ts';
import { schemaError } from './config-words.ts';
import { holdsStrayBackslash } from './configured-files.ts';
import { type HouseConfig, joinedHouse, placedHouse, type WrittenHouse } from './house-config.ts';

/** A configuration as its schema lets it be written. */
interface WrittenConfig {
  readonly extends?: string | readonly string[];
  readonly cloud?: CloudChoice;
  readonly scope?: GrantScope;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly rules?: Levels;
  readonly overrides?: readonly { readonly files: OneOrMore; readonly rules: Levels }[];
  readonly suppressions?: readonly WrittenSuppression[];
  readonly baseline?: string;
  readonly catalogue?: { readonly services?: readonly string[]; readonly actions?: readonly string[] };
  readonly roles?: Readonly<Record<string, { readonly grants: readonly WrittenGrant[] }>>;
  readonly house?: WrittenHouse;
}

type OneOrMore = string | readonly string[];
type Levels = Readonly<Record<string, RuleLevel>>;

interface WrittenSuppression extends Omit<SuppressionEntry, 'files' | 'at' | 'content'> {
  readonly files: OneOrMore;
  readonly content?: OneOrMore;
}

interface WrittenGrant {
  readonly policy: string;
  readonly scope?: { readonly project?: string; readonly enterpriseProject?: string; readonly global?: true };
}

/** What reading a configuration needs of the world. */
interface ConfigWorld {
  /** The text of a file. @throws UsageError when it cannot be read. */
  readonly read: (file: string) => string;
  /** Reads a text as YAML. @throws UsageError naming the file and the line. */
  readonly parse: (file: string, text: string) => YamlDocument;
  /** The absolute path of a file, with `/`. */
  readonly pathOf: (file: string) => string;
  /** What is wrong with a configuration by its schema. */
  readonly check: SchemaCheck;
}

/** One file of a configuration, and the line of what a path leads to. */
interface Part {
  readonly file: string;
  /** With a slash at its end, or empty: what the paths of the file stand behind. */
  readonly folder: string;
  /** The same folder as an absolute path. */
  readonly base: string;
  readonly written: WrittenConfig;
  readonly lineOf: (path: readonly string[]) => number;
}

/**
 * Reads a configuration and what it extends. Of what is said twice the later counts: a file outweighs those that it
 * extends, and the last of these the others. Everything in a file is relative to that file.
 * @throws UsageError naming file, line and the nearest known key.
 */
export function readConfig(file: string, world: ConfigWorld): Config {
  const parts = collectParts(file, world);
  const last = <Key extends keyof WrittenConfig>(key: Key): Part | undefined =>
    parts.findLast(({ written }) => written[key] !== undefined);
  const cloud = last('cloud')?.written.cloud;
  const scope = last('scope')?.written.scope;
  const include = last('include');
  const baseline = last('baseline');
  for (const part of parts) for (const globs of globsIn(part)) refuseFaulty(globs);
  return {
    file,
    files: parts.map((part) => part.file),
    ...(cloud === undefined ? {} : { cloud }),
    ...(scope === undefined ? {} : { scope }),
    ...(include === undefined ? {} : { include: globsOf(include.written.include ?? [], include) }),
    ...(baseline === undefined ? {} : { baseline: pathIn(baseline, baseline.written.baseline ?? '') }),
    exclude: parts.flatMap((part) => (part.written.exclude ? [globsOf(part.written.exclude, part)] : [])),
    layers: parts.flatMap(layersOf),
    suppressions: parts.flatMap(suppressionsOf),
    known: {
      services: parts.flatMap(({ written }) => written.catalogue?.services ?? []),
      actions: parts.flatMap(({ written }) => written.catalogue?.actions ?? []),
    },
    roles: new Map(
      parts.flatMap((part) =>
        Object.entries(part.written.roles ?? {}).map(
          ([name, { grants }]) =>
            [
              name,
              grants.map((grant, i) => grantOf(grant, part, ['roles', name, 'grants', String(i)])),
            ] as const,
        ),
      ),
    ),
    ...(last('house') === undefined ? {} : { house: joinedHouse(parts.map(houseOf)) }),
    globs: parts
      .slice(-1)
      .flatMap(globsIn)
      .filter(({ setting }) => setting !== 'suppressions'),
    notes: parts.flatMap(globsIn).flatMap(backslashNotes),
  };
}

/** Files that extend one another, one after the other, at most: each step compares all names before it. */
const longestChain = 100;

/** The file after those that it extends, each once. */
function collectParts(file: string, world: ConfigWorld): Part[] {
  const parts: Part[] = [];
  const done = new Set<string>();
  const collect = (name: string, text: string, chain: readonly string[]): void => {
    done.add(world.pathOf(name));
    const part = readPart(name, text, world);
    for (const path of [part.written.extends ?? []].flat()) {
      const target = pathIn(part, path);
      const at = `${name}:${part.lineOf(['extends'])}: \`extends\` leads`;
      const steps = [...chain, name];
      const before = steps.findIndex((step) => world.pathOf(step) === world.pathOf(target));
      if (before >= 0) {
        throw new UsageError(
          `${at} in a circle: ${[...steps.slice(before), target].map(inBackticks).join(' → ')}`,
        );
      }
      if (steps.length >= longestChain) throw new UsageError(`${at} through more than ${longestChain} files`);
      // What two files both extend is there once, before both of them.
      if (done.has(world.pathOf(target))) continue;
      collect(target, readExtended(target, at, world), steps);
    }
    parts.push(part);
  };
  collect(file, world.read(file), []);
  return parts;
}

function readExtended(file: string, at: string, { read }: ConfigWorld): string {
  try {
    return read(file);
  } catch (error) {
    if (isUsageError(error)) throw new UsageError(`${at} nowhere: ${error.message}`);
    throw error;
  }
}

function readPart(file: string, text: string, { pathOf, parse, check }: ConfigWorld): Part {
  const { value, lineOf } = parse(file, text);
  const errors = check(value ?? {});
  if (errors.length > 0) throw schemaError(file, errors, lineOf, 'the configuration');
  const written = (value ?? {}) as WrittenConfig;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const path = pathOf(file);
  return { file, folder, base: path.slice(0, path.lastIndexOf('/')) || '/', written, lineOf };
}

function globsOf(files: OneOrMore, { base }: Part): FileGlobs {
  return { globs: [files].flat(), folder: base };
}

/** Every setting of a file that is about files. */
function globsIn(part: Part): readonly ConfiguredGlobs[] {
  const { include, exclude, overrides = [], suppressions = [], house = {} } = part.written;
  const settings: (readonly [setting: string, files: OneOrMore | undefined, path: readonly string[]])[] = [
    ['include', include, ['include']],
    ['exclude', exclude, ['exclude']],
    ...overrides.map(({ files }, i) => ['overrides', files, ['overrides', String(i)]] as const),
    ...suppressions.map(({ files }, i) => ['suppressions', files, ['suppressions', String(i)]] as const),
    ...Object.entries(house as Readonly<Record<string, readonly { files?: OneOrMore }[]>>).flatMap(
      ([rule, entries]) => entries.map(({ files }, i) => [rule, files, ['house', rule, String(i)]] as const),
    ),
  ];
  return settings.flatMap(([setting, files, path]) =>
    files === undefined
      ? []
      : [{ setting, files: globsOf(files, part), at: { file: part.file, line: part.lineOf(path) } }],
  );
}

function refuseFaulty({ setting, files: { globs }, at }: ConfiguredGlobs): void {
  for (const glob of globs) {
    const fault = globFault(glob);
    if (fault !== undefined)
      throw new UsageError(
        `${at.file}:${at.line}: ${inBackticks(glob)} in \`${setting}\` is not understood: ${fault}`,
      );
  }
}

function backslashNotes({ setting, files: { globs }, at }: ConfiguredGlobs): readonly string[] {
  return globs
    .filter(holdsStrayBackslash)
    .map(
      (glob) =>
        `${at.file}:${at.line}: ${inBackticks(glob)} in \`${setting}\` holds a backslash, which separates no folders: write ${inBackticks(glob.replaceAll('\\', '/'))}`,
    );
}

function layersOf(part: Part): readonly ConfigLayer[] {
  const { rules, overrides = [] } = part.written;
  return [
    ...(rules === undefined ? [] : [{ rules: new Map(Object.entries(rules)) }]),
    ...overrides.map((override) => ({
      files: globsOf(override.files, part),
      rules: new Map(Object.entries(override.rules)),
    })),
  ];
}

function suppressionsOf(part: Part): readonly SuppressionEntry[] {
  return (part.written.suppressions ?? []).map(({ files, content, ...rest }, index) => {
    const line = part.lineOf(['suppressions', String(index)]);
    if (rest.until !== undefined && !isDate(rest.until)) {
      throw new UsageError(`${part.file}:${line}: ${inBackticks(rest.until)} is not a day of the calendar`);
    }
    return {
      ...rest,
      ...(content === undefined ? {} : { content: [content].flat() }),
      files: globsOf(files, part),
      at: { file: part.file, line },
    };
  });
}

function houseOf({ file, base, written, lineOf }: Part): HouseConfig {
  return placedHouse(written.house ?? {}, {
    folder: base,
    at: (path) => `${file}:${lineOf(['house', ...path])}`,
  });
}

/** Whether a date of the right form is a day of the calendar. */
function isDate(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

function grantOf({ policy, scope }: WrittenGrant, part: Part, path: readonly string[]): ConfigGrant {
  if (policy === '-') throw new UsageError('a role of the configuration cannot read standard input (`-`)');
  return {
    policy: policy.startsWith(systemPrefix) ? policy : pathIn(part, policy),
    ...(scope === undefined ? {} : { place: placeOfGrant(scope) }),
    at: { file: part.file, line: part.lineOf(path) },
  };
}

/** A path of a configuration as one from the working directory. */
function pathIn({ folder }: Part, path: string): string {
  return path.startsWith('/') ? path : asFile(tidy(`${folder}${path}`));
}

/** A path that reads like another kind of argument once it is tidy stays a path. */
function asFile(path: string): string {
  return path === '' || path === '-' || path.startsWith(systemPrefix) ? `./${path}` : path;
}

/** Without steps that lead nowhere, so that a file has one name. */
function tidy(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '.' || (step === '' && steps.length > 0)) continue;
    const before = steps.at(-1);
    if (step === '..' && before !== undefined && before !== '..' && before !== '') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}

function placeOfGrant({ project, enterpriseProject }: NonNullable<WrittenGrant['scope']>): GrantPlace {
  if (enterpriseProject !== undefined) return { kind: 'enterprise-project', name: enterpriseProject };
  return { kind: 'iam', where: project === undefined ? 'global' : { project } };
}
