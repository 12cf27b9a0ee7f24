import { type Cloud, clouds } from '../model/cloud.ts';
import type { LookupFormat } from '../model/formats.ts';
import type { ServiceStatistics } from '../model/statistics.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { type Column, renderTable } from './text-table.ts';

const counted = [
  'pages',
  'rows',
  'apis',
  'actions',
  'mentioned',
  'problems',
  'repairs',
  'disputed',
] as const satisfies readonly (keyof ServiceStatistics)[];

const columns: readonly Column[] = [
  { heading: 'cloud', align: 'left' },
  { heading: 'service', align: 'left' },
  { heading: 'coverage', align: 'left' },
  ...counted.map((member) => ({ heading: member === 'apis' ? 'APIs' : member, align: 'right' as const })),
];

type Totals = Record<(typeof counted)[number], number>;

interface CloudTotals extends Totals {
  readonly cloud: Cloud;
  /** How many services there are. */
  readonly services: number;
}

/** The output of `catalogue stats`, as `pretty` text or as `json`: by cloud and service, with totals. */
export function renderStatistics(
  statistics: readonly ServiceStatistics[],
  format: LookupFormat,
  colours: Colours,
): string {
  const totals = clouds
    .map((cloud) => ({ cloud, of: statistics.filter((one) => one.cloud === cloud) }))
    .filter(({ of }) => of.length > 0)
    .map(({ cloud, of }) => ({ cloud, services: of.length, ...totalOf(of) }));
  switch (format) {
    case 'json':
      return `${jsonText({ schemaVersion: 1, services: statistics, totals }, 2)}\n`;
    case 'pretty':
      return pretty(statistics, totals, colours);
  }
}

function pretty(
  statistics: readonly ServiceStatistics[],
  totals: readonly CloudTotals[],
  colours: Colours,
): string {
  const rows = statistics.map((one) => [
    one.cloud,
    one.service,
    one.coverage,
    ...counted.map((member) => String(one[member])),
  ]);
  const sums = totals.map((total) => [
    total.cloud,
    `${total.services} services`,
    '',
    ...counted.map((member) => String(total[member])),
  ]);
  return renderTable(columns, [...rows, ...sums], colours);
}

function totalOf(statistics: readonly ServiceStatistics[]): Totals {
  const sum = (member: (typeof counted)[number]) => statistics.reduce((total, one) => total + one[member], 0);
  return Object.fromEntries(counted.map((member) => [member, sum(member)])) as Totals;
}
