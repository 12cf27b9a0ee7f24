import { describe, expect, test } from 'vitest';
import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { CatalogueFacts, KnownAction } from '../../src/model/catalogue.ts';
import type { CloudChoice } from '../../src/model/cloud.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { ruleWorld } from '../support/rule-world.ts';
import { loadTestCatalogue } from '../support/test-catalogue.ts';

const world = ruleWorld();

function findingsFor(action: string, cloud: CloudChoice = 'any', more: Partial<CatalogueFacts> = {}) {
  const text = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: [action] }] });
  const catalogue = catalogueOver({ ...world.catalogue, ...more });
  return lintFile(readPolicyFile('policy.json', text), { ...world, catalogue, cloud }).map(
    ({ rule, severity, message, help }) =>
      `${severity} ${rule} ${message}${help === undefined ? '' : ` | ${help}`}`,
  );
}

describe('a name for identity policies', () => {
  test.each([
    ['kms:cmk:createDataKey', 'kms:dek:create'],
    ['KMS:CMK:decryptDataKey', 'kms:dek:crypto'],
    ['dli:queue:create', 'dli:queue:createQueue'],
  ])('%s is an info that names the action of Version 1.1', (name, action) => {
    const catalogue = loadTestCatalogue();
    const text = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: [name] }] });
    const findings = lintFile(readPolicyFile('policy.json', text), { ...world, catalogue, cloud: 'hwc' });
    const [found, ...others] = findings.filter(({ rule }) => rule === 'unknown-action');
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: 'info' });
    expect(found?.message).toContain(`\`${action}\``);
    expect(
      findings.filter(({ severity, rule }) => severity !== 'info' && rule !== 'uppercase-service'),
    ).toEqual([]);
  });
});

describe('services', () => {
  test.each([
    { name: 'known, but not covered', action: 'cce:cluster:anything' },
    { name: 'known by an alias', action: 'fgs:function:invoke' },
    { name: 'covered, by an alias', action: 'image:images:list' },
    { name: 'every one', action: '*:images:list' },
  ])('$name: nothing to report', ({ action }) => {
    expect(findingsFor(action)).toEqual([]);
  });

  test('of agencies, whose action no table lists: known all the same', () => {
    const findings = findingsFor('iam:agencies:assume');
    expect(findings.map((finding) => finding.split(' ').slice(0, 2).join(' '))).toEqual([
      'warning agency-without-resource',
    ]);
  });

  test('three letters are near only where the action exists there', () => {
    expect(findingsFor('imz:images:list')).toEqual([
      'warning unknown-service `imz` is not a known service | did you mean `ims:images:list`?',
    ]);
    expect(findingsFor('imz:things:list')).toEqual([
      'info unknown-service the service `imz` is outside the catalogue, so its actions are not checked',
    ]);
  });

  test('longer codes are near without', () => {
    expect(findingsFor('functiongrahp:function:list')).toEqual([
      'warning unknown-service `functiongrahp` is not a known service | did you mean `functiongraph:function:list`?',
    ]);
  });
});

describe('an action without a resource type', () => {
  const known = (action: string): KnownAction => ({
    action,
    clouds: ['hwc', 'otc'],
    known: 'api',
    access: 'tag',
    resourceType: '',
  });
  /** `ims` with such actions: what the fake catalogue has, and one more. */
  const withOne: Partial<CatalogueFacts> = {
    actions: (service) => [
      ...world.catalogue.actions(service),
      ...(service === 'ims' ? [known('ims::tagResource')] : []),
    ],
  };

  test.each([
    { name: 'a documented one', action: 'ims::tagResource', more: withOne },
    { name: 'a pattern over it', action: 'ims::tag*', more: withOne },
    { name: 'a pattern that stands for any type', action: 'ims:*:tagResource', more: withOne },
    { name: 'of a service that is known, but not covered', action: 'cce::tagResource', more: {} },
    { name: 'of a service that is covered in part', action: 'obs::createLoginSecret', more: {} },
  ])('$name: nothing to report', ({ action, more }) => {
    expect(findingsFor(action, 'any', more)).toEqual([]);
  });

  test.each([withOne, {}])('one whose operation no page names may be new', (more) => {
    expect(findingsFor('ims::countThings', 'any', more)).toEqual([
      'info unknown-action `ims::countThings` is not a documented action of `ims` (as of 2024-05-06) | check the name; the catalogue may be older than the cloud',
    ]);
  });

  test.each(['ims::list', 'ims::get*', '*::list', 'ims:images:', ':images:list'])(
    '%s lacks a segment where no action of the service does',
    (action) => {
      expect(findingsFor(action).map((finding) => finding.split(' |')[0])).toEqual([
        `error malformed-action \`${action}\` has an empty segment`,
      ]);
    },
  );
});

