import type { ActionPattern } from '../../model/action.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { type CloudChoice, cloudNames, cloudsOf } from '../../model/cloud.ts';
import type { GeneratedAnswer } from '../../model/generated.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { ChoicesAnswer } from '../../model/understood.ts';
import { refusalWords } from '../../reporters/refusal-words.ts';
import { understoodLines } from '../../reporters/understood-line.ts';
import { serviceChoice } from '../arguments/choices.ts';
import type { GenerateArguments } from '../arguments/generate-arguments.ts';
import type { Io } from '../io.ts';
import { isUsageError, type UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { type AskedSubject, readAsked, subjectAsked } from './asked.ts';
import type { Subject } from './subject.ts';
import { unknownAction } from './unknown-action.ts';

/** Something that is wanted, and what it is about. */
export interface WantedSubject {
  readonly text: string;
  readonly subject: Subject;
}

/** What a call wants. */
export interface Wants {
  readonly wanted: readonly WantedSubject[];
  /** What nobody knows of it. */
  readonly unknown: GeneratedAnswer['unknown'];
  /** How questions in words were understood, and what a cloud does not have. */
  readonly notes: readonly string[];
}

type Unknown = GeneratedAnswer['unknown'][number];

/**
 * What the arguments of a call want, read as `can` reads questions. An action that no page names is left out where its name is
 * probably wrong.
 * @throws UsageError where standard input cannot be read, and for an unknown service
 */
export async function readWants(call: GenerateArguments, world: World, io: Io): Promise<Wants> {
  const wanted: WantedSubject[] = [];
  const unknown: Unknown[] = [];
  const notes: string[] = [];
  // What is wrong with the call is not wrong with each want.
  serviceChoice(call.service, world.catalogue);
  for (const [at, want] of call.wanted.entries()) {
    const asked = await readAsked(want.text, [], world, io);
    // What a cloud printed may hold a token, which only its reader leaves out.
    const text = asked.refusal === undefined ? asked.text : refusalWords(asked.refusal);
    const place = want.at === undefined ? {} : { at: want.at };
    const others = want.at === undefined ? call.wanted.slice(at + 1).map((other) => other.text) : [];
    try {
      const { command, cloud, service, exact } = call;
      const read = await subjectAsked(asked, { command, cloud, service, exact, others }, world);
      const named = { ...read, text: asked.refusal === undefined ? text : read.query.text };
      const { subject, left } = withoutUnknown(named, call, world);
      unknown.push(...left.map((one) => ({ ...one, ...place })));
      if (subject === undefined) continue;
      const isIn = cloudsOf(cloud).filter((one) => isInCloud(one, subject, world));
      if (isIn.length === 0) {
        unknown.push({ text: named.text, ...place, because: `it is not documented for ${nameOf(cloud)}` });
        continue;
      }
      wanted.push({ text: named.text, subject });
      notes.push(...understoodLines(read.query).map((line) => `${inBackticks(named.text)} ${line}`));
      if (isIn.length < cloudsOf(subject.cloud).length)
        notes.push(`${inBackticks(named.text)} is documented for ${isIn.map(nameOf).join(', ')} only`);
    } catch (error) {
      if (!isUsageError(error)) throw error;
      unknown.push({ text, ...place, ...reasonOf(error) });
    }
  }
  return { wanted, unknown, notes };
}

function nameOf(cloud: CloudChoice): string {
  return cloud === 'any' ? 'either cloud' : cloudNames[cloud];
}

function reasonOf({ message, json }: UsageError): Pick<Unknown, 'because' | 'near'> {
  const choices = (json as ChoicesAnswer | undefined)?.choices ?? [];
  if (choices.length === 0) return { because: message };
  const near = choices.map(({ query }) => query);
  return { because: `${message} ${near.map(inBackticks).join(', ')}`, near };
}

/**
 * What is asked without the actions that are probably misspelt. Of a service that is not held in full an action may be missing: it is
 * taken as it is written, and said.
 */
function withoutUnknown(
  { subject, text }: Pick<AskedSubject, 'subject'> & { readonly text: string },
  { fromPolicy }: GenerateArguments,
  { catalogue }: World,
): { readonly subject: Subject | undefined; readonly left: readonly Unknown[] } {
  if (subject.kind !== 'action') return { subject, left: [] };
  const left: Unknown[] = [];
  const patterns = [subject.pattern, ...(subject.also ?? [])].filter((pattern) => {
    const unknown = unknownAction(pattern, { catalogue, cloud: subject.cloud });
    if (unknown === undefined) return true;
    const { what, meant, maybeMissing } = unknown;
    // What a policy has already is not taken away for its name.
    const isTaken = (maybeMissing && meant.length === 0) || fromPolicy !== undefined;
    const because = `${what}${isTaken ? `; ${inBackticks(text)} is taken as it is written` : ''}${meant.length === 0 ? '' : `; did you mean ${meant.map(inBackticks).join(', or ')}?`}`;
    left.push({ text, because, ...(meant.length === 0 ? {} : { near: meant }) });
    return isTaken;
  });
  const [pattern, ...also] = patterns.map((one) => asDocumented(one, catalogue));
  if (pattern === undefined) return { subject: undefined, left };
  const { also: _, ...rest } = subject;
  return { subject: { ...rest, pattern, ...(also.length === 0 ? {} : { also }) }, left };
}

/** An action in the case in which the documentation has it. */
function asDocumented(pattern: ActionPattern, catalogue: Catalogue): ActionPattern {
  const known = pattern.concrete ? catalogue.action(pattern) : undefined;
  const isSame = known?.action.toLowerCase() === pattern.segments.join(':');
  return known === undefined || !isSame ? pattern : { ...pattern, text: known.action };
}

/** Whether a cloud has what is asked about. An action that no page names may be of any. */
export function isInCloud(
  cloud: Exclude<CloudChoice, 'any'>,
  subject: Subject,
  { catalogue }: World,
): boolean {
  switch (subject.kind) {
    case 'api':
    case 'task':
      return subject.entries.some((entry) => entry.cloud === cloud);
    case 'meaning':
      return subject.ways.some((way) => !('cloud' in way) || way.cloud === cloud);
    case 'action': {
      const known = catalogue.actionsMatching(subject.pattern);
      return known.length === 0 || known.some((one) => one.known.clouds.includes(cloud));
    }
  }
}
