import type { Policy, Statement } from '../model/policy.ts';

/**
 * What has to go for an action to be gone, as helps say it: a list without items is a fault of its own, so the last action
 * takes its statement along, and the last statement the policy.
 */
export function whatToRemove(statement: Statement, { statements }: Policy): string {
  if (statement.actions.length > 1) return 'it';
  return statements.length > 1 ? 'the statement' : 'the policy';
}
