import {
  gatherStatistics,
  type StatisticsScope,
  summarizeServices,
} from '../../catalogue/catalogue-statistics.ts';
import { findConflicts } from '../../catalogue/find-conflicts.ts';
import { allClaims, sourcesOfAction } from '../../catalogue/find-entries.ts';
import { nearestInCatalogue, searchCatalogue } from '../../catalogue/search-catalogue.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { type Cloud, cloudsOf } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { renderConflicts } from '../../reporters/catalogue-conflicts.ts';
import { renderClaims } from '../../reporters/catalogue-dump.ts';
import { renderServices } from '../../reporters/catalogue-list.ts';
import { renderFound } from '../../reporters/catalogue-search.ts';
import { renderAction, renderEntries } from '../../reporters/catalogue-show.ts';
import { renderStatistics } from '../../reporters/catalogue-stats.ts';
import { serviceChoice } from '../arguments/choices.ts';
import type { CatalogueArguments, LookupArguments } from '../arguments/lookup-arguments.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { readAsked, subjectAsked } from '../questions/asked.ts';
import { evidenceOf } from '../questions/evidence.ts';
import { meantBy } from '../questions/unknown-action.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

/** `iamscope catalogue <verb>`: look at, compare and rebuild the catalogue. */
export async function catalogue(call: CatalogueArguments, io: Io): Promise<ExitCode> {
  const { task } = call;
  switch (task.verb) {
    case 'list':
      return await list(call, io);
    case 'stats':
      return await stats(call, io);
    case 'search':
      return await search(task.words, call, io);
    case 'show':
      return await show(task.subject, call, io);
    case 'dump':
      return dump(call, io);
    case 'conflicts':
      return await conflicts(call, io);
    case 'build':
      return (await import('./build-catalogue.ts')).build(task, io);
  }
}

/** Every service code, and how much of it is covered. */
async function list(call: LookupArguments, io: Io): Promise<ExitCode> {
  const { format, destination } = call;
  const { catalogue: data } = openWorld(io);
  const services = summarizeServices(data, scopeOf(call, data));
  deliver(renderServices(services, format, await coloursOf(destination, io)), destination, io);
  return exitCodes.ok;
}

/** What was read, by cloud and service. */
async function stats(call: LookupArguments, io: Io): Promise<ExitCode> {
  const { format, destination } = call;
  const { catalogue: data } = openWorld(io);
  const statistics = gatherStatistics(data, scopeOf(call, data));
  deliver(renderStatistics(statistics, format, await coloursOf(destination, io)), destination, io);
  return exitCodes.ok;
}

/** APIs and actions that every word is found in, best first; where there are none, the nearest. */
async function search(words: string, call: LookupArguments, io: Io): Promise<ExitCode> {
  const { format, destination } = call;
  const { catalogue: data } = openWorld(io);
  const scope = scopeOf(call, data);
  const found = searchCatalogue(data, words, scope);
  const isFound = found.entries.length + found.actions.length > 0;
  const nearest = isFound ? undefined : nearestInCatalogue(data, words, scope);
  deliver(renderFound(found, nearest, format, await coloursOf(destination, io)), destination, io);
  return isFound ? exitCodes.ok : exitCodes.findings;
}

/** Every entry that an API, action or task leads to, with each claim and its page and row. */
async function show(
  text: string,
  { cloud, service, format, destination }: LookupArguments,
  io: Io,
): Promise<ExitCode> {
  const world = openWorld(io);
  const asked = await readAsked(text, [], world, io);
  const question = { command: 'catalogue show', others: [], cloud, service, exact: false };
  const { subject } = await subjectAsked(asked, question, world);
  const colours = await coloursOf(destination, io);
  if (subject.kind === 'action') {
    const name = subject.pattern.text;
    const shown = shownAction(world.catalogue, name, cloudsOf(cloud));
    if (shown === undefined && !subject.pattern.concrete)
      throw new UsageError(
        `\`${name}\` is a pattern: name one action, or ask \`iamscope explain "${name}"\``,
      );
    if (shown === undefined) {
      const near = meantBy(subject.pattern, { catalogue: world.catalogue, cloud }).map(inBackticks);
      throw new UsageError(
        `no page in the catalogue names \`${name}\`${near.length === 0 ? '' : `; did you mean ${near.join(', or ')}?`}`,
      );
    }
    deliver(renderAction(shown, format, colours), destination, io);
  } else {
    deliver(renderEntries(evidenceOf(subject, world.catalogue), format, colours), destination, io);
  }
  return exitCodes.ok;
}

/** What names the action in the clouds asked about, if anything does. */
function shownAction(
  data: Catalogue,
  action: string,
  wanted: readonly Cloud[],
): ReturnType<typeof sourcesOfAction> | undefined {
  const inClouds = ({ cloud }: { readonly cloud: Cloud }) => wanted.includes(cloud);
  const found = sourcesOfAction(data, action);
  const entries = found.entries.filter(inClouds);
  const looseClaims = found.looseClaims.filter(inClouds);
  const mentions = found.mentions.filter(inClouds);
  if (entries.length + looseClaims.length + mentions.length === 0) return undefined;
  return { ...found, entries, looseClaims, mentions };
}

/** Every claim as a line of JSON, whatever its standing. */
function dump({ cloud, service, destination }: LookupArguments, io: Io): ExitCode {
  const { catalogue: data } = openWorld(io);
  const wanted = cloudsOf(cloud);
  const claims = allClaims(data, serviceChoice(service, data));
  deliver(renderClaims(claims.filter((claim) => wanted.includes(claim.cloud))), destination, io);
  return exitCodes.ok;
}

/** Where pages disagree, and what only some of them have. */
async function conflicts(
  { cloud, service, format, destination }: LookupArguments,
  io: Io,
): Promise<ExitCode> {
  const { catalogue: data } = openWorld(io);
  const wanted = cloudsOf(cloud);
  const found = findConflicts(data, serviceChoice(service, data)).filter(({ statements }) =>
    statements.some((statement) => wanted.includes(statement.cloud)),
  );
  deliver(renderConflicts(found, format, await coloursOf(destination, io)), destination, io);
  return exitCodes.ok;
}

/** What to count and search in. A service of which only mentioned actions are known is one too. */
function scopeOf({ cloud, service }: LookupArguments, data: Catalogue): StatisticsScope {
  return {
    clouds: cloudsOf(cloud),
    service:
      service === undefined ? undefined : (data.service(service)?.code ?? serviceChoice(service, data)),
  };
}
