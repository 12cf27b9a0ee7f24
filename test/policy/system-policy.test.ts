import { describe, expect, test } from 'vitest';
import { tryCompileData } from '../../src/compile/compile-data.ts';
import type { Cloud } from '../../src/model/cloud.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { SystemPolicy } from '../../src/model/system-policy.ts';
import { createLocator } from '../../src/policy/region-of.ts';
import { findSystemPolicy, readSystemPolicy } from '../../src/policy/system-policy.ts';
import { fewRulesFiles } from '../support/rules-files.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const all = JSON.parse(testData().get('system-policies.json') ?? '[]') as readonly SystemPolicy[];
const both: readonly Cloud[] = ['hwc', 'otc'];

function read(name: string, clouds: readonly Cloud[] = both): Policy {
  const found = findSystemPolicy(name, all);
  if (found === undefined) throw new Error(`no ${name}`);
  const [policy] = readSystemPolicy(found, clouds).policies;
  if (policy === undefined) throw new Error(`${name} is no policy`);
  return policy;
}

function actions({ statements }: Policy, effect: string): string[] {
  return statements
    .filter((one) => one.effect === effect)
    .flatMap((one) => one.actions.map(({ text }) => text));
}

describe('the system policies', () => {
  test.each([
    'Tenant Administrator',
    'Tenant Guest',
    'Security Administrator',
    'Agent Operator',
    'IMS Administrator',
    'Server Administrator',
    'DNS Administrator',
    'VPC Administrator',
    'VPCEndpoint Administrator',
    'TMS Administrator',
    'IAM ReadOnlyAccess',
    'ECS FullAccess',
    'ECS CommonOperations',
    'ECS ReadOnlyAccess',
    'CSS FullAccess',
  ])('%s has content', (name) => {
    const found = findSystemPolicy(name, all);
    expect(found?.content.filter(({ former }) => former === undefined)).not.toEqual([]);
  });

  test.each([
    'IMS FullAccess',
    'IMS ReadOnlyAccess',
    'FullAccess',
    'OBS OperateAccess',
    'OBS ReadOnlyAccess',
  ])('%s has no content that counts', (name) => {
    expect(read(name)).toMatchObject({ kind: 'policy', statements: [], faults: [] });
    expect(read(name).unpublished).toBeDefined();
  });

  test('are found in any case, and by earlier names', () => {
    expect(findSystemPolicy('ims  administrator ', all)?.name).toBe('IMS Administrator');
    expect(findSystemPolicy('IMS Admin', all)?.name).toBe('IMS FullAccess');
    expect(findSystemPolicy('IMS Viewer', all)?.name).toBe('IMS ReadOnlyAccess');
    expect(findSystemPolicy('Guest', all)?.name).toBe('Tenant Guest');
    expect(findSystemPolicy('CBR Admin', all)?.name).toBe('CBR FullAccess');
    expect(findSystemPolicy('constructor', all)).toBeUndefined();
  });

  test('are read without a fault, with a text for their places', () => {
    for (const policy of all) {
      const file = readSystemPolicy(policy, policy.content[0]?.clouds ?? policy.clouds);
      expect(file.file).toBe(`system:${policy.name}`);
      const locator = createLocator(file.text);
      for (const one of file.policies) {
        expect(one.faults, policy.name).toEqual([]);
        expect(one.kind).toBe(policy.kind);
        for (const { path } of one.statements.flatMap((statement) => statement.actions)) {
          const span = locator.spanOf(path);
          expect(file.text.slice(span.offset, span.offset + 1)).toBe('"');
        }
      }
    }
  });

  test('depend on roles that are known', () => {
    const names = all
      .flatMap((policy) => read(policy.name).depends ?? [])
      .map(({ displayName }) => displayName);
    expect(names.filter((name) => findSystemPolicy(name, all) === undefined)).toEqual([]);
    expect(read('IMS Administrator').depends).toEqual([
      { displayName: 'Tenant Administrator', catalog: 'OBS' },
    ]);
  });

  test('are about services that are known', () => {
    const known = loadTestCatalogue().realNames();
    expect(
      all.flatMap(({ services }) => services ?? []).filter((service) => !known.isService(service)),
    ).toEqual([]);
  });
});

describe('content counts where it is published', () => {
  test('for a policy: in that cloud alone', () => {
    expect(actions(read('ECS FullAccess', ['otc']), 'allow')).toContain('ims:images:list');
    expect(read('ECS FullAccess', ['otc']).unpublished).toBeUndefined();
    for (const clouds of [['hwc'], both] as const) {
      expect(read('ECS FullAccess', clouds)).toMatchObject({
        statements: [],
        unpublished: { services: ['ecs', 'evs', 'ims', 'vpc'] },
      });
    }
  });

  test('for a role: shown anyhow, since it only describes', () => {
    expect(actions(read('IMS Administrator', ['hwc']), 'allow')).toContain('ims:*:*');
    expect(read('IMS Administrator', ['hwc']).unpublished).toBeUndefined();
    const elsewhere = read('IMS Administrator', ['otc']);
    expect(actions(elsewhere, 'allow')).toContain('ims:*:*');
    expect(elsewhere.unpublished).toEqual({ services: ['ecs', 'evs', 'ims'] });
  });

  test('two prints of a role count together', () => {
    const guest = read('Tenant Guest', ['otc']);
    expect(actions(guest, 'allow')).toEqual(['::Get', '::List', '*:*:Get*', '*:*:List*']);
    expect(actions(guest, 'deny')).toEqual(['identity:*']);
    expect(guest.unpublished).toBeUndefined();
  });

  test('dependencies are those of the prints that count, and those that a page names', () => {
    const names = (clouds: readonly Cloud[]) =>
      read('Server Administrator', clouds).depends?.map(({ displayName }) => displayName);
    expect(names(['otc'])).toEqual(['Tenant Guest']);
    expect(names(['hwc'])).toEqual([
      'Tenant Guest',
      'BSS Administrator',
      'VPC Administrator',
      'IMS Administrator',
    ]);
  });
});

describe('broken data', () => {
  const base = {
    name: 'X',
    kind: 'role',
    clouds: ['hwc'],
    services: null,
    source: 'p',
    content: 'unpublished',
  };
  const rules = fewRulesFiles(/^system-policies\/ims\./u);

  test('is told from data that is not broken', () => {
    expect(tryCompileData(rules).ok).toBe(true);
  });

  test.each([
    { name: 'without source', policy: { ...base, source: undefined }, message: /source/ },
    { name: 'with content of no shape', policy: { ...base, content: 'none' }, message: /oneOf|constant/ },
    { name: 'with an unknown key', policy: { ...base, depends: [] }, message: /`depends`/ },
    {
      name: 'with the internal name of another in a region',
      policy: {
        ...base,
        clouds: ['otc'],
        internalNames: [{ cloud: 'otc', regions: ['eu-nl'], name: 'system_all_52' }],
      },
      message: /as does `IMS FullAccess`/,
    },
    {
      name: 'with the name of another',
      policy: { ...base, name: 'ims admin' },
      message: /as does `IMS FullAccess`/,
    },
  ])('$name is refused', ({ policy, message }) => {
    const file = 'system-policies/zz.yaml';
    const compiled = tryCompileData(new Map([...rules, [file, JSON.stringify([policy])]]));
    if (compiled.ok) throw new Error('not refused');
    expect(compiled.faults.filter((fault) => fault.file === file && message.test(fault.message))).not.toEqual(
      [],
    );
  });
});
