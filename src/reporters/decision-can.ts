import type { AnswerRow, ApisAnswer, CanAnswer } from '../model/answer.ts';
import { firstFew } from '../model/first-few.ts';
import type { DecisionFormat, TableFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { suggestionLines, suggestionTexts, traceLines } from './decision-elaborated.ts';
import {
  apiText,
  byLines,
  explanationLines,
  mergeClouds,
  placesLines,
  reasonLine,
  requirementLine,
  titleText,
} from './decision-lines.ts';
import { colouredDecision, decisionWidth, isRefused } from './decision-words.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';
import { understoodLines } from './understood-line.ts';

/** The answer of `can` in one of its formats: `pretty`, `compact` or `json`; the others are {@link renderCanTable}'s. */
export function renderCan(
  answer: CanAnswer,
  format: Exclude<DecisionFormat, TableFormat>,
  colours: Colours,
): string {
  switch (format) {
    case 'json':
      return `${jsonText(answer, 2)}\n`;
    case 'compact':
      return compact(answer);
    case 'pretty':
      return pretty(answer, colours);
  }
}

function compact(answer: CanAnswer): string {
  const places = placesLines(answer.places).map((words) => `  ${words}\n`);
  const understood = understoodLines(answer.query).map((line) => `${line}\n`);
  const head = `${understood.join('')}${answer.decision} ${terminalText(answer.query.text)}\n${places.join('')}`;
  const tail = suggestionTexts(answer.suggestion)
    .map((text) => `  ${text}\n`)
    .join('');
  if ('actions' in answer) {
    const reasons = answer.actions.flatMap((action) => action.reasons);
    return head + reasons.map((reason) => `  ${reasonLine(reason)}\n`).join('') + tail;
  }
  const rows = answer.apis.map((row) => {
    const why = explanationLines(row).join('; ');
    return `  ${row.decision} ${row.cloud} ${apiText(row)}${why === '' ? '' : `: ${why}`}\n`;
  });
  return head + rows.join('') + tail;
}

function pretty(answer: CanAnswer, colours: Colours): string {
  const lines = [
    ...understoodLines(answer.query),
    `${colouredDecision(answer.decision, colours)}  ${colours.bold(terminalText(answer.query.text))}`,
    ...placesLines(answer.places).map((words) => `  ${words}`),
    ...wayLines(answer),
  ];
  if ('actions' in answer) {
    const several = answer.actions.length > 1;
    for (const action of answer.actions) {
      const { by, reasons } = action;
      const indent = several ? '    ' : '  ';
      if (several)
        lines.push(`  ${colouredDecision(action.decision, colours)}  ${terminalText(action.action)}`);
      for (const line of byLines(action)) lines.push(indent + line);
      if (by.length === 0 && reasons.length === 0) lines.push(`${indent}no statement allows it`);
      for (const reason of reasons) lines.push(indent + reasonLine(reason));
    }
  } else {
    lines.push(...blocksOf(answer).flatMap((block) => ['', ...block.lines(colours)]));
  }
  lines.push(...traceLines(answer.trace ?? [], colours), ...suggestionLines(answer.suggestion, colours));
  return `${lines.join('\n')}\n`;
}

/** That one of several ways is enough, and which are open. */
function wayLines(answer: CanAnswer): string[] {
  const ways = answer.ways ?? [];
  const steps: readonly { readonly decision: string }[] = 'apis' in answer ? answer.apis : answer.actions;
  const nameOf = (at: number): string => {
    if ('actions' in answer) return answer.actions[at]?.action ?? '';
    const row = answer.apis[at];
    return row === undefined ? '' : apiText(row);
  };
  const inWords = (some: typeof ways) => [...new Set(some.map((way) => way.map(nameOf).join(' with ')))];
  if (inWords(ways).length < 2) return [];
  const named = inWords(ways.filter((way) => way.every((at) => steps[at]?.decision === 'allowed')));
  const { few, others } = firstFew(named);
  const list = `${few.join(', ')}${others === 0 ? '' : ` and ${others} more`}`;
  return [`  one of these ways is enough${named.length === 0 ? '' : `; allowed: ${list}`}`];
}

interface Block {
  lines(colours: Colours): string[];
}

/** One block for each way of a task, best first as asked; one for each API otherwise. Clouds alike share a block. */
function blocksOf(answer: ApisAnswer): Block[] {
  const ways = answer.ways ?? [];
  const several = ways.filter((way) => way.length > 1);
  const inSeveral = new Set(several.flat());
  const single = answer.apis.filter(
    (_, i) => !inSeveral.has(i) || ways.some((way) => way.length === 1 && way[0] === i),
  );
  const blocks: Block[] = mergeClouds(single)
    .sort((a, b) => rank(a.row) - rank(b.row))
    .map(({ clouds, row }) => ({ lines: (colours) => rowLines(row, clouds, colours) }));
  for (const way of several) {
    const rows = way.flatMap((index) => answer.apis[index] ?? []);
    blocks.push({
      lines: (colours) => [
        colours.dim('  all of these together:'),
        ...rows.flatMap((row) => rowLines(row, [row.cloud], colours)),
      ],
    });
  }
  return blocks;
}

const order = ['allowed', 'ungoverned', 'conditional', 'not-allowed', 'denied'];

function rank({ decision }: AnswerRow): number {
  return order.indexOf(decision);
}

function rowLines(row: AnswerRow, clouds: readonly string[], colours: Colours): string[] {
  const title = titleText(row);
  const indent = ' '.repeat(decisionWidth + 4);
  const shown = row.reasons.some(({ kind }) => kind === 'scope') ? [] : row.requirements;
  const requirements = shown
    .filter(({ kind }) => kind === 'action')
    .map((requirement) => requirementLine(requirement));
  const reasons = isRefused(row.decision) && row.reasons.length === 0 ? [] : explanationLines(row);
  return [
    `  ${colouredDecision(row.decision, colours, decisionWidth)}  ${apiText(row)}  ${colours.dim(`${[clouds.join(', '), terminalText(title)].filter((part) => part !== '').join(': ')}`)}`,
    ...[...requirements, ...reasons].map((line) => indent + line),
  ];
}
