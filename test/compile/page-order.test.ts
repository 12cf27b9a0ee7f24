import { describe, expect, test } from 'vitest';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import type { PageFacts } from '../../src/compile/page-order.ts';
import type { Claim } from '../../src/model/claim.ts';
import type { SiteNote } from '../../src/model/site-note.ts';
import { aClaim } from '../support/claims.ts';

const get = [{ action: 'ims:crates:get' }];
const show = [{ action: 'ims:crates:show' }];
const paint = { action: 'ims:crates:paint' };

/** A row of a stored copy of the help site. */
function site(
  page: string,
  members: Partial<Claim> = {},
  date: string | null = null,
  complete = true,
): Claim {
  const url = `https://docs.example.com/${page}.html`;
  return aClaim({ page: `hwc-site/crates/${page}`, source: { url, date, complete }, ...members });
}

/** A row of a documentation repository. */
function repository(page: string, members: Partial<Claim> = {}, date = '2022-01-01'): Claim {
  const source = { repo: 'example/crates', commit: '1'.repeat(40), path: page, date };
  return aClaim({ page: `hwc/crates/${page}`, source, ...members });
}

function merged(claims: readonly Claim[], facts: Partial<PageFacts> = {}) {
  return mergeClaims(claims, [], { notes: [], headings: new Map(), ...facts });
}

/** The only entry. */
function entryOf(claims: readonly Claim[], notes: readonly SiteNote[] = []) {
  const { entries } = merged(claims, { notes });
  expect(entries).toHaveLength(1);
  const [entry] = entries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
}

const note = (page: string, members: Partial<SiteNote>): SiteNote => ({
  page: `hwc-site/crates/${page}`,
  ...members,
});

describe('which page decides', () => {
  test.each([
    {
      name: 'an undated copy comes after a repository',
      claims: [repository('a.md'), site('b.md', { actions: show })],
    },
    {
      name: 'a dated copy comes after an older repository',
      claims: [repository('a.md'), site('b.md', { actions: show }, '2025-01-01')],
    },
    {
      name: 'a repository comes after an older copy',
      claims: [repository('a.md', { actions: show }, '2024-01-01'), site('b.md', {}, '2023-01-01')],
    },
    {
      name: 'the later of two dates',
      claims: [site('a.md', { actions: show }, '2025-02-01'), site('b.md', {}, '2025-01-01')],
    },
    {
      name: 'a note outweighs the dates',
      claims: [site('a.md', { actions: show }, '2024-02-01'), site('b.md', {}, '2025-01-01')],
      notes: [note('b.md', { olderThan: ['hwc-site/crates/a.md'] })],
    },
    {
      name: 'a page that a note calls older without saying than what',
      claims: [site('a.md', { actions: show }), site('b.md')],
      notes: [note('b.md', { older: true })],
    },
    {
      name: 'a Chinese page before an English one of a later date',
      claims: [site('a.md', { actions: show }, '2024-01-01'), site('b.en.md', {}, '2025-01-01')],
    },
    {
      name: 'an English page where there is no Chinese one',
      claims: [repository('a.md'), site('b.en.md', { actions: show })],
    },
  ])('$name', ({ claims, notes }) => {
    const entry = entryOf(claims, notes);
    expect(entry.actions).toEqual(show);
    expect(entry.disputed).toBeUndefined();
    expect(entry.renamed?.older.map(({ actions }) => actions)).toEqual([get]);
    expect(entry.claims.map(({ status }) => status)).toEqual(['current', 'superseded']);
    expect(entryOf([...claims].reverse(), notes)).toEqual(entry);
  });

  test.each([
    { name: 'two copies without dates', claims: [site('a.md'), site('b.md', { actions: show })] },
    {
      name: 'one with a date and one without',
      claims: [site('a.md'), site('b.md', { actions: show }, '2025-01-01')],
    },
    {
      name: 'two of one date',
      claims: [site('a.md', {}, '2025-01-01'), site('b.md', { actions: show }, '2025-01-01')],
    },
    {
      name: 'two repositories',
      claims: [repository('a.md'), repository('b.md', { actions: show }, '2023-01-01')],
    },
  ])('nobody knows of $name: both count', ({ claims }) => {
    const entry = entryOf(claims);
    expect(entry.actions).toEqual([...get, ...show]);
    expect(entry.disputed).toHaveLength(2);
    expect(entry).not.toHaveProperty('renamed');
  });

  test('another stored copy with another mark leaves the mark open', () => {
    const notes = [note('a.md', { otherCopies: [{ rows: [1], enterpriseProject: false }] })];
    const entry = entryOf([site('a.md')], notes);
    expect(entry.scopes).toEqual({ project: true, enterpriseProject: null });
    expect(entry.disputed).toHaveLength(2);
    expect(entryOf([site('a.md', { row: 2 })], notes).scopes.enterpriseProject).toBe(true);
  });

  test('a newer translation adds dependencies, and nothing else', () => {
    const claims = [
      site('a.md'),
      site('a.en.md', { dependencies: [paint], scopes: { project: true, enterpriseProject: false } }),
    ];
    const newer = [note('a.md', { olderThan: ['hwc-site/crates/a.en.md'] })];
    expect(entryOf(claims, newer)).toMatchObject({
      dependencies: [paint],
      scopes: { project: true, enterpriseProject: true },
    });
    expect(entryOf(claims)).toMatchObject({ dependencies: [] });
  });

  test('a variant never decides; where it is alone, its page and action are named', () => {
    const variant = site('a.regional.md', { status: 'variant', actions: show });
    expect(entryOf([variant, repository('b.md')]).actions).toEqual(get);
    const { problem, actions } = entryOf([variant]);
    expect(actions).toEqual([]);
    expect(problem).toMatch(/`hwc-site\/crates\/a\.regional\.md`.*`ims:crates:show`/u);
  });
});

