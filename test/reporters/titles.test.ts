import { describe, expect, test } from 'vitest';
import type { AnswerRow } from '../../src/model/answer.ts';
import { operationName } from '../../src/model/titles.ts';
import { apiText, mergeClouds, titleText } from '../../src/reporters/decision-lines.ts';
import { looseTitleWords, titleWords } from '../../src/reporters/title-words.ts';
import { apiInWords } from '../../src/rules/action-apis.ts';

describe('a title in words', () => {
  test.each([
    [{ title: 'Opening a Crate' }, 'Opening a Crate'],
    [{ title: 'Opening a Crate', titleZh: '打开箱子' }, 'Opening a Crate (打开箱子)'],
    [{ title: 'Opening a Crate', titleBy: 'otc' as const }, 'Opening a Crate (title of Open Telekom Cloud)'],
    [
      { title: 'Opening a Crate', titleZh: '打开箱子', titleBy: 'iamscope' as const },
      'Opening a Crate (打开箱子; translated by iamscope)',
    ],
    [{ title: '打开箱子', titleZh: '打开箱子' }, '打开箱子'],
  ])('of %j is %s', (titles, words) => {
    expect(titleWords(titles)).toBe(words);
  });

  test.each([
    [{ title: '打开箱子', titleEn: 'Opening a Crate' }, 'Opening a Crate (打开箱子; translated by iamscope)'],
    [{ title: 'Opening a Crate' }, 'Opening a Crate'],
    [{ title: '' }, '(no title)'],
  ])('of the row %j is %s', (row, words) => {
    expect(looseTitleWords(row)).toBe(words);
  });
});

describe('an operation behind a shared path', () => {
  test.each([
    ['打开箱子', 'Opening a Crate', 'Opening a Crate'],
    ['Open a crate', 'Opening a Crate', 'Open a crate'],
    ['打开箱子', '打开箱子', '打开箱子'],
    [undefined, 'Opening a Crate', undefined],
  ])('called %s, of the title %s, is %s in English', (operation, title, name) => {
    expect(operationName({ title, ...(operation === undefined ? {} : { operation }) })).toBe(name);
  });

  const row: AnswerRow = {
    cloud: 'hwc',
    service: 'ims',
    method: 'POST',
    path: '/v1/crates/action',
    operation: '打开箱子',
    title: 'Opening a Crate',
    deprecated: false,
    decision: 'allowed',
    requirements: [],
    reasons: [],
  };

  test('is told apart by its English title in answers and messages', () => {
    expect([apiText(row), titleText(row)]).toEqual(['POST /v1/crates/action (Opening a Crate)', '']);
    const { cloud, service, method, path, operation, title, deprecated } = row;
    const scopes = { project: null, enterpriseProject: null };
    const needs = { actions: [], dependencies: [], prerequisites: [], scopes, governed: true };
    const entry = { cloud, service, method, path, title, deprecated, ...needs };
    expect(apiInWords({ ...entry, operation: operation ?? '' })).toBe(
      '`POST /v1/crates/action` (Opening a Crate)',
    );
  });

  test('shares a line with that of the other cloud', () => {
    const there: AnswerRow = { ...row, cloud: 'otc', operation: 'Opening a Crate' };
    expect(mergeClouds([row, there])).toEqual([{ clouds: ['hwc', 'otc'], row }]);
  });
});
