import { describe, expect, test } from 'vitest';
import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import { createCatalogue } from '../../src/catalogue/loaded-catalogue.ts';
import { type ActionPattern, readAction } from '../../src/model/action.ts';
import type { CatalogueFacts, KnownAction, Service } from '../../src/model/catalogue.ts';
import { actionNames } from '../../src/model/claim.ts';
import type { Entry } from '../../src/model/entry.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

function patternOf(text: string): ActionPattern {
  const reading = readAction(text);
  if (!reading.ok) throw new Error(text);
  return reading.pattern;
}

const services: readonly Service[] = [
  { code: 'cce', name: 'Containers', level: 'project', aliases: [] },
  { code: 'iam', name: 'Identities', level: 'global', aliases: [] },
  { code: 'vpc', name: 'Networks', level: 'project', aliases: ['eip', 'net'] },
];

const actions: Readonly<Record<string, readonly string[]>> = {
  cce: ['CCE:cluster:get', 'cce:cluster:list'],
  iam: ['iam:users:get'],
  vpc: ['eip:ips:create', 'vpc:ips:get', 'vpc:vpcs:get'],
};

const apis: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  cce: {
    '/clusters': ['cce:cluster:list', 'vpc:vpcs:get'],
    '/pods': ['cce:kubernetes:*'],
    '/pods/{id}': ['cce:kubernetes:get', 'cce:kubernetes:*'],
    '/broken': ['cce:cluster'],
  },
  vpc: { '/vpcs': ['VPC:vpcs:get'], '/vpcs/{id}': ['vpc:vpcs:get'] },
};

function knownAction(action: string): KnownAction {
  return { action, clouds: ['hwc'], known: 'api', access: 'read', resourceType: '' };
}

function entry(service: string, path: string, needed: readonly string[]): Entry {
  return {
    cloud: 'hwc',
    service,
    method: 'GET',
    path,
    title: path,
    deprecated: false,
    actions: needed.map((action) => ({ action })),
    dependencies: [{ action: 'iam:users:get' }],
    prerequisites: [],
    scopes: { project: true, enterpriseProject: true },
    governed: true,
  };
}

/** A small catalogue, and how often each fact was asked for. */
function counted() {
  const asked: string[] = [];
  const saying = <Value>(what: string, value: Value): Value => {
    asked.push(what);
    return value;
  };
  const entries = Object.fromEntries(
    Object.entries(apis).map(([service, paths]) => [
      service,
      Object.entries(paths).map(([path, needed]) => entry(service, path, needed)),
    ]),
  );
  const facts: CatalogueFacts = {
    services: () => saying('services', services),
    covers: (service) => service === 'cce' || service === 'vpc',
    coverage: () => 'full',
    covered: () => ['cce', 'vpc'],
    partlyCovered: () => ['iam'],
    servicesWithPath: () => ['cce', 'vpc'],
    date: () => undefined,
    newestDate: () => undefined,
    isHeldInPart: () => false,
    actions: (service) => saying(`actions of ${service}`, (actions[service] ?? []).map(knownAction)),
    entries: (service) => saying(`entries of ${service}`, entries[service] ?? []),
    evidence: () => [],
    looseClaims: () => [],
    mentions: () => [],
    printed: () => saying('printed', { services: ['pods'], patterns: [], types: {}, identityNames: {} }),
  };
  return { catalogue: catalogueOver(facts), facts, asked };
}

describe('a service', () => {
  test.each([
    { name: 'vpc', code: 'vpc', level: 'project' },
    { name: 'VPC', code: 'vpc', level: 'project' },
    { name: 'Eip', code: 'vpc', level: 'project' },
    { name: 'iam', code: 'iam', level: 'global' },
    { name: 'ACME', code: 'acme', level: null },
    { name: '*', code: '*', level: null },
    { name: '__proto__', code: '__proto__', level: null },
  ])('is found by $name', ({ name, code, level }) => {
    const { catalogue } = counted();
    expect(catalogue.serviceCode(name)).toBe(code);
    expect(catalogue.level(name)).toBe(level);
    expect(catalogue.service(name)?.code).toBe(
      services.some((known) => known.code === code) ? code : undefined,
    );
  });

  test('has its names in order', () => {
    const { catalogue } = counted();
    expect(catalogue.serviceNames()).toEqual(['cce', 'iam', 'vpc', 'eip', 'net']);
    expect(catalogue.known()).toEqual(['cce', 'vpc', 'iam']);
  });
});

describe('an action', () => {
  test.each([
    { action: 'vpc:vpcs:get', found: 'vpc:vpcs:get' },
    { action: 'NET:VPCS:get', found: 'vpc:vpcs:get' },
    { action: 'vpc:ips:create', found: 'eip:ips:create' },
    { action: 'cce:cluster:get', found: 'CCE:cluster:get' },
    { action: 'vpc:vpcs:list', found: undefined },
    { action: 'acme:vpcs:get', found: undefined },
    { action: 'vpc:constructor:get', found: undefined },
  ])('is known by $action: $found', ({ action, found }) => {
    expect(counted().catalogue.action(patternOf(action))?.action).toBe(found);
  });

  test.each([
    { pattern: 'vpc:*:*', found: ['eip:ips:create', 'vpc:ips:get', 'vpc:vpcs:get'] },
    { pattern: 'eip:*:GET', found: ['vpc:ips:get', 'vpc:vpcs:get'] },
    { pattern: 'vpc:i*s:create', found: ['eip:ips:create'] },
    { pattern: 'vpc:ips:create', found: ['eip:ips:create'] },
    { pattern: 'vpc:ips:lst', found: [] },
    { pattern: 'acme:*:*', found: [] },
    // Of covered services only.
    { pattern: '*:*:get', found: ['CCE:cluster:get', 'vpc:ips:get', 'vpc:vpcs:get'] },
    { pattern: '*:users:*', found: [] },
    { pattern: 'iam:users:*', found: ['iam:users:get'] },
  ])('is covered by $pattern: $found', ({ pattern, found }) => {
    const matching = counted().catalogue.actionsMatching(patternOf(pattern));
    expect(matching.map(({ known }) => known.action)).toEqual(found);
  });
});

