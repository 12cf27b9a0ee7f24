import { missingFormOfRequest, type ValueForm } from '../../decide/condition-value.ts';
import type { RequestContext } from '../../model/context.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Language } from '../../model/language.ts';
import { nearest } from '../../model/nearest.ts';
import type { Io } from '../io.ts';
import { UsageError } from '../usage-error.ts';

/** What a call says of the request, as it is written: `--context`, `--without`, `--resource` and `--context-file`. */
export interface WrittenContext {
  readonly pairs: readonly string[];
  readonly absent: readonly string[];
  readonly resources: readonly string[];
  readonly file: ContextFile | undefined;
}

/** A file of condition keys, and what it holds. */
export interface ContextFile {
  readonly file: string;
  readonly value: unknown;
}

/**
 * What is known of the request. An option on the command line outweighs the file.
 * @throws UsageError naming what is wrong with a key, a value or a resource.
 */
export function requestContext(written: WrittenContext, io: Io): RequestContext {
  const given = new Map<string, readonly string[]>();
  for (const text of written.pairs) {
    const [key, value] = readPair(text);
    given.set(key, [...(given.get(key) ?? []), value]);
  }
  for (const key of written.absent) {
    if (key.includes('=')) throw new UsageError(`--without takes a key alone, not ${inBackticks(key)}`);
    if (given.has(key)) {
      throw new UsageError(
        `${inBackticks(key)} cannot both have a value (--context) and be absent (--without)`,
      );
    }
    given.set(key, []);
  }
  const ofFile = fileKeys(written.file);
  const keys = new Map([...ofFile, ...given]);
  if (keys.size > 0) {
    const language = JSON.parse(io.readData('language.json')) as Language;
    checkKeys([...keys.keys()], language);
    if (written.file !== undefined) checkValues(ofFile, language, `\`${written.file.file}\`: `);
    checkValues(given, language, '');
  }
  return { keys, resources: written.resources.map(readResource) };
}

function readPair(text: string): readonly [key: string, value: string] {
  const at = text.indexOf('=');
  if (at < 0) {
    throw new UsageError(
      `--context takes a key and a value, as in \`g:MFAPresent=true\`, not ${inBackticks(text)}; for a key that is absent say --without`,
    );
  }
  return [text.slice(0, at), text.slice(at + 1)];
}

function fileKeys(read: ContextFile | undefined): (readonly [string, readonly string[]])[] {
  if (read === undefined) return [];
  const { file, value } = read;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`\`${file}\` has to be an object of condition keys`);
  }
  return Object.entries(value).map(([key, values]) => [key, readValues(file, key, values)]);
}

/** `null` and an empty list: known to be absent. */
function readValues(file: string, key: string, value: unknown): readonly string[] {
  if (value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === 'string') return one;
    if (typeof one === 'number' || typeof one === 'boolean') return String(one);
    throw new UsageError(
      `\`${file}\`: ${inBackticks(key)} has to be a text, a list of texts, or null for absent`,
    );
  });
}

/** A key has a prefix. One that is nearly a global key is taken for a slip; other `g:` keys come from services. */
function checkKeys(keys: readonly string[], language: Language): void {
  for (const key of keys) {
    if (!/^[A-Za-z][\w-]*:./u.test(key) || /\s/u.test(key)) {
      throw new UsageError(
        `${inBackticks(key)} is not a condition key: write it with its prefix, as in \`g:MFAPresent\` or \`obs:prefix\``,
      );
    }
  }
  const known = language.globalKeys.map(({ key }) => key);
  for (const key of keys) {
    if (!/^g:/iu.test(key) || known.includes(key)) continue;
    const near = nearest(key, known, { max: 2 });
    if (near !== undefined) {
      throw new UsageError(`${inBackticks(key)} is not a global condition key; did you mean \`${near}\`?`);
    }
  }
}

const forms: Readonly<Record<ValueForm, string>> = {
  boolean: '`true` or `false`',
  number: 'a number such as `300`',
  date: 'a time such as `2026-06-01T00:00:00Z`',
  address: 'an IP address such as `192.0.2.1`',
};

/** A value that its key cannot have is a mistake: taken as it is, it would leave open what the call wants to settle. */
function checkValues(
  given: Iterable<readonly [string, readonly string[]]>,
  language: Language,
  place: string,
): void {
  for (const [key, values] of given) {
    for (const value of values) {
      const form = missingFormOfRequest(key, value, language);
      if (form !== undefined)
        throw new UsageError(`${place}${inBackticks(key)} takes ${forms[form]}, not ${inBackticks(value)}`);
    }
  }
}

/** `service:region:account:type:path`; the path may hold colons of its own. */
function readResource(text: string): string {
  const segments = text.split(':');
  const complete = segments.length >= 5 && segments.slice(0, 4).every((segment) => segment !== '');
  if (complete && !/\s/u.test(segments.slice(0, 4).join(''))) return text;
  throw new UsageError(
    `${inBackticks(text)} is no resource: it takes five segments, as in \`obs:*:*:bucket:my-bucket\``,
  );
}