describe('a service of which only mentioned actions are known', () => {
  test.each([
    { name: 'a mentioned action', action: 'obs:bucket:putbucketpaint' },
    { name: 'an action that no page mentions', action: 'obs:bucket:ListBucket' },
    { name: 'two edits from a mentioned one', action: 'obs:bucket:PutBuketPant' },
    { name: 'a short word one edit from a mentioned one', action: 'obs:buckt:PutBucketPaint' },
    { name: 'a pattern over no mentioned action', action: 'obs:object:*' },
  ])('$name: nothing to report', ({ action }) => {
    expect(findingsFor(action)).toEqual([]);
  });

  test('a misspelling of a mentioned name is a warning that says how much is covered', () => {
    expect(findingsFor('obs:bucket:PutBuckePaint')).toEqual([
      'warning unknown-action no page that was read names `obs:bucket:PutBuckePaint` (`obs` is only partly covered) | did you mean `obs:bucket:PutBucketPaint`?',
    ]);
  });

  test('where nothing is known in the cloud asked about, nothing is reported', () => {
    expect(findingsFor('obs:bucket:PutBuckePaint', 'otc')).toHaveLength(1);
    expect(findingsFor('cce:cluster:creat', 'hwc')).toEqual([]);
  });
});

describe('clouds', () => {
  test('an action of one cloud is known where both are asked, or that one', () => {
    expect(findingsFor('ims:quotas:get')).toEqual([]);
    expect(findingsFor('ims:quotas:get', 'otc')).toEqual([]);
    expect(findingsFor('ims:quotas:*', 'otc')).toEqual([]);
  });

  test('an action of the other cloud only is a warning', () => {
    expect(findingsFor('ims:quotas:get', 'hwc')).toEqual([
      'warning unknown-action `ims:quotas:get` is documented for Open Telekom Cloud only, not for Huawei Cloud',
    ]);
    expect(findingsFor('ims:wholeImages:create', 'otc')).toEqual([
      'warning unknown-action `ims:wholeImages:create` is documented for Huawei Cloud only, not for Open Telekom Cloud',
    ]);
  });

  test('a pattern over actions of the other cloud only is a warning', () => {
    expect(findingsFor('ims:quotas:*', 'hwc')).toEqual([
      'warning pattern-matches-nothing `ims:quotas:*` matches actions of Open Telekom Cloud only, none of Huawei Cloud',
    ]);
  });
});

describe('where the pages of the cloud asked about are older than those of the other', () => {
  const dates = { hwc: '2021-10-12', otc: '2026-03-09' };
  const date: CatalogueFacts['date'] = (_, cloud) => (cloud === 'any' ? dates.otc : dates[cloud]);

  test.each([
    {
      action: 'ims:quotas:get',
      cloud: 'hwc' as const,
      found: [
        'info unknown-action `ims:quotas:get` is documented for Open Telekom Cloud only, not for Huawei Cloud | check the name; the pages of Huawei Cloud are of 2021-10-12, those of Open Telekom Cloud of 2026-03-09',
      ],
    },
    {
      action: 'ims:quotas:*',
      cloud: 'hwc' as const,
      found: [
        'info pattern-matches-nothing `ims:quotas:*` matches actions of Open Telekom Cloud only, none of Huawei Cloud | check the name; the pages of Huawei Cloud are of 2021-10-12, those of Open Telekom Cloud of 2026-03-09',
      ],
    },
    {
      action: 'ims:wholeImages:create',
      cloud: 'otc' as const,
      found: [
        'warning unknown-action `ims:wholeImages:create` is documented for Huawei Cloud only, not for Open Telekom Cloud',
      ],
    },
  ])('$action in $cloud', ({ action, cloud, found }) => {
    expect(findingsFor(action, cloud, { date })).toEqual(found);
  });

  test('a cloud whose pages have no date is no evidence either', () => {
    const undated: CatalogueFacts['date'] = (_, cloud) => (cloud === 'otc' ? undefined : dates.hwc);
    expect(findingsFor('ims:quotas:get', 'hwc', { date: undated })).toEqual([
      'info unknown-action `ims:quotas:get` is documented for Open Telekom Cloud only, not for Huawei Cloud | check the name; the pages of Huawei Cloud are of 2021-10-12',
    ]);
  });

  test('what they call it is not offered', () => {
    const actions: CatalogueFacts['actions'] = () => [
      { action: 'ims:jobs:submit_job', clouds: ['hwc'], known: 'api', access: 'write', resourceType: 'jobs' },
      { action: 'ims:jobs:submitJob', clouds: ['otc'], known: 'api', access: 'write', resourceType: 'jobs' },
    ];
    const help = (action: string, cloud: CloudChoice) => findingsFor(action, cloud, { actions, date })[0];
    expect(help('ims:jobs:submitJob', 'hwc')).not.toContain('submit_job');
    expect(help('ims:jobs:submit_job', 'otc')).toContain(
      '| Open Telekom Cloud documents `ims:jobs:submitJob`',
    );
  });

  test.each([{ cloud: 'hwc' as const }, { cloud: 'otc' as const }, { cloud: 'any' as const }])(
    'a message about the tables names the date of $cloud',
    ({ cloud }) => {
      const [message] = findingsFor('ims:images:lst', cloud, { date });
      expect(message).toContain(
        cloud === 'any'
          ? `(as of ${dates.hwc} in Huawei Cloud and ${dates.otc} in Open Telekom Cloud)`
          : `(as of ${dates[cloud]})`,
      );
    },
  );
});