describe('names of older pages', () => {
  test('are kept with marks and dependencies of their own, newest first and each once', () => {
    const marks = { project: true, enterpriseProject: false };
    const entry = entryOf(
      [
        site('a.md', { actions: [paint] }, '2026-01-01'),
        site('b.md', { actions: show, scopes: marks, dependencies: get }, '2025-01-01'),
        site('c.md', { actions: show }, '2024-06-01'),
        repository('d.md'),
      ],
      [],
    );
    expect(entry.renamed?.page).toBe('hwc-site/crates/a.md');
    expect(entry.renamed?.older).toMatchObject([
      { page: 'hwc-site/crates/b.md', actions: show, scopes: marks, dependencies: get },
      { page: 'hwc/crates/d.md', actions: get },
    ]);
  });

  test.each([
    { name: 'the same in another order and case', older: { actions: [{ action: 'ims:Crates:get' }] } },
    { name: 'an ungoverned row', older: { actions: [], governed: false } },
    { name: 'a row without actions', older: { actions: [] } },
    { name: 'an older version', older: { actions: show, status: 'superseded' as const } },
    { name: 'a variant', older: { actions: show, status: 'variant' as const } },
  ])('are none: $name', ({ older }) => {
    expect(entryOf([site('a.md'), repository('b.md', older)])).not.toHaveProperty('renamed');
  });

  test('are none where the newer page frees the API', () => {
    const entry = entryOf([site('a.md', { actions: [], governed: false }), repository('b.md')]);
    expect(entry.governed).toBe(false);
    expect(entry).not.toHaveProperty('renamed');
  });
});

describe('a cell that a copy lost', () => {
  const nothing = { project: null, enterpriseProject: null };

  test.each([
    {
      name: 'actions',
      newer: { actions: [], lost: ['actions' as const] },
      older: {},
      expected: { actions: get, governed: true },
    },
    {
      name: 'actions of a free row',
      newer: { actions: [], lost: ['actions' as const] },
      older: { actions: [], governed: false },
      expected: { actions: [], governed: false },
    },
    {
      name: 'marks',
      newer: { scopes: nothing, lost: ['project' as const, 'enterpriseProject' as const] },
      older: { scopes: { project: true, enterpriseProject: false } },
      expected: { scopes: { project: true, enterpriseProject: false } },
    },
    {
      name: 'one mark; the other is printed as open',
      newer: { scopes: nothing, lost: ['project' as const] },
      older: {},
      expected: { scopes: { project: true, enterpriseProject: null } },
    },
    {
      name: 'dependencies',
      newer: { dependencies: null, lost: ['dependencies' as const] },
      older: { dependencies: [paint] },
      expected: { dependencies: [paint] },
    },
    {
      name: 'dependencies of which the older table does not speak',
      newer: { dependencies: null, lost: ['dependencies' as const] },
      older: {},
      expected: { dependencies: null },
    },
    {
      name: 'marks for resources and tags',
      newer: { lost: ['resource' as const, 'tag' as const] },
      older: { narrowing: { resource: false, tag: null } },
      expected: { narrowing: { resource: false, tag: null } },
    },
    {
      name: 'a title',
      newer: { title: '', lost: ['title' as const] },
      older: {},
      expected: { title: 'Look at a crate' },
    },
  ])('is that of the older page: $name', ({ newer, older, expected }) => {
    const entry = entryOf([site('a.md', newer), repository('b.md', older)]);
    expect(entry).toMatchObject(expected);
    expect(entry).not.toHaveProperty('renamed');
  });

  test('is empty dependencies where the older table speaks of others', () => {
    const others = repository('b.md', { row: 2, path: '/v1/planks', dependencies: [paint] });
    const { entries } = merged([
      site('a.md', { dependencies: null, lost: ['dependencies'] }),
      repository('b.md'),
      others,
    ]);
    expect(entries.find(({ path }) => path.startsWith('/v1/crates'))?.dependencies).toEqual([]);
  });

  test('stays open where no page has it', () => {
    const entry = entryOf([site('a.md', { actions: [], lost: ['actions'], dependencies: null })]);
    expect(entry).toMatchObject({ actions: [], governed: true, dependencies: null });
  });
});

