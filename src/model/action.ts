/**
 * Action texts of policies and of documentation tables: `service:resourceType:operation`, three segments,
 * with `*` for all or part of resource type and operation. A few actions have an empty resource type
 * (`rms::tagResource`). Compared without regard to case throughout.
 */

/** What is wrong with an action text that is not a plain three-segment pattern. */
export type ActionFault =
  /** Not exactly three segments. */
  | 'segments'
  /** A service or an operation without any character. */
  | 'empty-segment'
  /** White space inside or around. */
  | 'white-space'
  /** `*` beside other characters in the service segment (`ec*:...`). */
  | 'partial-service-wildcard'
  /** `?`: documented for identity policies 5.0 only. */
  | 'question-mark'
  /** A character that no documented action has. */
  | 'character';

/** A well-formed action or action pattern, folded to lower case for comparison. */
export interface ActionPattern {
  readonly text: string;
  /** Lower case. The service segment is a literal or `*`. */
  readonly segments: readonly [service: string, resourceType: string, operation: string];
  /** No wildcard in any segment: the text names one action. */
  readonly concrete: boolean;
}

export type ActionReading =
  | { readonly ok: true; readonly pattern: ActionPattern }
  | { readonly ok: false; readonly fault: ActionFault };

/** Spelled out for both cases: folding first would let in letters that only fold to these, such as the Kelvin sign. */
const allowedCharacters = /^[A-Za-z0-9_.*:-]+$/;

/** Readings by text: a run asks for the same actions again and again, each rule for itself. */
const readings = new Map<string, ActionReading>();
const mostReadings = 20_000;

/** Reads an action or pattern as a policy or a table gives it. The fault is the most basic one, if there are several. */
export function readAction(text: string): ActionReading {
  const known = readings.get(text);
  if (known !== undefined) return known;
  if (readings.size >= mostReadings) readings.clear();
  const reading = readNew(text);
  readings.set(text, reading);
  return reading;
}

function readNew(text: string): ActionReading {
  if (/\s/u.test(text)) return { ok: false, fault: 'white-space' };
  const [service, resourceType, operation, ...rest] = text.toLowerCase().split(':');
  if (service === undefined || resourceType === undefined || operation === undefined || rest.length > 0) {
    return { ok: false, fault: 'segments' };
  }
  const segments = [service, resourceType, operation] as const;
  // The tables of Config and the samples of SWR print actions without a resource type.
  if (service === '' || operation === '') return { ok: false, fault: 'empty-segment' };
  if (text.includes('?')) return { ok: false, fault: 'question-mark' };
  if (!allowedCharacters.test(text)) return { ok: false, fault: 'character' };
  if (service !== '*' && service.includes('*')) return { ok: false, fault: 'partial-service-wildcard' };
  return { ok: true, pattern: { text, segments, concrete: !text.includes('*') } };
}

/** The service that a text names in front of its first colon, in lower case; the whole text where it has none. */
export function serviceOf(text: string): string {
  const colon = text.indexOf(':');
  return (colon < 0 ? text : text.slice(0, colon)).toLowerCase();
}

/** The segments of an action or pattern, as they are written; of a text with fewer than three, empty ones for those that it lacks. */
export function segmentsOf(action: string): ActionPattern['segments'] {
  const [service = '', resourceType = '', operation = ''] = action.split(':');
  return [service, resourceType, operation];
}

/** Resource type and operation of a well-formed action or pattern, as they are written: `:images:get`. */
export function nameOf(action: string): string {
  return action.slice(action.indexOf(':'));
}
