import { describe, expect, test } from 'vitest';
import { actionNames, type Claim, namedActions } from '../../src/model/claim.ts';
import { type DocFile, readDocs } from '../../src/sources/read-docs.ts';
import { readDocFiles, realDocs, realDocsPresent } from '../support/docs-files.ts';
import { realVocabulary } from './fixture-vocabulary.ts';

/**
 * Every Open Telekom Cloud page, counted a second time over its raw text: by borders, marks and words, without the
 * parsers.
 */
const files = realDocsPresent ? readDocFiles(realDocs).filter(isOtc) : [];
const pages = files.filter(({ path }) => path.endsWith('.rst'));
const reading = realDocsPresent ? readDocs(files, realVocabulary()) : undefined;
const claims = reading?.claims ?? [];
const claimsOf = new Map<string, Claim[]>(pages.map(({ path }) => [path, []]));
for (const claim of claims) claimsOf.get(claim.page)?.push(claim);

function isOtc({ path }: DocFile): boolean {
  return path.startsWith('otc/');
}

/** What begins a sentence or a list item about scopes, and how many of them it names. */
const phrases = { 'Projects are': 1, 'Both projects': 2, '-  IAM projects': 1, '-  Enterprise projects': 1 };

const title = 'the otc pages (skipped where ../shared/docs is not at hand)';
describe.skipIf(!realDocsPresent)(title, () => {
  test('are all read: 188 pages of 40 document sets, 2,048 API rows', () => {
    expect(reading?.unread).toEqual([]);
    expect(reading?.errors).toEqual([]);
    expect(pages).toHaveLength(188);
    expect([...claimsOf].filter(([, found]) => found.length === 0)).toEqual([]);
    expect(new Set(claims.map(({ docs }) => docs)).size).toBe(40);
    expect(claims).toHaveLength(2048);
    expect(new Set(claims.flatMap(({ actions }) => actionNames(actions))).size).toBe(1348);
    const named = claims.filter(({ method, path }) => method !== undefined && path !== undefined);
    expect(new Set(named.map(({ method, path, query }) => `${method} ${path} ${query ?? ''}`)).size).toBe(
      1601,
    );
  });

  test('retired sets and the Swiss variant are marked so', () => {
    const setsWith = (status: Claim['status']) => [
      ...new Set(claims.filter((claim) => claim.status === status).map(({ docs }) => docs)),
    ];
    expect(setsWith('retired')).toEqual(['cloud-search-service', 'modelarts']);
    expect(setsWith('variant')).toEqual(['image-management-service-swiss']);
    expect(setsWith('superseded')).toEqual([]);
  });

  test.each(pages)('$path: rows, APIs, actions and scopes are those of the text', ({ path, text }) => {
    const found = claimsOf.get(path) ?? [];
    const rows = found.filter(({ api }) => api === 1);
    expect({
      rows: rows.length,
      apis: found.filter((claim) => claim.path !== undefined).length,
      actions: namesIn(rows),
      mentions: mentionsIn(rows),
      supported: marks(rows, true),
      notSupported: marks(rows, false),
    }).toEqual({
      rows: countRows(text),
      apis: countPaths(text),
      actions: [...new Set(wordsWithTwoColons(text))].sort(),
      mentions: wordsWithTwoColons(text).length,
      supported: countMarks(text, ['Y', 'Supported'], phrases),
      notSupported: countMarks(text, ['x', 'X', 'Not supported'], {}),
    });
  });

  test('leave nothing unread; the paths without a method are patterns', () => {
    expect(claims.filter(({ problem }) => problem !== undefined)).toEqual([]);
    const pathsOnly = claims.filter(({ method, path }) => method === undefined && path !== undefined);
    expect(pathsOnly.map(({ docs, path }) => `${docs} ${path}`)).toEqual([
      'cloud-container-engine /api/*',
      'cloud-container-engine /apis/*',
      'cloud-container-engine /api/*',
      'cloud-container-engine /apis/*',
    ]);
  });

  test('rows without an API are those whose page names none', () => {
    const without = new Map<string, number>();
    for (const { docs, path } of claims) {
      if (path === undefined) without.set(docs, (without.get(docs) ?? 0) + 1);
    }
    expect(Object.fromEntries(without)).toEqual({
      'distributed-cache-service': 19,
      'identity-access-management': 5,
      'object-storage-service': 68,
      'optical-character-recognition': 15,
      'scalable-file-service': 4,
      'simple-message-notification': 1,
      'virtual-private-cloud': 2,
    });
  });

  test('a section whose heading says so is deprecated', () => {
    const deprecated = claims.filter((claim) => claim.deprecated && claim.service !== 'ims');
    expect(deprecated.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v2/{project_id}/notifications/endpoints/{endpoint_urn}/publish',
    ]);
  });

  test('every condition has the id of a use case', () => {
    const ids = new Set(realVocabulary().data.useCases.map(({ id }) => id));
    const named = claims.flatMap(({ actions, dependencies, prerequisites }) =>
      [...actions, ...(dependencies ?? []), ...prerequisites].flatMap(({ when }) => when ?? []),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((when) => !ids.has(when))).toEqual([]);
  });

  test('an API is ungoverned only where its page says so or names no action', () => {
    const ungoverned = claims.filter(({ governed }) => governed !== true);
    expect(ungoverned.filter(({ actions }) => actions.length > 0)).toEqual([]);
    const text = new Map(pages.map((page) => [page.path, page.text]));
    const words = /\| (?:None|N\/A|``-``|Not required|No authorization required)\s/u;
    expect(ungoverned.filter(({ page }) => !words.test(text.get(page) ?? ''))).toEqual([]);
    expect(ungoverned.filter(({ governed }) => governed === false)).toHaveLength(9);
    expect(ungoverned).toHaveLength(24);
  });

  test('a table without an action column leaves the actions unknown', () => {
    const unknown = claims.filter(({ actions, governed }) => governed === true && actions.length === 0);
    expect(new Set(unknown.map(({ docs }) => docs))).toEqual(
      new Set(['nat-gateway', 'tag-management-service']),
    );
    expect(unknown.filter(({ docs }) => docs === 'nat-gateway')).toHaveLength(31);
  });
});

