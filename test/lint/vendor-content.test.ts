import { describe, expect, test } from 'vitest';
import { type LintOptions, lintFile } from '../../src/lint/lint-file.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import type { SystemPolicy, SystemPolicyDocument } from '../../src/model/system-policy.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { vendorContent } from '../../src/policy/vendor-content.ts';
import { readYaml } from '../../src/policy/yaml-reader.ts';
import { withHouse } from '../support/house-rules.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';
import { testData } from '../support/test-data.ts';

const all = JSON.parse(testData().get('system-policies.json') ?? '[]') as readonly SystemPolicy[];
const prints = all.flatMap(({ name, content }) =>
  content.map(({ document }, at) => ({ name, at, document })),
);
const options: LintOptions = {
  ...ruleWorld(),
  catalogue: loadTestCatalogue(),
  isVendorContent: vendorContent(() => all),
};

function rulesFor(document: unknown, more: Partial<LintOptions> = {}, file = 'p.json'): readonly string[] {
  const found = lintFile(readPolicyFile(file, JSON.stringify(document), readYaml), { ...options, ...more });
  return found.map(({ rule }) => rule);
}

/** The first print of a role or policy. */
function printOf(wanted: string): SystemPolicyDocument {
  const found = prints.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`${wanted} has no content`);
  return found.document;
}

const clouds: readonly CloudChoice[] = ['any', 'hwc', 'otc'];

describe.each(clouds)('content of the vendor, linted for %s', (cloud) => {
  test.each(prints)('$name, print $at', ({ document }) => {
    expect(rulesFor(document, { cloud })).toEqual([]);
    expect(rulesFor(document, { cloud }, 'p.yaml')).toEqual([]);
    const envelope = { role: { display_name: 'x', type: 'XA', description: 'x', policy: document } };
    const said = rulesFor(envelope, { cloud });
    expect(said.filter((rule) => rule !== 'layer-mismatch')).toEqual([]);
  });
});

test('the content that the tests are about is held', () => {
  const names = new Set(prints.map(({ name }) => name));
  for (const name of [
    'VPC Administrator',
    'Server Administrator',
    'CCE Viewer',
    'UCS FullAccess',
    'CSS FullAccess',
  ])
    expect(names).toContain(name);
});

describe('a copy', () => {
  test('in another order is still one', () => {
    const { Version, Statement, Depends } = printOf('TMS Administrator');
    const reversed = {
      Depends: [...(Depends ?? [])].reverse(),
      Statement: Statement.map(({ Effect, Action }) => ({ Action: [...Action].reverse(), Effect })),
      Version,
    };
    expect(rulesFor(reversed)).toEqual([]);
  });

  const viewer = printOf('CCE Viewer');
  const actions = viewer.Statement.flatMap(({ Action }) => Action);
  const administrator = printOf('VPC Administrator');
  test.each([
    {
      name: 'with another action',
      document: { ...viewer, Statement: [{ Effect: 'Allow', Action: [...actions, 'ims:image:list'] }] },
      found: ['unknown-action'],
    },
    {
      name: 'with an action twice',
      document: { ...viewer, Statement: [{ Effect: 'Allow', Action: [...actions, actions[0]] }] },
      found: ['duplicate-action'],
    },
    {
      name: 'with another effect',
      document: { ...viewer, Statement: [{ Effect: 'Deny', Action: actions }] },
      found: ['deny-only-policy'],
    },
    {
      name: 'of a role with one action left out',
      document: {
        ...administrator,
        Statement: administrator.Statement.map((one) => ({ ...one, Action: one.Action.slice(1) })),
      },
      found: ['role-as-custom-policy'],
    },
    {
      name: 'with a condition that has no test',
      document: { ...viewer, Statement: [{ Effect: 'Allow', Action: actions, Condition: {} }] },
      found: ['empty-condition'],
    },
    {
      name: 'with roles that it depends on',
      document: { ...viewer, Depends: [{ catalog: 'BASE', display_name: 'Tenant Guest' }] },
      found: ['depends-in-custom-policy'],
    },
    {
      name: 'of another Version',
      document: { ...administrator, Version: '1.1', Depends: [{ catalog: 'BASE', display_name: 'Guest' }] },
      found: ['depends-in-custom-policy'],
    },
  ])('$name is linted as usual', ({ document, found }) => {
    expect(rulesFor(document)).toEqual(expect.arrayContaining(found));
  });

  test('is asked about only where something was found', () => {
    let asked = 0;
    const isVendorContent = vendorContent(() => {
      asked += 1;
      return all;
    });
    rulesFor(
      { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['ims:images:list'] }] },
      { isVendorContent },
    );
    expect(asked).toBe(0);
    rulesFor(printOf('Server Administrator'), { isVendorContent });
    rulesFor(printOf('Server Administrator'), { isVendorContent });
    expect(asked).toBe(1);
  });

  test('is no excuse before the rules of the house', () => {
    const config = 'house: { service-not-listed: [{ services: [ims], reason: nothing else is ordered }] }';
    expect(rulesFor(viewer, withHouse(config, options))).toContain('service-not-listed');
  });
});
