import { describe, expect, test } from 'vitest';
import type { RunCoverage } from '../../src/lint/adoption/file-globs.ts';
import { createSuppressions, type SuppressionEntry } from '../../src/lint/adoption/suppressions.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PolicyFile } from '../../src/model/policy.ts';

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

/** A file whose lines hold these texts. */
function policyFile(...lines: readonly string[]): PolicyFile {
  return { file: 'a.json', text: lines.join('\n'), kind: 'policy', policies: [] };
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
    const reason = suppressions([entry(given)]).suppress(finding(found), policyFile());
    expect(reason).toEqual(suppressed ? { reason: 'agreed' } : undefined);
  });

  test('the first of several gives the reason, and all of them are used', () => {
    const both = suppressions([entry({ reason: 'first' }), entry({ reason: 'second' })]);
    expect(both.suppress(finding(), policyFile())).toEqual({ reason: 'first' });
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

describe('a suppression with a pointer does not accept what comes later', () => {
  const lines = ['"ims:image:get"', '"ims:images:lst"', '"ims:image:get"', '{ "Effect": "allow" }'];

  /** Which of findings at these pointers, on one line after the other, are left; and what is said of the suppressions. */
  function leftOf(entries: readonly SuppressionEntry[], pointers: readonly string[], file = 'a.json') {
    const all = suppressions(entries);
    const text = policyFile(...lines);
    const left = pointers.filter((pointer, at) => {
      const place = { line: at + 1, endLine: at + 1, endColumn: (lines[at]?.length ?? 0) + 1 };
      return all.suppress(finding({ file, pointer, ...place }), text) === undefined;
    });
    const run = { ...wholeRun, files: new Set([`/repo/${file}`]) };
    return { left, notes: all.notes(run).map(({ kind }) => kind) };
  }

  const actions = ['/Statement/0/Action/0', '/Statement/0/Action/1', '/Statement/0/Action/2'];
  const exceeded = ['exceeded-suppression'];
  test.each([
    { name: 'one below it', given: [{ pointer: '/Statement/0' }], left: actions.slice(1), notes: exceeded },
    { name: 'the one at it', given: [{ pointer: actions[1] }], left: [actions[0], actions[2]], notes: [] },
    {
      name: 'as many as it says',
      given: [{ pointer: '/Statement/0', count: 2 }],
      left: actions.slice(2),
      notes: exceeded,
    },
    { name: 'all that it says', given: [{ pointer: '/Statement/0', count: 3 }], left: [], notes: [] },
    {
      name: 'what it lists',
      given: [{ pointer: '/Statement/0', content: ['ims:image:get', 'ims:image:get'] }],
      left: [actions[1]],
      notes: [],
    },
    {
      name: 'what it lists, as often as it lists it',
      given: [{ pointer: '/Statement/0/Action', content: ['"ims:image:get"', 'ims:images:lst'] }],
      left: [actions[2]],
      notes: exceeded,
    },
    {
      name: 'what it lists, as often as it says',
      given: [{ pointer: '/Statement/0', content: ['ims:image:get'], count: 2 }],
      left: [actions[1]],
      notes: [],
    },
    {
      name: 'what it lists in the whole file',
      given: [{ content: ['ims:images:lst'] }],
      left: [actions[0], actions[2]],
      notes: [],
    },
    {
      name: 'no other content at its place',
      given: [{ pointer: actions[1], content: ['ims:image:get'] }],
      left: actions,
      notes: ['unused-suppression'],
    },
    {
      name: 'its own, where another one is for the rest',
      given: [{ pointer: '/Statement/0' }, { pointer: actions[0] }],
      left: actions.slice(2),
      notes: exceeded,
    },
    { name: 'the whole file without one', given: [{}], left: [], notes: [] },
    {
      name: 'as many of a file as it says without one',
      given: [{ count: 1 }],
      left: actions.slice(1),
      notes: exceeded,
    },
    {
      name: 'one that has ended accepts nothing',
      given: [{ pointer: '/Statement/0', until: '2026-01-01' }],
      left: actions,
      notes: ['expired-suppression'],
    },
  ])('$name', ({ given, left, notes }) => {
    const entries = given.map((one) => entry(one as Partial<Omit<SuppressionEntry, 'files'>>));
    expect(leftOf(entries, actions)).toEqual({ left, notes });
  });

  test('it tells lists and objects by the way to them', () => {
    const given = { pointer: '/Statement', content: ['/Statement/*'] };
    const pointers = [
      '/Statement/0/Action/0',
      '/Statement/0/Action/1',
      '/Statement/0/Action/2',
      '/Statement/1',
    ];
    expect(leftOf([entry(given)], pointers).left).toEqual(pointers.slice(0, 3));
  });

  test('it counts for each file', () => {
    const all = suppressions([entry({ files: ['*.json'], pointer: '/Statement/1' })]);
    const files = ['a.json', 'b.json', 'b.json'];
    const accepted = files.map((file) => all.suppress(finding({ file }), policyFile()) !== undefined);
    expect(accepted).toEqual([true, true, false]);
  });

  test('the note says what to do', () => {
    const all = suppressions([entry({ pointer: '/Statement/1' })]);
    for (let i = 0; i < 3; i++) all.suppress(finding(), policyFile());
    expect(all.notes(wholeRun).map(({ message }) => message)).toEqual([
      'where the suppression of `probe` points, there are 2 more findings that it is not for: give each its pointer, or say which in `content`, or how many in `count`',
    ]);
  });
});

describe('after the run', () => {
  const messages = (
    entries: readonly SuppressionEntry[],
    run: RunCoverage,
    found: readonly Finding[] = [],
  ) => {
    const all = suppressions(entries);
    for (const one of found) all.suppress(one, policyFile());
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
