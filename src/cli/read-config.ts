import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { type Document, type ErrorCode, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { CloudChoice, GrantScope } from '../model/cloud.ts';
import type { GrantPlace } from '../model/grant.ts';
import { inBackticks } from '../model/in-backticks.ts';
import { nearest } from '../model/nearest.ts';
import { systemPrefix } from '../policy/system-policy.ts';
import type { Config, ConfigGrant } from './config.ts';
import { placedHouse, type WrittenHouse } from './house-config.ts';
import { UsageError } from './usage-error.ts';

// A chunk of its own: the libraries cost more than most questions, and most calls have no configuration.

/** A configuration as its schema lets it be written. */
interface WrittenConfig {
  readonly cloud?: CloudChoice;
  readonly scope?: GrantScope;
  readonly roles?: Readonly<Record<string, { readonly grants: readonly WrittenGrant[] }>>;
  readonly house?: WrittenHouse;
}

interface WrittenGrant {
  readonly policy: string;
  readonly scope?: { readonly project?: string; readonly enterpriseProject?: string; readonly global?: true };
}

/**
 * Reads a configuration.
 * @param schema the text of its JSON Schema
 * @throws UsageError naming file, line and the nearest known key.
 */
export function readConfig(file: string, text: string, schema: string): Config {
  const { document, lineOf } = parseYamlDocument(file, text);
  const written: unknown = document.toJS() ?? {};
  const validate = new Ajv2020({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
  }).compile<WrittenConfig>(JSON.parse(schema) as object);
  if (!validate(written)) {
    // An unknown key is the root of what is missing beside it.
    const isRoot = ({ keyword }: ErrorObject) => keyword === 'additionalProperties';
    const errors = validate.errors ?? [];
    const sorted = [...errors.filter(isRoot), ...errors.filter((error) => !isRoot(error))];
    const [first, ...more] = sorted.map((error) => ({
      line: lineOf(placeOf(error)),
      words: wordsOf(error),
    }));
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new UsageError(`${file}:${first?.line ?? 1}: ${first?.words ?? 'it breaks the schema'}${rest}`);
  }
  const { cloud, scope, roles = {}, house } = written;
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  return {
    file,
    ...(cloud === undefined ? {} : { cloud }),
    ...(scope === undefined ? {} : { scope }),
    roles: new Map(
      Object.entries(roles).map(([name, { grants }]) => [
        name,
        grants.map((grant) => grantOf(grant, folder)),
      ]),
    ),
    ...(house === undefined
      ? {}
      : { house: placedHouse(house, { folder, at: (path) => `${file}:${lineOf(['house', ...path])}` }) }),
  };
}

/** Any YAML or JSON as data; numbers as they are written. @throws UsageError naming file and line. */
export function readYaml(file: string, text: string): unknown {
  const { document } = parseYamlDocument(file, text);
  visit(document, {
    Scalar(_, node) {
      // `007` and numbers beyond the platform's precision would come back as other texts.
      if (typeof node.value === 'number' || typeof node.value === 'bigint')
        node.value = node.source ?? String(node.value);
    },
  });
  return document.toJS();
}

function parseYamlDocument(
  file: string,
  text: string,
): { readonly document: Document; readonly lineOf: (path: readonly string[]) => number } {
  const lineCounter = new LineCounter();
  const document = parseNested(file, text, { lineCounter, prettyErrors: false, stringKeys: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const words = messages[error.code] ?? oneLine(error.message);
    throw new UsageError(`${file}:${lineCounter.linePos(error.pos[0]).line}: ${words}`);
  }
  try {
    // Aliases that grow without bound show only now.
    document.toJS();
  } catch (failure) {
    const words =
      failure instanceof RangeError
        ? 'it is nested too deeply'
        : oneLine(failure instanceof Error ? failure.message : String(failure));
    throw new UsageError(`${file}: ${words}`);
  }
  return { document, lineOf: (path) => lineOf(document, lineCounter, path) };
}

/** @throws UsageError for a text that is nested deeper than the library's recursion reaches. */
function parseNested(file: string, text: string, options: Parameters<typeof parseDocument>[1]): Document {
  try {
    return parseDocument(text, options);
  } catch (failure) {
    if (failure instanceof RangeError) throw new UsageError(`${file}: it is nested too deeply`);
    throw failure;
  }
}

/** Words of our own where the library's speak of its functions. */
const messages: Readonly<Partial<Record<ErrorCode, string>>> = {
  MULTIPLE_DOCS: 'the file holds several documents, and has to be one',
  NON_STRING_KEY: 'a key has to be a text',
  TAG_RESOLVE_FAILED: 'tags (`!…`) have no meaning here',
};

function oneLine(text: string): string {
  if (/call stack/iu.test(text)) return 'it is nested too deeply';
  return text.replace(/\s+/gu, ' ').trim();
}

/** Line of what a path leads to: of the member's name, where it is a member. */
function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  const members = (parent ?? document.contents) as { items?: readonly { key?: unknown }[] } | null;
  const last = path.at(-1);
  const pair = members?.items?.find(({ key }) => isNode(key) && String(key) === last);
  const node = isNode(pair?.key) ? pair.key : document.getIn(path, true);
  const offset = isNode(node) ? node.range?.[0] : undefined;
  return offset === undefined ? 1 : lines.linePos(offset).line;
}

function placeOf({ instancePath, params }: ErrorObject): readonly string[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { additionalProperty } = params as { additionalProperty?: string };
  return additionalProperty === undefined ? path : [...path, additionalProperty];
}

function wordsOf({ instancePath, keyword, message, params, parentSchema }: ErrorObject): string {
  const where = instancePath === '' ? '' : ` in ${inBackticks(instancePath.slice(1).replaceAll('/', '.'))}`;
  if (keyword === 'additionalProperties') {
    const { additionalProperty: key } = params as { additionalProperty: string };
    const known = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
    const near = nearest(key, known, { max: 2 });
    const hint = near === undefined ? `known: ${known.join(', ')}` : `did you mean \`${near}\`?`;
    return `there is no key ${inBackticks(key)}${where}; ${hint}`;
  }
  const { allowedValues } = params as { allowedValues?: readonly unknown[] };
  const choices = allowedValues === undefined ? '' : `: ${allowedValues.map(String).join(', ')}`;
  const subject = instancePath === '' ? 'it' : inBackticks(instancePath.slice(1).replaceAll('/', '.'));
  return `${subject} ${message ?? 'breaks the schema'}${choices}`;
}

function grantOf({ policy, scope }: WrittenGrant, folder: string): ConfigGrant {
  if (policy === '-') throw new UsageError('a role of the configuration cannot read standard input (`-`)');
  const absolute = policy.startsWith('/') || policy.startsWith(systemPrefix);
  return {
    policy: absolute ? policy : asFile(tidy(`${folder}${policy}`)),
    ...(scope === undefined ? {} : { place: placeOfGrant(scope) }),
  };
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
