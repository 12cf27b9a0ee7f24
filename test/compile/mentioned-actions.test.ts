import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  filterMentions,
  type MentionCorrection,
  printMentioned,
  readMentions,
} from '../../src/compile/mentioned-actions.ts';
import { aClaim } from '../support/claims.ts';

const header = 'cloud\taction\tpages\texample_page\n';
const claims = [
  aClaim({ actions: [{ action: 'ims:crates:get' }, { action: 'ims:crates:list' }] }),
  aClaim({ cloud: 'otc', page: 'otc/a', actions: [{ action: 'ims:boats:list' }] }),
];

/** `action` of what is taken up, `action: reason` of what is not. */
function excluded(lines: string, corrections: readonly MentionCorrection[] = []): string[] {
  return filterMentions(readMentions(header + lines), claims, corrections).flatMap(
    ({ cloud, actions, excluded: out }) => [
      ...actions.map(({ action, pages }) => `${cloud} ${action} on ${pages}`),
      ...out.map(({ action, reason }) => `${cloud} not ${action}: ${reason}`),
    ],
  );
}

describe('mentioned actions', () => {
  test.each([
    ['one that no table names', 'hwc\tims:wagons:get\t1\tp', ['hwc ims:wagons:get on 1']],
    ['one that a table of the cloud names', 'hwc\tIMS:crates:get\t3\tp', []],
    ['one that a table of the other cloud names', 'otc\tims:crates:get\t1\tp', ['otc ims:crates:get on 1']],
    [
      'a single mention one edit from a documented name',
      'hwc\tims:crate:get\t1\tp',
      ['hwc not ims:crate:get: named once, one edit from ims:crates:get, which a permission table names'],
    ],
    [
      'neighbours swapped',
      'otc\tims:boats:lsit\t1\tp',
      ['otc not ims:boats:lsit: named once, one edit from ims:boats:list, which a permission table names'],
    ],
    ['the same on two pages', 'hwc\tims:crate:get\t2\tp', ['hwc ims:crate:get on 2']],
    ['two edits away', 'hwc\tims:crat:get\t1\tp', ['hwc ims:crat:get on 1']],
    ['a malformed one', 'hwc\tims:crates\t4\tp', ['hwc not ims:crates: malformed: segments']],
    ['a pattern', 'hwc\tims:wagons:*\t4\tp', ['hwc not ims:wagons:*: a pattern, not an action']],
  ])('%s', (_name, line, expected) => {
    expect(excluded(`${line}\n`)).toEqual(expected);
  });

  test('a verdict by hand goes before the rules', () => {
    const lines = 'hwc\tims:crate:get\t1\tp\nhwc\tims:wagons:get\t9\tp\notc\tims:wagons:get\t9\tp\n';
    expect(
      excluded(lines, [
        { action: 'ims:crate:get', verdict: 'genuine', reason: 'seen in the console' },
        { action: 'ims:wagons:get', cloud: 'hwc', verdict: 'misprint', reason: 'a train' },
      ]),
    ).toEqual(['hwc ims:crate:get on 1', 'hwc not ims:wagons:get: a train', 'otc ims:wagons:get on 9']);
  });

  test('a line that is none is refused by its number', () => {
    expect(() => readMentions(`${header}hwc\tims:a:b\t1\tp\naws\tims:a:b\t1\tp\n`)).toThrow(/^line 3 /u);
    expect(() => readMentions(`${header}hwc\tims:a:b\tmany\tp\n`)).toThrow(/^line 2 /u);
  });

  test('are written the same whatever order they come in, and read back', () => {
    const lines = ['hwc\tims:b:c\t1\tp', 'hwc\tims:a:b\t2\tq: "r"', 'hwc\tims:a\t1\tp', 'otc\tims:a:c\t1\tp'];
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        const files = filterMentions(readMentions(header + shuffled.join('\n')), claims, []);
        expect(files).toEqual(filterMentions(readMentions(header + lines.join('\n')), claims, []));
        for (const file of files) {
          const { excluded: out, ...rest } = file;
          expect(parse(printMentioned(file))).toEqual({
            ...rest,
            ...(out.length === 0 ? {} : { excluded: out }),
          });
        }
      }),
    );
  });
});
