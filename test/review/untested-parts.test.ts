import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { ActionDecision } from '../../src/model/decision.ts';
import type { Grant, GrantPlace } from '../../src/model/grant.ts';
import type { Policy } from '../../src/model/policy.ts';
import { findUntested, type TestedGrants } from '../../src/review/access-tests/find-untested.ts';
import { problemsOf, type TestedAnswer } from '../../src/review/access-tests/judge-answer.ts';
import type { PlainStatement } from '../support/plain-decision.ts';
import { propertyRuns, propertyTimeout } from '../support/runs.ts';
import { deciderOf, policyOf } from '../support/statements.ts';

vi.setConfig({ testTimeout: propertyTimeout });

const texts = ['a:b:c', 'a:b:d', 'a:b:*', 'a:*:c', 'a:*:*', '*:*:*', 'x:y:z'];
const places: readonly GrantPlace[] = [
  { kind: 'iam' },
  { kind: 'iam', where: { project: 'p' } },
  { kind: 'iam', where: { project: 'q' } },
  { kind: 'enterprise-project' },
  { kind: 'enterprise-project', name: 'e' },
];

interface GrantShape {
  readonly statements: readonly PlainStatement[];
  readonly place: GrantPlace;
}

const statement: fc.Arbitrary<PlainStatement> = fc.record({
  effect: fc.constantFrom('allow', 'allow', 'deny'),
  actions: fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 4 }),
  maybe: fc.constantFrom(false, false, true),
});
const grant: fc.Arbitrary<GrantShape> = fc.record({
  statements: fc.array(statement, { minLength: 1, maxLength: 4 }),
  place: fc.constantFrom(...places),
});

/** The grants of some policies, each in a file of its own. */
function grantsOf(all: readonly GrantShape[]): Grant[] {
  return all.map(({ statements, place }, i) => ({
    policy: { ...policyOf(statements), file: `${i}.json` },
    place,
  }));
}

function answerOf(text: string, grants: readonly Grant[]): TestedAnswer {
  const action: ActionDecision = deciderOf(grants).action(text, () => []);
  return { decision: action.decision, apis: [], actions: [action] };
}

/** A set of tests, each of which expects what is decided today by a statement. */
function testsOf(grants: readonly Grant[], questions: readonly string[]): TestedGrants {
  const expectations = questions.map((text) => {
    const { decision, actions } = answerOf(text, grants);
    const [by] = actions[0]?.by ?? [];
    return { decision, ...(by === undefined ? {} : { by }) };
  });
  return {
    grants,
    questions: questions.length,
    outcomes: (others) => (question) => {
      const answer = answerOf(questions[question] ?? '', others);
      const expected = expectations[question];
      if (expected === undefined) throw new Error('no such question');
      return JSON.stringify([answer.decision, Object.keys(problemsOf(answer, expected))]);
    },
  };
}

/** The grants without one action, or one statement. */
function taken(grants: readonly Grant[], policy: Policy, at: number, action: number | undefined): Grant[] {
  const statements = policy.statements.flatMap((one, i) => {
    if (i !== at) return [one];
    const actions = action === undefined ? [] : one.actions.filter((_, j) => j !== action);
    return actions.length === 0 ? [] : [{ ...one, actions }];
  });
  return grants.map((grant) =>
    grant.policy === policy ? { ...grant, policy: { ...policy, statements } } : grant,
  );
}

test('what is not tested is what changes nothing when it is taken away alone', () => {
  fc.assert(
    fc.property(
      fc.array(grant, { minLength: 1, maxLength: 3 }),
      fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }),
      (all, questions) => {
        const grants = grantsOf(all);
        const set = testsOf(grants, questions);
        const before = questions.map((_, i) => set.outcomes(grants)(i));
        const changes = (others: readonly Grant[]) =>
          questions.some((_, i) => set.outcomes(others)(i) !== before[i]);
        const plain = grants.flatMap(({ policy }) =>
          policy.statements.flatMap(({ actions }, at) => {
            const alone = actions.map((_, j) => changes(taken(grants, policy, at, j)));
            const statement = alone.includes(true) || changes(taken(grants, policy, at, undefined));
            return [...alone.map((tested) => tested), statement];
          }),
        );
        expect(findUntested([set], () => true).map(({ tested }) => tested)).toEqual(plain);
      },
    ),
    { numRuns: Math.ceil(propertyRuns / 20) },
  );
});

test('of many actions few sets are tried', () => {
  const actions = Array.from({ length: 4000 }, (_, i) => `a:b:n${i}`);
  const policy = policyOf([{ effect: 'allow', actions, maybe: false }]);
  const grants: readonly Grant[] = [{ policy, place: { kind: 'iam' } }];
  const set = testsOf(grants, ['a:b:n7', 'a:b:n3999', 'x:y:z']);
  let tried = 0;
  const counting: TestedGrants = {
    ...set,
    outcomes(others) {
      tried += 1;
      return set.outcomes(others);
    },
  };
  let settled = 0;
  const parts = findUntested(
    [counting],
    () => true,
    () => {
      settled += 1;
    },
  );
  const tested = parts
    .filter((part) => part.tested)
    .flatMap((part) => (part.kind === 'action' ? part.actions : []));
  expect(tested).toEqual(['a:b:n7', 'a:b:n3999']);
  expect(tried).toBeLessThan(60);
  expect(settled).toBe(4000);
});
