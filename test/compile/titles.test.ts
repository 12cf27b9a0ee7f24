import { describe, expect, test } from 'vitest';
import type { CatalogueFile } from '../../src/compile/catalogue-file.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import { giveTitles, type Translation } from '../../src/compile/titles.ts';
import type { Claim } from '../../src/model/claim.ts';
import type { ApiPage } from '../../src/model/entry.ts';
import { aClaim, anApiPage } from '../support/claims.ts';
import { committedTranslations } from '../support/committed-titles.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

function filesOf(claims: readonly Claim[], apiPages: readonly ApiPage[] = []): CatalogueFile[] {
  return (['hwc', 'otc'] as const).map((cloud) => ({
    cloud,
    service: 'ims',
    ...mergeClaims(
      claims.filter((claim) => claim.cloud === cloud),
      apiPages.filter((page) => page.cloud === cloud),
    ),
  }));
}

/** The titles of Huawei Cloud's entries, with our translations `zh -> en` of service `ims`. */
function titlesOf(
  claims: readonly Claim[],
  ours: readonly Translation[] = [],
  apiPages: readonly ApiPage[] = [],
) {
  const { files, unused, untitled } = giveTitles(filesOf(claims, apiPages), ours);
  const titles = files[0]?.entries.map(({ title, titleZh, titleBy }) => ({ title, titleZh, titleBy }));
  return { titles, loose: files[0]?.looseClaims, unused, untitled };
}

const site = (date: string | null) => ({ url: 'https://example.org/crates', date, complete: true });
const chinese = aClaim({ title: '查看箱子' });
const english = aClaim({ title: 'Querying a Crate', page: 'hwc-site/crates/a.en.md', source: site(null) });
const otc = aClaim({
  cloud: 'otc',
  page: 'otc/crates/a.rst',
  path: '/v1/crates/{id}',
  title: 'Showing a Crate',
});
const ours: Translation = { service: 'ims', zh: '查看箱子', en: 'Looking at a Crate' };

describe('the English title of an API', () => {
  test.each([
    ['of an English page of its own cloud', [chinese, english, otc], 'Querying a Crate', undefined],
    [
      'of an English page that is a variant',
      [chinese, { ...english, status: 'variant' as const }],
      'Querying a Crate',
      undefined,
    ],
    [
      'of the same API in the other cloud, whatever its placeholders',
      [chinese, otc],
      'Showing a Crate',
      'otc',
    ],
    ['ours, where no page has one', [chinese], 'Looking at a Crate', 'iamscope'],
    [
      'not that of the other cloud where the method differs',
      [chinese, { ...otc, method: 'PUT' as const }],
      'Looking at a Crate',
      'iamscope',
    ],
    [
      'not that of a row that lost it',
      [chinese, { ...english, title: '', lost: ['title' as const] }],
      'Looking at a Crate',
      'iamscope',
    ],
    [
      'ours for the older wording, where only that is translated',
      [chinese, aClaim({ title: '查看一个箱子', page: 'hwc-site/crates/b.md', source: site('2025-02-02') })],
      'Looking at a Crate',
      'iamscope',
    ],
  ])('is %s', (_name, claims, title, titleBy) => {
    expect(titlesOf(claims, [ours]).titles).toMatchObject([{ title, titleBy }]);
  });

  test('is that of an API page too, and stays where there is no Chinese one', () => {
    expect(titlesOf([], [], [anApiPage()]).titles).toEqual([
      { title: 'Looking at a crate', titleZh: undefined, titleBy: undefined },
    ]);
  });

  test('is found by method and path where the row lost its title', () => {
    const byApi: Translation = { service: 'ims', api: 'GET /v1/crates/{crate_id}', en: 'Looking at a Crate' };
    expect(titlesOf([aClaim({ title: '' })], [byApi])).toMatchObject({
      titles: [{ title: 'Looking at a Crate', titleZh: undefined, titleBy: 'iamscope' }],
      unused: [],
      untitled: [],
    });
  });
});