/** The lines of tables as cells; a line that begins a row is marked. Only borders and bars are looked at. */
function tableLines(text: string): { readonly cells: readonly string[]; readonly begins: boolean }[] {
  const lines = text.split('\n').map((line) => line.trim());
  const found: { cells: readonly string[]; begins: boolean }[] = [];
  let borders: string[] = [];
  for (const [at, line] of lines.entries()) {
    if (/^=+(?: +=+)+$/u.test(line)) {
      // A simple table has a border above and below its header, and one at its end.
      borders = borders.length === 2 ? [] : [...borders, line];
    } else if (borders.length === 2) {
      const starts = [...(borders[0] ?? '').matchAll(/=+/gu)].map(({ index }) => index);
      const cells = starts.map((start, column) => line.slice(start, starts[column + 1]).trim());
      found.push({ cells, begins: true });
    } else if (line.startsWith('|')) {
      const cells = line.split('|').slice(1, -1);
      const begins = /^\+[-=]/u.test(lines[at - 1] ?? '');
      found.push({ cells: cells.map((cell) => cell.trim()), begins });
    }
  }
  return found;
}

/** Rows that begin below a border, without the header of each table. */
function countRows(text: string): number {
  const lines = text.split('\n').map((line) => line.trim());
  const headers = lines.filter(
    (line, at) => line.startsWith('+-') && !/^[+|]/u.test(lines[at - 1] ?? ''),
  ).length;
  return tableLines(text).filter(({ begins }) => begins).length - headers;
}

/** Cell lines that begin with a method; and paths that have none. */
function countPaths(text: string): number {
  const begins =
    /^(?:-\s+)?(?::ref:`)?(?:(?:GET|POST|PUT|DELETE|PATCH|HEAD)\b|(?:Get|Post|Put|Delete|Patch)\s*\/|\/apis?\/\\\*)/u;
  return tableLines(text)
    .flatMap(({ cells }) => cells)
    .filter((cell) => begins.test(cell)).length;
}

function wordsWithTwoColons(text: string): string[] {
  const cells = tableLines(text).flatMap((line) => line.cells.map((cell) => cell.replaceAll(/[`\\]/gu, '')));
  return cells.flatMap((cell) => cell.match(/[\w*-]+:[\w*-]+:[\w*-]+/gu) ?? []);
}

/** Actions, dependencies, and the names of the rows' own actions before their dependencies, as often as printed. */
function mentionsIn(rows: readonly Claim[]): number {
  let count = 0;
  for (const { actions, dependencies, repairs } of rows) {
    const owners = new Set((dependencies ?? []).flatMap((one) => (one.for === undefined ? [] : [one.for])));
    const isBlank = repairs.includes('blank cell read as the one above');
    count += (isBlank ? 0 : actions.length) + (dependencies ?? []).length + owners.size;
  }
  return count;
}

function namesIn(rows: readonly Claim[]): string[] {
  return [...new Set(rows.flatMap(namedActions))].sort();
}

function marks(rows: readonly Claim[], wanted: boolean): number {
  const all = rows.flatMap(({ scopes }) => [scopes.project, scopes.enterpriseProject]);
  return all.filter((mark) => mark === wanted).length;
}

/** Marks in the first line of each row; a sentence or a list item counts for the scopes that it names. */
function countMarks(
  text: string,
  words: readonly string[],
  phrases: Readonly<Record<string, number>>,
): number {
  let count = 0;
  for (const { cells, begins } of tableLines(text)) {
    // Marks stand after the action; an `x` before it says that there is no API.
    const action = cells.findIndex((cell) => /[\w-]:[\w-]+:/u.test(cell));
    if (begins) count += cells.slice(action + 1).filter((cell) => words.includes(cell)).length;
    for (const [phrase, worth] of Object.entries(phrases)) {
      count += worth * cells.filter((cell) => cell.startsWith(phrase)).length;
    }
  }
  return count;
}
