import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import type { LintReport, Severity } from '../../src/model/finding.ts';
import { type LintFormat, lintFormats } from '../../src/model/formats.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleUris } from '../../src/reporters/lint-sarif.ts';
import { rules } from '../../src/rules/rules.ts';
import { lintFiles } from '../support/lint-files.ts';
import { lintReport, reportedFiles, reportOf } from '../support/lint-report.ts';
import { plantedFixtures } from '../support/planted-fixtures.ts';
import { renderLintAs } from '../support/render-lint-as.ts';
import { ruleWorld } from '../support/rule-world.ts';

const root = join(import.meta.dirname, '..', '..');
const sarifSchema = join(root, '..', 'shared', 'schemas', 'sarif-2.1.0.json');
const rendered = (format: LintFormat) => renderLintAs(format, lintReport, { files: reportedFiles });

/** Every finding of the planted fixtures, each third of them suppressed. */
const planted = [...plantedFixtures('json'), ...plantedFixtures('rules')];
const plantedTexts = Object.fromEntries(planted.map(({ name, text }) => [`${name}.json`, text]));
const plantedReport = lintFiles(
  Object.entries(plantedTexts).map(([name, text]) => readPolicyFile(name, text)),
  {
    ...ruleWorld(),
    suppress: ({ line }) => (line % 3 === 0 ? { reason: 'every third line' } : undefined),
  },
);
const renderedPlanted = (format: LintFormat) =>
  renderLintAs(format, plantedReport, { files: plantedTexts, rules });

const endings: Readonly<Record<LintFormat, string>> = {
  pretty: 'txt',
  compact: 'txt',
  json: 'json',
  jsonl: 'jsonl',
  sarif: 'sarif',
  github: 'txt',
  gitlab: 'json',
  junit: 'xml',
  checkstyle: 'xml',
  markdown: 'md',
};

test.each(lintFormats)('%s looks as it did', async (format) => {
  await expect(rendered(format)).toMatchFileSnapshot(
    join(root, 'fixtures', 'reports', `${format}.${endings[format]}`),
  );
});

test.each(lintFormats)('%s can say that nothing was found', (format) => {
  const nothing: LintReport = {
    findings: [],
    summary: { files: 1, policies: 1, errors: 0, warnings: 0, infos: 0, suppressed: 0 },
  };
  const text = renderLintAs(format, nothing, { files: { 'a.json': '{}' }, rules: [] });
  expect(text).not.toContain('undefined');
  expect(text === '' || text.endsWith('\n')).toBe(true);
});

test.each(['github', 'gitlab', 'junit', 'checkstyle', 'markdown'] as const)(
  '%s leaves suppressed findings out',
  (format) => {
    expect(rendered(format)).toContain('deny-only-policy');
    expect(rendered(format)).not.toContain('malformed-action');
  },
);

describe('jsonl', () => {
  const schema = JSON.parse(
    readFileSync(join(root, 'rules', 'schema', 'lint-output.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ allErrors: true })
    .addSchema(schema)
    .compile({ $ref: 'lint-output.schema.json#/$defs/finding' });

  test('each line is a finding as the schema has it', () => {
    const lines = renderedPlanted('jsonl').trimEnd().split('\n');
    expect(lines).toHaveLength(plantedReport.findings.length);
    for (const line of lines) {
      const finding: unknown = JSON.parse(line);
      expect(validate(finding), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(plantedReport.findings);
  });
});

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: SarifPlace } }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
}
interface SarifPlace {
  readonly uri: string;
  readonly uriBaseId?: string;
  readonly index: number;
}
interface SarifRule {
  readonly id: string;
  readonly helpUri: string;
  readonly properties: Readonly<Record<string, unknown>>;
}
interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } };
  readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  readonly artifacts: readonly { readonly location: SarifPlace }[];
  readonly results: readonly SarifResult[];
}

