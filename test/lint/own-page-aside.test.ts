import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { Catalogue, PrintedNames } from '../../src/model/catalogue.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const folder = join(import.meta.dirname, '../../../shared/policies');
const present = existsSync(join(folder, 'INDEX.tsv'));

/** A page as both lists write it: `huaweicloudDocs/obs cn.zh-cn/a.md`, `huaweicloudDocs/obs:cn.zh-cn/a.md`. */
function sameText(page: string): string {
  return page
    .normalize('NFC')
    .replace(/[:/\s]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** The sources of `printed-names.yaml`, which the compiled data leaves out. */
const printedNames = parse(
  readFileSync(join(import.meta.dirname, '../../rules/language/printed-names.yaml'), 'utf8'),
) as {
  readonly services: readonly { readonly source: string; readonly codes: readonly string[] }[];
  readonly patterns: readonly { readonly source: string; readonly pattern: string }[];
};

/** What a page alone lets the catalogue know is unknown, as if the page had not been read. */
function withoutPage(catalogue: Catalogue, page: string): Catalogue {
  const isOwn = (other: string) => sameText(other) === page;
  const areOwn = (source: string) => source.split('; ').every(isOwn);
  const codes = new Set(printedNames.services.flatMap(({ source, codes }) => (areOwn(source) ? codes : [])));
  const patterns = new Set(
    printedNames.patterns.flatMap(({ source, pattern }) => (areOwn(source) ? [pattern] : [])),
  );
  const printed = (): PrintedNames => {
    const all = catalogue.printed();
    return {
      ...all,
      services: all.services.filter((code) => !codes.has(code)),
      patterns: all.patterns.filter(({ pattern }) => !patterns.has(pattern)),
    };
  };
  const actions: Catalogue['actions'] = (service) => {
    const own = new Set(
      catalogue
        .mentions(service)
        .filter((mention) => mention.pages === 1 && isOwn(mention.page))
        .map(({ action }) => action.toLowerCase()),
    );
    return catalogue
      .actions(service)
      .filter(({ known, action }) => known !== 'mentioned' || !own.has(action.toLowerCase()));
  };
  return catalogueOver({ ...catalogue, actions, printed });
}

describe.skipIf(!present)('of the published policies, with what only their own page says taken out', () => {
  const catalogue = loadTestCatalogue();
  const [head = '', ...rows] = present
    ? readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trim().split('\n')
    : [];
  const columns = head.split('\t');
  const documents = rows.map((row) => {
    const cells = row.split('\t');
    const cell = (column: string) => cells[columns.indexOf(column)] ?? '';
    return { name: cell('file'), page: sameText(`${cell('repo')} ${cell('path')}`) };
  });

  test('own pages are found in what the catalogue knows', () => {
    const known = new Set(
      catalogue.known().flatMap((service) => catalogue.mentions(service).map(({ page }) => sameText(page))),
    );
    expect(documents.filter(({ page }) => known.has(page)).length).toBeGreaterThan(5);
  });

  // One in a hundred would be bearable.
  test('none has an action or service that is called unknown', () => {
    const alarmed = documents.flatMap(({ name, page }) => {
      const file = readPolicyFile(name, readFileSync(join(folder, name)));
      const found = lintFile(file, { ...ruleWorld(), catalogue: withoutPage(catalogue, page), cloud: 'any' })
        .filter(({ rule }) => rule === 'unknown-action' || rule === 'unknown-service')
        .filter(({ severity }) => severity !== 'info')
        .map(({ message }) => message);
      return found.length === 0 ? [] : [{ name, found }];
    });
    expect(alarmed).toEqual([]);
  });
});
