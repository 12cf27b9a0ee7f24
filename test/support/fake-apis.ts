import { indexActions } from '../../src/compile/actions-index.ts';
import { mergeClaims } from '../../src/compile/merge-claims.ts';
import type { KnownAction, Service } from '../../src/model/catalogue.ts';
import type { Claim } from '../../src/model/claim.ts';
import { type Cloud, clouds } from '../../src/model/cloud.ts';
import type { EvidencedEntry } from '../../src/model/entry.ts';

/** A row of a permission table: its API, and what it needs. */
interface Row extends Partial<Pick<Claim, 'dependencies' | 'deprecated' | 'scopes' | 'page'>> {
  readonly service: string;
  readonly api: string;
  readonly title: string;
  readonly actions: readonly string[];
  /** Both unless given. */
  readonly clouds?: readonly Cloud[];
}

const server = '/v2.1/{project_id}/servers/{server_id}';
const router = '/v2.0/routers/{router_id}';
const projectsOnly = { project: true, enterpriseProject: false };

/** APIs of services that the fake catalogue knows in part: one or two for each thing that a rule about APIs looks for. */
const rows: readonly Row[] = [
  {
    service: 'ecs',
    api: `PUT ${server}`,
    title: 'Modifying an ECS',
    actions: ['ecs:servers:update'],
    dependencies: [{ action: 'ecs:servers:get' }],
  },
  {
    service: 'ecs',
    api: `POST ${server}/metadata`,
    title: 'Setting ECS metadata',
    actions: ['ecs:servers:setMetadata'],
    dependencies: [{ action: 'ecs:servers:get' }],
  },
  {
    service: 'ecs',
    api: `POST ${server}/os-volume_attachments`,
    title: 'Attaching a disk',
    actions: ['ecs:serverVolumeAttachments:create'],
    dependencies: [
      { action: 'ecs:servers:get' },
      { action: 'evs:volumes:attach' },
      { action: 'obs:bucket:*' },
      { action: 'evs:volumes:encrypt', when: 'encrypted' },
    ],
  },
  // Only one of the clouds documents the dependency.
  {
    service: 'ecs',
    api: `POST ${server}/tags`,
    title: 'Tagging an ECS',
    actions: ['ecs:servers:setTags'],
    dependencies: [{ action: 'ecs:servers:get' }],
    clouds: ['otc'],
  },
  {
    service: 'ecs',
    api: `POST ${server}/tags`,
    title: 'Tagging an ECS',
    actions: ['ecs:servers:setTags'],
    clouds: ['hwc'],
  },
  { service: 'ecs', api: `GET ${server}`, title: 'Querying an ECS', actions: ['ecs:servers:get'] },
  {
    service: 'vpc',
    api: `PUT ${router}/add_router_interface`,
    title: 'Adding an interface to a router',
    actions: ['vpc:routers:addInterface', 'vpc:routers:get'],
  },
  {
    service: 'vpc',
    api: `PUT ${router}/remove_router_interface`,
    title: 'Removing an interface from a router',
    actions: ['vpc:routers:removeInterface', 'vpc:routers:get', 'vpc:ports:delete'],
  },
  { service: 'vpc', api: `GET ${router}`, title: 'Querying a router', actions: ['vpc:routers:get'] },
  // The other cloud opens an API with the action alone.
  {
    service: 'vpc',
    api: 'POST /v2.0/fwaas/rules',
    title: 'Inserting a rule',
    actions: ['vpc:firewallPolicies:addRule', 'vpc:firewallPolicies:get'],
    clouds: ['hwc'],
  },
  {
    service: 'vpc',
    api: 'POST /v2.0/fwaas/rules',
    title: 'Inserting a rule',
    actions: ['vpc:firewallPolicies:addRule'],
    clouds: ['otc'],
  },
  {
    service: 'evs',
    api: 'POST /v2/{project_id}/shares',
    title: 'Sharing a disk',
    actions: ['evs:shares:create', 'vpc:ports:create'],
  },
  {
    service: 'evs',
    api: 'POST /v2/{project_id}/buckets',
    title: 'Backing up a disk to a bucket',
    actions: ['evs:backups:store', 'obs:object:PutObject'],
  },
  // Pages that disagree: one of them asks for more.
  {
    service: 'evs',
    api: 'POST /v2/{project_id}/snapshots/{snapshot_id}/rollback',
    title: 'Rolling back a snapshot',
    actions: ['evs:snapshots:rollback'],
  },
  {
    service: 'evs',
    api: 'POST /v2/{project_id}/snapshots/{snapshot_id}/rollback',
    title: 'Rolling back a snapshot',
    actions: ['evs:snapshots:rollback', 'evs:volumes:get'],
    clouds: ['otc'],
    page: 'otc/elastic-volume-service/appendix.rst',
  },
  { service: 'evs', api: 'GET /v2/volumes', title: 'Querying a disk', actions: ['evs:volumes:get'] },
  {
    service: 'smn',
    api: 'POST /v2/{project_id}/applications/publish',
    title: 'Publishing to an application',
    actions: ['smn:application:publish'],
    deprecated: true,
  },
  {
    service: 'smn',
    api: 'GET /v2/{project_id}/applications',
    title: 'Querying applications',
    actions: ['smn:application:list'],
    deprecated: true,
    clouds: ['otc'],
  },
  {
    service: 'smn',
    api: 'GET /v2/{project_id}/applications',
    title: 'Querying applications',
    actions: ['smn:application:list'],
    clouds: ['hwc'],
  },
  {
    service: 'ims',
    api: 'POST /v1/cloudimages/members',
    title: 'Sharing images',
    actions: ['ims:images:share'],
    scopes: projectsOnly,
  },
  {
    service: 'ims',
    api: 'DELETE /v1/cloudimages/members',
    title: 'Stopping to share images',
    actions: ['ims:images:share'],
    scopes: projectsOnly,
  },
  {
    service: 'ims',
    api: 'GET /v1/cloudimages/quota',
    title: 'Querying the quota',
    actions: ['ims:quotas:get'],
    scopes: projectsOnly,
    clouds: ['otc'],
  },
  {
    service: 'ims',
    api: 'POST /v1/cloudimages/wholeimages/action',
    title: 'Creating a full-ECS image',
    actions: ['ims:wholeImages:create'],
    clouds: ['hwc'],
  },
];

