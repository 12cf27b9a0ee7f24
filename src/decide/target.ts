import { type ActionPattern, readAction } from '../model/action.ts';
import { globOfPattern } from '../patterns/action-pattern.ts';
import type { Glob } from '../patterns/glob.ts';
import { type ActionMeaning, readActionMeaning } from './action-meaning.ts';

/** A required or questioned action or pattern, ready to be matched against clauses. */
export interface Target {
  /** As documented or asked. */
  readonly text: string;
  readonly glob: Glob;
  readonly pattern: ActionPattern;
  /** Lower-case text of a concrete action. */
  readonly literal: string | undefined;
  /** Lower-case service code, or `*`. */
  readonly service: string;
  readonly resourceType: string;
}

/** Reads an action or pattern of the catalogue or of a question; `undefined` when it is malformed. */
export function targetOf(text: string): Target | undefined {
  const reading = readAction(text);
  if (!reading.ok) return undefined;
  const [service, resourceType] = reading.pattern.segments;
  const literal = reading.pattern.concrete ? reading.pattern.segments.join(':') : undefined;
  return {
    text,
    glob: globOfPattern(reading.pattern),
    pattern: reading.pattern,
    literal,
    service,
    resourceType,
  };
}

/** Readings of actions and patterns by their text, each made once. */
export interface Targets {
  of(text: string): Target | undefined;
  /** What an element of an Action with this text matches. */
  meaningOf(text: string): ActionMeaning;
}

/** Prepares to read any number of actions. */
export function createTargets(): Targets {
  return { of: once(targetOf), meaningOf: once(readActionMeaning) };
}

/** Of a run over any number of files only so many texts are kept. */
const mostKept = 50_000;

function once<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    if (known.size >= mostKept) known.clear();
    const made = read(text);
    known.set(text, made);
    return made;
  };
}