describe('APIs', () => {
  const both = ['cce', 'vpc'];
  test.each([
    { action: 'vpc:vpcs:get', of: both, found: ['/clusters', '/vpcs', '/vpcs/{id}'] },
    { action: 'vpc:vpcs:get', of: ['vpc'], found: ['/vpcs', '/vpcs/{id}'] },
    { action: 'vpc:vpcs:get', of: ['vpc', 'cce'], found: ['/vpcs', '/vpcs/{id}', '/clusters'] },
    { action: 'VPC:*:g*', of: both, found: ['/clusters', '/vpcs', '/vpcs/{id}'] },
    { action: 'cce:kubernetes:get', of: both, found: ['/pods', '/pods/{id}'] },
    { action: 'cce:kubernetes:list', of: both, found: ['/pods', '/pods/{id}'] },
    { action: 'cce:*:*', of: both, found: ['/clusters', '/pods', '/pods/{id}'] },
    { action: '*:*:*', of: both, found: ['/clusters', '/pods', '/pods/{id}', '/vpcs', '/vpcs/{id}'] },
    // An alias is another text: what a page prints is what is asked for.
    { action: 'eip:vpcs:get', of: both, found: [] },
    // A dependency is not a requirement.
    { action: 'iam:users:get', of: both, found: [] },
    { action: 'cce:cluster', of: both, found: [] },
    { action: 'vpc:vpcs:get', of: ['acme'], found: [] },
  ])('of $of that need $action: $found', ({ action, of, found }) => {
    const { catalogue } = counted();
    expect(catalogue.entriesNeeding(action, of).map(({ path }) => path)).toEqual(found);
  });

  test('are those of the catalogue itself', () => {
    const { catalogue } = counted();
    const [first] = catalogue.entriesNeeding('vpc:vpcs:get', ['cce']);
    expect(first).toBe(catalogue.entries('cce')[0]);
  });

  test('that need an action of the real catalogue are found as by looking through all of them', () => {
    const catalogue = loadTestCatalogue();
    const covered = catalogue.covered();
    const needing = new Map<string, Entry[]>();
    for (const entry of covered.flatMap((service) => catalogue.entries(service)))
      for (const name of new Set(actionNames(entry.actions).map((action) => action.toLowerCase())))
        needing.set(name, [...(needing.get(name) ?? []), entry]);
    for (const service of catalogue.known()) {
      for (const { known } of catalogue.documented(service)) {
        const found = needing.get(known.action.toLowerCase()) ?? [];
        expect(catalogue.entriesNeeding(known.action, covered)).toEqual(found);
        expect(found.every((one) => known.concerns?.services.includes(one.service) !== false)).toBe(true);
      }
    }
  });
});

describe('what is asked of the facts', () => {
  test('is nothing before a question', () => {
    expect(counted().asked).toEqual([]);
  });

  test('is asked once, and only for the service in question', () => {
    const { catalogue, asked } = counted();
    for (let time = 0; time < 3; time++) {
      catalogue.action(patternOf('eip:ips:get'));
      catalogue.actionsMatching(patternOf('vpc:*:get'));
      catalogue.documented('vpc');
      catalogue.level('vpc');
      catalogue.entriesNeeding('cce:cluster:list', ['cce']);
    }
    expect(asked).toEqual(['services', 'actions of vpc', 'entries of cce']);
  });

  test('is not an action for the code of a service', () => {
    const { catalogue, asked } = counted();
    const actionsAsked = () => asked.filter((what) => what.startsWith('actions of'));
    expect(catalogue.realNames().isService('pods')).toBe(true);
    expect(catalogue.realNames().isService('net')).toBe(true);
    expect(actionsAsked()).toEqual([]);
    expect(catalogue.realNames().isOperation('list')).toBe(true);
    expect(catalogue.realNames().isResourceType('users', 'iam')).toBe(true);
    expect(actionsAsked()).toEqual(['actions of cce', 'actions of vpc', 'actions of iam']);
  });

  test('is asked again of a catalogue whose facts differ', () => {
    const { catalogue } = counted();
    const get = patternOf('vpc:vpcs:get');
    expect(catalogue.action(get)).toBeDefined();
    expect(catalogueOver({ ...catalogue, actions: () => [] }).action(get)).toBeUndefined();
    expect(catalogueOver({ ...catalogue, services: () => [] }).level('vpc')).toBeNull();
    expect(catalogueOver({ ...catalogue, entries: () => [] }).entriesNeeding(get.text, ['vpc'])).toEqual([]);
  });
});

test('a data file is loaded when a question needs it, once', () => {
  const loaded: string[] = [];
  const catalogue = createCatalogue((name) => {
    loaded.push(name);
    return JSON.parse(testData().get(name) ?? 'null') as unknown;
  });
  expect(loaded).toEqual([]);
  for (let time = 0; time < 2; time++) {
    catalogue.level('IMS');
    catalogue.action(patternOf('ims:images:get'));
    catalogue.actionsMatching(patternOf('ims:images:*'));
  }
  expect(loaded).toEqual(['index.json', 'actions/ims.json']);
  catalogue.entriesNeeding('ims:images:get', ['ims']);
  catalogue.realNames().isService('ims');
  expect(loaded.slice(2)).toEqual(['ims.json', 'printed.json']);
});
