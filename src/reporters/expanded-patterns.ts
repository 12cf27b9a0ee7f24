import type { ExpandedAnswer } from '../model/expanded.ts';
import type { ExpandFormat } from '../model/formats.ts';
import type { Colours } from './colours.ts';
import { placeText } from './decision-lines.ts';
import { jsonText } from './json-text.ts';
import { terminalText } from './terminal-text.ts';

/** The answer of `expand`. */
export function renderExpanded(answer: ExpandedAnswer, format: ExpandFormat, colours: Colours): string {
  switch (format) {
    case 'json':
      return `${jsonText(answer, 2)}\n`;
    case 'pretty':
      return pretty(answer, colours);
  }
}

function pretty({ patterns }: ExpandedAnswer, colours: Colours): string {
  if (patterns.length === 0) return 'the policy has no patterns: every action is written out\n';
  return patterns
    .map(({ pattern, at, actions }) => {
      const place = at === undefined ? '' : ` ${at.effect} at ${placeText(at)}`;
      const count = `${actions.length} ${actions.length === 1 ? 'action' : 'actions'}`;
      const width = Math.max(0, ...actions.map(({ action }) => action.length));
      const levels = Math.max(0, ...actions.map(({ level }) => level.length));
      return [
        `${colours.bold(terminalText(pattern))}${place}: ${count}`,
        ...actions.map(
          ({ action, level, clouds }) =>
            `  ${terminalText(action).padEnd(width)}  ${colours.cyan(level.padEnd(levels))}  ${colours.dim(clouds.join(', '))}`,
        ),
      ].join('\n');
    })
    .join('\n\n')
    .concat('\n');
}
