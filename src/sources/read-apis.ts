import { type HttpMethod, httpMethods } from '../model/claim.ts';
import { fold } from './fold.ts';
import type { Reading } from './reading.ts';
import { repairPath } from './repair-path.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Method and path of one API. */
export interface ApiName {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query?: string;
}

interface ApiCell {
  readonly apis: readonly ApiName[];
  /** Method of a cell that names one without a path. */
  readonly method?: HttpMethod;
  /** Paths of a cell that names them without a method. */
  readonly paths?: readonly string[];
  /** Text that stuck to a path, or stood beside it: a note whose line break was lost. */
  readonly notes: readonly string[];
}

const stuckNoteRepair = 'note split off the path';

const anyMethod = httpMethods.join('|');
/** A method, or several for one path, and the path if there is one. */
const api = new RegExp(
  `\\b((?:${anyMethod})(?:\\s*[,，/、]\\s*(?:${anyMethod}))*)\\b[\\s:：]*(?:https?://[^/\\s]+)?((?!(?:${anyMethod})\\b)/?[\\w{}\\-.~:/%*?=&,+@!$']*)`,
  'giu',
);
const pathStart = /^\/?(?:v\d|\{|:)/iu;
/** A whole cell with one method and one faultless path: most are so. */
const plainApi = new RegExp(`^(${anyMethod}) ((?:/(?:[\\w~-]+(?:\\.[\\w~-]+)*|\\{\\w+\\}))+)$`, 'u');
const pathAlone = /^\/[\w{}\-.~:/*]+$/u;
const methodAlone = new RegExp(`^(${anyMethod})$`, 'iu');
const methodAndWord = new RegExp(`^(${anyMethod})\\s+[a-z_]\\S*$`, 'u');

/**
 * Reads method and path out of an API cell. A path ends at the first character that paths do not have.
 * @param needsMethod whether a path without a method is a problem: some copies of the help site print none
 */
export function readApiCell(
  lines: readonly string[],
  vocabulary: Vocabulary,
  needsMethod = true,
): Reading<ApiCell> {
  const printed = lines.join('\n');
  const plain = plainApi.exec(printed);
  if (plain !== null) {
    const api = { method: methodOf(plain[1]), path: plain[2] ?? '' };
    return { value: { apis: [api], notes: [] }, repairs: [], problems: [] };
  }
  if (vocabulary.noApi.has(fold(printed)) || printed === '')
    return { value: { apis: [], notes: [] }, repairs: [], problems: [] };
  const { value: text, repairs: ofPath } = repairPath(printed);
  const apis: ApiName[] = [];
  const notes: string[] = [];
  const repairs: string[] = [...ofPath];

  const named = [...text.matchAll(api)].filter(
    ({ 2: path }) => path?.startsWith('/') || pathStart.test(path ?? ''),
  );
  const before = text.slice(0, named[0]?.index ?? text.length).trim();
  for (const [index, match] of named.entries()) {
    const found = match[2] ?? '';
    if (!found.startsWith('/')) repairs.push('slash added before the path');
    const path = found.startsWith('/') ? found : `/${found}`;
    for (const method of (match[1] ?? '').split(/[^a-z]+/iu)) {
      apis.push({ method: methodOf(method), ...splitQuery(path) });
    }
    const rest = text.slice(match.index + match[0].length, named[index + 1]?.index);
    if (isConnective(rest, vocabulary)) continue;
    if (!/^\s/u.test(rest)) repairs.push(stuckNoteRepair);
    notes.push(rest.trim());
  }
  if (apis.length > 0) {
    if (before.toUpperCase() === apis[0]?.method) repairs.push('repeated method dropped');
    else if (before !== '') notes.unshift(before);
    return { value: { apis, notes }, repairs, problems: [] };
  }
  const paths = text.split('\n').map((line) => line.trim());
  if (paths.every((path) => pathAlone.test(path))) {
    // `/api/*` stands for APIs of every method.
    const isOdd = needsMethod && !paths.every((path) => path.endsWith('*'));
    return {
      value: { apis, notes, paths },
      repairs,
      problems: isOdd ? ['the API cell names no method'] : [],
    };
  }
  const alone = methodAlone.exec(text.trim()) ?? methodAndWord.exec(text.trim());
  const method = alone === null ? undefined : methodOf(alone[1]);
  const isPathless = text.includes('/v') || (alone !== null && alone[1] !== text.trim());
  return {
    value: { apis, notes, ...(method === undefined ? {} : { method }) },
    repairs,
    problems: isPathless ? ['the API cell names no method and path'] : [],
  };
}

/** Whether what stands between two APIs only joins them: punctuation, "or". */
function isConnective(text: string, { data }: Vocabulary): boolean {
  const word = fold(text).replaceAll(/[;,、。.]+/gu, '');
  return word === '' || data.notes.alternatives.some((one) => fold(one) === word);
}

function methodOf(text: string | undefined): HttpMethod {
  return (text ?? '').toUpperCase() as HttpMethod;
}

/** Parts `path?query` and the template form `path{?name,…}`, and drops a final stop. */
function splitQuery(printed: string): { path: string; query?: string } {
  const template = /^([^{?]*(?:\{[^?}]*\}[^{?]*)*)\{\?([^}]*)\}?/u.exec(printed);
  const plain = printed.indexOf('?');
  const [path, query] = template
    ? [template[1] ?? '', template[2] ?? '']
    : plain >= 0
      ? [printed.slice(0, plain), printed.slice(plain + 1)]
      : [printed, ''];
  const trimmed = path.replace(/[.,:]+$/u, '');
  return { path: trimmed, ...(query === '' ? {} : { query }) };
}
