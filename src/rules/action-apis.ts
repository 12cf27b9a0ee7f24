import { datesInWords } from '../catalogue/page-dates.ts';
import type { ApiConcern, Catalogue, KnownAction, ServiceLevel } from '../model/catalogue.ts';
import { type Cloud, type CloudChoice, cloudNames } from '../model/cloud.ts';
import type { Entry, EvidencedEntry } from '../model/entry.ts';
import type { Severity } from '../model/finding.ts';
import { inBackticks } from '../model/in-backticks.ts';
import { operationName } from '../model/titles.ts';
import type { RuleWorld } from './rule-world.ts';

/** Whether it holds, in every cloud asked about, of the APIs that need the action (see {@link ApiConcern}). */
export function concerns(concern: ApiConcern, { concerns: known }: KnownAction, cloud: CloudChoice): boolean {
  const holding = known?.[concern];
  return holding === true || (cloud !== 'any' && holding !== undefined && holding.includes(cloud));
}

/** Whether it holds of an API of some cloud asked about. */
export function concernsSome(concern: ApiConcern, known: KnownAction, cloud: CloudChoice): boolean {
  return concerns(concern, known, cloud) || (cloud === 'any' && known.concerns?.[concern] !== undefined);
}

/**
 * The APIs of the clouds asked about that need the action, in the order of the catalogue. Loads the entries of their
 * services: ask for actions only of which the index says that a rule may have something to say.
 */
export function apisNeeding(
  { action, concerns: known }: KnownAction,
  catalogue: Catalogue,
  cloud: CloudChoice,
): readonly Entry[] {
  return catalogue
    .entriesNeeding(action, known?.services ?? [])
    .filter((entry) => cloud === 'any' || entry.cloud === cloud);
}

/** An API as messages name it: `` `POST /v2/images` (Creating an Image) ``. */
export function apiInWords(entry: Entry): string {
  const { method, path, title } = entry;
  const operation = operationName(entry);
  const what = operation === undefined || operation === title ? title : `${title}, ${operation}`;
  return `\`${method} ${path}\` (${what})`;
}

/** Whether they are one API: versions of it in several clouds are, whatever they call its parameters. */
export function areOneApi(entries: readonly Entry[]): boolean {
  const shapeOf = (path: string) =>
    path
      .split('/')
      .map((segment) => (segment.startsWith(':') || segment.includes('{') ? '{}' : segment))
      .join('/');
  const apis = new Set(entries.map(({ method, path }) => `${method} ${shapeOf(path)}`));
  // Operations of one path have names in the language of the page: only those of one cloud can be told apart.
  const clouds = new Set(entries.map(({ cloud }) => cloud));
  return apis.size === 1 && entries.length === clouds.size;
}

/** Up to when the pages are known that something rests on which no page says: ` (as of 2024-05-06)`. */
export function asOf({ catalogue, cloud }: Pick<RuleWorld, 'catalogue' | 'cloud'>, service: string): string {
  const dates = datesInWords(catalogue, service, cloud);
  return dates === undefined ? '' : ` (as of ${dates})`;
}

/**
 * How grave it is that only another cloud than the one asked about documents something of a service. Where the pages of the
 * cloud asked about are older or stored in part, or only pages without a date mention it, it may be there today: an info, whose
 * help says so.
 */
export function gravityElsewhere(
  { catalogue, cloud }: Pick<RuleWorld, 'catalogue' | 'cloud'>,
  service: string,
  elsewhere: Cloud,
): { readonly severity: Severity; readonly help?: string } {
  if (cloud !== 'any' && catalogue.isHeldInPart(service, cloud))
    return {
      severity: 'info',
      help: `check the name; of the pages of ${cloudNames[cloud]} only a part is in the catalogue`,
    };
  const [ours, theirs] = [catalogue.date(service, cloud), catalogue.date(service, elsewhere)];
  if (cloud === 'any' || ours === undefined || (theirs !== undefined && ours >= theirs))
    return { severity: 'warning' };
  const others = theirs === undefined ? '' : `, those of ${cloudNames[elsewhere]} of ${theirs}`;
  return {
    severity: 'info',
    help: `check the name; the pages of ${cloudNames[cloud]} are of ${ours}${others}`,
  };
}

/** What was read about an API, for what messages say of its source. */
export function evidenceOf(entry: Entry, catalogue: Catalogue): EvidencedEntry | undefined {
  return catalogue.evidence(entry.service)[catalogue.entries(entry.service).indexOf(entry)];
}

/** The page that says what an API needs, and its date: `` `otc/…/images.rst` of 2024-05-06 ``. */
export function pageInWords(entry: Entry, catalogue: Catalogue): string {
  const evidence = evidenceOf(entry, catalogue);
  const origin = evidence?.claims[0] ?? evidence?.apiPages[0];
  if (origin === undefined) return 'the catalogue';
  const date = origin.source?.date;
  return `\`${origin.page}\`${date === undefined ? '' : ` of ${date}`}`;
}

/** Whether one policy can hold actions of both services, as far as their levels are known. */
export function canStandTogether(one: ServiceLevel, other: ServiceLevel): boolean {
  return one === other || one === 'both' || other === 'both';
}

/** Names in backticks, the first few of them where there are many: `` `a`, `b` and `c` ``. */
export function namesInWords(names: readonly string[], most = 4): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names;
  const words = shown.map(inBackticks);
  if (names.length > most) words.push(`${names.length - shown.length} more`);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}
