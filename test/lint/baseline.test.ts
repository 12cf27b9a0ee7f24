import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BaselineEntry, createBaseline, renderBaseline } from '../../src/lint/adoption/baseline.ts';
import type { RunCoverage } from '../../src/lint/adoption/file-globs.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';
import { anyText } from '../support/any-text.ts';
import { lintFiles } from '../support/lint-files.ts';
import { ruleWorld } from '../support/rule-world.ts';

const syntaxErrors = `{
  "Version": "1.1",
  "Statement": [
    { "Effect": "Allow", "Action": ["ims:image:get", "ims:images:lst", "ims:image:get"] },
    { "Effect": "allow" },
    { "Effect": "Deny", "Action": ["ims:image:get"], "Condition": { "Bool": { "g:MFAPresent": ["false"] } } }
  ]
}`;

const wholeRun: RunCoverage = {
  folders: ['/repo'],
  files: new Set(['/repo/a.json']),
  broken: new Set(),
  passedOver: () => false,
  ran: () => true,
};

function lint(
  texts: Readonly<Record<string, string>>,
  entries: readonly BaselineEntry[],
  { update = false, run = wholeRun }: { readonly update?: boolean; readonly run?: RunCoverage } = {},
) {
  const baseline = createBaseline(
    { file: 'old.json', folder: '/repo', entries },
    { pathOf: (file) => `/repo/${file}`, update },
  );
  const files = Object.entries(texts).map(([file, text]) => readPolicyFile(file, text, readYaml));
  const { findings, summary } = lintFiles(files, { ...ruleWorld(), suppress: baseline.suppress });
  const read = { ...run, files: new Set(Object.keys(texts).map((file) => `/repo/${file}`)) };
  return {
    summary,
    left: findings.filter(({ suppressed }) => !suppressed).map(({ rule, line }) => `${line} ${rule}`),
    reasons: [...new Set(findings.map(({ suppressed }) => suppressed?.reason))],
    notes: baseline.notes(read).map(({ message }) => message),
    updated: baseline.updated(read),
  };
}

const accepted = lint({ 'a.json': syntaxErrors }, [], { update: true }).updated;

