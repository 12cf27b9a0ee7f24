import { deciderFor } from '../../decide/decide-over-places.ts';
import { type ActionPattern, readAction } from '../../model/action.ts';
import { type AnswerQuery, type CanAnswer, schemaVersion } from '../../model/answer.ts';
import { cloudNames, clouds } from '../../model/cloud.ts';
import type { PolicyFile } from '../../model/policy.ts';
import type { Refusal } from '../../model/refusal.ts';
import { createLocator } from '../../policy/region-of.ts';
import type { RefusalAnswer } from '../../reporters/explain-refusal.ts';
import { callText, refusalWords, unansweredWords } from '../../reporters/refusal-words.ts';
import { requestContext } from '../arguments/context.ts';
import type { ExplainArguments } from '../arguments/lookup-arguments.ts';
import type { Io } from '../io.ts';
import { isUsageError } from '../usage-error.ts';
import type { World } from '../world.ts';
import { answerQuestion } from './answer-question.ts';
import { type Asked, type AskedSubject, subjectAsked } from './asked.ts';
import { decisionOptions } from './decider.ts';
import { suggestionFor } from './elaborate.ts';
import { evidenceOf } from './evidence.ts';
import { explainedAction } from './explain-action.ts';
import { holderOf, readGrants } from './read-grants.ts';
import type { Subject } from './subject.ts';

/**
 * What a refusal is about: its actions, the APIs that need them, what to grant, and with policies or a role why these do not
 * allow it and what to add.
 * @throws UsageError for a call that the catalogue does not have, and for policies that cannot be read
 */
export async function explainedRefusal(
  refusal: Refusal,
  asked: Asked,
  call: ExplainArguments,
  world: World,
  io: Io,
): Promise<RefusalAnswer> {
  const read = { query: { text: refusalWords(refusal), kind: 'refusal', refusal } } as const;
  if (unansweredWords(refusal) !== undefined) return { ...read, actions: [], apis: [], notes: [] };
  let about: AskedSubject;
  try {
    about = await subjectAsked(asked, { ...call, others: [] }, world);
  } catch (error) {
    // What a cloud refused is an answer of its own; a call that is only written out is a question about an API.
    if (!isUsageError(error) || refusal.kind === 'call') throw error;
    return { ...read, actions: [], apis: [], notes: [error.message] };
  }
  const { subject, query, called, notes } = about;
  const patterns = refusal.actions.flatMap((action) => {
    const reading = readAction(action);
    return reading.ok ? [reading.pattern] : [];
  });
  const api = subject.kind === 'action' ? called : subject;
  const found = {
    ...read,
    apis: api === undefined ? [] : evidenceOf(api, world.catalogue),
    actions: patterns.map((pattern) => explainedAction(pattern, subject.cloud, world)),
    notes: [...notes, ...(refusal.byDeny ? [byDenyNote] : [])],
  };
  const isAsked = call.policies.length > 0 || call.role !== undefined;
  if (refusal.kind === 'not-registered') {
    const files = isAsked ? (await readGrants(call, { ...call, cloud: subject.cloud }, io)).files : [];
    const more = [
      ...patterns.flatMap((pattern) => registeredNote(pattern, world)),
      ...refusal.actions.flatMap((action) => writtenIn(action, files)),
    ];
    return { ...found, notes: [...found.notes, ...more] };
  }
  const subjects = called === undefined ? [subject] : [subject, called];
  const options = decisionOptions({ ...call, context: requestContext(call.context, io) }, world);
  if (!isAsked)
    return { ...found, grant: suggestionFor(subjects, { files: [], grants: [], names: [] }, options, world) };
  const granted = await readGrants(call, { ...call, cloud: subject.cloud }, io);
  const decider = deciderFor(granted.grants, options);
  const answered = (about: Subject, asking: AnswerQuery): CanAnswer => ({
    schemaVersion,
    query: asking,
    ...holderOf(granted),
    cloud: about.cloud,
    scope: call.scope,
    ...answerQuestion(about, granted, decider, world),
  });
  const suggestion = suggestionFor(subjects, granted, options, world);
  const answer = { ...answered(subject, query), suggestion };
  if (answer.suggestion.decision === 'allowed' && answer.suggestion.policies.length === 0)
    found.notes.push(allowedNote);
  if (called === undefined || refusal.call === undefined) return { ...found, answer };
  return { ...found, answer, ofCall: answered(called, { text: callText(refusal.call), kind: called.kind }) };
}

const allowedNote =
  'these policies allow it: the caller may have others, or have them in another project or enterprise project, or use a token from before they were granted';

const byDenyNote =
  'the text says that a Deny refuses it: no further Allow removes that, so find the Deny (of a policy, or of the organization)';

/** What a documented action that IAM does not know says of the cloud or the policy. */
function registeredNote(pattern: ActionPattern, { catalogue }: World): string[] {
  const known = [
    ...catalogue.actionsMatching(pattern).flatMap((one) => one.known.clouds),
    ...catalogue.entriesNeeding(pattern.text, catalogue.covered()).map(({ cloud }) => cloud),
  ];
  const names = clouds.filter((cloud) => known.includes(cloud));
  if (names.length === 0) return [];
  const where = names.map((cloud) => cloudNames[cloud]).join(' and ');
  return pattern.concrete
    ? [
        `\`${pattern.text}\` is documented for ${where}; the IAM that answered may be of the other cloud, of a region without it, or older than the page`,
      ]
    : [
        `\`${pattern.text}\` covers documented actions of ${where}: write those out that the IAM that answered knows`,
      ];
}

/** Where policies write an action. */
function writtenIn(action: string, files: readonly PolicyFile[]): string[] {
  return files.flatMap(({ file, text, form, policies }) => {
    const locator = createLocator(text, form?.spanOf);
    const places = policies
      .flatMap(({ statements }) => statements)
      .flatMap(({ actions }) => actions)
      .filter((element) => element.text.toLowerCase() === action.toLowerCase())
      .flatMap(({ path }) => locator.regionOf(path) ?? []);
    return places.map(({ line, column }) => `\`${action}\` is written at ${file}:${line}:${column}`);
  });
}
