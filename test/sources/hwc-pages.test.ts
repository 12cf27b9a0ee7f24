import { describe, expect, test } from 'vitest';
import { actionNames, type Claim, namedActions } from '../../src/model/claim.ts';
import { readDocs } from '../../src/sources/read-docs.ts';
import { readDocFiles, realDocs, realDocsPresent } from '../support/docs-files.ts';
import { realVocabulary } from './fixture-vocabulary.ts';

const vocabulary = realVocabulary();
const files = realDocsPresent ? readDocFiles(realDocs).filter(({ path }) => path.startsWith('hwc/')) : [];
const reading = readDocs(files, vocabulary);
const evidence = reading.evidence().claims;
const pages = files.filter(({ path }) => path.endsWith('.md') && !path.startsWith('hwc/_history/'));
const claims = reading.claims.filter(({ page }) => !page.startsWith('hwc/_history/'));
const claimsOf = (page: string) => claims.filter((claim) => claim.page === page);

/** The API rows of a page: one claim of each. */
function rowsOf(page: string): Claim[] {
  return claimsOf(page).filter(({ api }) => api === 1);
}

/**
 * The permission tables of a page as text, by another route than the parsers: tags become line breaks, and a table
 * counts if it prints the word for "action".
 */
function rawTables(text: string): string[] {
  const html = text.match(/<table[\s\S]*?<\/table>/gu) ?? [];
  const outside = text.replaceAll(/<table[\s\S]*?<\/table>/gu, '');
  const pipes = outside.match(/(?:^\|.*\n?)+/gmu) ?? [];
  return [...html, ...pipes].filter((table) => table.includes('授权项'));
}

/** What the cells print, one in several rows as often as it counts. */
function rawText(table: string): string {
  return table
    .replaceAll(/<td[^>]*\browspan="(\d+)"[^>]*>([\s\S]*?)<\/td>/gu, (_cell, rows: string, content: string) =>
      `${content}\n`.repeat(Number(rows)),
    )
    .replaceAll(/<[^>]*>/gu, '\n')
    .replaceAll('|', '\n');
}