function sarifRun(text: string): SarifRun {
  const [run] = (JSON.parse(text) as { readonly runs: readonly SarifRun[] }).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

describe('sarif', () => {
  test.skipIf(!existsSync(sarifSchema))(
    'keeps to the schema of SARIF 2.1.0 (needs ../shared/schemas beside the project)',
    () => {
      const uriCharacters = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})*$/;
      const ajv = new Ajv({
        strict: false,
        allErrors: true,
        // One of the schema's patterns is none to the stricter syntax.
        unicodeRegExp: false,
        formats: { uri: uriCharacters, 'uri-reference': uriCharacters, 'date-time': true },
      });
      const validate = ajv.compile(JSON.parse(readFileSync(sarifSchema, 'utf8')) as object);
      for (const text of [
        rendered('sarif'),
        renderedPlanted('sarif'),
        renderLintAs('sarif', reportOf({}), { files: {}, rules: [], unreadable: ['`x` is a folder'] }),
      ]) {
        expect(validate(JSON.parse(text)), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true);
      }
    },
  );

  test('has every finding, with the index of its rule and of its file', () => {
    const { tool, artifacts, results } = sarifRun(renderedPlanted('sarif'));
    expect(results).toHaveLength(plantedReport.findings.length);
    const found = new Set(results.map(({ ruleId }) => ruleId));
    expect(tool.driver.rules.map(({ id }) => id)).toEqual(
      rules.map(({ id }) => id).filter((id) => found.has(id)),
    );
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
      const place = locations[0]?.physicalLocation.artifactLocation;
      expect(artifacts[place?.index ?? -1]?.location.uri).toBe(place?.uri);
    }
    expect(results.filter(({ suppressions }) => suppressions !== undefined)).toHaveLength(
      plantedReport.summary.suppressed,
    );
  });

  test('describes a rule that only a finding names', () => {
    const { tool, results } = sarifRun(
      renderLintAs('sarif', reportOf({ rule: 'of-the-future' }), { files: {} }),
    );
    expect(results[0]?.ruleIndex).toBe(0);
    expect(tool.driver.rules[0]).toMatchObject({
      id: 'of-the-future',
      shortDescription: { text: 'Findings of of-the-future.' },
      defaultConfiguration: { level: 'error' },
    });
  });

  test('of a clean run is small, however many policies there are', () => {
    const files = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`policies/${i}.json`, '{}']));
    const text = renderLintAs('sarif', { ...lintReport, findings: [] }, { files });
    expect(text.length).toBeLessThan(1500);
    expect(sarifRun(text)).toMatchObject({ tool: { driver: { rules: [] } }, artifacts: [], results: [] });
  });

  test.each(rules)('GitHub is told how grave $id is, and everybody where it is documented', (rule) => {
    const text = renderLintAs('sarif', reportOf({ rule: rule.id }), { files: {}, rules });
    const [descriptor] = sarifRun(text).tool.driver.rules;
    expect(descriptor?.helpUri).toBe(`urn:iamscope:rules/README.md#${rule.id}`);
    expect(new URL(descriptor?.helpUri ?? '').protocol).toBe('urn:');
    const grave = descriptor?.properties['security-severity'];
    expect(grave).toMatch(/^\d\.\d$/u);
    // From 7.0 on GitHub fails a check, as it does for errors without a number.
    expect(Number(grave) >= 7).toBe(
      rule.severity === 'error' || (rule.group === 'risk' && rule.severity === 'warning'),
    );
    expect(descriptor?.properties.tags).toContain('security');
  });

  test.each([
    { docs: {}, uri: 'urn:iamscope:rules/README.md#a-b' },
    {
      docs: { repository: 'https://git.example/o/r' },
      uri: 'https://git.example/o/r/blob/HEAD/rules/README.md#a-b',
    },
    { docs: { address: 'https://docs.example/rules' }, uri: 'https://docs.example/rules#a-b' },
    {
      docs: { address: 'https://docs.example/rules', repository: 'https://git.example/o/r' },
      uri: 'https://docs.example/rules#a-b',
    },
    { docs: { address: 'file:///home/me/rules.md' }, uri: 'urn:iamscope:rules/README.md#a-b' },
    { docs: { address: 'https://docs.example/ru les' }, uri: 'urn:iamscope:rules/README.md#a-b' },
  ])('the documentation of a rule with $docs is at $uri', ({ docs, uri }) => {
    expect(ruleUris({ address: undefined, repository: undefined, ...docs })('a-b')).toBe(uri);
  });

  test('says what could not be read', () => {
    const run = sarifRun(renderLintAs('sarif', lintReport, { files: {}, unreadable: ['`x` is a folder'] }));
    expect(run.invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', message: { text: '`x` is a folder.' } }],
      },
    ]);
  });

  test.each([
    { file: 'a.json', uri: 'a.json', uriBaseId: '%SRCROOT%' },
    { file: './sub/a.json', uri: 'sub/a.json', uriBaseId: '%SRCROOT%' },
    { file: '../a.json', uri: '../a.json', uriBaseId: '%SRCROOT%' },
    { file: 'a b%20#?.json', uri: 'a%20b%2520%23%3F.json', uriBaseId: '%SRCROOT%' },
    { file: 'a:b/中.json', uri: 'a%3Ab/%E4%B8%AD.json', uriBaseId: '%SRCROOT%' },
    { file: 'new\nline\u001b.json', uri: 'new%0Aline%1B.json', uriBaseId: '%SRCROOT%' },
    { file: "(it's)\\.json", uri: '%28it%27s%29%5C.json', uriBaseId: '%SRCROOT%' },
    { file: 'lone\ud800.json', uri: 'lone%EF%BF%BD.json', uriBaseId: '%SRCROOT%' },
    { file: '<stdin>', uri: '%3Cstdin%3E', uriBaseId: '%SRCROOT%' },
    { file: '/srv/a.json', uri: 'file:///srv/a.json' },
  ])('$file is $uri', ({ file, ...place }) => {
    const { results } = sarifRun(renderLintAs('sarif', reportOf({ file }), { files: {} }));
    expect(results[0]?.locations[0]?.physicalLocation.artifactLocation).toEqual({ ...place, index: 0 });
  });

  test('no text from outside becomes a link', () => {
    const message = 'see [here](https://evil.example)';
    const { results } = sarifRun(renderLintAs('sarif', reportOf({ message }), { files: {} }));
    expect(results[0]?.message.text).toBe('See [here]\\(https://evil.example).');
  });
});

