import { readAction } from '../../model/action.ts';
import type { AnswerQuery } from '../../model/answer.ts';
import { actionNames } from '../../model/claim.ts';
import type { DecisionFormat } from '../../model/formats.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Refusal } from '../../model/refusal.ts';
import { looksLikeRefusal } from '../../refusals/looks-like-refusal.ts';
import { callText, refusalWords, unansweredWords } from '../../reporters/refusal-words.ts';
import { terminalText } from '../../reporters/terminal-text.ts';
import { understoodLines } from '../../reporters/understood-line.ts';
import { readStandardInput } from '../files/read-named.ts';
import type { Io } from '../io.ts';
import { isUsageError, UsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { askedOf, type Question, subjectOf } from './answer-question.ts';
import { placeOfHost } from './place-of-host.ts';
import type { Subject } from './subject.ts';
import { unknownActionNote } from './unknown-action.ts';

type ApiSubject = Extract<Subject, { kind: 'api' }>;

/** A question as it was asked: in a text, or by what a cloud printed. */
export interface Asked {
  readonly text: string;
  readonly refusal?: Refusal;
}

/** No question is longer, and no refusal. */
const longest = 1024 * 1024;

/**
 * The text of a question, or of `-` what standard input holds; where a cloud, an SDK, Terraform or curl printed it, what it
 * says.
 * @param policies what else the call reads
 * @throws UsageError where standard input is to be read twice, or holds nothing or too much
 */
export async function readAsked(
  query: string,
  policies: readonly string[],
  { catalogue }: Pick<World, 'catalogue'>,
  io: Io,
): Promise<Asked> {
  const text = query === '-' ? fromStandardInput(policies, io) : query;
  if (!looksLikeRefusal(text)) return { text };
  const { readRefusal } = await import('../../refusals/read-refusal.ts');
  const refusal = readRefusal(text, (code) => catalogue.service(code) !== undefined);
  return refusal === undefined ? { text } : { text, refusal };
}

function fromStandardInput(policies: readonly string[], io: Io): string {
  if (policies.includes('-'))
    throw new UsageError(
      'standard input is either the question or a policy: give one of them as a file or an argument',
    );
  const bytes = readStandardInput(io);
  if (bytes.length > longest)
    throw new UsageError(
      'the question on standard input is longer than 1 MB: give the part that says what was refused',
    );
  const text = new TextDecoder().decode(bytes).trim();
  if (text === '') throw new UsageError('standard input holds no question');
  return text;
}

/** Says on stderr what there is to say besides an answer about what was asked. */
export function sayNotes(
  { query, called, notes }: Pick<AskedSubject, 'query' | 'called' | 'notes'>,
  format: DecisionFormat,
  io: Io,
): void {
  // A table has no place for it.
  const understood = format === 'csv' || format === 'compact' ? understoodLines(query) : [];
  const alone =
    called === undefined ? [] : ['the answer is about the refused action alone: ask about the call, too'];
  for (const note of [...understood, ...notes, ...alone]) io.err(`iamscope: ${terminalText(note)}\n`);
}

/** What a question asks about, and how an answer quotes it. */
export interface AskedSubject {
  readonly subject: Subject;
  readonly query: AnswerQuery;
  /** The call that was refused, where the answer is about the action that the cloud named alone. */
  readonly called?: ApiSubject;
  /** What else there is to say, for stderr. */
  readonly notes: readonly string[];
}

/**
 * What is asked about. A refusal that names an action asks about it, or about the whole call where the documentation says
 * that the call always needs it.
 * @throws UsageError where there is no such thing, or nothing to decide.
 */
export async function subjectAsked(
  { text, refusal }: Asked,
  question: Omit<Question, 'query'>,
  world: World,
): Promise<AskedSubject> {
  if (refusal === undefined) {
    const subject = await subjectOf({ ...question, query: text }, world);
    return { subject, query: askedOf({ query: text }, subject), notes: unknownNotes(subject, world) };
  }
  const unanswered = unansweredWords(refusal);
  if (unanswered !== undefined)
    throw new UsageError(`understood as: ${refusalWords(refusal)}; ${unanswered}`);
  const { subject, called, notes } = await subjectOfRefusal(
    refusal,
    { ...question, others: [], exact: true },
    world,
  );
  const shown =
    subject.kind === 'action' || refusal.call === undefined
      ? refusal.actions.join(', ')
      : callText(refusal.call);
  return {
    subject,
    query: { text: shown, kind: subject.kind, refusal },
    ...(called === undefined ? {} : { called }),
    notes: [...notes, ...unknownNotes(subject, world)],
  };
}

async function subjectOfRefusal(
  { kind, actions, call }: Refusal,
  question: Omit<Question, 'query'>,
  world: World,
): Promise<Omit<AskedSubject, 'query'>> {
  const askCall = async () => {
    if (call === undefined) return undefined;
    const address = call.host === undefined ? call.path : `https://${call.host}${call.path}`;
    return await subjectOf({ ...question, query: `${call.method} ${address}` }, world);
  };
  const [action, ...also] = actions;
  if (action === undefined) {
    const subject = await askCall();
    if (subject === undefined) throw new Error('a refusal without action and call is not asked about');
    return { subject, notes: [] };
  }
  const called = kind === 'not-registered' ? undefined : await ifKnown(askCall);
  if (called?.kind === 'api' && actions.every((one) => isAlwaysNeeded(one, called)))
    return { subject: called, notes: [] };
  const place = call === undefined ? undefined : await ifKnown(async () => placeOfHost(call, world));
  const cloud = question.cloud === 'any' ? (place?.cloud ?? question.cloud) : question.cloud;
  const subject = await subjectOf({ ...question, cloud, query: action }, world);
  if (subject.kind !== 'action') throw new Error(`${action} is read as an action`);
  const patterns = also.flatMap((text) => {
    const reading = readAction(text);
    return reading.ok ? [reading.pattern] : [];
  });
  return {
    subject: patterns.length === 0 ? subject : { ...subject, also: patterns },
    ...(called?.kind === 'api' ? { called } : {}),
    notes: called?.kind === 'api' ? [otherActionsNote(actions, called)] : [],
  };
}

/** What is said of a call that was refused for other actions than the documentation asks for. */
function otherActionsNote(actions: readonly string[], { entries }: ApiSubject): string {
  const named = (names: readonly string[]) => [...new Set(names)].map(inBackticks).join(', ');
  const asked = named(entries.flatMap((entry) => actionNames(entry.actions)));
  const api = named(entries.map(({ method, path }) => `${method} ${path}`));
  return `for ${api} the documentation asks for ${asked === '' ? 'no action' : asked}, not always for ${named(actions)}`;
}

/** What there is to say of the actions that no page names. */
function unknownNotes(subject: Subject, { catalogue }: World): string[] {
  if (subject.kind !== 'action') return [];
  const { pattern, also = [], cloud } = subject;
  return [pattern, ...also].flatMap((one) => unknownActionNote(one, { catalogue, cloud }) ?? []);
}

/** Whether every API that was called requires the action itself, in every case. */
function isAlwaysNeeded(action: string, { entries }: ApiSubject): boolean {
  return entries.every((entry) =>
    entry.actions.some(
      (required) =>
        required.when === undefined &&
        required.anyOf === undefined &&
        required.action.toLowerCase() === action.toLowerCase(),
    ),
  );
}

async function ifKnown<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isUsageError(error)) return undefined;
    throw error;
  }
}
