import type { HolderAnswer, WhoCanAnswer, WhoCanHead } from '../model/answer.ts';
import type { TableFormat, WhoCanFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { holderName, placesOf, whyLines } from './decision-lines.ts';
import { colouredDecision, decisionWidth } from './decision-words.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';
import { terminalWidth } from './terminal-width.ts';
import { understoodLines } from './understood-line.ts';

/** Answers as they are found: there may be more than can be held. */
export type Answers = Iterable<HolderAnswer> | AsyncIterable<HolderAnswer>;

/** The answer of `who-can` as `pretty` or `json`, in pieces; the others are {@link renderWhoCanTable}'s. */
export function renderWhoCan(
  head: WhoCanHead,
  answers: Answers,
  format: Exclude<WhoCanFormat, TableFormat>,
  colours: Colours,
): AsyncGenerator<string> {
  switch (format) {
    case 'json':
      return json(head, answers);
    case 'pretty':
      return pretty(head, answers, colours);
  }
}

/** As JSON: {@link WhoCanAnswer}, whose last member is written answer by answer. */
async function* json(head: WhoCanHead, answers: Answers): AsyncGenerator<string> {
  const nobody: WhoCanAnswer = { ...head, answers: [] };
  yield jsonText(nobody, 2).slice(0, -']\n}'.length);
  let separator = '';
  for await (const answer of answers) {
    yield `${separator}\n    ${jsonText(answer, 2).replaceAll('\n', '\n    ')}`;
    separator = ',';
  }
  yield separator === '' ? ']\n}\n' : '\n  ]\n}\n';
}

/** A line for each; all of them are needed to know how wide the names are. */
async function* pretty(head: WhoCanHead, answers: Answers, colours: Colours): AsyncGenerator<string> {
  const rows: { readonly decision: HolderAnswer['decision']; readonly name: string; readonly why: string }[] =
    [];
  let width = 0;
  for await (const one of answers) {
    const name = terminalText(holderName(one));
    const why = [whyText(whyLines(one)), ...placesOf(one)].filter((part) => part !== '').join('; ');
    rows.push({ decision: one.decision, name, why });
    width = Math.max(width, terminalWidth(name));
  }
  for (const line of understoodLines(head.query)) yield `${line}\n`;
  yield `${colours.bold(terminalText(head.query.text))}\n\n`;
  for (const { decision, name, why } of rows) {
    const padding = why === '' ? '' : ' '.repeat(width - terminalWidth(name));
    const shown = `  ${colouredDecision(decision, colours, decisionWidth)}  ${name}${padding}`;
    yield why === '' ? `${shown}\n` : `${shown}  ${colours.dim(why)}\n`;
  }
}

/** The first thing that the decision rests on, and how many more there are. */
function whyText([first, ...more]: readonly string[]): string {
  if (first === undefined) return '';
  return more.length === 0 ? first : `${first} (and ${more.length} more)`;
}
