import { describe, expect, test } from 'vitest';
import {
  fitOf,
  looksLikeApi,
  matchTemplates,
  normalPath,
  readApiQuestion,
} from '../../src/catalogue/path-template.ts';
import type { ApiMethod } from '../../src/model/claim.ts';
import type { Cloud } from '../../src/model/cloud.ts';

describe('readApiQuestion', () => {
  test.each([
    { text: 'PUT /v1/cloudimages/tags', question: { method: 'PUT', path: '/v1/cloudimages/tags' } },
    { text: '  get   /v1/a/ ', question: { method: 'GET', path: '/v1/a' } },
    { text: 'GET /', question: { method: 'GET', path: '/' } },
    { text: 'GET/v1/a', question: { method: 'GET', path: '/v1/a' } },
    { text: 'GET /v1/a?limit=1#x', question: { method: 'GET', path: '/v1/a' } },
    { text: 'GET https://{Endpoint}/v1/a', question: { method: 'GET', path: '/v1/a', host: '{Endpoint}' } },
    { text: 'GET {Endpoint}/v1/a', question: { method: 'GET', path: '/v1/a' } },
    { text: 'GET v1/a', question: { method: 'GET', path: '/v1/a' } },
    { text: 'GET /v1/a HTTP/1.1', question: { method: 'GET', path: '/v1/a' } },
    {
      text: 'PUT https://ims.eu-de.otc.t-systems.com/v2/images/x/tags/y',
      question: { method: 'PUT', path: '/v2/images/x/tags/y', host: 'ims.eu-de.otc.t-systems.com' },
    },
    {
      text: 'GET https://IMS.cn-north-4.myhuaweicloud.com:443/v2/images',
      question: { method: 'GET', path: '/v2/images', host: 'IMS.cn-north-4.myhuaweicloud.com:443' },
    },
    {
      text: 'GET https://ims.eu-de.otc.t-systems.com',
      question: { method: 'GET', path: '/', host: 'ims.eu-de.otc.t-systems.com' },
    },
  ])('$text', ({ text, question }) => {
    expect(readApiQuestion(text)).toEqual({ ok: true, question });
  });

  test.each(['/v1/a', 'https://ims.eu-de.otc.t-systems.com/v2', 'FETCH /v1/a', 'GET'])(
    '%s names no method and path',
    (text) => {
      expect(readApiQuestion(text)).toEqual({ ok: false, problem: 'no-method' });
    },
  );
});

test.each([
  ['PUT /v1/a', true],
  ['/v1/a', true],
  ['https://x/y', true],
  ['get https://x/y', true],
  ['PUT v1/a', true],
  ['PUT {Endpoint}/v1/a', true],
  ['put images', false],
  ['tag images', false],
  ['ims:images:get', false],
  ['给镜像打标签', false],
])('%s looks like an API: %s', (text, expected) => {
  expect(looksLikeApi(text)).toBe(expected);
});

test.each([
  ['/v1//a/', '/v1/a'],
  ['', '/'],
  ['/a?b=/c', '/a'],
])('the normal form of %j is %s', (path, expected) => {
  expect(normalPath(path)).toBe(expected);
});

describe('fitOf', () => {
  test.each([
    { template: '/v2/images/{image_id}', path: '/v2/images/42', fit: [1, 1, 0] },
    { template: '/v2/images/{image_id}', path: '/v2/images/{id}', fit: [1, 1, 0] },
    { template: '/v2/images/:imageId', path: '/v2/images/42', fit: [1, 1, 0] },
    { template: '/V2/Images', path: '/v2/images', fit: [1, 1] },
    { template: '/v2/images/{image_id}', path: '/v2/images', fit: undefined },
    { template: '/v2/schemas/image', path: '/v2/schemas/{x}', fit: undefined },
    { template: '/v2/images', path: '/v2/flavors', fit: undefined },
    { template: '/', path: '/', fit: [1] },
    { template: '/api/*', path: '/api/v1/pods', fit: [1, -1] },
    { template: '/API/*', path: '/api/v1/namespaces/{namespace}/pods', fit: [1, -1] },
    { template: '/api/*', path: '/api/', fit: [1, -1] },
    { template: '/api/*', path: '/apis/v1', fit: undefined },
    { template: '/api/*', path: '/{x}/v1', fit: undefined },
    { template: '/{x}/api/*', path: '/a', fit: undefined },
    { template: '/{x}/v1*', path: '/a/v1beta/pods', fit: [0, -1] },
    { template: '/{x}/v1*', path: '/a/v2/pods', fit: undefined },
    { template: '/*', path: '/', fit: [-1] },
  ])('$template and $path', ({ template, path, fit }) => {
    expect(fitOf(template, path)).toEqual(fit);
  });
});

