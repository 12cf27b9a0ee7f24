import type { Reading } from './reading.ts';

/** What is known when actions stand glued together: where a service code can begin, and which actions exist. */
export interface GlueEvidence {
  readonly serviceCodes: ReadonlySet<string>;
  /** Actions that stand unglued in other versions of the page, or elsewhere in its document set; asked for when needed. */
  readonly actions: () => ReadonlySet<string>;
}

export const gluedRepair = 'glued actions split';

/**
 * Splits `ims:images:getims:images:update`. Each segment that holds an operation and the next service code is cut
 * before a known service code. Several possible cuts are told apart by the actions that stand unglued elsewhere;
 * what stays ambiguous is a problem and is left as it is.
 */
export function splitGluedActions(text: string, evidence: GlueEvidence): Reading<readonly string[]> {
  const segments = text.split(':');
  if (segments.length <= 3) return { value: [text], repairs: [], problems: [] };
  // Three segments for each action, each inner third one shared with the next action's service.
  if (segments.length % 2 === 0) return unreadable(text);
  const actions: string[] = [];
  let service = segments[0] ?? '';
  for (let at = 1; at < segments.length - 2; at += 2) {
    const resource = segments[at] ?? '';
    const cuts = possibleCuts(segments[at + 1] ?? '', evidence.serviceCodes);
    const next = `${segments[at + 2] ?? ''}:${segments[at + 3] ?? ''}`;
    const proven =
      cuts.length === 1
        ? cuts
        : cuts.filter(
            (cut) =>
              evidence.actions().has(`${service}:${resource}:${cut.operation}`) &&
              startsKnown(`${cut.service}:${next}`, evidence),
          );
    const cut = proven.length === 1 ? proven[0] : undefined;
    if (cut === undefined) return unreadable(text);
    actions.push(`${service}:${resource}:${cut.operation}`);
    service = cut.service;
  }
  actions.push(`${service}:${segments.at(-2)}:${segments.at(-1)}`);
  return { value: actions, repairs: [gluedRepair], problems: [] };
}

/** The rest may be glued again, so a known action only has to begin it. */
function startsKnown(rest: string, evidence: GlueEvidence): boolean {
  for (const action of evidence.actions()) if (rest.startsWith(action)) return true;
  return false;
}

function possibleCuts(segment: string, codes: ReadonlySet<string>): { operation: string; service: string }[] {
  const cuts: { operation: string; service: string }[] = [];
  for (let at = 1; at < segment.length; at += 1) {
    const service = segment.slice(at);
    if (codes.has(service.toLowerCase())) cuts.push({ operation: segment.slice(0, at), service });
  }
  return cuts;
}

function unreadable(text: string): Reading<readonly string[]> {
  return { value: [text], repairs: [], problems: [`glued actions \`${text}\` cannot be told apart`] };
}
