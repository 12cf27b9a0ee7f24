import { type ActionPattern, readAction } from '../model/action.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Risk } from '../model/language.ts';
import type { PlacedText, Statement, StatementReading } from '../model/policy.ts';
import type { PolicyFacts } from './policy-facts.ts';
import { isEverything, means, type RiskyAction } from './risky-actions.ts';
import type { Problem, RuleContext } from './rule.ts';
import { policyStatements } from './statements.ts';

/** An element of an Action, and the risky actions that it surely allows on all resources. */
export interface RiskyElement {
  readonly element: PlacedText;
  readonly pattern: ActionPattern;
  readonly allows: readonly RiskyAction[];
}

/** The statements that allow risky actions without a Condition, and their elements that do, in order. */
function* riskyStatements(
  { policy, facts: { reach } }: RuleContext,
  actions: readonly RiskyAction[],
): Generator<{ readonly statement: Statement; readonly elements: readonly RiskyElement[] }> {
  for (const statement of policyStatements(policy)) {
    if (statement.effect !== 'allow' || !reach.applies(statement)) continue;
    const elements = statement.actions.flatMap((element): RiskyElement[] => {
      const reading = readAction(element.text);
      if (!reading.ok) return [];
      const { pattern } = reading;
      const allows = actions.filter(
        ({ action }) =>
          means(pattern, action) && reach.isUnrestricted(statement, action) && !reach.isDenied(action),
      );
      return allows.length === 0 ? [] : [{ element, pattern, allows }];
    });
    if (elements.length > 0) yield { statement, elements };
  }
}

/** Whether an element allows everything, and nothing in the policy keeps its holder from granting itself the rest. */
export function isFullAdministration(
  { pattern, statement }: { readonly pattern: ActionPattern; readonly statement: StatementReading },
  facts: PolicyFacts,
): boolean {
  const { reach } = facts;
  if (statement.effect !== 'allow' || !isEverything(pattern)) return false;
  if (!reach.applies(statement) || !reach.isUnrestricted(statement, pattern)) return false;
  if (reach.isDenied(pattern)) return false;
  return facts.riskyActions('privilege-escalation').some(({ action }) => !reach.isDenied(action));
}

/** More related places than this are counted only. */
const mostRelated = 8;

/**
 * The problems of a risk, one for each statement: at its first element that allows a risky action, the others beside it.
 * @param texts `consequence` goes on from what the holder can do: "and so …"
 * @param hidden elements whose root cause another rule reports
 */
export function* riskProblems(
  context: RuleContext,
  risk: Risk['risk'],
  texts: { readonly consequence: string; readonly help: string },
  hidden: (element: RiskyElement, statement: Statement) => boolean = () => false,
): Generator<Problem> {
  for (const { statement, elements } of riskyStatements(context, context.facts.riskyActions(risk))) {
    const [first, ...others] = elements.filter((element) => !hidden(element, statement));
    if (first === undefined) continue;
    yield {
      message: `${beginningOf(first)}, and so ${texts.consequence}${countOf(others)}`,
      at: { path: first.element.path },
      help: texts.help,
      ...(others.length === 0
        ? {}
        : {
            related: others.slice(0, mostRelated).map(({ element, allows }) => ({
              at: { path: element.path },
              note: `lets the holder ${allows[0]?.reason}`,
            })),
          }),
    };
  }
}

function beginningOf({ element, pattern, allows }: RiskyElement): string {
  const [first] = allows;
  const text = inBackticks(element.text);
  const verb =
    pattern.concrete || first === undefined ? 'lets' : `includes ${inBackticks(first.text)}, which lets`;
  return `${text} ${verb} the holder ${first?.reason}`;
}

function countOf(others: readonly RiskyElement[]): string {
  if (others.length === 0) return '';
  const [count, verb] =
    others.length === 1 ? ['one more action', 'does'] : [`${others.length} more actions`, 'do'];
  return `; ${count} of the statement ${verb} as well`;
}
