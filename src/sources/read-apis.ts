import { type HttpMethod, httpMethods } from '../model/claim.ts';
import { fold } from './fold.ts';
import type { Reading } from './reading.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Method and path of one API. */
export interface ApiName {
  readonly method: HttpMethod;
  readonly path: string;
  readonly query?: string;
}

export interface ApiCell {
  readonly apis: readonly ApiName[];
  /** Method of a cell that names one without a path. */
  readonly method?: HttpMethod;
  /** Text that stuck to a path, or stood beside it: a note whose line break was lost. */
  readonly notes: readonly string[];
}

const stuckNoteRepair = 'note split off the path';

/** A method, a path if there is one, and what follows up to the next method. */
const api = new RegExp(
  `\\b(${httpMethods.join('|')})\\b[\\s:：]*(?:https?://[^/\\s]+)?(/?[\\w{}\\-.~:/%*?=&,+@!$']*)`,
  'giu',
);
const pathStart = /^\/?(?:v\d|\{|:)/iu;

/** Reads method and path out of an API cell. A path ends at the first character that paths do not have. */
export function readApiCell(lines: readonly string[], vocabulary: Vocabulary): Reading<ApiCell> {
  const text = lines.join('\n');
  if (vocabulary.noApi.has(fold(text)) || text === '')
    return { value: { apis: [], notes: [] }, repairs: [], problems: [] };
  const apis: ApiName[] = [];
  const notes: string[] = [];
  const repairs: string[] = [];
  const problems: string[] = [];

  const [named, bare] = partition([...text.matchAll(api)], (match) => {
    const printed = match[2] ?? '';
    return printed.startsWith('/') || pathStart.test(printed);
  });
  const before = text.slice(0, named[0]?.index ?? text.length).trim();
  for (const [index, match] of named.entries()) {
    const printed = match[2] ?? '';
    if (!printed.startsWith('/')) repairs.push('slash added before the path');
    const path = printed.startsWith('/') ? printed : `/${printed}`;
    apis.push({ method: methodOf(match), ...splitQuery(path) });
    const rest = text.slice(match.index + match[0].length, named[index + 1]?.index);
    if (rest.trim() === '') continue;
    if (!/^\s/u.test(rest)) repairs.push(stuckNoteRepair);
    notes.push(rest.trim());
  }
  const only = bare[0];
  const method = apis.length === 0 && only !== undefined ? methodOf(only) : undefined;
  if (apis.length > 0 && before !== '') notes.unshift(before);
  if (apis.length === 0 && (method !== undefined || text.includes('/'))) {
    problems.push('the API cell names no method and path');
  }
  return { value: { apis, notes, ...(method === undefined ? {} : { method }) }, repairs, problems };
}

function methodOf(match: RegExpMatchArray): HttpMethod {
  return (match[1] ?? '').toUpperCase() as HttpMethod;
}

function partition<Item>(items: readonly Item[], holds: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
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
