import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readActionCell } from '../../src/sources/read-actions.ts';
import { readApiCell } from '../../src/sources/read-apis.ts';
import { splitGluedActions } from '../../src/sources/split-glued-actions.ts';
import { fixtureVocabulary } from './fixture-vocabulary.ts';

const vocabulary = fixtureVocabulary();
const codes = new Set(['ims', 'ecs', 'as', 'das']);
const noEvidence = { serviceCodes: codes, actions: () => new Set<string>() };

describe('glued actions', () => {
  test('are cut before a known service code', () => {
    const { value, problems } = splitGluedActions(
      'ims:images:getims:images:updateecs:servers:list',
      noEvidence,
    );
    expect(value).toEqual(['ims:images:get', 'ims:images:update', 'ecs:servers:list']);
    expect(problems).toEqual([]);
  });

  test('with two possible cuts are told apart by another version of the page only', () => {
    const glued = 'ims:images:loadas:groups:get';
    expect(splitGluedActions(glued, noEvidence).problems).toHaveLength(1);
    const evidence = { serviceCodes: codes, actions: () => new Set(['ims:images:load', 'as:groups:get']) };
    expect(splitGluedActions(glued, evidence).value).toEqual(['ims:images:load', 'as:groups:get']);
  });

  test('without a known service code, or with a segment too many, stay whole with a problem', () => {
    for (const text of ['ims:images:getnowhere:a:b', 'ims:images:get:ims', 'a:b:c:d:e:f']) {
      expect(splitGluedActions(text, noEvidence)).toMatchObject({
        value: [text],
        problems: [expect.any(String)],
      });
    }
  });

  test('come apart again, whatever they were', () => {
    const action = fc
      .tuple(
        fc.constantFrom('ims', 'ecs'),
        fc.constantFrom('images', 'servers'),
        fc.constantFrom('get', 'list', 'create'),
      )
      .map((parts) => parts.join(':'));
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 6 }), (actions) => {
        expect(splitGluedActions(actions.join(''), noEvidence).value).toEqual(actions);
      }),
    );
  });
});

test.each([
  ['N/A', null],
  ['-', null],
  ['无', null],
  ['不需要授权', false],
  ['No authorization required', false],
  ['ims:images:get', true],
])('an action cell with %j is governed: %j', (text, governed) => {
  expect(readActionCell([{ kind: 'paragraph', depth: 0, text }], vocabulary, noEvidence).value.governed).toBe(
    governed,
  );
});

test.each([
  ['GET /', [{ method: 'GET', path: '/' }]],
  ['POST     /v1/a', [{ method: 'POST', path: '/v1/a' }]],
  ['PUT/v1/a.', [{ method: 'PUT', path: '/v1/a' }]],
  ['GET /v1/a下雨', [{ method: 'GET', path: '/v1/a' }]],
  ['GET https://{endpoint}/v1/a', [{ method: 'GET', path: '/v1/a' }]],
  ['GET /v1/{a}/b{?c,d}', [{ method: 'GET', path: '/v1/{a}/b', query: 'c,d' }]],
  ['GET /v1{a}/b', [{ method: 'GET', path: '/v1/{a}/b' }]],
  ['Delete everything', []],
])('the API cell %j names %j', (text, apis) => {
  expect(readApiCell([text], vocabulary).value.apis).toEqual(apis);
});

test('a note that stuck to a path is kept, and its repair is recorded', () => {
  const { value, repairs } = readApiCell(['POST /v1/a注册前请注意'], vocabulary);
  expect(value.notes).toEqual(['注册前请注意']);
  expect(repairs).toEqual(['note split off the path']);
});