describe('suggestions', () => {
  const action = (name: string, clouds: KnownAction['clouds'] = ['hwc', 'otc']): KnownAction => ({
    action: name,
    clouds,
    known: 'api',
    access: 'write',
    resourceType: name.split(':')[1] ?? '',
  });
  const documented = [
    action('IMS:images:list'),
    action('ims:jobs:submit_job', ['hwc']),
    action('ims:jobs:submitJob', ['otc']),
    action('ims:queues:createAll', ['hwc']),
    action('ims:queues:createAny', ['otc']),
  ];
  const printed = { ...world, catalogue: catalogueOver({ ...world.catalogue, actions: () => documented }) };

  function found(name: string, cloud: CloudChoice = 'any') {
    const text = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: [name] }] });
    const file = readPolicyFile('policy.json', text);
    return lintFile(file, { ...printed, cloud }).map(({ rule, help }) => `${rule} ${help}`);
  }

  test('an action that its table prints with capitals is not called a syntax error', () => {
    expect(found('IMS:images:list')).toEqual([]);
    expect(found('Ims:images:list')).toEqual(['uppercase-service write `ims:images:list`']);
    expect(found('IMS:images:*')).toEqual(['uppercase-service write `ims:images:*`']);
  });

  test('are written in lower case where the table prints capitals', () => {
    expect(found('ims:images:lst')).toEqual(['unknown-action did you mean `ims:images:list`?']);
  });

  test('are of the cloud asked about', () => {
    expect(found('ims:queues:createAnl', 'hwc')).toEqual([
      'unknown-action did you mean `ims:queues:createAll`?',
    ]);
    expect(found('ims:queues:createAnl', 'otc')).toEqual([
      'unknown-action did you mean `ims:queues:createAny`?',
    ]);
  });

  test('name what the cloud asked about calls an action of the other one', () => {
    expect(found('ims:jobs:submitJob', 'hwc')).toEqual([
      'unknown-action Huawei Cloud documents `ims:jobs:submit_job`',
    ]);
    expect(found('ims:jobs:submit_job', 'otc')).toEqual([
      'unknown-action Open Telekom Cloud documents `ims:jobs:submitJob`',
    ]);
  });
});

describe('patterns of policies that only read', () => {
  const readingIn = (cloud: CloudChoice, ...actions: readonly string[]) => {
    const text = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: actions }] });
    return lintFile(readPolicyFile('policy.json', text), { ...world, cloud }).map(
      ({ rule, line, column }) => `${line}:${column} ${rule}`,
    );
  };

  const reading = (...actions: readonly string[]) => readingIn('hwc', ...actions);

  test('go in pairs: one of the two is enough', () => {
    expect(reading('ims:images:get*', 'ims:images:list*')).toEqual([]);
    expect(reading('ims:quotas:get*', 'ims:quotas:list*')).toHaveLength(2);
    expect(readingIn('otc', 'ims:quotas:list*', 'ims:quotas:get*')).toEqual([]);
    expect(reading('ims:dataImages:get*', 'ims:dataImages:list*')).toHaveLength(2);
    expect(reading('ims:dataImages:create*', 'ims:dataImages:list*')).toHaveLength(1);
    expect(reading('ims:images:get*', 'ims:dataImages:list*')).toHaveLength(1);
  });
});

describe('actions that the pages name by a pattern only', () => {
  const real = { ...world, catalogue: loadTestCatalogue() };
  const found = (action: string, cloud: CloudChoice = 'any') => {
    const text = JSON.stringify({ Version: '1.1', Statement: [{ Effect: 'Allow', Action: [action] }] });
    return lintFile(readPolicyFile('policy.json', text), { ...real, cloud }).map(({ rule }) => rule);
  };

  test.each(['cce:kubernetes:*', 'cce:kubernetes:get', 'cce:kube*:*'])('%s: nothing to report', (action) => {
    expect(found(action)).toEqual([]);
  });

  test('others of the service are reported', () => {
    expect(found('cce:kubernetis:*')).toEqual(['pattern-matches-nothing']);
  });

  test('a guide of Huawei Cloud prints the pattern too', () => {
    expect(found('cce:kubernetes:*', 'hwc')).toEqual([]);
  });
});
