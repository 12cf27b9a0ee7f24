import type { AnswerQuery, AnswerSuggestion, CanAnswer } from '../model/answer.ts';
import type { EvidencedEntry } from '../model/entry.ts';
import { firstFew } from '../model/first-few.ts';
import type { LookupFormat } from '../model/formats.ts';
import { requirementLines } from './catalogue-words.ts';
import type { Colours } from './colours.ts';
import { renderCan } from './decision-can.ts';
import { suggestionLines } from './decision-elaborated.ts';
import { type ActionAnswer, actionBody, actionLines } from './explain-action.ts';
import { jsonText } from './json-text.ts';
import { refusalWords, unansweredWords } from './refusal-words.ts';
import { terminalText } from './terminal-text.ts';
import { titleWords } from './title-words.ts';

/** What `explain` has to say of a refusal. */
export interface RefusalAnswer {
  readonly query: Omit<AnswerQuery, 'kind'> & { readonly kind: 'refusal' };
  /** What is known of each action that it names, and what is not. */
  readonly actions: readonly ActionAnswer[];
  /** The APIs that were called, where the catalogue has them. */
  readonly apis: readonly EvidencedEntry[];
  /** What else there is to say, in words. */
  readonly notes: readonly string[];
  /** What somebody has to be granted who has nothing. */
  readonly grant?: AnswerSuggestion;
  /** Whether the named policies allow what was refused, and what to add. */
  readonly answer?: CanAnswer;
  /** Whether they allow the call, where the answer is about an action that the documentation does not ask of it. */
  readonly ofCall?: CanAnswer;
}

/** A refusal with what it is about, as `pretty` text or as `json`. */
export function renderRefusal(
  answer: RefusalAnswer,
  { format, colours }: { readonly format: LookupFormat; readonly colours: Colours },
): string {
  switch (format) {
    case 'json': {
      const { actions, apis, ...rest } = answer;
      return `${jsonText({ schemaVersion: 1, ...rest, actions: actions.map(actionBody), apis }, 2)}\n`;
    }
    case 'pretty':
      return `${lines(answer, colours).join('\n')}\n`;
  }
}

function lines(
  { query, actions, apis, notes, grant, answer, ofCall }: RefusalAnswer,
  colours: Colours,
): string[] {
  const { refusal } = query;
  const unanswered = refusal === undefined ? undefined : unansweredWords(refusal);
  return [
    ...(refusal === undefined ? [] : [`understood as: ${refusalWords(refusal)}`]),
    ...(unanswered === undefined ? [] : [`  ${terminalText(unanswered)}`]),
    ...notes.map((note) => `  note: ${terminalText(note)}`),
    ...(apis.length === 0 ? [] : ['', ...apis.flatMap((entry) => callLines(entry, colours))]),
    ...(grant === undefined ? [] : suggestionLines(grant, colours, 'to allow it, grant')),
    ...(ofCall === undefined ? [] : ['', ...answerLines(ofCall, colours)]),
    ...(answer === undefined ? [] : ['', ...answerLines(answer, colours)]),
    ...actions.flatMap((action) => ['', ...actionLines(action, colours)]),
  ];
}

/** An API that was called, and what it needs. */
function callLines(entry: EvidencedEntry, colours: Colours): string[] {
  const { cloud, method, path } = entry;
  return [
    `${colours.bold(terminalText(`${method} ${path}`))}  ${colours.dim(terminalText(`${cloud}: ${titleWords(entry)}`))}`,
    ...(entry.problem === undefined ? requirementLines(entry).map((line) => `  ${line}`) : []),
  ];
}

/** The decision, without the line that says once more what was read. */
function answerLines(answer: CanAnswer, colours: Colours): string[] {
  const { refusal: _, ...query } = answer.query;
  const { few, others } = firstFew(answer.policies);
  const who =
    answer.role === undefined
      ? `${few.join(', ')}${others === 0 ? '' : ` and ${others} more`}`
      : `role ${answer.role}`;
  const text = renderCan({ ...answer, query }, 'pretty', colours).trimEnd();
  return [colours.dim(terminalText(`with ${who}:`)), ...text.split('\n')];
}
