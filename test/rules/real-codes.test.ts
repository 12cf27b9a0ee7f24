import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { coveredService } from '../../src/cli/arguments/choices.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { HostTable } from '../../src/model/host.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const catalogue = loadTestCatalogue();
const world = { ...ruleWorld(), catalogue };

/** The other services that findings of actions, resources and condition keys of a code, or `--service`, take it for. */
function otherServices(code: string): string[] {
  const statements = [
    { Effect: 'Allow', Action: [`${code}:*:*`] },
    { Effect: 'Allow', Action: [`${code}:things:get`] },
    { Effect: 'Allow', Action: [`${code}:instance:list`, `${code}:servers:list`] },
    { Effect: 'Allow', Action: ['ims:images:list'], Resource: [`${code}:*:*:images:*`] },
    { Effect: 'Allow', Action: ['*:*:*'], Condition: { StringEquals: { [`${code}:UserId`]: ['a'] } } },
  ];
  const helps = statements.flatMap((statement) => {
    const text = JSON.stringify({ Version: '1.1', Statement: [statement] });
    return lintFile(readPolicyFile('p.json', text), world).map(({ help = '' }) => help);
  });
  const meant = [...helps, refusalOf(code)].flatMap((help) =>
    [...help.matchAll(/(?<=did you mean .*)`([^`:]+)[^`]*`/g)].map(([, service = '']) => service),
  );
  return meant.filter((service) => service !== code);
}

/** What `--service` says of a code that it does not take. */
function refusalOf(code: string): string {
  try {
    coveredService(code, catalogue);
    return '';
  } catch (error) {
    return String(error);
  }
}

function isKnown(code: string): boolean {
  return catalogue.realNames().isService(code);
}

test('codes that are merely near are still taken for misspelt ones', () => {
  expect(otherServices('imz')).toContain('ims');
  expect(otherServices('modelart')).toContain('modelarts');
});

test.each([
  { code: 'ccx', meant: ['did you mean `cce:ClusterId`?'] },
  { code: 'cse', meant: [] },
  { code: 'cci', meant: [] },
])(
  'a condition key of `$code` beside actions of `cce` is taken for one of `cce` only if no service is `$code`',
  ({ code, meant }) => {
    const statement = {
      Effect: 'Allow',
      Action: ['cce:cluster:list'],
      Condition: { StringEquals: { [`${code}:ClusterId`]: ['a'] } },
    };
    const text = JSON.stringify({ Version: '1.1', Statement: [statement] });
    const findings = lintFile(readPolicyFile('p.json', text), world);
    const [key] = findings.filter(({ rule }) => rule === 'foreign-condition-key');
    expect(key).toBeDefined();
    expect([key?.help ?? ''].filter((help) => help.includes('did you mean'))).toEqual(meant);
  },
);

const { hosts } = JSON.parse(testData().get('hosts.json') ?? '') as HostTable;
const listed = [
  ...hosts.flatMap(({ label, product, service }) => [
    label.split('.')[0] ?? '',
    product.toLowerCase(),
    service,
  ]),
  ...catalogue.printed().services,
  ...world.language().resources.services.map(({ service }) => service),
  ...catalogue.serviceNames(),
];

/** Of `api.meeting`: no name of a service. */
const notCodes = new Set(['api']);

test.each([...new Set(listed)].filter((code) => !notCodes.has(code)).sort())(
  '`%s` is taken for no other service',
  (code) => {
    expect(isKnown(code)).toBe(true);
    expect(otherServices(code)).toEqual([]);
  },
);

const shared = join(import.meta.dirname, '../../../shared');

describe.skipIf(!existsSync(join(shared, 'endpoints.tsv')))(
  'what the clouds print (needs ../shared beside the project)',
  () => {
    const rowsOf = (file: string) =>
      readFileSync(join(shared, file), 'utf8')
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'));
    const docs = join(shared, 'docs');

    test('every host, product and folder of pages is known, and taken for no other service', () => {
      const folders = ['hwc', 'hwc-site'].flatMap((root) =>
        readdirSync(join(docs, root), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
          .map(({ name }) => name),
      );
      const endpoints = rowsOf('endpoints.tsv');
      const products = rowsOf('terraform/api-calls.tsv').map(([, , product = '']) => product.toLowerCase());
      const codes = new Set([
        ...endpoints.flatMap(([label = '', , product = '']) => [
          label.split('.')[0] ?? '',
          product.toLowerCase(),
        ]),
        ...products,
        ...folders,
      ]);
      for (const code of notCodes) codes.delete(code);
      expect(endpoints.length).toBeGreaterThan(110);
      expect(codes.size).toBeGreaterThan(140);
      expect([...codes].filter((code) => !isKnown(code))).toEqual([]);
    });

    test('every host is in the table, with scope and product', () => {
      const known = new Map(hosts.map(({ label, ...host }) => [label, host]));
      for (const [label = '', scope = '', product] of rowsOf('endpoints.tsv')) {
        expect(known.get(label)?.product, label).toBe(product);
        expect([scope, 'both'], label).toContain(known.get(label)?.scope);
      }
    });

    test('every prefix of an action is known, and taken for no other service', () => {
      const prefixes = new Set<string>();
      for (const file of readdirSync(docs, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(?:md|rst|txt|tsv)$/.test(file) || file.startsWith('api-pages')) continue;
        const text = readFileSync(join(docs, file), 'utf8');
        const action = /(?<![\w:/.{$-])([a-z][a-z0-9_-]+):(?:[a-z][\w-]*|\*)?:[a-z*][\w*-]*(?![\w:])/gi;
        for (const [, prefix = ''] of text.matchAll(action)) prefixes.add(prefix.toLowerCase());
      }
      expect(prefixes.size).toBeGreaterThan(60);
      const unknown = [...prefixes].filter((prefix) => !isKnown(prefix));
      // Forms that pages describe: `service:resource:operation`.
      expect(unknown.filter((prefix) => !['service', 'services'].includes(prefix))).toEqual([]);
    });
  },
);
