import { describe, expect, test } from 'vitest';
import type { RunCoverage } from '../../src/lint/adoption/file-globs.ts';
import { createSuppressions, type SuppressionEntry } from '../../src/lint/adoption/suppressions.ts';
import type { Finding } from '../../src/model/finding.ts';

function entry(
  given: Partial<Omit<SuppressionEntry, 'files'>> & { files?: readonly string[] },
): SuppressionEntry {
  const { files = ['a.json'], ...rest } = given;
  return {
    rule: 'probe',
    reason: 'agreed',
    at: { file: 'iamscope.yaml', line: 3 },
    ...rest,
    files: { globs: files, folder: '/repo' },
  };
}

function finding(given: Partial<Finding> = {}): Finding {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  const text = {
    rule: 'probe',
    severity: 'error',
    message: 'x',
    file: 'a.json',
    pointer: '/Statement/1/Action/0',
  };
  return { ...place, ...(text as Pick<Finding, keyof typeof text>), related: [], ...given };
}

function suppressions(entries: readonly SuppressionEntry[], today = '2026-06-15') {
  return createSuppressions(entries, { pathOf: (file) => `/repo/${file}`, today: () => today });
}

const wholeRun: RunCoverage = {
  folders: ['/repo'],
  files: new Set(['/repo/a.json']),
  broken: new Set(),
  passedOver: () => false,
  ran: () => true,
};

describe('a suppression', () => {
  test.each([
    { name: 'means its rule', given: {}, found: {}, suppressed: true },
    { name: 'means no other rule', given: { rule: 'other' }, found: {}, suppressed: false },
    { name: 'means no other file', given: {}, found: { file: 'b.json' }, suppressed: false },
    {
      name: 'means what its glob matches',
      given: { files: ['*.json'] },
      found: { file: 'x/b.json' },
      suppressed: true,
    },
    { name: 'means its pointer', given: { pointer: '/Statement/1/Action/0' }, found: {}, suppressed: true },
    { name: 'means what is inside', given: { pointer: '/Statement/1' }, found: {}, suppressed: true },
    { name: 'means no neighbour', given: { pointer: '/Statement/0' }, found: {}, suppressed: false },
    {
      name: 'means no longer name',
      given: { pointer: '/Statement/1' },
      found: { pointer: '/Statement/10' },
      suppressed: false,
    },
    { name: 'means everything at the empty pointer', given: { pointer: '' }, found: {}, suppressed: true },
    { name: 'holds before its last day', given: { until: '2026-06-16' }, found: {}, suppressed: true },
    { name: 'holds on its last day', given: { until: '2026-06-15' }, found: {}, suppressed: true },
    { name: 'does not hold after it', given: { until: '2026-06-14' }, found: {}, suppressed: false },
  ])('$name', ({ given, found, suppressed }) => {
    const reason = suppressions([entry(given)]).suppress(finding(found));
    expect(reason).toEqual(suppressed ? { reason: 'agreed' } : undefined);
  });

  test('the first of several gives the reason, and all of them are used', () => {
    const both = suppressions([entry({ reason: 'first' }), entry({ reason: 'second' })]);
    expect(both.suppress(finding())).toEqual({ reason: 'first' });
    expect(both.notes(wholeRun)).toEqual([]);
  });

  test('asks for the date only where one has an end', () => {
    const noClock = () => {
      throw new Error('no clock here');
    };
    const world = { pathOf: (file: string) => file, today: noClock };
    expect(() => createSuppressions([entry({})], world)).not.toThrow();
    expect(() => createSuppressions([entry({ until: '2026-01-01' })], world)).toThrow('no clock');
  });
});

describe('after the run', () => {
  const messages = (
    entries: readonly SuppressionEntry[],
    run: RunCoverage,
    found: readonly Finding[] = [],
  ) => {
    const all = suppressions(entries);
    for (const one of found) all.suppress(one);
    return all.notes(run).map(({ kind, file, line, message }) => `${file}:${line} ${kind}: ${message}`);
  };

  test('one that nothing needs is told, with its place', () => {
    expect(messages([entry({})], wholeRun)).toEqual([
      'iamscope.yaml:3 unused-suppression: the suppression of `probe` is not used: nothing that it means is found any more',
    ]);
  });

  test('one without any file is told with its globs', () => {
    expect(messages([entry({ files: ['no/*.json', 'b.json'] })], wholeRun)).toEqual([
      'iamscope.yaml:3 unused-suppression: the suppression of `probe` is not used: no file that was checked matches `no/*.json`, `b.json`',
    ]);
  });

  test('one that has ended and is still needed is told', () => {
    const ended = entry({ until: '2026-01-31' });
    expect(messages([ended], wholeRun, [finding()])).toEqual([
      'iamscope.yaml:3 expired-suppression: the suppression of `probe` ended on 2026-01-31, and the finding that it was for is still there',
    ]);
    expect(messages([ended], wholeRun, [finding(), finding()])[0]).toContain(
      '2 findings that it was for are still',
    );
  });

  test('one that has ended and is not needed is unused', () => {
    expect(messages([entry({ until: '2026-01-31' })], wholeRun)[0]).toContain('unused-suppression');
  });

  test('nothing is told of what the run did not look at', () => {
    const hook: RunCoverage = { ...wholeRun, folders: [], files: new Set(['/repo/b.json']) };
    expect(messages([entry({}), entry({ files: ['*.json'] })], hook)).toEqual([]);
    expect(messages([entry({})], { ...wholeRun, ran: (rule) => rule !== 'probe' })).toEqual([]);
    expect(messages([entry({})], { ...wholeRun, broken: new Set(['/repo/a.json']) })).toEqual([]);
  });
});
