import type { Policy, Statement } from '../../src/model/policy.ts';
import type { PlainStatement } from './plain-decision.ts';

/** A policy of the plain statements; a doubtful one carries a Condition. */
export function policyOf(plain: readonly PlainStatement[]): Policy {
  const statements = plain.map(
    ({ effect, actions, maybe }, i): Statement => ({
      path: ['Statement', i],
      effect,
      actions: actions.map((text, j) => ({ text, path: ['Statement', i, 'Action', j] })),
      resource: { kind: 'omitted' },
      condition: maybe ? { path: ['Statement', i, 'Condition'] } : undefined,
    }),
  );
  return { file: 'p.json', kind: 'policy', statements, faults: [] };
}

/** A policy whose structure is at fault, so that it may hold anything. */
export const unreadablePolicy: Policy = {
  file: 'broken.json',
  kind: 'policy',
  statements: [],
  faults: [{ kind: 'missing-member', path: [], member: 'Version' }],
};
