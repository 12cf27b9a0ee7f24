import { hasHole } from '../model/hole.ts';
import {
  listedTexts,
  type PlacedText,
  type Policy,
  type StatementCondition,
  type StatementReading,
} from '../model/policy.ts';

/**
 * What holes leave open (design 4.2). Nothing is claimed of them: what is found in a policy with holes is to hold whatever they
 * become. What is there under a condition only is looked at as if it were there, but nothing rests on that.
 */

/** Whether the statement may have other actions than those that are written out. */
export function hasOpenActions({ actions }: Pick<StatementReading, 'actions'>): boolean {
  return actions.some(({ text }) => hasHole(text));
}

/** Whether some text is not fixed, or may be missing. */
export function areOpen(texts: readonly PlacedText[]): boolean {
  return texts.some(({ text, maybe }) => maybe || hasHole(text));
}

/** Whether the Condition may ask for something else than is written. */
export function isOpenCondition(condition: StatementCondition | undefined): boolean {
  if (condition === undefined) return false;
  const isOpen = ({ operator, key, values }: StatementCondition['tests'][number]) =>
    hasHole(operator) || hasHole(key) || areOpen(values);
  return condition.hole === true || condition.tests.some(isOpen);
}

/** Whether what the statement decides is open in any way. */
export function isOpen(statement: StatementReading): boolean {
  const { unsure, actions, resource, condition } = statement;
  return (
    unsure !== undefined || areOpen(actions) || areOpen(listedTexts(resource)) || isOpenCondition(condition)
  );
}

/** Whether the policy may hold statements that are not written out. */
export function mayHoldMore({ holes = [] }: Policy): boolean {
  return holes.some(({ kind }) => kind !== 'layer');
}

/** Whether the policy may allow something beyond what it is seen to allow. */
export function mayAllowMore(policy: Policy): boolean {
  return (
    mayHoldMore(policy) || readingsIn(policy).some((reading) => reading.effect !== 'deny' && isOpen(reading))
  );
}

/** Whether what a statement is seen to allow may come to nothing, by a Condition that is not fixed. */
export function mayAllowNothing(policy: Policy): boolean {
  return readingsIn(policy).some(({ effect, condition }) => effect === 'allow' && isOpenCondition(condition));
}

/** Whether the policy may deny something beyond what it denies for sure. */
export function mayDenyMore(policy: Policy): boolean {
  return (
    mayHoldMore(policy) || readingsIn(policy).some((reading) => reading.effect !== 'allow' && isOpen(reading))
  );
}

function readingsIn({ readings, statements }: Policy): readonly StatementReading[] {
  return readings ?? statements;
}

/** Whether nobody can tell which Effect the statement has. */
export function isEffectOpen({ unsure, effect }: Pick<StatementReading, 'unsure' | 'effect'>): boolean {
  if (unsure === 'effect' || unsure === 'maybe-there-and-effect') return true;
  return unsure === 'members' && effect === undefined;
}

/** Whether the statement may be missing. */
export function mayBeMissing({ unsure }: Pick<StatementReading, 'unsure'>): boolean {
  return unsure === 'maybe-there' || unsure === 'maybe-there-and-effect';
}

/** Whether a hole may be what limits the statement, or its Effect. */
export function isOpenLimit({ unsure, condition }: StatementReading): boolean {
  return isOpenCondition(condition) || (unsure !== undefined && unsure !== 'maybe-there');
}
