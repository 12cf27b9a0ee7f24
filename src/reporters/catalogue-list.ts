import type { LookupFormat } from '../model/formats.ts';
import type { ServiceSummary } from '../model/statistics.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { type Column, renderTable } from './text-table.ts';

const columns: readonly Column[] = [
  { heading: 'code', align: 'left' },
  { heading: 'clouds', align: 'left' },
  { heading: 'level', align: 'left' },
  { heading: 'coverage', align: 'left' },
  { heading: 'rows', align: 'right' },
  { heading: 'APIs', align: 'right' },
  { heading: 'actions', align: 'right' },
  { heading: 'hwc as of', align: 'left' },
  { heading: 'otc as of', align: 'left' },
  { heading: 'name', align: 'left' },
];

/** The output of `catalogue list`, as `pretty` text or as `json`. */
export function renderServices(
  services: readonly ServiceSummary[],
  format: LookupFormat,
  colours: Colours,
): string {
  switch (format) {
    case 'json':
      return `${jsonText({ schemaVersion: 1, services }, 2)}\n`;
    case 'pretty':
      return pretty(services, colours);
  }
}

function pretty(services: readonly ServiceSummary[], colours: Colours): string {
  const rows = services.map(({ code, name, level, aliases, clouds, coverage, dates, ...counts }) => [
    code,
    clouds.join(' ') || '-',
    level ?? 'not stated',
    coverage,
    String(counts.rows),
    String(counts.apis),
    String(counts.actions),
    dates.hwc ?? '-',
    dates.otc ?? '-',
    aliases.length === 0 ? name : `${name} (also ${aliases.join(', ')})`,
  ]);
  const count = (coverage: ServiceSummary['coverage']) =>
    services.filter((service) => service.coverage === coverage).length;
  const partly =
    'partly: no whole current permission table; only parts or retired ones, or actions that pages mention';
  return `${renderTable(columns, rows, colours)}${services.length} services: ${count('full')} full, ${count('partly')} partly, ${count('none')} known by name only\n${count('partly') === 0 ? '' : `${partly}\n`}`;
}
