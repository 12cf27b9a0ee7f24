import type { Deciding } from '../../model/decision.ts';
import type { Grant } from '../../model/grant.ts';
import type { PlacedText, Policy, Statement } from '../../model/policy.ts';
import { keyOf } from './judge-answer.ts';

/** A set of grants, and the questions that tests ask of it. */
export interface TestedGrants {
  readonly grants: readonly Grant[];
  readonly questions: number;
  /** What becomes of each test, by its number, with these grants instead: equal texts are equal outcomes. */
  readonly outcomes: (grants: readonly Grant[]) => (question: number) => string;
}

/** A statement or action of a policy, and whether some test's outcome depends on it. */
export interface TestedPart {
  readonly kind: 'statement' | 'action';
  readonly at: Deciding;
  readonly actions: readonly string[];
  readonly tested: boolean;
}

/**
 * Whether tests depend on the statements and actions of policies: what changes no outcome when it is taken away is not
 * tested. Many are taken away at once, of one effect: the fewer Allows there are (or the fewer Denies), the less (or more)
 * passes, so that what changes nothing together changes nothing alone. Only where something changes, the halves are tried.
 * @param tell called when an action is settled
 */
export function findUntested(
  sets: readonly TestedGrants[],
  isOwn: (policy: Policy) => boolean,
  tell: () => void = () => {},
): readonly TestedPart[] {
  const tested = new Set<string>();
  const keys = new Map<PlacedText, string>();
  const actionKey: ActionKey = ({ file }, action) => {
    const known = keys.get(action) ?? keyOf({ file, path: action.path });
    keys.set(action, known);
    return known;
  };
  const statements = new Map<string, StatementOf>();
  for (const { grants } of sets)
    for (const policy of new Set(grants.map((grant) => grant.policy)))
      for (const statement of isOwn(policy) ? policy.statements : [])
        statements.set(keyOf({ file: policy.file, path: statement.path }), { policy, statement });
  for (const set of sets) {
    const probe = probeOf(set, actionKey);
    const own = [...new Set(set.grants.map(({ policy }) => policy))].filter(isOwn);
    const all = own.flatMap((policy) => policy.statements.map((statement) => ({ policy, statement })));
    for (const group of groupsOf(all)) {
      const parts = group.flatMap(({ policy, statement }) =>
        statement.actions.map((action) => actionKey(policy, action)),
      );
      const open = [...new Set(parts)].filter((key) => !tested.has(key));
      for (const key of changing(open, probe, tell)) tested.add(key);
    }
    // What takes one another's place changes nothing alone, and all of it together may.
    for (const { policy, statement } of all) {
      const key = keyOf({ file: policy.file, path: statement.path });
      const actions = statement.actions.map((action) => actionKey(policy, action));
      if (tested.has(key)) continue;
      if (actions.some((action) => tested.has(action)) || (actions.length > 1 && probe(actions).length > 0))
        tested.add(key);
    }
  }
  return [...statements].flatMap(([key, { policy, statement }]): TestedPart[] => {
    const { effect, path, actions } = statement;
    const { file } = policy;
    return [
      ...actions.map((action) => ({
        kind: 'action' as const,
        at: { file, path: action.path, effect },
        actions: [action.text],
        tested: tested.has(actionKey(policy, action)),
      })),
      {
        kind: 'statement',
        at: { file, path, effect },
        actions: actions.map(({ text }) => text),
        tested: tested.has(key),
      },
    ];
  });
}

/** A statement in its policy. */
interface StatementOf {
  readonly policy: Policy;
  readonly statement: Statement;
}

/** What may be taken away at once: all Allows, all Denies, and of an Effect that is not fixed each statement alone. */
function groupsOf(all: readonly StatementOf[]): readonly (readonly StatementOf[])[] {
  const isOpen = ({ statement: { unsure } }: StatementOf) =>
    unsure === 'effect' || unsure === 'maybe-there-and-effect';
  const fixed = all.filter((one) => !isOpen(one));
  return [
    fixed.filter(({ statement }) => statement.effect === 'allow'),
    fixed.filter(({ statement }) => statement.effect === 'deny'),
    ...all.filter(isOpen).map((one) => [one]),
  ];
}

/** What tells an action of a policy from all others; the same text may be the policy of several resources. */
type ActionKey = (policy: Policy, action: PlacedText) => string;

/** Takes parts away, and says which of some questions (all where none are named) come out otherwise. */
type Probe = (parts: readonly string[], questions?: readonly number[]) => readonly number[];

/** The parts that change an outcome, each taken away alone. */
function changing(
  parts: readonly string[],
  probe: Probe,
  tell: () => void,
  questions?: readonly number[],
): readonly string[] {
  const changed = parts.length === 0 ? [] : probe(parts, questions);
  if (changed.length === 0 || parts.length === 1) {
    for (const _ of parts) tell();
    return changed.length === 0 ? [] : parts;
  }
  const half = Math.ceil(parts.length / 2);
  return [parts.slice(0, half), parts.slice(half)].flatMap((some) => changing(some, probe, tell, changed));
}

function probeOf({ grants, questions, outcomes }: TestedGrants, actionKey: ActionKey): Probe {
  const all = Array.from({ length: questions }, (_, i) => i);
  const today = outcomes(grants);
  const before = all.map((question) => today(question));
  return (parts, asked = all) => {
    const outcome = outcomes(without(grants, new Set(parts), actionKey));
    return asked.filter((question) => outcome(question) !== before[question]);
  };
}

/** The grants, with some actions taken out of their policies, and statements that have none left. */
function without(
  grants: readonly Grant[],
  parts: ReadonlySet<string>,
  actionKey: ActionKey,
): readonly Grant[] {
  const left = new Map<Policy, Policy>();
  const leftOf = (policy: Policy): Policy => {
    const known = left.get(policy) ?? withoutParts(policy, parts, actionKey);
    left.set(policy, known);
    return known;
  };
  return grants.map((grant) => ({ ...grant, policy: leftOf(grant.policy) }));
}

function withoutParts(policy: Policy, parts: ReadonlySet<string>, actionKey: ActionKey): Policy {
  const isLeft = (action: PlacedText) => !parts.has(actionKey(policy, action));
  if (policy.statements.every(({ actions }) => actions.every(isLeft))) return policy;
  const statements = policy.statements.flatMap((statement) => {
    const actions = statement.actions.filter(isLeft);
    return actions.length === 0 ? [] : [{ ...statement, actions }];
  });
  const { readings: _, ...rest } = policy;
  return { ...rest, statements };
}
