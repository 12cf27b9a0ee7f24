import type { WhoCanAnswer } from '../model/answer.ts';
import type { Colours } from './colours.ts';
import { holderName, placesOf, whyLines } from './decision-lines.ts';
import { colouredDecision, decisionWidth } from './decision-words.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';
import { terminalWidth } from './terminal-width.ts';

/** The answer of `who-can` as `pretty` or `json`; the others are {@link renderWhoCanTable}'s. */
export function renderWhoCan(answer: WhoCanAnswer, format: string, colours: Colours): string {
  if (format === 'json') return `${jsonText(answer, 2)}\n`;
  const rows = answer.answers.map((one) => ({
    decision: one.decision,
    name: terminalText(holderName(one)),
    why: [whyText(whyLines(one)), ...placesOf(one)].filter((part) => part !== '').join('; '),
  }));
  const width = Math.max(0, ...rows.map(({ name }) => terminalWidth(name)));
  const lines = rows.map(({ decision, name, why }) => {
    const padding = why === '' ? '' : ' '.repeat(width - terminalWidth(name));
    const shown = `  ${colouredDecision(decision, colours, decisionWidth)}  ${name}${padding}`;
    return why === '' ? shown : `${shown}  ${colours.dim(why)}`;
  });
  return `${[colours.bold(terminalText(answer.query.text)), '', ...lines].join('\n')}\n`;
}

/** The first thing that the decision rests on, and how many more there are. */
function whyText([first, ...more]: readonly string[]): string {
  if (first === undefined) return '';
  return more.length === 0 ? first : `${first} (and ${more.length} more)`;
}
