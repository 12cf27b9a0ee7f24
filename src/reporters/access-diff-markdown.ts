import type { AccessChange, DiffAnswer, UnitChange } from '../model/access-changes.ts';
import { changedApiText, exampleText, mergedApis, summaryInWords } from './access-diff-words.ts';
import { placeText } from './decision-lines.ts';
import { markdownCode, markdownRow, markdownSentence, markdownText } from './markdown-table.ts';
import { portablePath } from './portable-path.ts';

/** So many units have a row, and of so many the details are shown: a comment holds 65,536 characters. */
const mostRows = 40;
const mostDetailed = 15;
/** So many changes of a kind are listed for a unit. */
const mostShown = 8;

/** A comparison for a comment of a pull request: what it comes to first, the details folded. */
export function renderDiffMarkdown(answer: DiffAnswer): string {
  const { old, new: now, units } = answer;
  const { says, others } = summaryInWords(answer);
  const head = `### iamscope: ${markdownText(says)}\n\n${markdownCode(old)} → ${markdownText(now)} (${markdownText(others)})\n`;
  const changed = units.filter(({ change }) => change !== 'moved');
  if (changed.length === 0) return head;
  const columns = ['', 'policy or role', 'gains', 'in short'];
  const rows = changed.slice(0, mostRows).map((unit) => markdownRow(cellsOf(unit)));
  const more = changed.length - rows.length;
  return [
    head,
    '\n',
    markdownRow(columns),
    markdownRow(columns.map(() => '---')),
    ...rows,
    ...(more > 0 ? [`\nand ${more} more, which \`--format json\` lists.\n`] : []),
    ...changed.slice(0, mostDetailed).map(detailsOf),
  ].join('');
}

function cellsOf(unit: UnitChange): readonly string[] {
  const { broadens, levels, counterexample } = unit;
  return [
    broadens ? '🔴 broader' : '🟢 narrower',
    nameOf(unit),
    broadens && levels.length > 0 ? levels.join(', ') : '',
    counterexample === undefined ? inShort(unit) : markdownSentence(exampleText(counterexample)),
  ];
}

function nameOf({ unit, kind, change, was }: UnitChange): string {
  const role = kind === 'role' ? 'role ' : '';
  const from = was === undefined ? '' : `, was ${markdownCode(portablePath(was))}`;
  return `${role}${markdownCode(portablePath(unit))} (${change}${from})`;
}

/** What there is to say where no call shows it. */
function inShort({ notComparable: [why], gained, conditional, lost }: UnitChange): string {
  if (why !== undefined) return markdownSentence(why);
  const [first] = [...gained, ...conditional, ...lost];
  return first === undefined ? '' : changeText(first);
}

function changeText(change: AccessChange): string {
  if (change.kind === 'actions') return markdownSentence(change.message);
  return `${markdownCode(changedApiText(change))} ${markdownText(`${change.from} -> ${change.to}`)}`;
}

/** A heading that unfolds; what is in it is Markdown again after an empty line. */
function detailsOf(unit: UnitChange): string {
  const { gained, lost, conditional, notComparable } = unit;
  const sections = [
    ...listOf('Not comparable', notComparable.map(markdownSentence)),
    ...sectionOf('Gained', gained),
    ...sectionOf('Now conditional', conditional),
    ...sectionOf('Lost', lost),
  ];
  return `\n<details><summary>${nameInHtml(unit)}</summary>\n\n${sections.join('\n')}\n</details>\n`;
}

/** Within a line of HTML Markdown is not read everywhere: only elements and entities are. */
function nameInHtml({ unit, kind }: UnitChange): string {
  return `${kind === 'role' ? 'role ' : ''}<code>${markdownText(portablePath(unit)).replace(/\\([^\w\s])/gu, (_, char: string) => `&#${char.codePointAt(0)};`)}</code>`;
}

function sectionOf(title: string, changes: readonly AccessChange[]): readonly string[] {
  const actions = changes.flatMap((change) => {
    if (change.kind !== 'actions') return [];
    const { level, counterexample, old, new: now } = change;
    const [at] = change.broadens ? [...now, ...old] : [...old, ...now];
    return [
      [
        markdownSentence(change.message),
        ...(level === undefined ? [] : [`**${level}**`]),
        ...(at === undefined
          ? []
          : [`${at.effect} at ${markdownCode(placeText({ ...at, file: portablePath(at.file) }))}`]),
        ...(counterexample === undefined ? [] : [markdownSentence(exampleText(counterexample))]),
      ].join(' · '),
    ];
  });
  const apis = mergedApis(changes.filter((change) => change.kind === 'api')).map(({ api, clouds }) =>
    [
      `${changeText(api)} (${markdownText(api.title)})`,
      ...(api.level === undefined ? [] : [`**${api.level}**`]),
      clouds.join(', '),
    ].join(' · '),
  );
  return [...listOf(title, actions), ...listOf(`${title}: APIs`, apis)];
}

function listOf(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  const shown = items.length > mostShown + 1 ? items.slice(0, mostShown) : items;
  const more = items.length - shown.length;
  return [
    `**${title}**\n`,
    ...shown.map((item) => `- ${item}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
    '',
  ];
}
