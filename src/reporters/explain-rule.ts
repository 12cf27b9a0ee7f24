import { exampleTerms, type RuleDescription, severityInWords } from '../model/finding.ts';
import type { LookupFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { jsonText } from './json-text.ts';

interface Options {
  readonly format: LookupFormat;
  readonly colours: Colours;
}

/** Every rule with severity and summary, one a line. */
export function renderRuleList(rules: readonly RuleDescription[], { format, colours }: Options): string {
  const list = rules.map(({ id, group, severity, off, summary }) => ({
    id,
    group,
    severity: off ? 'off' : severity,
    summary,
  }));
  switch (format) {
    case 'json':
      return `${jsonText({ schemaVersion: 1, rules: list }, 2)}\n`;
    case 'pretty': {
      const width = Math.max(...rules.map(({ id }) => id.length));
      const lines = list.map(
        ({ id, severity, summary }) =>
          `${colours.bold(id.padEnd(width))}  ${severity.padEnd(7)}  ${summary}\n`,
      );
      return lines.join('');
    }
  }
}

/** One rule: what it finds, why, and an example of each kind. */
export function renderRule(rule: RuleDescription, { format, colours }: Options): string {
  switch (format) {
    case 'json':
      return `${jsonText(jsonBody(rule), 2)}\n`;
    case 'pretty':
      return pretty(rule, colours);
  }
}

function jsonBody(rule: RuleDescription): object {
  const { id, group, severity, off, summary, rationale, sources, examples } = rule;
  return {
    schemaVersion: 1,
    id,
    group,
    severity,
    ...(off ? { off } : {}),
    summary,
    rationale,
    ...(sources === undefined ? {} : { sources }),
    examples,
  };
}

function pretty(rule: RuleDescription, colours: Colours): string {
  const { id, summary, rationale, sources, examples } = rule;
  const indented = (text: string) => text.replace(/^/gm, '    ');
  return [
    `${colours.bold(id)}  ${severityInWords(rule)}`,
    summary,
    '',
    wrapped(rationale, 100),
    ...(sources === undefined ? [] : ['', wrapped(`Source: ${sources.join('; ')}.`, 100)]),
    ...(examples.config === undefined
      ? []
      : ['', colours.bold('with this configuration'), indented(examples.config)]),
    '',
    `${colours.bold('reported')}${exampleTerms(rule)}`,
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
