import type { Catalogue } from '../model/catalogue.ts';
import { type Claim, isSiteSource } from '../model/claim.ts';
import { type Cloud, clouds } from '../model/cloud.ts';
import type { EvidencedEntry } from '../model/entry.ts';
import type { ServiceStatistics, ServiceSummary } from '../model/statistics.ts';
import { compareText } from './order.ts';

export interface StatisticsScope {
  readonly clouds: readonly Cloud[];
  /** Only this service, if given. */
  readonly service: string | undefined;
}

/** What was read, by cloud and service; services of which nothing is known in a cloud are left out. */
export function gatherStatistics(
  catalogue: Catalogue,
  { clouds: wanted, service: only }: StatisticsScope,
): ServiceStatistics[] {
  const services = catalogue
    .known()
    .filter((service) => only === undefined || service === only)
    .sort(compareText);
  return clouds
    .filter((cloud) => wanted.includes(cloud))
    .flatMap((cloud) =>
      services
        .filter((service) => catalogue.coverage(service, cloud) !== 'none')
        .map((service) => statisticsOf(catalogue, service, cloud)),
    );
}

function statisticsOf(catalogue: Catalogue, service: string, cloud: Cloud): ServiceStatistics {
  const entries = catalogue.evidence(service).filter((entry) => entry.cloud === cloud);
  const loose = catalogue.looseClaims(service).filter((claim) => claim.cloud === cloud);
  const claims = [...entries.flatMap((entry) => entry.claims), ...loose].filter(counts);
  const mentions = catalogue.mentions(service).filter((mention) => mention.cloud === cloud);
  const known = catalogue.actions(service).filter((action) => action.clouds.includes(cloud));
  const date = newestDate(entries, loose);
  return {
    cloud,
    service,
    coverage: catalogue.coverage(service, cloud),
    pages: new Set(claims.map(({ page }) => page)).size,
    partPages: new Set(claims.filter(isOfPart).map(({ page }) => page)).size,
    rows: new Set(claims.map(({ page, table, row }) => `${page}\n${table}\n${row}`)).size,
    apis: entries.filter((entry) => entry.claims.some(counts)).length,
    actions: known.length - mentions.length,
    mentioned: mentions.length,
    problems: claims.filter(({ problem }) => problem !== undefined).length,
    repairs: claims.filter(({ repairs }) => repairs.length > 0).length,
    disputed: entries.filter(({ disputed }) => disputed !== undefined).length,
    ...(date === undefined ? {} : { date }),
  };
}

/** Whether only a part of the claim's page is stored. */
function isOfPart({ source }: Claim): boolean {
  return isSiteSource(source) && !source.complete;
}

/** Older versions and variants of a page say again what the page says. */
function counts({ status }: Claim): boolean {
  return status === 'current' || status === 'retired';
}

function newestDate(entries: readonly EvidencedEntry[], loose: readonly Claim[]): string | undefined {
  return [...entries.flatMap(({ claims, apiPages }) => [...claims, ...apiPages]), ...loose]
    .flatMap(({ source }) => source?.date ?? [])
    .sort(compareText)
    .at(-1);
}

/** Every service code that is known, with what was read of it in the clouds asked about. */
export function summarizeServices(catalogue: Catalogue, scope: StatisticsScope): ServiceSummary[] {
  const gathered = new Map<string, ServiceStatistics[]>();
  for (const statistics of gatherStatistics(catalogue, scope)) {
    gathered.set(statistics.service, [...(gathered.get(statistics.service) ?? []), statistics]);
  }
  const named = catalogue.services().map(({ code }) => code);
  const codes = [...new Set([...named, ...gathered.keys()])].sort(compareText);
  return codes
    .filter((code) => scope.service === undefined || code === scope.service)
    .map((code) => {
      const service = catalogue.service(code);
      const parts = gathered.get(code) ?? [];
      const sum = (member: 'rows' | 'apis' | 'pages' | 'partPages') =>
        parts.reduce((total, part) => total + part[member], 0);
      const of = parts.map(({ cloud }) => cloud);
      const date = parts
        .flatMap((part) => part.date ?? [])
        .sort(compareText)
        .at(-1);
      return {
        code,
        name: service?.name ?? code,
        level: service?.level ?? null,
        aliases: service?.aliases ?? [],
        clouds: of,
        coverage: parts.some(({ coverage }) => coverage === 'full')
          ? 'full'
          : parts.length > 0
            ? 'partly'
            : 'none',
        rows: sum('rows'),
        apis: sum('apis'),
        actions: catalogue.actions(code).filter((action) => action.clouds.some((cloud) => of.includes(cloud)))
          .length,
        pages: sum('pages'),
        partPages: sum('partPages'),
        ...(date === undefined ? {} : { date }),
        dates: Object.fromEntries(parts.flatMap((part) => (part.date ? [[part.cloud, part.date]] : []))),
      };
    });
}
