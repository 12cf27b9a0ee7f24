import { matchesAction } from '../decide/action-pattern.ts';
import { type ActionPattern, readAction } from '../model/action.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language, Risk } from '../model/language.ts';
import type { PlacedText, Statement, StatementReading } from '../model/policy.ts';
import { type PolicyReach, reachOf } from './policy-reach.ts';
import type { Problem, RuleContext } from './rule.ts';
import { policyStatements } from './statements.ts';

/** One action that a risk is made of. */
export interface RiskyAction {
  readonly action: ActionPattern;
  /** As documented. */
  readonly text: string;
  /** What it lets the holder do, as a clause. */
  readonly reason: string;
}

/** An element of an Action, and the risky actions that it surely allows on all resources. */
export interface RiskyElement {
  readonly element: PlacedText;
  readonly pattern: ActionPattern;
  readonly allows: readonly RiskyAction[];
}

/** `*:*:*`: every action of every service. */
export function isEverything({ segments }: ActionPattern): boolean {
  return segments.every((segment) => segment === '*');
}

/** By service: of what most policies name, none is risky. */
const services = new WeakMap<readonly RiskyAction[], ReadonlyMap<string, readonly RiskyAction[]>>();

function riskyActionsOf(service: string, actions: readonly RiskyAction[]): readonly RiskyAction[] {
  let known = services.get(actions);
  if (known === undefined) {
    const found = new Map<string, RiskyAction[]>();
    for (const risky of actions) {
      const [code] = risky.action.segments;
      const ofService = found.get(code) ?? [];
      found.set(code, ofService);
      ofService.push(risky);
    }
    services.set(actions, found);
    known = found;
  }
  return known.get(service) ?? [];
}

const read = new WeakMap<Risk, readonly RiskyAction[]>();

/** The actions of a risk, read. */
export function riskyActions({ risks }: Language, name: Risk['risk']): readonly RiskyAction[] {
  const risk = risks.find(({ risk }) => risk === name);
  if (risk === undefined) return [];
  const known = read.get(risk);
  if (known !== undefined) return known;
  const actions = risk.actions.flatMap(({ pattern, reason }): RiskyAction[] => {
    const reading = readAction(pattern);
    return reading.ok ? [{ action: reading.pattern, text: pattern, reason }] : [];
  });
  read.set(risk, actions);
  return actions;
}

/**
 * Whether an element of an Action is taken to mean a risky action: one that is written out, `*:*:*`, and a pattern within
 * IAM, where there is no other reason to write one. Patterns of other services are allowed for the rest that they cover.
 */
export function means(pattern: ActionPattern, action: ActionPattern): boolean {
  if (pattern.concrete) return pattern.segments.join(':') === action.segments.join(':');
  return (isEverything(pattern) || pattern.segments[0] === 'iam') && matchesAction(pattern, action);
}

/** The statements that allow risky actions without a Condition, and their elements that do, in order. */
function* riskyStatements(
  { policy }: RuleContext,
  actions: readonly RiskyAction[],
  reach: PolicyReach,
): Generator<{ readonly statement: Statement; readonly elements: readonly RiskyElement[] }> {
  for (const statement of policyStatements(policy)) {
    if (statement.effect !== 'allow' || !reach.applies(statement)) continue;
    const elements = statement.actions.flatMap((element): RiskyElement[] => {
      const reading = readAction(element.text);
      if (!reading.ok) return [];
      const { pattern } = reading;
      const candidates = pattern.concrete ? riskyActionsOf(pattern.segments[0], actions) : actions;
      const allows = candidates.filter(
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
  language: Language,
  reach: PolicyReach,
): boolean {
  if (statement.effect !== 'allow' || !isEverything(pattern)) return false;
  if (!reach.applies(statement) || !reach.isUnrestricted(statement, pattern)) return false;
  if (reach.isDenied(pattern)) return false;
  return riskyActions(language, 'privilege-escalation').some(({ action }) => !reach.isDenied(action));
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
  hidden: (element: RiskyElement, statement: Statement, reach: PolicyReach) => boolean = () => false,
): Generator<Problem> {
  const reach = reachOf(context);
  const actions = riskyActions(context.language(), risk);
  for (const { statement, elements } of riskyStatements(context, actions, reach)) {
    const [first, ...others] = elements.filter((element) => !hidden(element, statement, reach));
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
