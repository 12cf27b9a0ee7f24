import type { ErrorObject } from 'ajv/dist/2020.js';
import { inBackticks } from '../../model/in-backticks.ts';
import { nearest } from '../../model/nearest.ts';
import { UsageError } from '../usage-error.ts';

/**
 * What is wrong with a file by its schema.
 * @param whole what the document is called, as in `the configuration`
 */
export function schemaError(
  file: string,
  errors: readonly ErrorObject[],
  lineOf: (path: readonly string[]) => number,
  whole: string,
): UsageError {
  // An unknown key is the root of what is missing beside it.
  const isRoot = ({ keyword }: ErrorObject) => keyword === 'additionalProperties';
  const sorted = [...errors.filter(isRoot), ...errors.filter((error) => !isRoot(error))];
  const [first, ...more] = sorted.map((error) => ({
    line: lineOf(placeOf(error)),
    words: wordsOf(error, whole),
  }));
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return new UsageError(`${file}:${first?.line ?? 1}: ${first?.words ?? 'it breaks the schema'}${rest}`);
}

/** Where in the document an error of the schema is. */
function placeOf({ instancePath, params }: ErrorObject): readonly string[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { additionalProperty } = params as { additionalProperty?: string };
  return additionalProperty === undefined ? path : [...path, additionalProperty];
}

/** An error of the schema in the words of this program. @param whole what the document is called */
export function wordsOf(error: ErrorObject, whole = 'the configuration'): string {
  const { instancePath, keyword, parentSchema, data } = error;
  const params = error.params as Readonly<Record<string, unknown>>;
  const schema = (parentSchema ?? {}) as {
    readonly properties?: object;
    readonly examples?: readonly unknown[];
    readonly type?: string | readonly string[];
  };
  const path = instancePath.slice(1).replaceAll('/', '.');
  const subject = path === '' ? whole : inBackticks(path);
  switch (keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const known = Object.keys(schema.properties ?? {});
      if (/(?:^|\.)rules$/u.test(path)) return noRule(key, known);
      const where = path === '' ? '' : ` in ${inBackticks(path)}`;
      return `unknown key ${inBackticks(key)}${where}; ${hint(key, known, `known: ${known.join(', ')}`)}`;
    }
    case 'enum': {
      const known = (params.allowedValues as readonly unknown[]).map(String);
      if (typeof data !== 'string') return `${subject} has to be one of ${known.join(', ')}`;
      if (/(?:^|\.)rule$/u.test(path)) return noRule(data, known);
      return `${subject} cannot be ${inBackticks(data)}; ${hint(data, known, `choose from ${known.join(', ')}`)}`;
    }
    case 'required':
      return `${subject} needs ${inBackticks(String(params.missingProperty))}`;
    case 'dependentRequired':
      return `${subject} needs ${inBackticks(String(params.missingProperty))} beside ${inBackticks(String(params.property))}`;
    case 'type':
      return `${subject} has to be ${[schema.type ?? []].flat().map(typeInWords).join(' or ')}${asList(schema.type, data)}`;
    case 'minLength':
    case 'minItems':
      return `${subject} must not be empty`;
    case 'minimum':
      return `${subject} has to be ${String(params.limit)} or more`;
    case 'maxLength':
      return `${subject} must not have more than ${String(params.limit)} characters`;
    case 'minProperties':
    case 'maxProperties':
      return `${subject} has to have exactly one of ${Object.keys(schema.properties ?? {}).join(', ')}`;
    case 'const':
      return `${subject} has to be ${String(params.allowedValue)}`;
    case 'pattern':
      if (String(data).trim() === '') return `${subject} must not be empty`;
      return `${subject} has to be like ${inBackticks(String(schema.examples?.[0]))}`;
    default:
      return `${subject} is not as the schema describes it`;
  }
}

function noRule(id: string, known: readonly string[]): string {
  return `unknown rule ${inBackticks(id)}; ${hint(id, known, '`iamscope explain --list` shows them all')}`;
}

function hint(name: string, known: readonly string[], otherwise: string): string {
  // In short words two letters are most of what there is.
  const near = nearest(name, known, { max: name.length < 5 ? 1 : 2 });
  return near === undefined ? otherwise : `did you mean ${inBackticks(near)}?`;
}

/** One value where a list belongs is the list of it. */
function asList(type: unknown, data: unknown): string {
  if (type !== 'array' || typeof data !== 'string') return '';
  const isPlain = /^\w[\w./-]*$/u.test(data);
  return `, as in ${inBackticks(`[${isPlain ? data : JSON.stringify(data)}]`)}`;
}

function typeInWords(type: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    array: 'a list',
    object: 'a mapping (`key: value`)',
    boolean: 'true or false',
    number: 'a number',
    integer: 'a whole number',
  };
  return words[type] ?? type;
}