describe('fingerprints', () => {
  const at = { rule: 'duplicate-action', message: 'm', column: 3, endColumn: 6 };
  const marks = (text: string, lines: readonly number[], format: 'sarif' | 'gitlab') => {
    const report: LintReport = {
      ...lintReport,
      findings: lines.flatMap((line) => reportOf({ ...at, line, endLine: line }).findings),
    };
    const output = renderLintAs(format, report, { files: { 'a.json': text } });
    return format === 'sarif'
      ? sarifRun(output).results.map((result) => result.partialFingerprints['iamscope/v1'])
      : (JSON.parse(output) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
  };

  test.each(['sarif', 'gitlab'] as const)('of %s stay the same when lines move', (format) => {
    expect(marks('\n\n  abc\n  def', [3, 4], format)).toEqual(marks('  abc\n\n  def\n', [1, 3], format));
  });

  test.each(['sarif', 'gitlab'] as const)('of %s differ in a run, also for the same content', (format) => {
    const all = marks('  abc\n  abc\n  def', [1, 2, 3], format);
    expect(new Set(all).size).toBe(3);
  });

  test('of the planted fixtures are all different', () => {
    const all = sarifRun(renderedPlanted('sarif')).results.map(
      ({ partialFingerprints }) => partialFingerprints['iamscope/v1'],
    );
    expect(new Set(all).size).toBe(all.length);
  });

  test('do not depend on what is suppressed', () => {
    const [first, second] = reportOf({}).findings.concat(reportOf({}).findings);
    if (first === undefined || second === undefined) throw new Error('two findings');
    const output = (findings: LintReport['findings']) =>
      JSON.parse(renderLintAs('gitlab', { ...lintReport, findings }, { files: {} })) as {
        fingerprint: string;
      }[];
    const both = output([first, second]);
    const one = output([{ ...first, suppressed: { reason: 'r' } }, second]);
    expect(one).toEqual(both.slice(1));
  });
});

describe('gitlab', () => {
  test('has what GitLab asks for', () => {
    const validate = new Ajv({ strict: false }).compile({
      type: 'array',
      items: {
        type: 'object',
        required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
        properties: {
          description: { type: 'string', minLength: 1 },
          check_name: { type: 'string', minLength: 1 },
          fingerprint: { type: 'string', minLength: 1 },
          severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
          location: {
            type: 'object',
            required: ['path', 'lines'],
            properties: {
              path: { type: 'string', not: { pattern: '^(?:\\./|/)' } },
              lines: {
                type: 'object',
                required: ['begin'],
                properties: { begin: { type: 'integer', minimum: 1 } },
              },
            },
          },
        },
      },
    });
    const { errors, warnings, infos } = plantedReport.summary;
    const issues: unknown = JSON.parse(renderedPlanted('gitlab'));
    expect(validate(issues), JSON.stringify(validate.errors)).toBe(true);
    expect(issues).toHaveLength(errors + warnings + infos);
    expect(validate(JSON.parse(renderLintAs('gitlab', reportOf({ file: './a' }), { files: {} })))).toBe(true);
  });
});

describe('XML', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    isArray: (name) => ['testsuite', 'testcase', 'file', 'error'].includes(name),
  });
  const { errors, warnings, infos } = plantedReport.summary;

  test.each(['junit', 'checkstyle'] as const)('%s is well-formed', (format) => {
    expect(XMLValidator.validate(rendered(format))).toBe(true);
    expect(XMLValidator.validate(renderedPlanted(format))).toBe(true);
  });

  test('junit counts what it holds', () => {
    const { testsuites } = parser.parse(renderedPlanted('junit')) as {
      testsuites: {
        '@_tests': string;
        '@_failures': string;
        testsuite: {
          '@_tests': string;
          '@_failures': string;
          testcase: { '@_name': string; failure?: unknown }[];
        }[];
      };
    };
    expect(testsuites.testsuite).toHaveLength(planted.length);
    for (const { '@_tests': tests, '@_failures': failures, testcase } of testsuites.testsuite) {
      expect(testcase).toHaveLength(Number(tests));
      expect(testcase.filter(({ failure }) => failure !== undefined)).toHaveLength(Number(failures));
      expect(new Set(testcase.map((one) => one['@_name'])).size).toBe(testcase.length);
    }
    expect(Number(testsuites['@_failures'])).toBe(errors + warnings);
  });

  const testsOf = (report: LintReport, fails: (severity: Severity) => boolean) => {
    const text = renderLintAs('junit', report, { files: { 'a.json': '' }, fails });
    const { testsuites } = parser.parse(text) as {
      testsuites: {
        '@_failures': string;
        testsuite: { testcase: { '@_name': string; failure?: { '@_type': string } }[] }[];
      };
    };
    const cases = testsuites.testsuite.flatMap(({ testcase }) => testcase);
    expect(cases.filter(({ failure }) => failure !== undefined)).toHaveLength(
      Number(testsuites['@_failures']),
    );
    return cases.map(
      (one) => `${one['@_name']}${one.failure === undefined ? '' : `: ${one.failure['@_type']}`}`,
    );
  };

  test.each([
    { fails: [], expected: ['one', 'two', 'three', 'stale-baseline'] },
    { fails: ['error'], expected: ['one: error', 'two', 'three', 'stale-baseline'] },
    {
      fails: ['error', 'warning'],
      expected: ['one: error', 'two: warning', 'three', 'stale-baseline: warning'],
    },
    { fails: ['warning'], expected: ['one', 'two: warning', 'three', 'stale-baseline: warning'] },
    {
      fails: ['error', 'warning', 'info'],
      expected: ['one: error', 'two: warning', 'three: info', 'stale-baseline: warning'],
    },
  ])('junit fails what makes the run fail: $fails', ({ fails, expected }) => {
    const report: LintReport = {
      ...lintReport,
      findings: [
        ...reportOf({ rule: 'one', severity: 'error', pointer: '' }).findings,
        ...reportOf({ rule: 'two', severity: 'warning', pointer: '' }).findings,
        ...reportOf({ rule: 'three', severity: 'info', pointer: '' }).findings,
        ...reportOf({ rule: 'four', suppressed: { reason: 'r' } }).findings,
      ],
      notes: [{ kind: 'stale-baseline', file: 'old.json', line: 1, message: 'm' }],
    };
    expect(testsOf(report, (severity) => fails.includes(severity))).toEqual(expected);
  });

  test('checkstyle has every finding that counts', () => {
    const { checkstyle } = parser.parse(renderedPlanted('checkstyle')) as {
      checkstyle: { file: { error?: unknown[] }[] };
    };
    expect(checkstyle.file).toHaveLength(planted.length);
    expect(checkstyle.file.flatMap(({ error = [] }) => error)).toHaveLength(errors + warnings + infos);
  });
});
