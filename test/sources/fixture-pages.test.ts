import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readDocs } from '../../src/sources/read-docs.ts';
import { readDocFiles } from '../support/docs-files.ts';
import { compactClaim } from './compact-claim.ts';
import { fixtureVocabulary } from './fixture-vocabulary.ts';

const root = 'fixtures/docs';
const files = readDocFiles(root);
const pages = files
  .map(({ path }) => path)
  .filter((path) => /\.(?:md|rst|txt)$|\/api-pages\.tsv$/u.test(path) && path.includes('/'));
const reading = readDocs(files, fixtureVocabulary());
const older = reading.evidence();

/** What reading the tree gave for one page, in the form of the expectations. */
function read(page: string): Record<string, unknown> {
  const claims = reading.claims.filter((claim) => claim.page.split('#')[0] === page).map(compactClaim);
  const evidence = older.claims.filter((claim) => claim.page === page).map(compactClaim);
  const errors = reading.errors.filter((error) => error.page === page).map(({ message }) => message);
  const api = reading.apiPages.find((known) => known.page === page);
  return {
    ...(claims.length === 0 ? {} : { claims }),
    ...(evidence.length === 0 ? {} : { evidence }),
    ...(api === undefined ? {} : { api }),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

test('every fixture page has an expectation', () => {
  expect(pages.filter((page) => !existsSync(`${root}/${page}.expected.json`))).toEqual([]);
});

test.each(pages)('%s is read as expected', (page) => {
  expect(read(page)).toEqual(JSON.parse(readFileSync(`${root}/${page}.expected.json`, 'utf8')));
});

test('the order of the files does not matter', () => {
  const { evidence, ...reversed } = readDocs([...files].reverse(), fixtureVocabulary());
  expect(reading).toMatchObject(reversed);
  expect(evidence()).toEqual(older);
});

test('pages of folders that no set names are listed as unread', () => {
  const { unread, claims } = readDocs([{ path: 'elsewhere/page.md', text: '# x' }], fixtureVocabulary());
  expect(unread).toEqual(['elsewhere/page.md']);
  expect(claims).toEqual([]);
});