describe('a baseline', () => {
  test('counts by file, rule and content', () => {
    expect(accepted).toEqual([
      { file: 'a.json', rule: 'duplicate-action', content: '"ims:image:get"', count: 1 },
      { file: 'a.json', rule: 'invalid-effect', content: '"allow"', count: 1 },
      { file: 'a.json', rule: 'missing-member', content: '/Statement/*', count: 1 },
      { file: 'a.json', rule: 'unknown-action', content: '"ims:image:get"', count: 2 },
      { file: 'a.json', rule: 'unknown-action', content: '"ims:images:lst"', count: 1 },
    ]);
  });

  test('counts what an alias of YAML repeats once, as the report does', () => {
    const text = 'Version: "1.1"\nStatement:\n  - &one {Effect: Allow, Action: [ims:images:lst]}\n  - *one\n';
    const { updated, summary } = lint({ 'a.yaml': text }, [], { update: true });
    const ofActions = updated.filter(({ rule }) => rule === 'unknown-action');
    expect(ofActions).toEqual([
      { file: 'a.yaml', rule: 'unknown-action', content: 'ims:images:lst', count: 1 },
    ]);
    expect(updated.reduce((sum, { count }) => sum + count, 0)).toBe(summary.suppressed);
  });

  test('accepts what it was made from', () => {
    const { left, reasons, notes, summary } = lint({ 'a.json': syntaxErrors }, accepted);
    expect({ left, reasons, notes }).toEqual({ left: [], reasons: ['in the baseline'], notes: [] });
    expect(summary).toMatchObject({ errors: 0, warnings: 0, infos: 0, suppressed: 6 });
  });

  test.each([
    { name: 'lines before it', edit: (text: string) => `\n\n${text}` },
    { name: 'other indentation', edit: (text: string) => JSON.stringify(JSON.parse(text), null, 4) },
    { name: 'CR LF', edit: (text: string) => text.replaceAll('\n', '\r\n') },
    {
      name: 'a statement before it',
      edit: (text: string) =>
        text.replace('"Statement": [', '"Statement": [{ "Effect": "Deny", "Action": ["ims:images:get"] },'),
    },
    {
      name: 'more in the same object',
      edit: (text: string) => text.replace('"Effect": "allow"', '"Resource": ["*"], "Effect": "allow"'),
    },
  ])('outlives $name', ({ edit }) => {
    const { left, notes } = lint({ 'a.json': edit(syntaxErrors) }, accepted);
    expect({ left, notes }).toEqual({ left: [], notes: [] });
  });

  test('does not accept one more of the same, another content, rule or file', () => {
    const more = syntaxErrors.replace('"ims:images:lst"', '"ims:images:lst", "ims:images:gt"');
    expect(lint({ 'a.json': more }, accepted).left).toEqual(['4 unknown-action']);
    const again = syntaxErrors.replace(
      '{ "Effect": "allow" }',
      '{ "Effect": "allow" }, { "Effect": "allow" }',
    );
    expect(lint({ 'a.json': again }, accepted).left.sort()).toEqual(['5 invalid-effect', '5 missing-member']);
    expect(lint({ 'b.json': syntaxErrors }, accepted).left).toHaveLength(6);
  });

  test('what is gone is told, once for each file and rule', () => {
    const fixed = syntaxErrors.replace(
      '"ims:image:get", "ims:images:lst", "ims:image:get"',
      '"ims:images:get"',
    );
    expect(lint({ 'a.json': fixed }, accepted).notes).toEqual([
      '1 finding of `duplicate-action` in `a.json` is gone: take it out with --update-baseline',
      '2 findings of `unknown-action` in `a.json` are gone: take them out with --update-baseline',
    ]);
    expect(lint({}, accepted).notes).toHaveLength(4);
  });

  test('nothing is told of what the run did not look at, and an update keeps it', () => {
    const hook: RunCoverage = { ...wholeRun, folders: [] };
    const other = { 'b.json': '{"Version":"1.1","Statement":[{"Effect":"alow","Action":["ims:*:*"]}]}' };
    expect(lint(other, accepted, { run: hook }).notes).toEqual([]);
    expect(lint(other, accepted, { run: hook, update: true }).updated).toEqual([
      ...accepted,
      { file: 'b.json', rule: 'invalid-effect', content: '"alow"', count: 1 },
    ]);
    const only: RunCoverage = { ...wholeRun, ran: (rule) => rule === 'invalid-effect' };
    expect(lint({}, accepted, { run: only }).notes).toHaveLength(1);
    expect(lint({}, accepted, { run: only, update: true }).updated).toHaveLength(4);
    const broken: RunCoverage = { ...wholeRun, broken: new Set(['/repo/a.json']) };
    expect(lint({ 'a.json': '{}' }, accepted, { run: broken }).notes).toEqual([]);
    expect(lint({ 'a.json': syntaxErrors }, accepted, { run: broken, update: true }).updated).toEqual(
      accepted,
    );
    expect(lint({ 'a.json': '{}' }, accepted, { run: broken, update: true }).updated).toEqual(accepted);
  });

  test('an update takes out what is gone, and a second one changes nothing', () => {
    const update = lint({ 'a.json': syntaxErrors.replace('"ims:images:lst", ', '') }, accepted, {
      update: true,
    }).updated;
    expect(update).toEqual(accepted.filter(({ content }) => content !== '"ims:images:lst"'));
    expect(lint({ 'a.json': syntaxErrors }, accepted, { update: true }).updated).toEqual(accepted);
  });

  test('what something else accepts is not gone, takes nothing from the others, and is not written', () => {
    const isAccepted = (finding: { readonly line: number; readonly rule: string }) =>
      finding.rule === 'invalid-effect' || (finding.rule === 'unknown-action' && finding.line === 4);
    const run = (entries: readonly BaselineEntry[], update: boolean) => {
      const baseline = createBaseline(
        { file: 'old.json', folder: '/repo', entries },
        { pathOf: (file) => `/repo/${file}`, update },
      );
      const { findings } = lintFiles([readPolicyFile('a.json', syntaxErrors)], {
        ...ruleWorld(),
        suppress(finding, file) {
          if (!isAccepted(finding)) return baseline.suppress(finding, file);
          baseline.meet(finding, file);
          return { reason: 'agreed' };
        },
      });
      return {
        left: findings.filter(({ suppressed }) => !suppressed).length,
        notes: baseline.notes(wholeRun).map(({ message }) => message),
        updated: baseline.updated(wholeRun),
      };
    };
    expect(run(accepted, false)).toMatchObject({ left: 0, notes: [] });
    const { updated } = run(accepted, true);
    expect(updated.map(({ rule, count }) => `${rule} ${count}`)).toEqual([
      'duplicate-action 1',
      'missing-member 1',
      'unknown-action 1',
    ]);
    // Without the others nothing of the baseline is left over for what is new.
    expect(run(updated, false)).toMatchObject({ left: 0, notes: [] });
  });

  test.each([
    { name: 'backslashes', file: '.\\sub\\a.json' },
    { name: 'a dot before', file: './sub/a.json' },
    { name: 'steps that lead nowhere', file: 'other\\..\\sub//a.json' },
  ])('names of files may have $name', ({ file }) => {
    const entries = accepted.map((entry) => ({ ...entry, file }));
    const { left, notes } = lint({ 'sub/a.json': syntaxErrors }, entries);
    expect({ left, notes }).toEqual({ left: [], notes: [] });
    const { updated } = lint({ 'sub/a.json': syntaxErrors }, entries, { update: true });
    expect([...new Set(updated.map((entry) => entry.file))]).toEqual(['sub/a.json']);
    expect(lint({}, entries).notes[0]).toContain('in `sub/a.json` is gone');
  });

  test('entries that stand twice, as after a merge, add up', () => {
    const twice = accepted.map((entry) =>
      entry.count === 2
        ? [
            { ...entry, count: 1 },
            { ...entry, count: 1 },
          ]
        : entry,
    );
    expect(lint({ 'a.json': syntaxErrors }, twice.flat()).left).toEqual([]);
  });

  test('is no policy itself', () => {
    const files = lint({ 'old.json': renderBaseline(accepted) }, []);
    expect(files).toMatchObject({ left: [], summary: { policies: 0 } });
  });

  test('long texts are kept in part, and do not matter beyond it', () => {
    const long = (end: string) =>
      `{"Version":"1.1","Statement":[{"Effect":"${'x'.repeat(5000)}${end}","Action":["ims:*:*"]}]}`;
    const [entry] = lint({ 'a.json': long('a') }, [], { update: true }).updated;
    expect(entry?.content).toHaveLength(121);
    expect(lint({ 'a.json': long('b') }, entry ? [entry] : []).left).toEqual([]);
  });
});

describe('renderBaseline', () => {
  const schema = join(import.meta.dirname, '../../rules/schema/baseline.schema.json');
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

  test('is sorted, one line an entry, and keeps to the schema', () => {
    const text = renderBaseline([...accepted].reverse());
    expect(text).toBe(renderBaseline(accepted));
    expect(text.split('\n')[3]).toBe(
      '    {"file":"a.json","rule":"duplicate-action","content":"\\"ims:image:get\\"","count":1},',
    );
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(renderBaseline([])).toBe('{\n  "schemaVersion": 1,\n  "findings": []\n}\n');
  });

  test('keeps any text', () => {
    const anyEntry = fc.record({
      file: fc.string({ minLength: 1 }),
      rule: fc.constant('probe'),
      content: anyText,
      count: fc.integer({ min: 1 }),
    });
    fc.assert(
      fc.property(fc.array(anyEntry), (entries) => {
        const read = (JSON.parse(renderBaseline(entries)) as { findings: BaselineEntry[] }).findings;
        expect(new Set(read.map((entry) => JSON.stringify(entry)))).toEqual(
          new Set(
            entries.map(({ file, rule, content, count }) => JSON.stringify({ file, rule, content, count })),
          ),
        );
      }),
    );
  });
});
