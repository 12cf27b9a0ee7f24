import { catalogueOver } from '../../src/catalogue/catalogue-over.ts';
import { fitOf } from '../../src/catalogue/path-template.ts';
import { segmentsOf } from '../../src/model/action.ts';
import type { Catalogue, KnownAction, PrintedNames, Service } from '../../src/model/catalogue.ts';
import { fakeApis } from './fake-apis.ts';
import { testData } from './test-data.ts';

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
  { code: 'evs', name: 'Elastic Volume Service', level: 'project', aliases: [] },
  { code: 'functiongraph', name: 'FunctionGraph', level: 'project', aliases: ['fgs'] },
  { code: 'ges', name: 'Graph Engine Service', level: null, aliases: [] },
  { code: 'iam', name: 'Identity and Access Management', level: 'global', aliases: [] },
  { code: 'ims', name: 'Image Management Service', level: 'project', aliases: ['image'] },
  { code: 'kms', name: 'Key Management Service', level: 'project', aliases: [] },
  { code: 'modelarts', name: 'ModelArts', level: 'project', aliases: [] },
  { code: 'obs', name: 'Object Storage Service', level: 'global', aliases: [] },
  { code: 'scm', name: 'SSL Certificate Manager', level: 'both', aliases: [] },
  { code: 'smn', name: 'Simple Message Notification', level: 'project', aliases: [] },
  { code: 'vpc', name: 'Virtual Private Cloud', level: 'project', aliases: [] },
];

/** Services of which nothing but what `fake-apis.ts` has is known: in part, so that no other action is called unknown. */
const inPart = ['ecs', 'evs', 'smn', 'vpc'];

/** A catalogue that covers `ims`, and some others partly, with facts that do not change: for tests of rules. */
export function fakeCatalogue(): Catalogue {
  const apis = fakeApis(services);
  const concerns = new Map(apis.actions('ims').map((known) => [known.action, known.concerns]));
  const actions = imsActions.map((action): KnownAction => {
    const ofApis = concerns.get(action);
    return {
      action,
      clouds: onlyIn[action] ?? ['hwc', 'otc'],
      known: 'api',
      access: 'write',
      resourceType: segmentsOf(action)[1],
      ...(ofApis === undefined ? {} : { concerns: ofApis }),
    };
  });
  const mentioned: readonly KnownAction[] = [
    {
      action: 'obs:bucket:PutBucketPaint',
      clouds: ['otc'],
      known: 'mentioned',
      access: 'write',
      resourceType: 'bucket',
    },
    {
      action: 'obs:bucket:GetCoat',
      clouds: ['hwc'],
      known: 'api',
      access: 'read',
      resourceType: 'bucket',
      renamed: { cloud: 'hwc', to: ['obs:bucket:GetBucketPaint'], page: 'hwc-site/obs/a.md', gone: true },
    },
    {
      action: 'obs:bucket:ListCoats',
      clouds: ['hwc'],
      known: 'api',
      access: 'list',
      resourceType: 'bucket',
      renamed: {
        cloud: 'hwc',
        to: ['obs:bucket:GetBucketPaint', 'obs:bucket:ListBucketPaints'],
        page: 'hwc-site/obs/a.md',
        gone: false,
      },
    },
  ];
  let printed: PrintedNames | undefined;
  return catalogueOver({
    services: () => services,
    covers: (service) => service === 'ims',
    coverage: (service) =>
      service === 'ims' ? 'full' : service === 'obs' || inPart.includes(service) ? 'partly' : 'none',
    covered: () => ['ims'],
    partlyCovered: () => ['obs', ...inPart],
    newestDate: () => '2024-05-06',
    isHeldInPart: () => false,
    date: (service) => (service === 'ims' || inPart.includes(service) ? '2024-05-06' : undefined),
    actions: (service) =>
      service === 'ims' ? actions : service === 'obs' ? mentioned : apis.actions(service),
    entries: apis.evidence,
    servicesWithPath: (path) =>
      apis.evidence('ims').some((entry) => fitOf(entry.path, path) !== undefined) ? ['ims'] : [],
    evidence: apis.evidence,
    looseClaims: () => [],
    mentions: () => [],
    printed: () => {
      printed ??= JSON.parse(testData().get('printed.json') ?? '') as PrintedNames;
      return printed;
    },
  });
}
