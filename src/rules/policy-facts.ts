import type { DeciderOfPlace } from '../decide/decide-api.ts';
import { type ActionPattern, readAction } from '../model/action.ts';
import { nothingKnown, type RequestContext } from '../model/context.ts';
import type { Risk } from '../model/language.ts';
import type { Policy, Statement, StatementReading } from '../model/policy.ts';
import { matchesAction } from '../patterns/action-pattern.ts';
import { ActionFacts } from './action-facts.ts';
import { type AgencyStatement, agencyStatements } from './agency-actions.ts';
import { ownersOfUnknownMembers } from './faults.ts';
import {
  areDifferent,
  firstInStatement,
  type PatternAction,
  type PolicyAction,
  policyActions,
  wellFormed,
} from './policy-actions.ts';
import { type JudgedCondition, type JudgedTest, policyConditions } from './policy-conditions.ts';
import { policyDecider } from './policy-decider.ts';
import { type PolicyReach, reachOf } from './policy-reach.ts';
import { type ResourceList, resourceLists } from './policy-resources.ts';
import { type RiskyAction, riskyActions } from './risky-actions.ts';
import type { RuleWorld } from './rule-world.ts';
import { appliesAlways, duplicateStatements } from './statements.ts';
import { suspectedActions } from './suspected-actions.ts';
import { type WrittenAction, writtenActions } from './written-actions.ts';

/** What several rules ask about a policy: worked out when first asked for, and once for all rules. */
export class PolicyFacts {
  readonly #policy: Policy;
  readonly #world: RuleWorld;
  /** What is asked about documented actions. */
  readonly ofActions: ActionFacts;

  /** @param ofActions that of all policies of a run */
  constructor(policy: Policy, world: RuleWorld, ofActions = new ActionFacts(world)) {
    this.#policy = policy;
    this.#world = world;
    this.ofActions = ofActions;
  }

  /** All elements of the statements' Action, in the language of Version 1.1. */
  get actions(): readonly PolicyAction[] {
    this.#actions ??= policyActions(this.#policy, this.ofActions);
    return this.#actions;
  }
  #actions: readonly PolicyAction[] | undefined;

  /** The well-formed ones. */
  get patterns(): readonly PatternAction[] {
    this.#patterns ??= wellFormed(this.actions);
    return this.#patterns;
  }
  #patterns: readonly PatternAction[] | undefined;

  /** The well-formed ones, each once in its statement. */
  get distinctPatterns(): readonly PatternAction[] {
    this.#distinctPatterns ??= firstInStatement(this.patterns);
    return this.#distinctPatterns;
  }
  #distinctPatterns: readonly PatternAction[] | undefined;

  /** Whether none of them can cover another. */
  get areDifferentActions(): boolean {
    this.#areDifferentActions ??= areDifferent(this.distinctPatterns);
    return this.#areDifferentActions;
  }
  #areDifferentActions: boolean | undefined;

  /** The documented actions that the policy allows by name. */
  get writtenActions(): readonly WrittenAction[] {
    this.#writtenActions ??= writtenActions(this.#policy, this.actions);
    return this.#writtenActions;
  }
  #writtenActions: readonly WrittenAction[] | undefined;

  /** Those of them that nothing limits, in lower case: that they are denied is all that can keep them from being allowed. */
  get plainlyAllowed(): ReadonlySet<string> {
    this.#plainlyAllowed ??= new Set(
      this.writtenActions
        .filter(
          ({ statement, maybe }) => appliesAlways(statement) && statement.unsure === undefined && !maybe,
        )
        .map(({ text }) => text.toLowerCase()),
    );
    return this.#plainlyAllowed;
  }
  #plainlyAllowed: ReadonlySet<string> | undefined;

  /** Whether an action was probably meant by a name that the policy allows and that is malformed or unknown. */
  isSuspected(action: string): boolean {
    const reading = readAction(action);
    if (!reading.ok) return false;
    this.#suspected ??= suspectedActions(this.actions, this.#world);
    return this.#suspected.some((suspected) => matchesAction(suspected, reading.pattern));
  }
  #suspected: readonly ActionPattern[] | undefined;

  /** Decides what the policy alone can call, granted ordinarily: where it is granted besides is not for lint to know. */
  get decider(): DeciderOfPlace {
    this.#decider ??= policyDecider(
      this.#policy,
      { ...this.#world, cloud: 'any' },
      nothingKnown,
      this.ofActions.targets,
    );
    return this.#decider;
  }
  #decider: DeciderOfPlace | undefined;

  /** What the statements do for sure, whatever the request. */
  get reach(): PolicyReach {
    this.#reach ??= this.reachIn();
    return this.#reach;
  }
  #reach: PolicyReach | undefined;

  /** What the statements do for sure in every one of some requests. */
  reachIn(contexts?: readonly RequestContext[]): PolicyReach {
    const hasUnknownMember = (statement: StatementReading) => this.hasUnknownMember(statement);
    return reachOf(this.#policy, this.#world.language(), hasUnknownMember, contexts);
  }

  /** Whether a statement has a member that nobody knows: it may have been meant to narrow the statement. */
  hasUnknownMember({ path }: Pick<StatementReading, 'path'>): boolean {
    if (this.#policy.faults.length === 0) return false;
    this.#withUnknownMembers ??= ownersOfUnknownMembers(this.#policy);
    return this.#withUnknownMembers.size > 0 && this.#withUnknownMembers.has(JSON.stringify(path));
  }
  #withUnknownMembers: ReadonlySet<string> | undefined;

  /** The actions of a risk. */
  riskyActions(risk: Risk['risk']): readonly RiskyAction[] {
    const known = this.#riskyActions.get(risk) ?? riskyActions(this.#world.language(), risk);
    this.#riskyActions.set(risk, known);
    return known;
  }
  readonly #riskyActions = new Map<Risk['risk'], readonly RiskyAction[]>();

  /** The statements that name an action of agency policies. */
  get agencyStatements(): readonly AgencyStatement[] {
    this.#agencyStatements ??= agencyStatements(this.#policy, this.#world.language());
    return this.#agencyStatements;
  }
  #agencyStatements: readonly AgencyStatement[] | undefined;

  /** Later statements that say the same as an earlier one, with that one. */
  get duplicateStatements(): ReadonlyMap<StatementReading, Statement> {
    this.#duplicateStatements ??= duplicateStatements(this.#policy);
    return this.#duplicateStatements;
  }
  #duplicateStatements: ReadonlyMap<StatementReading, Statement> | undefined;

  /** The statements with a Condition, in the language of Version 1.1. */
  get conditions(): readonly JudgedCondition[] {
    this.#conditions ??= policyConditions(this.#policy, this.#world);
    return this.#conditions;
  }
  #conditions: readonly JudgedCondition[] | undefined;

  /** The tests of all Conditions. */
  get conditionTests(): readonly JudgedTest[] {
    return this.conditions.flatMap(({ tests }) => tests);
  }

  /** The statements whose Resource is a list, in the language of Version 1.1. */
  get resourceLists(): readonly ResourceList[] {
    this.#resourceLists ??= resourceLists(this.#policy);
    return this.#resourceLists;
  }
  #resourceLists: readonly ResourceList[] | undefined;
}
