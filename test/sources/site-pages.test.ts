import { describe, expect, test } from 'vitest';
import { allClaims } from '../../src/catalogue/find-entries.ts';
import { readAction } from '../../src/model/action.ts';
import { actionNames, type Claim, isSiteSource, namedActions } from '../../src/model/claim.ts';
import { readDocs } from '../../src/sources/read-docs.ts';
import { readDocFiles, realDocs, realDocsPresent } from '../support/docs-files.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { realVocabulary } from './fixture-vocabulary.ts';

const root = 'hwc-site/';
const vocabulary = realVocabulary();
const files = realDocsPresent ? readDocFiles(realDocs).filter(({ path }) => path.startsWith(root)) : [];
const reading = readDocs(files, vocabulary);
const { claims } = reading;
const pages = files.filter(({ path }) => path.endsWith('.md'));
const notes = vocabulary.data.siteNotes;
const noteOf = (page: string) => notes.find((note) => note.page === page);

const claimsByPage = new Map<string, Claim[]>();
for (const claim of claims) claimsByPage.set(claim.page, [...(claimsByPage.get(claim.page) ?? []), claim]);
const claimsOf = (page: string): readonly Claim[] => claimsByPage.get(page) ?? [];
/** The rows of a page: one claim of each. */
const rowsOf = (page: string): readonly Claim[] => claimsOf(page).filter(({ api }) => api === 1);

