import type {
  AnswerAction,
  AnswerPlace,
  AnswerReason,
  AnswerRequirement,
  AnswerRow,
  Holder,
  QueryAnswer,
} from '../model/answer.ts';
import type { DecisionKind } from '../model/decision.ts';
import { firstFew } from '../model/first-few.ts';
import { type NamedPlace, placeInWords } from '../model/grant.ts';
import { operationName } from '../model/titles.ts';
import { isRefused } from './decision-words.ts';
import { terminalText } from './terminal-text.ts';

/** An API as people read it: clouds that answer alike share one line. */
interface MergedRow {
  readonly clouds: readonly string[];
  readonly row: AnswerRow;
}

/** Puts rows together that are decided alike for the same reasons: the same API in different clouds. Order of first appearance is kept. */
export function mergeClouds(rows: readonly AnswerRow[]): MergedRow[] {
  const merged = new Map<string, { clouds: string[]; row: AnswerRow }>();
  for (const row of rows) {
    const { cloud, service, deprecated, decision } = row;
    const key = JSON.stringify([service, apiText(row), deprecated, decision, explanationLines(row)]);
    const known = merged.get(key);
    if (known) {
      known.clouds.push(cloud);
    } else {
      merged.set(key, { clouds: [cloud], row });
    }
  }
  return [...merged.values()];
}

/** `file:line:column` of a place. */
export function placeText({ file, line, column }: AnswerPlace): string {
  return terminalText(`${file}:${line}:${column}`);
}

/** `METHOD /path`, with the operation where several share it. */
export function apiText(row: AnswerRow): string {
  const { method, path } = row;
  const operation = operationName(row);
  return terminalText(operation === undefined ? `${method} ${path}` : `${method} ${path} (${operation})`);
}

/** The title, unless the operation that stands beside the path says the same. */
export function titleText(row: AnswerRow): string {
  const { title, deprecated } = row;
  return `${title === operationName(row) ? '' : title}${deprecated ? ' (deprecated)' : ''}`.trim();
}

/** What a row's decision rests on, one thing a line: refused requirements, then reasons, then notes. */
export function explanationLines(row: AnswerRow): string[] {
  const refused = isRefused(row.decision) && row.reasons.length === 0 ? refusedLines(row.requirements) : [];
  return [
    ...refused,
    ...row.reasons.map(reasonLine),
    ...(row.notes ?? []).map((note) => `note: ${terminalText(note)}`),
  ];
}

function refusedLines(requirements: readonly AnswerRequirement[]): string[] {
  const actions = requirements.filter(({ kind, decision }) => kind === 'action' && isRefused(decision));
  return actions.map((requirement) => requirementLine(requirement));
}

/** One required action or dependency and how it stands: granted or denied where, or missing. */
export function requirementLine({
  action,
  anyOf = [action],
  kind,
  when,
  decision,
  by,
  byOthers = 0,
}: AnswerRequirement): string {
  // Of a choice that is granted only what grants it matters.
  const names = isRefused(decision) ? anyOf : [action];
  const what = `${kind === 'dependency' ? 'dependency ' : ''}${names.map((name) => `\`${name}\``).join(' or ')}`;
  const forCase = when === undefined ? '' : ` (for ${when})`;
  const [first] = by;
  const others = by.length - 1 + byOthers;
  const more = others > 0 ? ` and ${others} more` : '';
  const place = first ? ` by ${placeText(first)}${more}` : '';
  return `${wordOf(decision)} ${terminalText(what + forCase)}${decision === 'not-allowed' && !first ? '' : place}`;
}

function wordOf(decision: DecisionKind): string {
  return decision === 'not-allowed' ? 'missing' : decision;
}

/** One reason in words, with the statements that it comes from. */
export function reasonLine({ kind, message, useCase, by, others }: AnswerReason): string {
  const forCase = useCase === undefined || kind === 'use-case' ? '' : ` for ${useCase}`;
  const places =
    by === undefined || by.length === 0 ? '' : ` (${[...new Set(by.map(placeText))].slice(0, 3).join(', ')})`;
  const more = others === undefined ? '' : `, and ${others} more like it`;
  return `${kind}${forCase}: ${terminalText(message)}${places}${more}`;
}

/** The places that an answer is for, where grants name some. */
export function placesLines(places: readonly NamedPlace[] | undefined): string[] {
  return places === undefined ? [] : [`answered for ${firstPlaces(places)}`];
}

/** The first few of places. */
export function firstPlaces(places: readonly NamedPlace[]): string {
  const { few, others } = firstFew(places);
  return `${few.map(placeInWords).map(terminalText).join(', ')}${others === 0 ? '' : ` and ${others} more`}`;
}

/** The places that the answer of somebody is for. */
export function placesOf(holder: Holder): string[] {
  return 'role' in holder ? placesLines(holder.places) : [];
}

/** The statements that decide an action, one a line. */
export function byLines({ by, byOthers }: AnswerAction): string[] {
  return [
    ...by.map((place) => `${place.effect} at ${placeText(place)}`),
    ...(byOthers === undefined ? [] : [`and ${byOthers} more`]),
  ];
}

/** The name of who was asked: a role, a file, or a policy in a file. */
export function holderName(holder: Holder): string {
  if ('role' in holder) return holder.role;
  const { policy, pointer, name = pointer, displayName } = holder;
  if (name === undefined) return policy;
  return `${policy}#${name}${displayName === undefined ? '' : ` (${displayName})`}`;
}

/**
 * What the answer to a question rests on, each thing once: of the APIs that are decided like the whole, which are the
 * ways that make it so.
 */
export function whyLines(answer: QueryAnswer): string[] {
  if ('apis' in answer) {
    const deciding = answer.apis.filter(({ decision }) => decision === answer.decision);
    const rows = deciding.length === 0 ? answer.apis : deciding;
    return [...new Set(rows.flatMap(explanationLines))];
  }
  const lines = answer.actions.flatMap((action) =>
    action.reasons.length > 0 ? action.reasons.map(reasonLine) : byLines(action),
  );
  return lines.length === 0 ? ['no statement allows it'] : [...new Set(lines)];
}
