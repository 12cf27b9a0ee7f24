import { type AccessLevel, accessLevels, type Service } from '../model/catalogue.ts';
import { cloudNames } from '../model/cloud.ts';
import type { LookupFormat } from '../model/formats.ts';
import type { ServiceStatistics } from '../model/statistics.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

/** What `explain` has to say of a service. */
export interface ServiceAnswer {
  readonly query: { readonly text: string; readonly kind: 'service' };
  readonly service: Service;
  /** What was read of it in each cloud asked about; empty: nothing. */
  readonly clouds: readonly ServiceStatistics[];
  /** How many of its known actions there are of each access level. */
  readonly access: Readonly<Partial<Record<AccessLevel, number>>>;
}

/** A service in few lines, as `pretty` text or as `json`. */
export function renderService(
  answer: ServiceAnswer,
  { format, colours }: { readonly format: LookupFormat; readonly colours: Colours },
): string {
  switch (format) {
    case 'json':
      return `${jsonText({ schemaVersion: 1, ...answer }, 2)}\n`;
    case 'pretty':
      return `${lines(answer, colours).join('\n')}\n`;
  }
}

function lines({ service, clouds, access }: ServiceAnswer, colours: Colours): string[] {
  const { code, name, level, aliases } = service;
  const title = [code, ...(name === code ? [] : [name])].map(terminalText);
  const also = aliases.length === 0 ? '' : `; also called ${aliases.join(', ')}`;
  const counts = accessLevels.flatMap((of) => (access[of] === undefined ? [] : [`${of} ${access[of]}`]));
  const hasApis = clouds.some(({ apis }) => apis > 0);
  return [
    `${colours.bold(title[0] ?? '')}  ${title[1] ?? ''}`.trimEnd(),
    `  ${levels[level ?? 'unknown']}${terminalText(also)}`,
    ...clouds.map((statistics) => `  ${cloudLine(statistics)}`),
    ...(clouds.length === 0
      ? ['  outside the catalogue: no page that was read names its APIs or actions']
      : []),
    ...(counts.length === 0 ? [] : [`  actions by access level: ${counts.join(', ')}`]),
    ...(clouds.length === 0
      ? []
      : [
          `  \`iamscope explain "${code}:*:*"\` lists its actions and the APIs that require them${hasApis ? `; \`iamscope catalogue search --service ${code} WORDS\` finds one` : ''}`,
        ]),
  ];
}

const levels = {
  global: 'a global service: its policies are granted globally',
  project: 'a project-level service: its policies are granted in projects',
  both: 'granted globally and in projects',
  unknown: 'no page says whether its policies are granted globally or in projects',
} as const;

function cloudLine({
  cloud,
  coverage,
  apis,
  actions,
  mentioned,
  disputed,
  pages,
  partPages,
  date,
}: ServiceStatistics): string {
  const more = [
    ...(mentioned === 0 ? [] : [`${counted(mentioned, 'action')} mentioned elsewhere`]),
    ...(disputed === 0 ? [] : [`pages disagree on ${counted(disputed, 'API')}`]),
  ];
  const read = pages === 0 ? 'no page with a permission table' : counted(pages, 'page');
  const stored = partPages === 0 ? '' : `, ${partPages} of them stored in part`;
  const of = date === undefined ? '' : `, the newest of ${date}`;
  const covered = coverage === 'full' ? 'covered in full' : 'covered in part';
  return terminalText(
    `${cloudNames[cloud]}: ${covered}: ${[counted(apis, 'API'), counted(actions, 'action'), ...more].join(', ')} (${read}${stored}${of})`,
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
