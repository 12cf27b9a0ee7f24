import type { Catalogue, KnownAction, Service } from '../../src/model/catalogue.ts';

const imsActions = [
  'ims:dataImages:create',
  'ims:images:copy',
  'ims:images:create',
  'ims:images:delete',
  'ims:images:export',
  'ims:images:get',
  'ims:images:list',
  'ims:images:share',
  'ims:images:update',
  'ims:images:upload',
  'ims:quotas:get',
  'ims:serverImages:create',
  'ims:wholeImages:create',
];

/** Actions of `ims` that only one cloud of the fake catalogue documents. */
const onlyIn: Readonly<Record<string, KnownAction['clouds']>> = {
  'ims:quotas:get': ['otc'],
  'ims:wholeImages:create': ['hwc'],
};

const services: readonly Service[] = [
  { code: 'cce', name: 'Cloud Container Engine', level: 'project', aliases: [] },
  { code: 'dli', name: 'Data Lake Insight', level: 'project', aliases: [] },
  { code: 'ecs', name: 'Elastic Cloud Server', level: 'project', aliases: [] },
  { code: 'functiongraph', name: 'FunctionGraph', level: 'project', aliases: ['fgs'] },
  { code: 'iam', name: 'Identity and Access Management', level: 'global', aliases: [] },
  { code: 'ims', name: 'Image Management Service', level: 'project', aliases: ['image'] },
  { code: 'kms', name: 'Key Management Service', level: 'project', aliases: [] },
  { code: 'modelarts', name: 'ModelArts', level: 'project', aliases: [] },
  { code: 'obs', name: 'Object Storage Service', level: 'global', aliases: [] },
];

/** A catalogue that covers `ims`, and `obs` partly, with facts that do not change: for tests of rules. */
export function fakeCatalogue(): Catalogue {
  const actions: readonly KnownAction[] = imsActions.map((action) => ({
    action,
    clouds: onlyIn[action] ?? ['hwc', 'otc'],
    known: 'api',
    access: 'write',
    resourceType: action.split(':')[1] ?? '',
  }));
  const mentioned: readonly KnownAction[] = [
    {
      action: 'obs:bucket:PutBucketPaint',
      clouds: ['otc'],
      known: 'mentioned',
      access: 'write',
      resourceType: 'bucket',
    },
  ];
  return {
    services: () => services,
    covers: (service) => service === 'ims',
    coverage: (service) => (service === 'ims' ? 'full' : service === 'obs' ? 'partly' : 'none'),
    covered: () => ['ims'],
    partlyCovered: () => ['obs'],
    date: (service) => (service === 'ims' ? '2024-05-06' : undefined),
    actions: (service) => (service === 'ims' ? actions : service === 'obs' ? mentioned : []),
    entries: () => [],
    evidence: () => [],
    looseClaims: () => [],
    mentions: () => [],
  };
}