/** Some tables have two more columns with the same marks: the last two of eight, as the cells themselves say. */
function withoutOtherMarks(table: string): string {
  return table.includes('标签授权')
    ? table.replaceAll(/<td[^>]*\bheaders="[^"]*\.[78] "[^>]*>[\s\S]*?<\/td>/gu, '')
    : table;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

const title = 'the real hwc pages (skipped where ../shared/docs is not at hand)';
describe.skipIf(!realDocsPresent)(title, () => {
  test('are read without an error, a problem or an unread page', () => {
    expect(reading.errors.filter(({ page }) => !page.startsWith('hwc/_history/'))).toEqual([]);
    expect(reading.unread).toEqual([]);
    expect(claims.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  test('give 1636 claims of 139 pages in 34 document sets', () => {
    const distinct = (texts: readonly string[]) => new Set(texts).size;
    const placed = claims.filter(({ path }) => path !== undefined);
    expect({
      claims: claims.length,
      pages: distinct(claims.map(({ page }) => page)),
      sets: distinct(claims.map(({ docs }) => docs)),
      apis: distinct(placed.map(({ method, path }) => `${method} ${path}`)),
      actions: distinct(claims.flatMap(({ actions }) => actionNames(actions))),
    }).toEqual({ claims: 1636, pages: 139, sets: 34, apis: 1318, actions: 1181 });
  });

  test('lose no row: rows counted without the parsers', () => {
    for (const { path, text } of pages) {
      const expected = rawTables(text).map((table) =>
        table.startsWith('|')
          ? count(table, /^\|/gmu) - 2
          : count(table, /<tr\b/gu) - count(table, /<thead\b/gu),
      );
      expect([path, rowsOf(path).length]).toEqual([path, expected.reduce((one, other) => one + other, 0)]);
    }
  });

  test('lose no API: methods before a path counted without the parsers', () => {
    for (const { path, text } of pages) {
      const apis = rawTables(text).map((table) =>
        count(rawText(table), /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE)\s*(?:\/|v\d)/gu),
      );
      const placed = claimsOf(path).filter((claim) => claim.path !== undefined);
      expect([path, placed.length]).toEqual([path, apis.reduce((one, other) => one + other, 0)]);
    }
  });

  test('lose no action or dependency: two colons each, whatever is glued', () => {
    for (const { path, text } of pages) {
      const names = rawTables(text).flatMap(
        (table) => rawText(table).match(/[A-Za-z][\w-]*(?::\s?[\w*-]+)+/gu) ?? [],
      );
      const colons = names.join('').split(':').length - 1;
      const read = rowsOf(path).reduce((sum, claim) => sum + namedActions(claim).length, 0);
      // A name without its service code has one colon only.
      const short = rowsOf(path).filter(({ repairs }) =>
        repairs.some((one) => one.includes('service code is missing')),
      );
      expect([path, read * 2 - short.length]).toEqual([path, colons]);
    }
  });

  test('say of scopes what the marks say', () => {
    for (const { path, text } of pages) {
      const tables = rawTables(text)
        .filter((table) => !table.includes('支持：'))
        .map(withoutOtherMarks);
      const marks = (pattern: RegExp) =>
        tables.map((table) => count(rawText(table), pattern)).reduce((one, other) => one + other, 0);
      const scopes = rowsOf(path)
        .filter(() => tables.length > 0)
        .flatMap((claim) => [claim.scopes.project, claim.scopes.enterpriseProject]);
      const pathless = rowsOf(path).filter((claim) => claim.path === undefined && text.includes('>×</p>'));
      expect([path, scopes.filter((mark) => mark === true).length]).toEqual([path, marks(/^\s*[√Y]\s*$/gmu)]);
      expect([path, scopes.filter((mark) => mark === false).length]).toEqual([
        path,
        marks(/^\s*[x×]\s*$/gmu) - pathless.length,
      ]);
    }
  });

  test('leave rows without method and path only where they print none', () => {
    const pathless = claims.filter((claim) => claim.path === undefined);
    const counts: Record<string, number> = {};
    for (const { docs } of pathless) counts[docs] = (counts[docs] ?? 0) + 1;
    expect(counts).toEqual({ dcs: 4, hilens: 52, iam: 9, kafka: 11, obs: 65, smn: 1 });
    expect(new Set(pathless.filter(({ method }) => method !== undefined).map(({ docs }) => docs))).toEqual(
      new Set(['hilens']),
    );
  });

  test('print paths and actions that are whole', () => {
    const template = /^(?:\/(?:[\w.~-]|\{\{?[\w-]+\}?\}|:)*)+$/u;
    const odd = claims.filter((claim) => claim.path !== undefined && !template.test(claim.path));
    expect(odd.map(({ page, row, path }) => `${page} ${row} ${path}`)).toEqual([]);
    const names = claims.flatMap(namedActions);
    expect(names.filter((action) => !/^[A-Za-z]\w*(?::[\w*]+){2}$/u.test(action))).toEqual([]);
  });

  test('condition actions by use cases that the vocabulary knows, never by a bare phrase', () => {
    const ids = new Set(vocabulary.data.useCases.map(({ id }) => id));
    const used = claims.flatMap(({ actions, dependencies, prerequisites }) =>
      [...actions, ...(dependencies ?? []), ...prerequisites].flatMap(({ when }) => when ?? []),
    );
    expect(used.filter((when) => !ids.has(when))).toEqual([]);
    expect(new Set(used).size).toBe(17);
  });

  test('tell glued actions apart as an older version of the page prints them', () => {
    const glued = claims.filter(({ repairs }) => repairs.includes('glued actions split'));
    expect(glued).toHaveLength(24);
    const older = [...evidence, ...reading.claims.filter(({ status }) => status === 'superseded')];
    const unconfirmed = glued.filter(
      (claim) =>
        !older.some(
          (other) =>
            other.docs === claim.docs &&
            other.method === claim.method &&
            other.path === claim.path &&
            !other.repairs.includes('glued actions split') &&
            JSON.stringify(other.actions) === JSON.stringify(claim.actions),
        ),
    );
    expect(unconfirmed.map(({ page, row }) => `${page} ${row}`)).toEqual([]);
  });

  test('need no authorization where the page says that "none" means so', () => {
    const free = claims.filter(({ governed }) => governed === false);
    expect(new Set(free.map(({ docs }) => docs))).toEqual(new Set(['evs', 'rds']));
    expect(
      free.filter(({ docs }) => docs === 'evs').map(({ method, path }) => `${method} ${path}`),
    ).toContain('GET /');
  });

  test('keep pages of older layouts out of the data', () => {
    expect(evidence.length).toBeGreaterThan(500);
    const docs = (all: readonly Claim[]) =>
      new Set(all.filter(({ page }) => page.startsWith('hwc/_history/')).map((claim) => claim.docs));
    expect(docs(reading.claims)).toEqual(new Set(['ims']));
    expect(docs(evidence).has('ims')).toBe(false);
  });

  test('give pages on key pairs to ECS, whose APIs they list', () => {
    const services = new Set(claims.filter(({ docs }) => docs === 'dew').map(({ service }) => service));
    expect(services).toEqual(new Set(['kms', 'ecs']));
    for (const { service, actions } of claims.filter(({ docs }) => docs === 'dew')) {
      expect(actionNames(actions).every((action) => action.startsWith(`${service}:`))).toBe(true);
    }
  });
});