function claimOf(row: Row, cloud: Cloud, position: number): Claim {
  const [method = '', path = ''] = row.api.split(' ');
  const page = row.page ?? `${cloud}/${row.service}/actions.md`;
  return {
    cloud,
    docs: row.service,
    page,
    table: 1,
    row: position + 1,
    api: 1,
    source: { repo: 'x', commit: 'y', path: page, date: '2024-05-06' },
    status: 'current',
    service: row.service,
    title: row.title,
    method: method as Claim['method'] & string,
    path,
    actions: row.actions.map((action) => ({ action })),
    dependencies: row.dependencies ?? [],
    prerequisites: [],
    scopes: row.scopes ?? { project: true, enterpriseProject: true },
    governed: true,
    deprecated: row.deprecated ?? false,
    repairs: [],
  };
}

/** The entries of a service, and what the index of actions makes of them, by the code that makes the real ones. */
export function fakeApis(services: readonly Service[]): {
  readonly evidence: (service: string) => readonly EvidencedEntry[];
  readonly actions: (service: string) => readonly KnownAction[];
} {
  const files = clouds.flatMap((cloud) =>
    [...new Set(rows.map(({ service }) => service))].map((service) => {
      const claims = rows.flatMap((row, position) =>
        row.service === service && (row.clouds ?? clouds).includes(cloud)
          ? [claimOf(row, cloud, position)]
          : [],
      );
      return { cloud, service, ...mergeClaims(claims, []) };
    }),
  );
  const index = indexActions({ files, mentions: [], services, corrections: [] });
  return {
    evidence: (service) => files.flatMap((file) => (file.service === service ? file.entries : [])),
    actions: (service) => index.get(service) ?? [],
  };
}
