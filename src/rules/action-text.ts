import type { ActionPattern, ActionReading } from '../model/action.ts';
import type { KnownAction } from '../model/catalogue.ts';

/** An action or pattern as it is in a policy, apart from what else the policy says. */
export interface ActionText {
  readonly text: string;
  /** The same for texts that differ in case only. */
  readonly number: number;
  readonly reading: ActionReading;
  /** `undefined` where it is not well-formed. */
  readonly pattern: ActionPattern | undefined;
  /** What the catalogue knows of it; `undefined` for patterns too. */
  readonly known: KnownAction | undefined;
}
