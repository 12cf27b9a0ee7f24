import type { ActionPattern } from './action.ts';
import type { Entry } from './entry.ts';
import type { Task } from './task.ts';

/** What every entry of a house rule says. */
export interface HouseEntry {
  /** Why, as the finding says it. */
  readonly reason: string;
  /** Whether it is about a file, by the file's name. */
  readonly concerns: (file: string) => boolean;
}

/** Something that policies must not make possible, found in the catalogue. */
export type ForbiddenSubject =
  | { readonly kind: 'api'; readonly text: string; readonly entries: readonly Entry[] }
  | { readonly kind: 'task'; readonly text: string; readonly task: Task; readonly entries: readonly Entry[] }
  | { readonly kind: 'action'; readonly text: string; readonly pattern: ActionPattern };

export interface ForbiddenAccess extends HouseEntry {
  readonly subjects: readonly ForbiddenSubject[];
}

/** Actions that may be allowed only under a condition on a key. */
export interface RequiredCondition extends HouseEntry {
  readonly actions: readonly ActionPattern[];
  readonly key: string;
  /** Absent: any that restricts. */
  readonly operator?: string;
  /** Absent: any. */
  readonly values?: readonly string[];
}

/** The only services of which actions may be allowed. */
export interface ServiceList extends HouseEntry {
  /** As the configuration names them. */
  readonly names: readonly string[];
  /** Lower-case codes and aliases. */
  readonly codes: ReadonlySet<string>;
}

/** Rules of one's own, by the rule that looks after them. */
export interface HouseRules {
  readonly 'forbidden-access'?: readonly ForbiddenAccess[];
  readonly 'required-condition'?: readonly RequiredCondition[];
  readonly 'service-not-listed'?: readonly ServiceList[];
}
