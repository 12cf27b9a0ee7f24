import { findConflicts } from '../../catalogue/find-conflicts.ts';
import { allClaims, entriesNaming } from '../../catalogue/find-entries.ts';
import type { EvidencedEntry } from '../../model/entry.ts';
import { nearest } from '../../model/nearest.ts';
import { renderConflicts } from '../../reporters/catalogue-conflicts.ts';
import { renderClaims } from '../../reporters/catalogue-dump.ts';
import { renderEntries } from '../../reporters/catalogue-show.ts';
import { cloudChoice, cloudsOf, serviceOption, textOption } from '../choices.ts';
import { evidenceOf } from '../evidence.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { coloursOf, deliver } from '../output.ts';
import type { Call } from '../parse-arguments.ts';
import { findSubject } from '../subject.ts';
import { UsageError } from '../usage-error.ts';
import { openWorld } from '../world.ts';

type Verb = (call: Call, subject: readonly string[], io: Io) => Promise<ExitCode>;

const verbs: Readonly<Record<string, Verb>> = {
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
  if (name !== 'show' && subject.length > 0) {
    throw new UsageError(`\`iamscope catalogue ${name}\` takes no further argument (\`${subject[0]}\`)`);
  }
  return verb(call, subject, io);
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
  const subject = findSubject(text, { ...world, cloud, service: serviceOption(call, world.catalogue) });
  let entries: readonly EvidencedEntry[];
  switch (subject.kind) {
    case 'api':
    case 'task':
      entries = evidenceOf(subject, world.catalogue);
      break;
    case 'action':
      entries = entriesNaming(world.catalogue, subject.pattern.text).filter((entry) =>
        cloudsOf(cloud).includes(entry.cloud),
      );
      break;
  }
  if (entries.length === 0) throw new UsageError(`no API in the catalogue names \`${text}\``);
  deliver(
    renderEntries(entries, textOption(call, 'format') ?? 'pretty', await coloursOf(call, io)),
    call,
    io,
  );
  return exitCodes.ok;
}

/** Every claim as a line of JSON, whatever its standing. */
async function dump(call: Call, _: readonly string[], io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const wanted = cloudsOf(cloudChoice(call));
  const claims = allClaims(world.catalogue, serviceOption(call, world.catalogue));
  deliver(renderClaims(claims.filter(({ cloud }) => wanted.includes(cloud))), call, io);
  return exitCodes.ok;
}

/** Where pages disagree, and what only some of them have. */
async function conflicts(call: Call, _: readonly string[], io: Io): Promise<ExitCode> {
  const world = openWorld(io);
  const wanted = cloudsOf(cloudChoice(call));
  const found = findConflicts(world.catalogue, serviceOption(call, world.catalogue)).filter(
    ({ statements }) => statements.some(({ cloud }) => wanted.includes(cloud)),
  );
  deliver(
    renderConflicts(found, textOption(call, 'format') ?? 'pretty', await coloursOf(call, io)),
    call,
    io,
  );
  return exitCodes.ok;
}
