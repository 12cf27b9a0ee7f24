import type { AnswerQuery } from '../model/answer.ts';
import type { UnderstoodAs } from '../model/understood.ts';
import { refusalWords } from './refusal-words.ts';
import { terminalText } from './terminal-text.ts';

/** `understood as: delete image tag (ims)`: the first line of an answer to a question in plain words. */
export function understoodLine(understood: UnderstoodAs): string {
  const all = [understood, ...(understood.and ?? [])];
  const wishes = all.map(({ verb, things, service }) => {
    const [head = '', ...others] = things;
    return `${[verb, ...[...others].reverse(), head].join(' ')} (${service})`;
  });
  const also = [...new Set(all.flatMap(({ alsoIn = [] }) => alsoIn))];
  const read = understood.corrected ?? [];
  const notes = [
    ...(read.length === 0 ? [] : [`read as ${read.join(', ')}`]),
    ...(also.length === 0 ? [] : [`also means something in ${also.join(', ')}: name the service for those`]),
  ];
  return terminalText(`understood as: ${[wishes.join(', and '), ...notes].join('; ')}`);
}

/** The line, where a question was read from a text or understood; none where it names what it asks about. */
export function understoodLines({
  refusal,
  understoodAs,
}: Pick<AnswerQuery, 'refusal' | 'understoodAs'>): string[] {
  if (refusal !== undefined) return [`understood as: ${refusalWords(refusal)}`];
  return understoodAs === undefined ? [] : [understoodLine(understoodAs)];
}