function claim(page: string, row: number): Claim {
  const found = rowsOf(`${root}${page}`).filter((one) => one.row === row);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} rows ${row} of ${page}`);
  return found[0];
}

/** A page's line in `SOURCES.tsv`, read without the parsers. */
interface Line {
  readonly page: string;
  readonly url: string;
  readonly date: string;
  readonly complete: string;
  readonly rows: number;
  readonly note: string;
}

const lines: readonly Line[] = (files.find(({ path }) => path === `${root}SOURCES.tsv`)?.text ?? '')
  .split('\n')
  .slice(1)
  .filter((line) => line !== '')
  .map((line) => {
    const [page = '', url = '', date = '', complete = '', rows = '', , note = ''] = line.split('\t');
    return { page: `${root}${page}`, url, date, complete, rows: Number(rows), note };
  });

/** The cells of the one pipe table of a page as text, the header first: by another route than the parsers. */
function rawRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/u.test(line))
    .map((line) =>
      line
        .replaceAll(/^\||\|\s*$/gu, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** The cells below the header words that the pattern matches, row by row. */
function rawCells(text: string, header: RegExp): string[][] {
  const [first = [], ...rows] = rawRows(text);
  const columns = [...first.keys()].filter((column) =>
    header.test((first[column] ?? '').replaceAll(' ', '')),
  );
  return rows.map((row) => columns.map((column) => row[column] ?? ''));
}

const names = /[A-Za-z][\w-]*(?::[\w*-]*)*:[\w*-]+/gu;
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const ofIdentity = /策略授权项|身份策略|v5|5\.0|SupportedAction/u;
const anyAction = /授权项|依赖|权限名称|权限\(|Action|Depend/u;
const distinct = (texts: readonly string[]) => new Set(texts).size;
const isCurrent = ({ status }: Claim) => status === 'current';

const title = 'the pages of the help site (skipped where ../shared/docs is not at hand)';
describe.skipIf(!realDocsPresent)(title, () => {
  test('are read without an error, a problem or an unread page', () => {
    expect(reading.errors).toEqual([]);
    expect(reading.unread).toEqual([]);
    expect(claims.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  test('give 2421 claims of 396 pages and 13 API pages of obs', () => {
    const ofObs = claims.filter(({ page }) => page.startsWith(`${root}obs/api-pages.tsv#`));
    const ofPages = claims.filter((one) => !ofObs.includes(one));
    const placed = ofPages.filter(({ path }) => path !== undefined);
    expect({
      obs: ofObs.length,
      claims: ofPages.length,
      rows: ofPages.filter(({ api }) => api === 1).length,
      pages: distinct(ofPages.map(({ page }) => page)),
      services: distinct(ofPages.map(({ service }) => service)),
      apis: distinct(placed.map(({ service, method, path }) => `${service} ${method} ${path}`)),
      actions: distinct(ofPages.flatMap(({ actions }) => actionNames(actions))),
      variants: ofPages.filter(({ status }) => status === 'variant').length,
      repaired: ofPages.filter(({ repairs }) => repairs.length > 0).length,
    }).toEqual({
      obs: 13,
      claims: 2408,
      rows: 2404,
      pages: 396,
      services: 58,
      apis: 1511,
      actions: 1305,
      variants: 191,
      repaired: 15,
    });
  });

  test('lose no row: as many as SOURCES.tsv says, and as lines of the table', () => {
    expect(lines.map(({ page }) => page).sort()).toEqual(pages.map(({ path }) => path).sort());
    const counted = new Map(pages.map(({ path, text }) => [path, rawRows(text).length - 1]));
    for (const { page, rows } of lines) {
      expect([page, counted.get(page), rowsOf(page).map(({ row }) => row)]).toEqual([
        page,
        rows,
        Array.from({ length: rows }, (_, index) => index + 1),
      ]);
    }
  });

  test('have the address, date and completeness that SOURCES.tsv gives them', () => {
    for (const { page, url, date, complete } of lines) {
      const sources = claimsOf(page).map(({ source }) => source);
      expect(new Set(sources.map((source) => JSON.stringify(source)))).toEqual(
        new Set([JSON.stringify({ url, date: date === '' ? null : date, complete: complete === 'yes' })]),
      );
    }
    expect(lines.filter(({ date }) => date === '')).toHaveLength(324);
    expect(claims.every(({ source }) => isSiteSource(source))).toBe(true);
  });

  test('lose no API: methods before a path', () => {
    for (const { path, text } of pages) {
      const cells = rawCells(text, /API/u)
        .flat()
        .filter((cell) => cell.includes('/'));
      const methods = count(cells.join('\n'), /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE)\s*\/?\s*\S*\/\S/gu);
      const bare = cells.filter((cell) => cell.startsWith('/')).length;
      // `GET /` is the only path without a second part.
      const roots = cells.filter((cell) => /^[A-Z]+ \/$/u.test(cell)).length;
      const placed = claimsOf(path).filter((one) => one.path !== undefined);
      expect([path, placed.length]).toEqual([path, methods + bare + roots]);
      expect(placed.filter(({ method }) => method === undefined)).toHaveLength(bare);
    }
  });

  test('lose no action or dependency, and make none of those for identity policies a requirement', () => {
    for (const { path, text } of pages) {
      const [header = []] = rawRows(text);
      const wanted = (word: string, column: number) => {
        const plain = word.replaceAll(' ', '');
        const isList = header.length === 2 && column === 1;
        return (anyAction.test(plain) || isList) && !ofIdentity.test(plain);
      };
      const columns = header.flatMap((word, column) => (wanted(word, column) ? [column] : []));
      const rows = rawRows(text).slice(1);
      for (const [index, row] of rows.entries()) {
        const read = rowsOf(path).find((one) => one.row === index + 1);
        const dots = read?.repairs.some((repair) => repair.includes('dots')) ? 5 : 0;
        const printed = columns.flatMap((column) => (row[column] ?? '').match(names) ?? []);
        const owners = new Set((read?.dependencies ?? []).flatMap((one) => one.for ?? []));
        const identity = noteOf(path)?.identityRows?.includes(index + 1) ? read?.identityActions?.length : 0;
        const named = read === undefined ? [] : namedActions(read);
        expect([path, index + 1, named.length + owners.size + (identity ?? 0)]).toEqual([
          path,
          index + 1,
          printed.length + dots,
        ]);
      }
    }
  });

  test('say of scopes, resources and tags what the marks say, and that an empty cell was lost', () => {
    const kinds = [
      { header: /^(?:IAM项目|IAMProject)/u, cell: 'project', of: (one: Claim) => one.scopes.project },
      {
        header: /^(?:企业项目|EnterpriseProject|Enterpriseproject)/u,
        cell: 'enterpriseProject',
        of: (one: Claim) => one.scopes.enterpriseProject,
      },
      {
        header: /^(?:实例授权|资源级细粒度|AuthorizationbyInstance)$/u,
        cell: 'resource',
        of: (one: Claim) => one.narrowing?.resource ?? null,
      },
      {
        header: /^(?:标签授权|AuthorizationbyTag)$/u,
        cell: 'tag',
        of: (one: Claim) => one.narrowing?.tag ?? null,
      },
    ] as const;
    let seen = 0;
    for (const { path, text } of pages) {
      for (const { header, cell, of } of kinds) {
        for (const [index, cells] of rawCells(text, header).entries()) {
          const [printed] = cells;
          if (printed === undefined) continue;
          seen += 1;
          const read = rowsOf(path)[index];
          if (read === undefined) throw new Error(`${path} has no row ${index + 1}`);
          const isYes = /^(?:√|Supported|支持)$/u.test(printed);
          const isNo = /^(?:[x×X]|Not supported|不支持)$/u.test(printed);
          const expected = isYes ? true : isNo ? false : null;
          expect([path, index + 1, cell, of(read), read.lost?.includes(cell) ?? false]).toEqual([
            path,
            index + 1,
            cell,
            expected,
            // Where only a note is left, the mark before it was lost.
            printed === '' || (cell !== 'resource' && cell !== 'tag' && /^(?:说明：|NOTE:)/u.test(printed)),
          ]);
        }
      }
    }
    expect(seen).toBeGreaterThan(4500);
  });

  test('an empty cell of actions, dependencies or APIs was lost, never "none"', () => {
    const lost = (cell: string) =>
      claims
        .filter((one) => one.lost?.some((other) => other === cell))
        .map(({ page, row }) => `${page.slice(root.length)} ${row}`);
    const rows = (page: string, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => `${page} ${from + index}`);
    expect(lost('actions')).toEqual([
      // What a note says is for identity policies is no requirement; an older page has one.
      ...rows('dew/dew_02_0309.html-copy.md', 6, 9),
      ...rows('ims/ims_03_appendix_06.en.md', 1, 3),
      ...rows('ims/ims_03_appendix_08.en.md', 3, 7),
    ]);
    for (const one of claims.filter((other) => other.lost?.includes('actions'))) {
      expect([one.actions, one.governed]).toEqual([[], true]);
    }
    const withoutDependencies = claims.filter(({ dependencies }) => dependencies === null);
    expect(withoutDependencies.map(({ page, row }) => `${page.slice(root.length)} ${row}`)).toEqual(
      lost('dependencies'),
    );
    expect(new Set(withoutDependencies.map(({ page }) => page.slice(root.length)))).toEqual(
      new Set(['cbr/cbr_04_0017.md', 'cbr/cbr_04_0018.en.md', 'kafka/guide_72865d77685e.md']),
    );
    expect(lost('api').filter((one) => one.startsWith('obs/obs_04_0111.intl-zh-cn.md'))).toHaveLength(25);
    // Sections without the column ask for none.
    expect(claim('cbr/cbr_04_0018.md', 1)).toMatchObject({ dependencies: [] });
  });

  test('rows are ungoverned only where they print so', () => {
    const free = claims.filter(({ governed }) => governed !== true);
    expect(free.every(({ actions }) => actions.length === 0)).toBe(true);
    const counts: Record<string, number> = {};
    for (const { docs, governed } of free)
      counts[`${docs} ${governed}`] = (counts[`${docs} ${governed}`] ?? 0) + 1;
    expect(counts).toEqual({
      'dli null': 5,
      'eip null': 2,
      'evs null': 2,
      'ims null': 5,
      'modelarts null': 3,
      'nosql null': 5,
      'rds false': 6,
      'sfs null': 4,
    });
  });

  test('regional, European and old copies never decide', () => {
    const named = pages.map(({ path }) => path).filter((path) => /\.(?:regional|eu|old)\./u.test(path));
    const noted = notes.flatMap(({ page, variant }) => (variant === undefined ? [] : [page]));
    const variants = new Set(claims.filter((one) => one.status === 'variant').map(({ page }) => page));
    expect(variants).toEqual(new Set([...named, ...noted]));
    expect(claims.every(({ status }) => status === 'current' || status === 'variant')).toBe(true);
    const european = lines.filter(({ note }) => note.startsWith('European site')).map(({ page }) => page);
    expect(european.filter((page) => !variants.has(page))).toEqual([]);
    const regional = lines.filter(({ note }) => note.startsWith('regional ')).map(({ page }) => page);
    expect(regional.filter((page) => !variants.has(page))).toEqual([]);
  });

  test('every page that a note calls older, and every page it is older than, is known', () => {
    const known = new Set(pages.map(({ path }) => path));
    const told = notes.flatMap(({ page, olderThan = [] }) => [page, ...olderThan]);
    expect(told.filter((page) => !known.has(page))).toEqual([]);
    expect(distinct(notes.map(({ page }) => page))).toBe(notes.length);
    expect(notes.filter(({ page, olderThan }) => olderThan?.includes(page))).toEqual([]);
    const older = new Set(
      notes.flatMap(({ page, older: isOlder, olderThan }) => (isOlder || olderThan ? [page] : [])),
    );
    // What a note calls older itself, or names as today's page in its place.
    const saysOlder =
      /^older|\bolder (?:copy|page|English|address|than)|^OLDER|is today's\)|is today's page|^page before|page before \w+|earlier page/u;
    const missing = lines.filter(({ page, note }) => saysOlder.test(note) && !older.has(page));
    // Of these not the page itself is older, but another copy or page that the note speaks of.
    expect(missing.map(({ page }) => page.slice(root.length))).toEqual([
      'anti-ddos/guide_726380c766d1.md',
      'as/as_05_0202.md',
      'eip/eip_apipermission_0002.md',
      'vpn/vpn_api_0115.md',
    ]);
  });

  test('either of two actions is enough where a cell says "or"', () => {
    expect(claim('dew/dew_02_0309.eu.en.md', 11).actions).toEqual([
      { anyOf: ['kms:dek:crypto', 'kms:dek:encrypt'] },
    ]);
    expect(claims.filter(({ actions }) => actions.some(({ anyOf }) => anyOf !== undefined))).toHaveLength(2);
  });

  test('actions without a resource type are whole', () => {
    expect(actionNames(claim('config/rms_05_1100.en.md', 3).actions)).toEqual(['rms::tagResource']);
    expect(actionNames(claim('swr/swr_01_0103.md', 1).actions)).toEqual([
      'swr:repo:download',
      'swr::createLoginSecret',
    ]);
    const all = claims.flatMap(namedActions);
    expect(all.filter((action) => !readAction(action).ok)).toEqual([]);
  });

  test('the actions of other services in the action cell are dependencies where a note says so', () => {
    expect(claim('dds/dds_api_0037.md', 1)).toMatchObject({
      actions: [{ action: 'dds:instance:create' }],
      dependencies: [
        'vpc:vpcs:list',
        'vpc:vpcs:get',
        'vpc:subnets:get',
        'vpc:securityGroups:get',
        'vpc:ports:get',
      ].map((action) => ({ action })),
    });
    expect(claim('ddm/ddm_api_01_0052.md', 1).prerequisites).toEqual([
      { anyOf: [{ role: 'BSS Finance', service: 'bss' }], when: 'yearly-monthly' },
      { anyOf: [{ role: 'BSS Operator', service: 'bss' }], when: 'yearly-monthly' },
    ]);
    expect(claim('evs/evs_04_0025.md', 2).actions).toContainEqual({
      action: 'ims:images:get',
      when: 'volume-from-image',
    });
  });

  test('copying images depends on what the page of 2025 says', () => {
    const [inRegion, across] = [1, 2].map((row) => claim('ims/ims_03_appendix_09.en.md', row));
    expect(across).toMatchObject({
      actions: [{ action: 'ims:images:copy' }],
      dependencies: ['ims:serverImages:create', 'obs:bucket:*', 'obs:object:*', 'kms:*:*'].map((action) => ({
        action,
      })),
      scopes: { project: null, enterpriseProject: false },
      lost: ['project'],
    });
    const dependencies = inRegion?.dependencies ?? [];
    expect(dependencies.filter((one) => one.for === 'ims:images:copy')).toHaveLength(4);
    expect(dependencies.filter(({ when }) => when === 'enterprise-project-enabled')).toHaveLength(13);
  });

  test('names for identity policies are kept beside the requirement', () => {
    expect(claim('eip/eip_apipermission_0005.md', 4)).toMatchObject({
      actions: [{ action: 'vpc:publicipTags:create' }, { action: 'vpc:publicipTags:delete' }],
      identityActions: ['eip:publicIps:createTags', 'eip:publicIps:deleteTags'],
    });
    expect(claim('dew/dew_02_0309.html-copy.md', 6)).toMatchObject({
      actions: [],
      identityActions: ['kms:cmk:createDataKey'],
      lost: ['actions'],
    });
    expect(claim('modelarts/modelarts_03_0174.md', 2).identityActions).toEqual(['modelarts::tagResource']);
  });

  test('lists of actions without APIs are rows without method and path', () => {
    const pathless = claims.filter((one) => one.path === undefined && isCurrent(one));
    const counts: Record<string, number> = {};
    for (const { docs } of pathless) counts[docs] = (counts[docs] ?? 0) + 1;
    expect(counts).toMatchObject({ 'anti-ddos': 21, cfw: 40, kafka: 12, dws: 5, dli: 19, obs: 60 });
    expect(claim('kafka/guide_72865d77685e.md', 3)).toMatchObject({
      actions: [{ action: 'dms:instance:create' }],
    });
  });

  test('a note asks for every role that it lists', () => {
    expect(claim('drs/drs_api_0039.md', 1).prerequisites).toEqual(
      ['RDS ReadOnlyAccess', 'VPC FullAccess', 'SMN FullAccess'].map((role) => ({
        anyOf: [{ role, service: role.slice(0, 3).toLowerCase() }],
      })),
    );
    expect(claim('sfsturbo/sfs_02_0083.md', 1).prerequisites).toEqual([
      { anyOf: [{ role: 'KMS Administrator', service: 'kms' }], when: 'encrypted-file-system' },
    ]);
  });

  test('condition actions by use cases that the vocabulary knows, never by a bare phrase', () => {
    const ids = new Set(vocabulary.data.useCases.map(({ id }) => id));
    const used = claims.flatMap(({ actions, dependencies, prerequisites }) =>
      [...actions, ...(dependencies ?? []), ...prerequisites].flatMap(({ when }) => when ?? []),
    );
    expect(used.filter((when) => !ids.has(when))).toEqual([]);
  });

  test('marks that changed are read as they are today', () => {
    expect(claim('dns/dns_api_70003.md', 1).scopes).toEqual({ project: true, enterpriseProject: true });
    expect(claim('smn/smn_api_80004.md', 1).scopes).toEqual({ project: true, enterpriseProject: false });
    // A list of filters in the place of a mark settles nothing.
    expect(claim('dns/dns_api_70002.md', 3)).toMatchObject({
      scopes: { project: true, enterpriseProject: null },
    });
    expect(claim('dns/dns_api_70002.md', 3).lost).toBeUndefined();
  });

  test('every row is a claim of the catalogue', () => {
    const places = (of: readonly Claim[]) =>
      of.map(({ service, page, table, row, api }) => `${service} ${page} ${table} ${row} ${api}`).sort();
    const stored = allClaims(loadTestCatalogue()).filter(({ page }) => page.startsWith(root));
    expect(places(stored)).toEqual(places(claims));
  });
});