test('the Chinese title is that of the newest row that has one', () => {
  const newer = aClaim({ title: '查询箱子', page: 'hwc-site/crates/b.md', source: site('2025-02-02') });
  expect(titlesOf([chinese, newer, english]).titles).toEqual([
    { title: 'Querying a Crate', titleZh: '查询箱子', titleBy: undefined },
  ]);
});

describe('operations behind one method and path', () => {
  const operation = (members: Partial<Claim>) =>
    aClaim({ method: 'POST', path: '/v1/crates/action', ...members });
  const open = operation({ title: '打开箱子', actions: [{ action: 'ims:crates:open' }] });
  const shut = operation({ row: 2, title: '关闭箱子', actions: [{ action: 'ims:crates:shut' }] });
  const there = (claim: Claim, title: string) => ({
    ...claim,
    cloud: 'otc' as const,
    page: 'otc/crates/a.rst',
    title,
  });

  test('have the title of the operation of the other cloud that asks for the same', () => {
    const { titles } = titlesOf([
      open,
      shut,
      there(open, 'Opening a Crate'),
      there(shut, 'Shutting a Crate'),
    ]);
    expect(titles).toEqual([
      { title: 'Shutting a Crate', titleZh: '关闭箱子', titleBy: 'otc' },
      { title: 'Opening a Crate', titleZh: '打开箱子', titleBy: 'otc' },
    ]);
  });

  test('have none of the other cloud where two ask for the same', () => {
    const alike = { ...shut, actions: open.actions };
    const { titles, untitled } = titlesOf([open, alike, there(open, 'Opening a Crate')]);
    expect(titles?.map(({ titleBy }) => titleBy)).toEqual([undefined, undefined]);
    expect(untitled).toEqual(['ims POST /v1/crates/action 关闭箱子', 'ims POST /v1/crates/action 打开箱子']);
  });
});

test('a row without an API keeps its title and gets our translation beside it', () => {
  const { path: _path, method: _method, ...loose } = chinese;
  expect(titlesOf([loose], [ours]).loose).toEqual([{ ...loose, titleEn: 'Looking at a Crate' }]);
  expect(titlesOf([loose])).toMatchObject({ loose: [loose], untitled: ['ims 查看箱子'] });
  // A translation that is gone leaves nothing behind.
  expect(titlesOf([{ ...loose, titleEn: 'Looking at a Crate' }]).loose).toEqual([loose]);
});

test('translations that nothing asks for are named', () => {
  const elsewhere: Translation = { ...ours, service: 'obs' };
  expect(titlesOf([chinese, english], [ours, elsewhere]).unused).toEqual([ours, elsewhere]);
});
describe('the committed catalogue', () => {
  const catalogue = loadTestCatalogue();
  const han = /\p{Script=Han}/u;

  test('has an English title for every API, and for every row that prints a Chinese one', () => {
    const entries = catalogue.covered().flatMap((service) => catalogue.evidence(service));
    const named = ({ cloud, service, method, path }: (typeof entries)[number]) =>
      `${cloud} ${service} ${method} ${path}`;
    expect(entries.filter(({ title }) => title.trim() === '' || han.test(title)).map(named)).toEqual([]);
    expect(entries.filter(({ titleZh }) => titleZh !== undefined && !han.test(titleZh)).map(named)).toEqual(
      [],
    );
    const loose = catalogue.known().flatMap((service) => catalogue.looseClaims(service));
    expect(loose.filter(({ title, titleEn = title }) => han.test(titleEn))).toEqual([]);
  });

  test('tells the operations of an API apart in English', () => {
    const titles = catalogue
      .covered()
      .flatMap((service) => catalogue.entries(service))
      .map(({ cloud, service, method, path, title }) => `${cloud} ${service} ${method} ${path} ${title}`);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  test('has our translations in order, each once', () => {
    const keys = committedTranslations().map(({ service, zh = '', api = '' }) => `${service} ${zh} ${api}`);
    expect(keys).toEqual([...new Set(keys)].sort());
  });
});
