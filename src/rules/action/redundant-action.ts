import { type ActionPattern, readAction } from '../../model/action.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Effect, Policy, StatementReading } from '../../model/policy.ts';
import {
  comparisonBudget,
  createPatternCover,
  type PatternCover,
  saySame,
} from '../../patterns/pattern-cover.ts';
import { removeAction, removeStatement } from '../action-fixes.ts';
import type { PolicyAction } from '../policy-actions.ts';
import { defineRule, type Problem } from '../rule.ts';
import { appliesAlways } from '../statements.ts';

/** An element of an `Action`. */
type Element = PolicyAction & { readonly pattern: ActionPattern };

export const redundantAction = defineRule({
  id: 'redundant-action',
  group: 'action',
  severity: 'info',
  summary: 'an action that a wider one covers already',
  rationale:
    'It changes nothing: a pattern of the same statement covers it, or an action or pattern of another statement of the same Effect that has neither Condition nor Resource. Where its own statement has one, that limits nothing, which may not be what was meant. Statements with a Condition or a Resource are not compared with each other.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*", "ims:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*", "ims:quotas:get"]
    }
  ]
}`,
  },
  needs: ['overlap'],
  *check({ policy, facts }) {
    if (facts.areDifferentActions) return;
    const statements = new Map<StatementReading, Element[]>();
    for (const action of facts.distinctPatterns) {
      if (facts.duplicateStatements.has(action.statement)) continue;
      const elements = statements.get(action.statement) ?? [];
      statements.set(action.statement, elements);
      elements.push(action);
    }
    const everywhere = coversOf(policy, statements);
    const budget = comparisonBudget();
    for (const [statement, elements] of statements) {
      const own = createPatternCover<Element>(budget);
      for (const element of elements) if (!element.maybe) own.add(element.pattern, element);
      const { effect } = statement;
      yield* problemsOf(statement, elements, { own, everywhere: effect && everywhere[effect] });
    }
  },
});

type Covers = Readonly<Record<Effect, PatternCover<Element>>>;

/** What statements without Condition and Resource say, by Effect. A fault may be a member that narrows one of them. */
function coversOf(policy: Policy, statements: ReadonlyMap<StatementReading, readonly Element[]>): Covers {
  const covers: Covers = { allow: createPatternCover(), deny: createPatternCover() };
  if (policy.kind !== 'policy' || policy.faults.length > 0) return covers;
  for (const [statement, elements] of statements) {
    const { effect } = statement;
    if (effect === undefined || !appliesAlways(statement) || statement.unsure !== undefined) continue;
    for (const element of elements) if (!element.maybe) covers[effect].add(element.pattern, element);
  }
  return covers;
}

interface Redundant {
  readonly element: Element;
  readonly by: Element;
}

/** Looks for what covers an element in the statement first, then in the policy. */
function* problemsOf(
  statement: StatementReading,
  elements: readonly Element[],
  {
    own,
    everywhere,
  }: { readonly own: PatternCover<Element>; readonly everywhere: PatternCover<Element> | undefined },
): Generator<Problem> {
  const redundant: Redundant[] = [];
  for (const element of elements) {
    // Of those that say the same a cover keeps the first, so an element and a later one never cover each other.
    const isOther = (found: Element) => found !== element;
    const by = own.find(element.pattern, isOther) ?? everywhere?.find(element.pattern, isOther);
    if (by !== undefined) redundant.push({ element, by });
  }
  const isWhole =
    redundant.length === elements.length && statement.actions.every(({ text }) => readAction(text).ok);
  if (isWhole && redundant.length > 1) yield ofStatement(statement, redundant);
  else for (const one of redundant) yield ofAction(statement, one, isWhole);
}

function ofStatement(statement: StatementReading, redundant: readonly Redundant[]): Problem {
  const first = new Map(redundant.map(({ by }) => [by, by] as const));
  return {
    message: `every action of the statement is ${done(statement)} by other statements already${inVain(statement)}`,
    at: { path: [...statement.path, 'Action'], target: 'member' },
    help: helpFor(statement, 'the statement'),
    related: [...first.values()].slice(0, 3).map(({ path }) => ({ at: { path }, note: 'covered by this' })),
    fix: removeStatement(statement.path, { safe: appliesAlways(statement) }),
  };
}

function ofAction(statement: StatementReading, { element, by }: Redundant, isWhole: boolean): Problem {
  const inside = by.statement === statement;
  const covered =
    inside || !saySame(by.pattern, element.pattern)
      ? `covered by ${inBackticks(by.text)} already`
      : `${done(statement)} by another statement already`;
  const safe = inside || appliesAlways(statement);
  return {
    message: `${inBackticks(element.text)} is ${covered}${inside ? '' : inVain(statement)}`,
    at: { path: element.path },
    help: inside ? 'remove it, or narrow the pattern' : helpFor(statement, isWhole ? 'the statement' : 'it'),
    related: [{ at: { path: by.path }, note: 'covered by this' }],
    fix: isWhole ? removeStatement(statement.path, { safe }) : removeAction(element.path, { safe }),
  };
}

function done({ effect }: StatementReading): string {
  return effect === 'allow' ? 'allowed' : 'denied';
}

/** What a Condition or Resource was written for comes to nothing: somebody may have relied on it. */
function inVain({ condition, resource }: StatementReading): string {
  const members = [
    ...(condition === undefined ? [] : ['Condition']),
    ...(resource.kind === 'omitted' ? [] : ['Resource']),
  ];
  return members.length === 0
    ? ''
    : `, so the ${members.join(' and the ')} here ${members.length === 1 ? 'limits' : 'limit'} nothing`;
}

function helpFor(statement: StatementReading, what: string): string {
  return appliesAlways(statement)
    ? `remove ${what}`
    : `remove ${what}, or narrow the statement that covers it`;
}
