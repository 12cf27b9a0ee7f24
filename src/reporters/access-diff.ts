import type { AccessChange, ActionChange, DiffAnswer, UnitChange } from '../model/access-changes.ts';
import type { AnswerPlace } from '../model/answer.ts';
import type { DiffFormat } from '../model/formats.ts';
import { renderDiffGithub } from './access-diff-github.ts';
import { renderDiffMarkdown } from './access-diff-markdown.ts';
import {
  changedApiText,
  exampleText,
  type MergedApi,
  mergedApis,
  summaryInWords,
} from './access-diff-words.ts';
import type { Colours } from './colours.ts';
import { placeText } from './decision-lines.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

/** The answer of `diff`. */
export function renderDiff(answer: DiffAnswer, format: DiffFormat, colours: Colours): string {
  switch (format) {
    case 'json':
      return `${jsonText(answer, 2)}\n`;
    case 'markdown':
      return renderDiffMarkdown(answer);
    case 'github':
      return renderDiffGithub(answer);
    case 'pretty':
      return pretty(answer, colours);
  }
}

/** So many changes of a kind are listed for a unit; JSON has all of them. */
const mostShown = 10;

function pretty(answer: DiffAnswer, colours: Colours): string {
  const blocks = answer.units.map((unit) => unitLines(unit, colours).join('\n'));
  return [...blocks, summaryLine(answer, colours)].join('\n\n').concat('\n');
}

function unitLines(unit: UnitChange, colours: Colours): string[] {
  const { change, was, notComparable, gained, lost, conditional, levels } = unit;
  const kind = unit.kind === 'role' ? 'role ' : '';
  const from = was === undefined ? '' : `, was ${terminalText(was)}`;
  const head = `${colours.bold(`${kind}${terminalText(unit.unit)}`)} (${change}${from})`;
  if (change === 'moved') return [head];
  const messages = new Set(
    [...gained, ...conditional, ...lost].flatMap((one) => (one.kind === 'actions' ? [one.message] : [])),
  );
  const says = levels.length > 0 && unit.broadens ? ` ${colours.dim(`gains ${levels.join(', ')}`)}` : '';
  return [
    `${head}${says}`,
    ...notComparable
      .filter((why) => !messages.has(why))
      .map((why) => `  ${colours.yellow('?')} ${terminalText(why)}`),
    ...section('gained', gained, colours.red('+'), colours),
    ...section('now conditional', conditional, colours.yellow('~'), colours),
    ...section('lost', lost, colours.green('-'), colours),
  ];
}

function section(title: string, changes: readonly AccessChange[], mark: string, colours: Colours): string[] {
  if (changes.length === 0) return [];
  const actions = changes.filter((change) => change.kind === 'actions');
  const apis = changes.filter((change) => change.kind === 'api');
  return [
    `  ${title}`,
    ...few(actions, (change) => actionLines(change, mark, colours), 'more actions or patterns'),
    ...few(mergedApis(apis), (one) => [apiLine(one, mark, colours)], 'more APIs'),
  ];
}

function few<T>(all: readonly T[], linesOf: (one: T) => string[], what: string): string[] {
  const shown = all.length > mostShown + 1 ? all.slice(0, mostShown) : all;
  const more = all.length - shown.length;
  return [...shown.flatMap(linesOf), ...(more === 0 ? [] : [`      and ${more} ${what}`])];
}

function actionLines(change: ActionChange, mark: string, colours: Colours): string[] {
  const { message, level, except = [], counterexample } = change;
  const apart = except.length === 0 ? '' : `, apart from ${except.map((one) => `\`${one}\``).join(', ')}`;
  const of = level === undefined ? '' : ` [${level}]`;
  return [
    `    ${mark} ${terminalText(`${message}${apart}`)}${colours.cyan(of)}  ${colours.dim(placesText(change))}`.trimEnd(),
    ...(counterexample === undefined ? [] : [`        ${exampleText(counterexample)}`]),
  ];
}

/** The statements that decide, on the side that says more, then on the other one. */
function placesText({ old, new: now, broadens }: ActionChange): string {
  const [first, second] = broadens ? [now, old] : [old, now];
  const [side, other] = broadens ? ['new', 'old'] : ['old', 'new'];
  const text = (places: readonly AnswerPlace[], name: string) =>
    places[0] === undefined ? [] : [`${name}: ${places[0].effect} at ${placeText(places[0])}`];
  return [...text(first, side), ...text(second, other)].join('; ');
}

function apiLine({ clouds, api }: MergedApi, mark: string, colours: Colours): string {
  const { title, from, to, level, service } = api;
  const of = level === undefined ? '' : ` [${level}]`;
  return `    ${mark} ${terminalText(`${service} ${changedApiText(api)}`)}  ${terminalText(title)}${colours.cyan(of)}  ${from} -> ${to}  ${colours.dim(clouds.join(', '))}`;
}

function summaryLine(answer: DiffAnswer, colours: Colours): string {
  const { says, others } = summaryInWords(answer);
  return `${answer.broadens ? colours.red(says) : colours.green(says)} (${others})`;
}
