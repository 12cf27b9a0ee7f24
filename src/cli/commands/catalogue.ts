import {
  gatherStatistics,
  type StatisticsScope,
  summarizeServices,
} from '../../catalogue/catalogue-statistics.ts';
import { findConflicts } from '../../catalogue/find-conflicts.ts';
import { allClaims, witnessesOf } from '../../catalogue/find-entries.ts';
import { searchCatalogue } from '../../catalogue/search-catalogue.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Cloud } from '../../model/cloud.ts';
import { nearest } from '../../model/nearest.ts';
import { renderConflicts } from '../../reporters/catalogue-conflicts.ts';
import { renderClaims } from '../../reporters/catalogue-dump.ts';
import { renderServices } from '../../reporters/catalogue-list.ts';
import { renderFound } from '../../reporters/catalogue-search.ts';
import { renderAction, renderEntries } from '../../reporters/catalogue-show.ts';
import { renderStatistics } from '../../reporters/catalogue-stats.ts';
import { cloudChoice, cloudsOf, textOption } from '../arguments/choices.ts';
import type { Call } from '../arguments/parse-arguments.ts';
import { serviceOption } from '../arguments/service-option.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import { evidenceOf } from '../questions/evidence.ts';
import { findSubject } from '../questions/subject.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld, type World } from '../world.ts';

type Verb = (call: Call, subject: readonly string[], io: Io) => Promise<ExitCode>;

const verbs: Readonly<Record<string, Verb>> = {
  list,
  stats,
  search,
  show,
  dump,
  conflicts,
  build: async (call, _, io) => (await import('./build-catalogue.ts')).build(call, io),
};

/** `iamscope catalogue <verb>`: look at, compare and rebuild the catalogue. */
export async function catalogue(call: Call, io: Io): Promise<ExitCode> {
  const [name, ...subject] = call.positionals;
  const known = Object.keys(verbs);
  const verb = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (verb === undefined) {
    const near = name === undefined ? undefined : nearest(name, known, { max: 2 });
    const hint = near === undefined ? `choose from ${known.join(', ')}` : `did you mean \`${near}\`?`;
    throw new UsageError(
      `${name === undefined ? 'say what to do with the catalogue' : `\`iamscope catalogue\` has no \`${name}\``}; ${hint}`,
    );
  }
  if (name !== 'show' && name !== 'search' && subject.length > 0) {
    throw new UsageError(`\`iamscope catalogue ${name}\` takes no further argument (\`${subject[0]}\`)`);
  }
  return verb(call, subject, io);
}

/** Every service code, and how much of it is covered. */
async function list(call: Call, _: readonly string[], io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const { catalogue: data } = world;
  const services = summarizeServices(data, scopeOf(call, world));
  deliver(renderServices(services, formatOf(call), await coloursOf(call, io)), call, io);
  return exitCodes.ok;
}

/** What was read, by cloud and service. */
async function stats(call: Call, _: readonly string[], io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const { catalogue: data } = world;
  const statistics = gatherStatistics(data, scopeOf(call, world));
  deliver(renderStatistics(statistics, formatOf(call), await coloursOf(call, io)), call, io);
  return exitCodes.ok;
}

/** APIs and actions that every word is found in. */
async function search(call: Call, words: readonly string[], io: Io): Promise<ExitCode> {
  const text = words.join(' ').trim();
  if (text === '') {
    throw new UsageError('say what to search for, as in `iamscope catalogue search tag image`');
  }
  const world = openWorld(io);
  const { catalogue: data } = world;
  const found = searchCatalogue(data, text, scopeOf(call, world));
  deliver(renderFound(found, formatOf(call), await coloursOf(call, io)), call, io);
  return found.entries.length + found.actions.length > 0 ? exitCodes.ok : exitCodes.findings;
}

/** Every entry that an API, action or task leads to, with each claim and its page and row. */
async function show(call: Call, subjects: readonly string[], io: Io): Promise<ExitCode> {
  const [text, ...more] = subjects;
  if (text === undefined || more.length > 0) {
    throw new UsageError(
      'name one API or action, as in `iamscope catalogue show "PUT /v1/cloudimages/tags"`',
    );
  }
  const world = openWorld(io);
  const cloud = cloudChoice(call);
  const subject = findSubject(text, { ...world, cloud, service: serviceOption(call, world) });
  const colours = await coloursOf(call, io);
  if (subject.kind === 'action') {
    const shown = shownAction(world.catalogue, subject.pattern.text, cloudsOf(cloud));
    if (shown === undefined && !subject.pattern.concrete)
      throw new UsageError(
        `\`${text}\` is a pattern: name one action, or ask \`iamscope explain "${text}"\``,
      );
    if (shown === undefined) throw new UsageError(`no page in the catalogue names \`${text}\``);
    deliver(renderAction(shown, formatOf(call), colours), call, io);
  } else {
    deliver(renderEntries(evidenceOf(subject, world.catalogue), formatOf(call), colours), call, io);
  }
  return exitCodes.ok;
}

/** What names the action in the clouds asked about, if anything does. */
function shownAction(
  data: Catalogue,
  action: string,
  wanted: readonly Cloud[],
): ReturnType<typeof witnessesOf> | undefined {
  const inClouds = ({ cloud }: { readonly cloud: Cloud }) => wanted.includes(cloud);
  const found = witnessesOf(data, action);
  const entries = found.entries.filter(inClouds);
  const looseClaims = found.looseClaims.filter(inClouds);
  const mentions = found.mentions.filter(inClouds);
  if (entries.length + looseClaims.length + mentions.length === 0) return undefined;
  return { ...found, entries, looseClaims, mentions };
}

/** Every claim as a line of JSON, whatever its standing. */
async function dump(call: Call, _: readonly string[], io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const wanted = cloudsOf(cloudChoice(call));
  const claims = allClaims(world.catalogue, serviceOption(call, world));
  deliver(renderClaims(claims.filter(({ cloud }) => wanted.includes(cloud))), call, io);
  return exitCodes.ok;
}

/** Where pages disagree, and what only some of them have. */
async function conflicts(call: Call, _: readonly string[], io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const wanted = cloudsOf(cloudChoice(call));
  const found = findConflicts(world.catalogue, serviceOption(call, world)).filter(({ statements }) =>
    statements.some(({ cloud }) => wanted.includes(cloud)),
  );
  deliver(renderConflicts(found, formatOf(call), await coloursOf(call, io)), call, io);
  return exitCodes.ok;
}

function formatOf(call: Call): string {
  return textOption(call, 'format') ?? 'pretty';
}

/** What to count and search in. A service of which only mentioned actions are known is one too. */
function scopeOf(call: Call, world: World): StatisticsScope {
  const given = textOption(call, 'service')?.toLowerCase();
  const known = world.catalogue
    .services()
    .find(({ code, aliases }) => code === given || aliases.includes(given ?? ''));
  const service = given === undefined ? undefined : (known?.code ?? serviceOption(call, world));
  return { clouds: cloudsOf(cloudChoice(call)), service };
}
