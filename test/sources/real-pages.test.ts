import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../src/compile/build-catalogue.ts';
import type { Claim } from '../../src/model/claim.ts';
import type { ApiPage } from '../../src/model/entry.ts';
import { readDocs } from '../../src/sources/read-docs.ts';
import { committedTranslations } from '../support/committed-titles.ts';
import { readDocFiles, realDocs, realDocsPresent } from '../support/docs-files.ts';
import { realVocabulary } from './fixture-vocabulary.ts';

const files = realDocsPresent ? readDocFiles(realDocs) : [];
const reading = readDocs(files, realVocabulary());

const under = (folder: string) => reading.claims.filter(({ page }) => page.startsWith(folder));
const hwc = under('hwc/ims/');
const otc = under('otc/image-management-service/');
const swiss = under('otc/image-management-service-swiss/');

function claim(claims: readonly Claim[], api: string): Claim {
  const found = claims.filter(({ method, path }) => `${method} ${path}` === api);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} claims for ${api}`);
  return found[0];
}

const title = 'the real pages (skipped where ../shared/docs is not at hand)';
describe.skipIf(!realDocsPresent)(title, () => {
  test('are read without an error', () => {
    expect(reading.errors).toEqual([]);
    expect(reading.claims.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  test.each([
    ['seeds/000', 4],
    ['seeds/001', 10],
    ['seeds/002', 18],
    ['hwc/ims/', 43],
    ['otc/image-management-service/', 43],
    ['otc/image-management-service-swiss/', 37],
  ])('%s gives %i claims', (folder, count) => {
    expect(under(folder)).toHaveLength(count);
  });

  test('name 13 actions in hwc', () => {
    expect(new Set(hwc.flatMap(({ actions }) => actions.map(({ action }) => action))).size).toBe(13);
  });

  test('seeds are superseded, Swiss pages a variant, and each stands where it belongs', () => {
    expect(new Set(under('seeds/').map(({ status }) => status))).toEqual(new Set(['superseded']));
    expect(new Set(under('hwc/_history/').map(({ status }) => status))).toEqual(new Set(['superseded']));
    expect(new Set(swiss.map(({ status }) => status))).toEqual(new Set(['variant']));
    expect(under('seeds/').map(({ cloud, docs }) => `${cloud} ${docs}`)).toEqual([
      ...Array(4).fill('hwc ims'),
      ...Array(10).fill('otc image-management-service'),
      ...Array(18).fill('hwc ims'),
    ]);
    expect(hwc[0]?.source).toMatchObject({ repo: 'huaweicloudDocs/ims', date: '2022-10-28' });
  });

  test('tagging: get and update today, update alone in the seed', () => {
    const actionsOf = (claims: readonly Claim[]) =>
      claim(claims, 'PUT /v1/cloudimages/tags').actions.map(({ action }) => action);
    for (const claims of [hwc, otc, swiss, under('seeds/001')]) {
      expect(actionsOf(claims)).toEqual(['ims:images:get', 'ims:images:update']);
    }
    expect(actionsOf(under('seeds/000'))).toEqual(['ims:images:update']);
  });

  test('use cases are recognised in both languages', () => {
    for (const claims of [hwc, otc, swiss]) {
      expect(claim(claims, 'POST /v2/cloudimages/quickimport/action').actions).toEqual([
        { action: 'ims:serverImages:create', when: 'system-disk' },
        { action: 'ims:dataImages:create', when: 'data-disk' },
      ]);
      expect(claim(claims, 'PATCH /v2/cloudimages/{image_id}').actions).toEqual([
        { action: 'ims:images:update' },
        { action: 'ims:serverImages:create', when: 'enterprise-project-migration' },
      ]);
      expect(claim(claims, 'POST /v1/cloudimages/{image_id}/copy').actions).toEqual([
        { action: 'ims:images:copy' },
        { action: 'ims:serverImages:create', when: 'enterprise-project-enabled' },
      ]);
    }
  });

  test('dependencies belong to the action that they are nested under', () => {
    const copy = claim(otc, 'POST /v1/cloudimages/{image_id}/copy').dependencies ?? [];
    expect(copy.filter((one) => one.for === 'ims:images:copy')).toEqual([
      { action: 'ims:serverImages:create', for: 'ims:images:copy' },
      { action: 'obs:bucket:*', for: 'ims:images:copy' },
      { action: 'obs:object:*', for: 'ims:images:copy' },
      { action: 'kms:*:*', for: 'ims:images:copy' },
    ]);
    const other = copy.filter((one) => one.for === 'ims:serverImages:create');
    expect(other).toHaveLength(13);
    expect(new Set(other.map(({ when }) => when))).toEqual(new Set(['enterprise-project-enabled']));
    expect(claim(otc, 'POST /v2/cloudimages/action').dependencies).toHaveLength(13);
    expect(claim(otc, 'POST /v2/cloudimages/quickimport/action').dependencies).toHaveLength(13 + 10);
    expect(claim(otc, 'PUT /v1/cloudimages/{image_id}/upload').dependencies?.[0]).toEqual({
      action: 'ims:images:get',
    });
    expect(claim(otc, 'GET /v2/cloudimages').dependencies).toEqual([]);
  });

  test('prerequisites: Tenant Administrator for OBS, only with an external file where the API has other ways', () => {
    const administrator = { anyOf: [{ role: 'Tenant Administrator', service: 'obs' }] };
    for (const claims of [hwc, otc, swiss]) {
      expect(claim(claims, 'POST /v2/cloudimages/action').prerequisites).toEqual([
        { ...administrator, when: 'external-image-file' },
      ]);
      for (const api of [
        'POST /v2/cloudimages/quickimport/action',
        'POST /v1/cloudimages/dataimages/action',
        'PUT /v1/cloudimages/{image_id}/upload',
        'POST /v1/cloudimages/{image_id}/file',
      ]) {
        expect(claim(claims, api).prerequisites).toEqual([administrator]);
      }
    }
    const whole = 'POST /v1/cloudimages/wholeimages/action';
    const backup = [
      { role: 'CSBS Administrator', service: 'csbs' },
      { role: 'CBR Admin', service: 'cbr' },
    ];
    expect(claim(hwc, whole).prerequisites).toEqual([{ anyOf: backup }]);
    expect(claim(otc, whole).prerequisites).toEqual([{ anyOf: backup }]);
    expect(claim(swiss, whole).prerequisites).toEqual([{ anyOf: backup.slice(1) }]);
  });

  test('schemas and versions name no action', () => {
    const governed = (claims: readonly Claim[]) =>
      claims.filter((one) => one.governed !== true).map(({ method, path }) => `${method} ${path}`);
    const apis = [
      'GET /',
      ...['image', 'images', 'member', 'members'].map((name) => `GET /v2/schemas/${name}`),
    ];
    for (const claims of [hwc, otc, swiss]) expect(governed(claims).sort()).toEqual(apis);
    expect(new Set([...hwc, ...otc].map((one) => one.governed))).toEqual(new Set([true, null]));
  });

  test('scopes and deprecation are as printed', () => {
    for (const claims of [hwc, otc, swiss]) {
      expect(claims.every(({ scopes }) => scopes.project === true)).toBe(true);
      expect(
        claims.filter(({ path }) => path?.includes('/tags')).every(({ scopes }) => !scopes.enterpriseProject),
      ).toBe(true);
      expect(
        claims.filter(({ deprecated }) => deprecated).map(({ method, path }) => `${method} ${path}`),
      ).toEqual(['GET /v1.1/images/detail', 'HEAD /v1/images/{image_id}', 'DELETE /v1.1/images/{image_id}']);
    }
    expect(hwc.filter(({ scopes }) => scopes.enterpriseProject === true)).toHaveLength(13);
  });

  test('glued and unglued versions of a page say the same', () => {
    const facts = ({ method, path, actions, scopes, prerequisites }: Claim) => ({
      method,
      path,
      actions,
      scopes,
      prerequisites,
    });
    const latest = under('hwc/_history/ims/').filter(({ source }) => source?.date === '2021-09-13');
    const byPage = (claims: readonly Claim[], name: string) =>
      claims.filter(({ page }) => page.endsWith(`/${name}`)).map(facts);
    for (const name of new Set(latest.map(({ page }) => page.slice(page.lastIndexOf('/') + 1)))) {
      expect(byPage(hwc, name)).toEqual(byPage(latest, name));
    }
    expect(hwc.filter(({ repairs }) => repairs.includes('glued actions split'))).toHaveLength(12);
    expect(hwc.filter(({ repairs }) => repairs.includes('note split off the path'))).toHaveLength(6);
  });

  test('no row is lost: rows counted without the parsers', () => {
    for (const { path, text } of files) {
      if (!/^(?:seeds\/00[0-2]|hwc\/ims\/|hwc\/_history\/ims\/|otc\/image-management-service)/u.test(path))
        continue;
      expect([path, under(path).length]).toEqual([path, countRows(text)]);
    }
  });

  test('API pages: 93, with parameters and status codes', () => {
    expect(reading.apiPages).toHaveLength(93);
    const page = reading.apiPages.find((one) => one.page.startsWith('seeds/003'));
    expect(page).toMatchObject({
      method: 'PUT',
      path: '/v1/cloudimages/tags',
      pathParameters: [],
      bodyParameters: [
        { name: 'image_id', mandatory: true, type: 'String' },
        { name: 'tag', mandatory: true, type: 'String' },
        { name: 'image_tag', mandatory: true, type: 'Object' },
      ],
      success: [204],
      errors: [400, 401, 403, 404, 500, 503],
    });
    expect(reading.apiPages.filter(({ path }) => /\\|\?/u.test(path))).toEqual([]);
    expect(
      reading.apiPages.filter(({ success, errors }) => success.length !== 1 || errors.length < 4),
    ).toEqual([]);
    // Two pages list no path parameter for the placeholder in their path; what a page leaves out is not made up.
    const listsAll = ({ path, pathParameters }: ApiPage) =>
      [...path.matchAll(/\{/gu)].length === pathParameters.length;
    expect(
      reading.apiPages
        .filter((one) => !listsAll(one))
        .map(({ cloud, method, path }) => `${cloud} ${method} ${path}`),
    ).toEqual(['hwc POST /v2/images/{image_id}/members', 'otc POST /v2/images/{image_id}/members']);
  });

  test('the committed catalogue is what the pages give', () => {
    const { files: built } = buildCatalogue({ ...reading, translations: committedTranslations() });
    for (const [path, text] of built) {
      expect(text === readFileSync(join('rules', path), 'utf8'), `rules/${path} is stale`).toBe(true);
    }
  });
});

/** Counts the API rows of a permission page by its raw text, whatever its form. */
function countRows(text: string): number {
  if (text.includes('<tr'))
    return (text.match(/<tr\b/gu) ?? []).length - (text.match(/<thead\b/gu) ?? []).length;
  if (text.includes('+====')) return (text.match(/^\+-/gmu) ?? []).length - 1;
  return text.split('\n').filter((line) => line.startsWith('|')).length - 2;
}
