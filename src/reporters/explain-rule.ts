import type { RuleDescription } from '../model/finding.ts';
import type { Colours } from './colours.ts';

interface Options {
  readonly json: boolean;
  readonly colours: Colours;
}

/** Every rule with severity and summary, one a line. */
export function renderRuleList(rules: readonly RuleDescription[], { json, colours }: Options): string {
  if (json) {
    const list = rules.map(({ id, severity, summary }) => ({ id, severity, summary }));
    return `${JSON.stringify({ schemaVersion: 1, rules: list }, null, 2)}\n`;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  return rules
    .map(
      ({ id, severity, summary }) => `${colours.bold(id.padEnd(width))}  ${severity.padEnd(7)}  ${summary}\n`,
    )
    .join('');
}

/** One rule: what it finds, why, and an example of each kind. */
export function renderRule(rule: RuleDescription, { json, colours }: Options): string {
  const { id, severity, summary, rationale, examples } = rule;
  if (json)
    return `${JSON.stringify({ schemaVersion: 1, id, severity, summary, rationale, examples }, null, 2)}\n`;
  const indented = (text: string) => text.replace(/^/gm, '    ');
  return [
    `${colours.bold(id)}  ${severity}`,
    summary,
    '',
    wrapped(rationale, 100),
    '',
    colours.bold('reported'),
    indented(examples.flagged),
    '',
    colours.bold('not reported'),
    indented(examples.clean),
    '',
  ].join('\n');
}

function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