describe('rows that the newer page of a table no longer lists', () => {
  const row = (page: string, number: number, path: string) =>
    repository(page, { row: number, path, title: path, actions: [{ action: `ims:crates:get${number}` }] });
  const old = [row('old.md', 1, '/v1/a'), row('old.md', 2, '/v1/b'), row('old.md', 3, '/v1/c')];
  const now = (complete: boolean, paths: readonly string[], page = 'new.md') =>
    paths.map((path, index) => site(page, { row: index + 1, path, title: path }, null, complete));
  const headings = new Map([
    ['hwc/crates/old.md', 'Crates'],
    ['hwc-site/crates/new.md', 'Crates'],
    ['hwc-site/crates/more.md', 'More crates'],
  ]);
  const problemsOf = (claims: readonly Claim[], facts: Partial<PageFacts> = { headings }) =>
    merged([...old, ...claims], facts)
      .entries.filter(({ problem }) => problem !== undefined)
      .map(({ path, problem }) => ({ path, problem }));

  test('are not known to exist, and both pages are named', () => {
    expect(problemsOf(now(true, ['/v1/a', '/v1/b']))).toEqual([
      {
        path: '/v1/c',
        problem: '`hwc/crates/old.md` lists it, but the newer `hwc-site/crates/new.md` no longer does',
      },
    ]);
    const { entries } = merged([...old, ...now(true, ['/v1/a', '/v1/b'])], { headings });
    const gone = entries.find(({ path }) => path === '/v1/c');
    expect(gone?.claims.map(({ status }) => status)).toEqual(['retired']);
  });

  test.each([
    { name: 'a copy that is stored in part', claims: now(false, ['/v1/a', '/v1/b']), facts: { headings } },
    { name: 'another heading', claims: now(true, ['/v1/a', '/v1/b'], 'more.md'), facts: { headings } },
    { name: 'less than half of the APIs', claims: now(true, ['/v1/a']), facts: { headings } },
    {
      name: 'a row that has moved to another page',
      claims: [...now(true, ['/v1/a', '/v1/b']), ...now(false, ['/v1/c'], 'more.en.md')],
      facts: { headings },
    },
    {
      name: 'a page that a note calls older',
      claims: now(true, ['/v1/a', '/v1/b']),
      facts: { headings, notes: [note('new.md', { older: true as const })] },
    },
  ])('stay: $name', ({ claims, facts }) => {
    expect(problemsOf(claims, facts)).toEqual([]);
  });
});

describe('operations behind one method and path', () => {
  const action = { method: 'POST' as const, path: '/v1/crates/action' };

  test('are told apart by a subresource, whatever their titles', () => {
    const { entries } = merged([
      site('a.md', { row: 1, title: 'Crate', query: 'acl', actions: get }),
      site('a.md', { row: 2, title: 'Crate', query: 'quota', actions: show }),
      site('b.md', { row: 1, title: 'Kiste', query: 'ACL', actions: get }, '2024-01-01'),
    ]);
    expect(entries.map(({ actions, claims }) => [actions, claims.length])).toEqual([
      [get, 2],
      [show, 1],
    ]);
  });

  test('a translation opens none of its own', () => {
    const { entries, looseClaims } = merged([
      site('a.md', { ...action, row: 1, title: '打开', actions: get }),
      site('a.md', { ...action, row: 2, title: '关闭', actions: show }),
      site('a.en.md', { ...action, row: 1, title: 'Paint', actions: [paint] }),
    ]);
    expect(entries.map(({ operation }) => operation).sort()).toEqual(['关闭', '打开'].sort());
    expect(looseClaims.map(({ title }) => title)).toEqual(['Paint']);
  });

  test('the only row of an older page is the only row of the newer one, whatever its title and actions', () => {
    const entry = entryOf([
      site('a.md', { ...action, title: 'Paint', actions: [paint] }),
      repository('b.md', { ...action, title: 'Look', actions: get }),
    ]);
    expect(entry).toMatchObject({ actions: [paint], renamed: { older: [{ actions: get }] } });
  });

  test('one that cannot be paired stays', () => {
    const { entries } = merged([
      site('a.md', { ...action, title: 'Paint', actions: [paint] }),
      repository('b.md', { ...action, row: 1, title: 'Look', actions: get }),
      repository('b.md', { ...action, row: 2, title: 'Paint', actions: show }),
    ]);
    expect(entries.map(({ operation, actions }) => [operation, actions])).toEqual([
      ['Look', get],
      ['Paint', [paint]],
    ]);
    expect(entries[1]?.renamed?.older).toMatchObject([{ actions: show }]);
  });
});
