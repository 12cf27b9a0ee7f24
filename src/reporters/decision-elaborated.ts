import type { AnswerSuggestion, AnswerTrace, TracedStatement } from '../model/answer.ts';
import { placeInWords } from '../model/grant.ts';
import type { Colours } from './colours.ts';
import { placeText } from './decision-lines.ts';
import { terminalText } from './terminal-text.ts';

/** What `can --explain` adds: every statement, action by action. */
export function traceLines(trace: readonly AnswerTrace[], colours: Colours): string[] {
  return trace.flatMap(({ action, statements }) => [
    '',
    `  ${colours.bold(terminalText(action))}`,
    ...(statements.length === 0 ? ['    no statement at all'] : statements.map(statementLine)),
  ]);
}

const standing: Readonly<Record<TracedStatement['applies'], string>> = {
  yes: 'applies',
  maybe: 'may apply',
  no: 'does not apply',
};

function statementLine({ by, granted, place, action, applies, because }: TracedStatement): string {
  const reasons = action === 'no' ? ['no element of its Action matches'] : because;
  const where =
    place === undefined
      ? granted === 'iam'
        ? ''
        : ' in an enterprise project'
      : ` in ${terminalText(placeInWords(place))}`;
  const why = reasons.length === 0 ? '' : `: ${reasons.map(terminalText).join('; ')}`;
  return `    ${by.effect.padEnd(5)} at ${placeText(by)}${where} ${standing[applies]}${why}`;
}

/** What `can --suggest` adds: policies to grant besides, and what stays in the way. */
export function suggestionLines(suggestion: AnswerSuggestion | undefined, colours: Colours): string[] {
  if (suggestion === undefined) return [];
  const { policies, decision, remaining } = suggestion;
  const lines: string[] = [''];
  if (policies.length === 0)
    lines.push(decision === 'allowed' ? '  nothing has to be granted' : '  nothing more to grant would help');
  for (const { level, policy } of policies) {
    lines.push(
      `  ${colours.bold('grant also')} (${level === 'global' ? 'global services' : 'project-level services'}; the answer is then ${decision})`,
      ...JSON.stringify(policy, null, 2)
        .split('\n')
        .map((line) => `    ${terminalText(line)}`),
    );
  }
  for (const { message, by = [] } of remaining) {
    const places = by.length === 0 ? '' : ` (${by.map(placeText).slice(0, 3).join(', ')})`;
    lines.push(`  ${colours.bold('in the way')} ${terminalText(message)}${places}`);
  }
  return lines;
}
