import { type ActionPattern, readAction } from '../model/action.ts';
import type { Language, Risk } from '../model/language.ts';
import { matchesAction } from '../patterns/action-pattern.ts';

/** One action that a risk is made of. */
export interface RiskyAction {
  readonly action: ActionPattern;
  /** As documented. */
  readonly text: string;
  /** What it lets the holder do, as a clause. */
  readonly reason: string;
}

/** `*:*:*`: every action of every service. */
export function isEverything({ segments }: ActionPattern): boolean {
  return segments.every((segment) => segment === '*');
}

/** The actions of a risk, read. */
export function riskyActions({ risks }: Language, name: Risk['risk']): readonly RiskyAction[] {
  const actions = risks.find(({ risk }) => risk === name)?.actions ?? [];
  return actions.flatMap(({ pattern, reason }): RiskyAction[] => {
    const reading = readAction(pattern);
    return reading.ok ? [{ action: reading.pattern, text: pattern, reason }] : [];
  });
}

/** Whether an element of an Action may mean an action of a risk. */
export function mayMean(pattern: ActionPattern, name: Risk['risk'], { risks }: Language): boolean {
  if (!pattern.concrete) return isEverything(pattern) || pattern.segments[0] === 'iam';
  const text = pattern.segments.join(':');
  const actions = risks.find(({ risk }) => risk === name)?.actions ?? [];
  return actions.some(({ pattern: risky }) => risky.toLowerCase() === text);
}

/**
 * Whether an element of an Action is taken to mean a risky action: one that is written out, `*:*:*`, and a pattern within
 * IAM, where there is no other reason to write one. Patterns of other services are allowed for the rest that they cover.
 */
export function means(pattern: ActionPattern, action: ActionPattern): boolean {
  if (pattern.concrete) return pattern.segments.every((segment, i) => segment === action.segments[i]);
  return (isEverything(pattern) || pattern.segments[0] === 'iam') && matchesAction(pattern, action);
}
