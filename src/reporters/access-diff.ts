import type {
  AccessChange,
  ActionChange,
  ApiChange,
  Counterexample,
  DiffAnswer,
  UnitChange,
} from '../model/access-changes.ts';
import type { AnswerPlace } from '../model/answer.ts';
import type { DiffFormat } from '../model/formats.ts';
import { operationName } from '../model/titles.ts';
import type { Colours } from './colours.ts';
import { placeText } from './decision-lines.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

/** The answer of `diff`. */
export function renderDiff(answer: DiffAnswer, format: DiffFormat, colours: Colours): string {
  switch (format) {
    case 'json':
      return `${jsonText(answer, 2)}\n`;
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

/** A call as people read it, with what it comes to on both sides. */
export function exampleText({ action, api, resource, context, from, to }: Counterexample): string {
  const call = api === undefined ? `\`${action}\`` : `\`${api.method} ${api.path}\` (${action})`;
  const about = resource === undefined ? [] : [`on \`${resource}\``];
  const keys = Object.entries(context ?? {}).map(([key, values]) =>
    values.length === 0 ? `without \`${key}\`` : `with \`${key}=${values.join(',')}\``,
  );
  return terminalText(`e.g. ${[call, ...about, ...keys].join(' ')}: ${from} -> ${to}`);
}

interface MergedApi {
  readonly clouds: readonly string[];
  readonly api: ApiChange;
}

/** The same API in different clouds takes one line. */
function mergedApis(apis: readonly ApiChange[]): readonly MergedApi[] {
  const merged = new Map<string, { clouds: string[]; api: ApiChange }>();
  for (const api of apis) {
    const key = JSON.stringify([api.service, apiText(api), api.from, api.to]);
    const known = merged.get(key);
    if (known) known.clouds.push(api.cloud);
    else merged.set(key, { clouds: [api.cloud], api });
  }
  return [...merged.values()];
}

function apiText(api: ApiChange): string {
  const operation = operationName(api);
  return `${api.method} ${api.path}${operation === undefined ? '' : ` (${operation})`}`;
}

function apiLine({ clouds, api }: MergedApi, mark: string, colours: Colours): string {
  const { title, from, to, level, service } = api;
  const of = level === undefined ? '' : ` [${level}]`;
  return `    ${mark} ${terminalText(`${service} ${apiText(api)}`)}  ${terminalText(title)}${colours.cyan(of)}  ${from} -> ${to}  ${colours.dim(clouds.join(', '))}`;
}

function summaryLine({ units, unchanged, broadens }: DiffAnswer, colours: Colours): string {
  const changed = units.filter(({ change }) => change !== 'moved');
  const broadening = units.filter((unit) => unit.broadens).length;
  const moved = units.length - changed.length;
  const others = [...(moved === 0 ? [] : [`${moved} moved`]), `${unchanged} unchanged`].join(', ');
  if (changed.length === 0) return colours.green(`no change of access (${others})`);
  const says = broadens
    ? colours.red(`access broadens in ${broadening} of ${changed.length} changed`)
    : colours.green(`no new access: ${changed.length} changed`);
  return `${says} (${others})`;
}