describe('matchTemplates', () => {
  const api = (path: string, cloud: Cloud = 'otc', service = 'ims', method = 'GET') => ({
    cloud,
    service,
    method,
    path,
  });
  const paths = (
    found: readonly { readonly path: string; readonly cloud: string; readonly service: string }[],
  ) => found.map(({ cloud, service, path }) => `${cloud} ${service} ${path}`);

  test('the most literal template wins', () => {
    const found = matchTemplates([api('/v2/{x}/detail'), api('/v2/images/{id}'), api('/v2/images/detail')], {
      method: 'GET',
      path: '/v2/images/detail',
    });
    expect(paths(found)).toEqual(['otc ims /v2/images/detail']);
  });

  test('among equally literal templates the earlier literal wins', () => {
    const found = matchTemplates([api('/v2/{project}/images/tags'), api('/v2/images/{id}/tags')], {
      method: 'GET',
      path: '/v2/images/images/tags',
    });
    expect(paths(found)).toEqual(['otc ims /v2/images/{id}/tags']);
  });

  test('each cloud answers for itself, in it the service with the most literal template', () => {
    const question = { method: 'GET', path: '/v2/x/detail' } as const;
    const found = matchTemplates(
      [api('/v2/x/detail'), api('/v2/x/{id}', 'hwc'), api('/v2/{y}/detail', 'otc', 'ecs')],
      question,
    );
    expect(paths(found).sort()).toEqual(['hwc ims /v2/x/{id}', 'otc ims /v2/x/detail']);
  });

  test('services whose templates are equally literal all answer', () => {
    const question = { method: 'GET', path: '/v2/x/detail' } as const;
    const found = matchTemplates([api('/v2/x/{id}'), api('/v2/{y}/detail', 'otc', 'ecs')], question);
    expect(paths(found).sort()).toEqual(['otc ecs /v2/{y}/detail', 'otc ims /v2/x/{id}']);
  });

  test('the method has to be the same', () => {
    expect(matchTemplates([api('/v2/x')], { method: 'PUT', path: '/v2/x' })).toEqual([]);
  });

  test('a template with a final star is less literal than any other', () => {
    const question = { method: 'GET', path: '/api/v1/pods' } as const;
    const star = api('/api/v1/*');
    expect(paths(matchTemplates([star], question))).toEqual(['otc ims /api/v1/*']);
    expect(paths(matchTemplates([star, api('/api/*')], question))).toEqual(['otc ims /api/v1/*']);
    expect(paths(matchTemplates([star, api('/{a}/{b}/{c}')], question))).toEqual(['otc ims /{a}/{b}/{c}']);
    const elsewhere = [api('/{a}/{b}/{c}', 'otc', 'cce'), api('/api/*', 'hwc')];
    expect(paths(matchTemplates([star, ...elsewhere], question)).sort()).toEqual([
      'hwc ims /api/*',
      'otc cce /{a}/{b}/{c}',
    ]);
  });

  test('a template for every method answers, unless the same one has the method', () => {
    const any = api('/v2/x/{id}', 'otc', 'ims', 'ANY');
    const own = api('/v2/x/{name}');
    const ask = (method: ApiMethod) => matchTemplates([any, own], { method, path: '/v2/x/1' });
    expect(ask('GET')).toEqual([own]);
    expect(ask('PUT')).toEqual([any]);
    expect(ask('ANY')).toEqual([any]);
    expect(matchTemplates([any, api('/v2/{y}/{id}')], { method: 'GET', path: '/v2/x/1' })).toEqual([any]);
  });

  test('operations behind one method and path all answer', () => {
    expect(matchTemplates([api('/v2/x'), api('/v2/x')], { method: 'GET', path: '/v2/x' })).toHaveLength(2);
  });
});
