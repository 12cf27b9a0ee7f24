import type { Policy, StatementReading } from '../model/policy.ts';
import { readingsOf } from './statements.ts';

/**
 * What has to go for an action to be gone, as helps say it: a list without items is a fault of its own, so the last action
 * takes its statement along, and the last statement the policy.
 */
export function whatToRemove({ actions }: Pick<StatementReading, 'actions'>, policy: Policy): string {
  if (actions.length > 1) return 'it';
  return readingsOf(policy).length > 1 ? 'the statement' : 'the policy';
}
