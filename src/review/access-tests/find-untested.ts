import type { Deciding } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import type { Policy, Statement } from '../../model/policy.ts';

/** A set of grants, and the questions that tests ask of it. */
export interface TestedGrants {
  readonly grants: readonly Grant[];
  /** What a test's outcome is with these grants: equal texts are equal outcomes. */
  readonly outcomes: readonly ((grants: readonly Grant[]) => string)[];
}

/** A statement or action of a policy, and whether some test's outcome depends on it. */
export interface TestedPart {
  readonly kind: 'statement' | 'action';
  readonly at: Deciding;
  readonly actions: readonly string[];
  readonly tested: boolean;
}

/**
 * Whether tests depend on the statements and actions of policies: each is taken away, and everything asked again.
 * @param tell called before each part
 */
export function findUntested(
  sets: readonly TestedGrants[],
  isOwn: (policy: Policy) => boolean,
  tell: () => void = () => {},
): readonly TestedPart[] {
  const parts = new Map<string, TestedPart>();
  const note = (part: TestedPart) => {
    const key = JSON.stringify([part.kind, part.at.file, part.at.path]);
    const known = parts.get(key);
    if (known === undefined || (part.tested && !known.tested)) parts.set(key, part);
  };
  for (const { grants, outcomes } of sets) {
    const before = outcomes.map((outcome) => outcome(grants));
    const changes = (policy: Policy, without: Policy): boolean => {
      tell();
      const others = grants.map((grant) => (grant.policy === policy ? { ...grant, policy: without } : grant));
      return outcomes.some((outcome, i) => outcome(others) !== before[i]);
    };
    for (const policy of new Set(grants.map((grant) => grant.policy))) {
      if (!isOwn(policy)) continue;
      for (const statement of policy.statements) {
        const { effect, path, actions } = statement;
        const ofActions = actions.map((action) => ({
          kind: 'action' as const,
          at: { file: policy.file, path: action.path, effect },
          actions: [action.text],
          tested: changes(
            policy,
            replaced(
              policy,
              statement,
              actions.filter((one) => one !== action),
            ),
          ),
        }));
        for (const part of ofActions) note(part);
        note({
          kind: 'statement',
          at: { file: policy.file, path, effect },
          actions: actions.map(({ text }) => text),
          // What an action changes, its statement changes, unless two of them take one another's place.
          tested: ofActions.some(({ tested }) => tested) || changes(policy, replaced(policy, statement, [])),
        });
      }
    }
  }
  return [...parts.values()];
}

function replaced(policy: Policy, statement: Statement, actions: Statement['actions']): Policy {
  const statements = policy.statements.flatMap((one) =>
    one !== statement ? [one] : actions.length === 0 ? [] : [{ ...one, actions }],
  );
  const { readings: _, ...rest } = policy;
  return { ...rest, statements };
}
