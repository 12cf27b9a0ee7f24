import { readAction } from '../model/action.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { spelling } from './known-actions.ts';

/** What a malformed action was probably meant to be. */
export interface MeantAction {
  readonly text: string;
  /** Nothing else can have been meant: white space, look-alikes of ASCII and punctuation around are gone. */
  readonly sure: boolean;
}

/** No documented action comes near this; longer texts are not worth a guess. */
const longest = 200;

/** Guesses from the form first, then from what is documented; `undefined` where the text contains several actions. */
export function meantAction(text: string, catalogue: Catalogue): MeantAction | undefined {
  if (text.length > longest || holdsSeveral(text)) return undefined;
  const plain = text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/^[,;:]+/, '')
    .replace(/[,;:]+$/, '');
  if (readAction(plain).ok && !plain.includes('::')) return { text: plain, sure: true };
  const parts = plain.split(/[:;,/|.]+/);
  const guess =
    parts.length === 2 && plain.includes(':') ? completed(parts, catalogue) : parts.slice(0, 3).join(':');
  return guess !== undefined && isDocumented(guess, catalogue) ? { text: guess, sure: false } : undefined;
}

/** Several actions in one string, at least one of them with a colon inside after the first. */
function holdsSeveral(text: string): boolean {
  return text.split(/[\s,;、，；]+/u).filter((word) => /[^:：][:：][^:：]/.test(word)).length > 1;
}

/** Two segments: the type or the operation is missing. */
function completed([service = '', name = '']: readonly string[], catalogue: Catalogue): string | undefined {
  const folded = name.toLowerCase();
  const actions = catalogue.documented(catalogue.serviceCode(service));
  if (actions.some(({ pattern }) => pattern.segments[1] === folded)) return `${service}:${name}:*`;
  const [one, another] = actions.filter(({ pattern }) => pattern.segments[2] === folded);
  if (one === undefined) return undefined;
  return another === undefined ? spelling(one.known) : `${service}:*:${name}`;
}

function isDocumented(text: string, catalogue: Catalogue): boolean {
  const reading = readAction(text);
  if (!reading.ok) return false;
  const { pattern } = reading;
  return pattern.segments[0] !== '*' && catalogue.actionsMatching(pattern).length > 0;
}
