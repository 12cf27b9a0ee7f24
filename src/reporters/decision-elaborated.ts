import type {
  AnswerAddition,
  AnswerObstacle,
  AnswerSuggestion,
  AnswerTrace,
  TracedStatement,
} from '../model/answer.ts';
import { placeInWords } from '../model/grant.ts';
import type { Colours } from './colours.ts';
import { firstPlaces, placeText, reasonLine } from './decision-lines.ts';
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
export function suggestionLines(
  suggestion: AnswerSuggestion | undefined,
  colours: Colours,
  label = 'grant also',
): string[] {
  if (suggestion === undefined) return [];
  const { policies, remaining } = suggestion;
  return [
    '',
    ...requestTexts(suggestion).map(({ label, text }) => `  ${colours.bold(label)} ${text}`),
    ...(policies.length === 0 ? nothingToGrant(suggestion).map((line) => `  ${line}`) : []),
    ...policies.flatMap((addition, at) => [
      `  ${colours.bold(label)} (${additionWords(addition, thenWords(suggestion, at))})`,
      ...JSON.stringify(addition.policy, null, 2)
        .split('\n')
        .map((line) => `    ${terminalText(line)}`),
      ...withoutLines(addition).map((line) => `    ${line}`),
    ]),
    ...remaining.map((obstacle) => `  ${colours.bold('in the way')} ${obstacleText(obstacle)}`),
  ];
}

/** The same without layout, one thing a line. */
export function suggestionTexts(suggestion: AnswerSuggestion | undefined): string[] {
  if (suggestion === undefined) return [];
  const { policies, remaining } = suggestion;
  return [
    ...requestTexts(suggestion).map(({ label, text }) => `${label} ${text}`),
    ...(policies.length === 0 ? nothingToGrant(suggestion) : []),
    ...policies.map((addition, at) =>
      [
        `grant also (${additionWords(addition, thenWords(suggestion, at))}): ${terminalText(JSON.stringify(addition.policy))}`,
        ...withoutLines(addition),
      ].join('; '),
    ),
    ...remaining.map((obstacle) => `in the way: ${obstacleText(obstacle)}`),
  ];
}

/** What the request has to be like, as options of a call. */
function requestTexts({ request, policies }: AnswerSuggestion): {
  readonly label: string;
  readonly text: string;
}[] {
  if (request === undefined) return [];
  const { context = {}, without = [], resources = [], decision } = request;
  const options = [
    ...Object.entries(context).flatMap(([key, values]) =>
      values.map((value) => ['--context', `${key}=${value}`]),
    ),
    ...without.map((key) => ['--without', key]),
    ...resources.map((resource) => ['--resource', resource]),
  ].map(([option, value = '']) => `${option} ${shellWord(value)}`);
  const more = policies.some(({ around }) => around === undefined) ? ', together with the next policy' : '';
  return [
    {
      label: more === '' ? 'passes as it is with' : 'passes with',
      text: `${terminalText(options.join(' '))}${more} (makes the answer ${decision})`,
    },
  ];
}

/** A word as a shell takes it. */
function shellWord(text: string): string {
  return /^[\w.,:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function nothingToGrant({ decision, request }: AnswerSuggestion): string[] {
  if (decision === 'allowed') return ['nothing has to be granted'];
  return request === undefined ? ['nothing more to grant would help'] : [];
}

/** What an addition leads to, together with those before it. One of several that only together lead anywhere says so. */
function thenWords({ policies, decision }: AnswerSuggestion, at: number): string {
  const leads = at === policies.length - 1 ? decision : policies[at]?.decision;
  return leads === undefined ? 'together with the next' : `the answer is then ${leads}`;
}

/** For which services and where, what the answer is then, and which limits the policy leaves out. */
function additionWords({ level, places, around }: AnswerAddition, then: string): string {
  const where = places === undefined ? '' : `, in ${firstPlaces(places)}`;
  const services = level === 'global' ? 'global services' : 'project-level services';
  const left = limitWords(around);
  return [`${services}${where}; ${then}`, ...left].join(', ');
}

function limitWords(kinds: AnswerAddition['around'] = []): string[] {
  if (kinds.length === 0) return [];
  return [
    `but without the ${kinds.join(' and the ')} that ${kinds.length === 1 ? 'limits' : 'limit'} it now, which it goes around`,
  ];
}

function withoutLines({ without = [] }: AnswerAddition): string[] {
  return [...new Set(without.map((reason) => `without the ${reasonLine(reason)}`))];
}

function obstacleText({ message, by = [], byOthers = 0 }: AnswerObstacle): string {
  const others = by.length + byOthers - mostPlaces;
  const more = others > 0 ? ` and ${others} more` : '';
  const places = by.length === 0 ? '' : ` (${by.map(placeText).slice(0, mostPlaces).join(', ')}${more})`;
  return `${terminalText(message)}${places}`;
}

/** So many places of one reason are shown. */
const mostPlaces = 3;
