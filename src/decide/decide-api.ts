import type { ServiceLevel } from '../model/catalogue.ts';
import type { Dependency, Prerequisite, Requirement } from '../model/claim.ts';
import type { GrantScope } from '../model/cloud.ts';
import type {
  ActionDecision,
  DecisionKind,
  Reason,
  RequirementDecision,
  UseCaseDecision,
} from '../model/decision.ts';
import type { Entry } from '../model/entry.ts';
import { combineAlternatives, gravest, isRefusal } from './combine.ts';
import { decideAction } from './decide-action.ts';
import { type Grants, targetOf } from './grants.ts';

/** How a set of policies is granted and what the question leaves out. */
export interface DecisionOptions {
  readonly scope: GrantScope;
  /** Do not count documented dependencies: decide on the APIs' own actions only. */
  readonly ignoreDependencies: boolean;
  /** Level of a service, by its lower-case code. */
  readonly levelOf: (service: string) => ServiceLevel;
}

/** The decision for one API of one cloud, with everything that explains it. */
export interface ApiDecision {
  readonly entry: Entry;
  readonly decision: DecisionKind;
  /** Present where the API has documented use cases; `base` is the call without any of them. */
  readonly useCases?: readonly UseCaseDecision[];
  readonly requirements: readonly RequirementDecision[];
  readonly reasons: readonly Reason[];
  /** What is worth knowing of an allowed call. */
  readonly notes: readonly string[];
}

/** Answers any number of questions about one set of grants. */
export interface Decider {
  /** Decides an action or pattern. @throws on malformed text: the caller has read it before. */
  action(text: string): ActionDecision;
  /** Decides one API (design section 3). */
  api(entry: Entry): ApiDecision;
}

/** Prepares the decisions over policies granted together. Action decisions are worked out once each. */
export function createDecider(grants: Grants, options: DecisionOptions): Decider {
  const decided = new Map<string, ActionDecision>();
  const action = (text: string): ActionDecision => {
    const known = decided.get(text);
    if (known) return known;
    const target = targetOf(text);
    const decision = target ? decideAction(target, grants) : unreadableRequirement(text);
    decided.set(text, decision);
    return decision;
  };
  return { action, api: (entry) => decideApi(entry, action, options) };
}

function unreadableRequirement(text: string): ActionDecision {
  const message = `the documentation prints \`${text}\`, which is not a well-formed action`;
  return {
    action: text,
    decision: 'conditional',
    by: [],
    reasons: [{ kind: 'requirement-unknown', message }],
  };
}

/** The call without any documented use case. */
export const baseCase = 'base';

type DecideAction = (text: string) => ActionDecision;

interface Outcome {
  readonly decision: DecisionKind;
  readonly useCases: readonly UseCaseDecision[];
  readonly reasons: readonly Reason[];
}

function decideApi(entry: Entry, action: DecideAction, options: DecisionOptions): ApiDecision {
  const requirements = requirementDecisions(entry, action, options);
  const outcome = settleDispute(entry, decideEntry(entry, entry, action, options), action, options);
  const { useCases } = outcome;
  return {
    entry,
    decision: outcome.decision,
    ...(useCases.some(({ id }) => id !== baseCase) ? { useCases } : {}),
    requirements,
    reasons: withoutRepeats(outcome.reasons),
    notes: notesOn(entry, outcome.decision, options),
  };
}

/** Every required action and dependency with its own decision, in documented order, each once per use case. */
function requirementDecisions(
  entry: Entry,
  action: DecideAction,
  options: DecisionOptions,
): RequirementDecision[] {
  const dependencies = options.ignoreDependencies ? [] : entry.dependencies;
  const all = [
    ...entry.actions.map((required) => ({ ...required, kind: 'action' as const })),
    ...dependencies.map((dependency) => ({ ...dependency, kind: 'dependency' as const })),
  ];
  const seen = new Set<string>();
  return all.flatMap(({ action: name, kind, when }) => {
    const key = JSON.stringify([kind, name.toLowerCase(), when]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...action(name), action: name, kind, ...(when === undefined ? {} : { when }) }];
  });
}

function decideEntry(
  entry: Entry,
  requirement: Requirement,
  action: DecideAction,
  options: DecisionOptions,
): Outcome {
  if (entry.problem !== undefined) return unknownRequirement(entry.problem);
  if (requirement.governed !== true) return { decision: 'ungoverned', useCases: [], reasons: [] };
  const cases = casesOf(requirement);
  if (cases.length === 0) return unknownRequirement('the documentation names no action for it');
  return inScope(entry, requirement, decideCases(requirement, cases, action, options), options);
}

function unknownRequirement(problem: string): Outcome {
  const message = `what it requires is not known: ${problem}`;
  return { decision: 'conditional', useCases: [], reasons: [{ kind: 'requirement-unknown', message }] };
}

/** The cases that are alternatives: the base case where the row has an unconditional action, and every use case. */
function casesOf({ actions, prerequisites, dependencies }: Requirement): string[] {
  const base = actions.some(({ when }) => when === undefined) ? [baseCase] : [];
  const useCases = [...actions, ...prerequisites, ...dependencies].flatMap(({ when }) => when ?? []);
  return [...base, ...new Set(useCases)];
}

function decideCases(
  requirement: Requirement,
  cases: readonly string[],
  action: DecideAction,
  options: DecisionOptions,
): Outcome {
  const outcomes = cases.map((id) => ({ id, ...decideCase(requirement, id, action, options) }));
  const decision = combineAlternatives(outcomes.map((outcome) => outcome.decision));
  const useCases = outcomes.map((outcome) => ({ id: outcome.id, decision: outcome.decision }));
  if (decision === 'allowed') return { decision, useCases, reasons: [] };
  const refusedCases =
    decision === 'conditional' ? outcomes.filter((outcome) => isRefusal(outcome.decision)) : [];
  const reasons = [
    ...refusedCases.map(({ id, missing }) => useCaseReason(id, missing)),
    ...sharedReasons(outcomes.map((outcome) => outcome.reasons)),
  ];
  return { decision, useCases, reasons };
}

/** The reasons of all cases; one that every case has is told once, without naming a case. */
function sharedReasons(perCase: readonly (readonly Reason[])[]): Reason[] {
  const withoutCase = ({ useCase: _, ...reason }: Reason): Reason => reason;
  const keyOf = (reason: Reason) => JSON.stringify(withoutCase(reason));
  const counts = new Map<string, number>();
  for (const reasons of perCase) {
    for (const key of new Set(reasons.map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return perCase.flatMap((reasons) =>
    reasons.map((reason) => (counts.get(keyOf(reason)) === perCase.length ? withoutCase(reason) : reason)),
  );
}

function useCaseReason(id: string, missing: readonly string[]): Reason {
  const list = quoted(missing);
  const message =
    id === baseCase
      ? `without any of its use cases it is refused: ${list} ${areOrIs(missing)} not granted`
      : `for the use case \`${id}\` it is refused: ${list} ${areOrIs(missing)} not granted`;
  return { kind: 'use-case', message, useCase: id, actions: missing };
}

interface CaseOutcome {
  readonly decision: DecisionKind;
  readonly missing: readonly string[];
  readonly reasons: readonly Reason[];
}

/** One case: its actions are all needed; an open dependency or prerequisite leaves it `conditional` at best. */
function decideCase(
  requirement: Requirement,
  id: string,
  action: DecideAction,
  options: DecisionOptions,
): CaseOutcome {
  const applies = (when: string | undefined) => when === undefined || when === id;
  const actions = requirement.actions.filter(({ when }) => applies(when)).map((required) => required.action);
  if (actions.length === 0)
    return { ...unknownRequirement(`no action is documented for the use case \`${id}\``), missing: [] };
  const decisions = actions.map(action);
  const missing = decisions.filter(({ decision }) => isRefusal(decision)).map((decision) => decision.action);
  const granted = gravest(decisions.map(({ decision }) => decision));
  if (isRefusal(granted)) return { decision: granted, missing, reasons: [] };

  const inCase = new Set(actions);
  const dependencies = requirement.dependencies.filter(
    (dependency) => applies(dependency.when) && (dependency.for === undefined || inCase.has(dependency.for)),
  );
  const prerequisites = requirement.prerequisites.filter(({ when }) => applies(when));
  const useCase = id === baseCase ? undefined : id;
  const open = [
    ...(options.ignoreDependencies ? [] : openDependencies(dependencies, action, useCase)),
    ...openPrerequisites(prerequisites, dependencies, action, useCase),
  ];
  return {
    decision: granted === 'allowed' && open.length > 0 ? 'conditional' : granted,
    missing,
    reasons: [...decisions.flatMap(({ reasons }) => reasons), ...open],
  };
}

function openDependencies(
  dependencies: readonly Dependency[],
  action: DecideAction,
  useCase: string | undefined,
): Reason[] {
  const names = [...new Set(dependencies.map((dependency) => dependency.action))];
  const decisions = names.map(action).filter(({ decision }) => decision !== 'allowed');
  const refused = decisions.filter(({ decision }) => isRefusal(decision));
  const unsure = decisions.filter(({ decision }) => !isRefusal(decision));
  const about = useCase === undefined ? {} : { useCase };
  const reasons: Reason[] = [];
  if (refused.length > 0) {
    const actions = refused.map((decision) => decision.action);
    const by = refused.flatMap((decision) => decision.by);
    const message = `it may fail inside: the documented ${dependencyWord(actions)} ${quoted(actions)} ${areOrIs(actions)} not granted`;
    reasons.push({ kind: 'dependency', message, actions, ...about, ...(by.length > 0 ? { by } : {}) });
  }
  if (unsure.length > 0) {
    const actions = unsure.map((decision) => decision.action);
    const message = `it may fail inside: the documented ${dependencyWord(actions)} ${quoted(actions)} ${areOrIs(actions)} granted only conditionally`;
    const by = unsure.flatMap((decision) => decision.by);
    reasons.push({ kind: 'dependency', message, actions, ...about, ...(by.length > 0 ? { by } : {}) });
    reasons.push(...unsure.flatMap((decision) => decision.reasons));
  }
  return reasons;
}

function openPrerequisites(
  prerequisites: readonly Prerequisite[],
  dependencies: readonly Dependency[],
  action: DecideAction,
  useCase: string | undefined,
): Reason[] {
  return prerequisites
    .filter(
      (prerequisite) =>
        !prerequisite.anyOf.some(({ service }) => metByDependencies(service, dependencies, action)),
    )
    .map(({ anyOf }) => {
      const roles = anyOf.map(({ role, service }) =>
        service === undefined ? `\`${role}\`` : `\`${role}\` (${service})`,
      );
      const message = `the documentation also asks for the role ${roles.join(' or ')}`;
      return { kind: 'prerequisite' as const, message, ...(useCase === undefined ? {} : { useCase }) };
    });
}

/** A role is also met where the row documents dependencies of the role's service and all of them are allowed. */
function metByDependencies(
  service: string | undefined,
  dependencies: readonly Dependency[],
  action: DecideAction,
): boolean {
  if (service === undefined) return false;
  const own = dependencies.filter((dependency) =>
    dependency.action.toLowerCase().startsWith(`${service.toLowerCase()}:`),
  );
  return own.length > 0 && own.every((dependency) => action(dependency.action).decision === 'allowed');
}

/** What the scope of the grant makes of a decision. The marks belong to the API row, not to the action. */
function inScope(
  entry: Entry,
  requirement: Requirement,
  outcome: Outcome,
  options: DecisionOptions,
): Outcome {
  const { project, enterpriseProject } = requirement.scopes;
  const refused = (message: string): Outcome => ({
    decision: 'not-allowed',
    useCases: outcome.useCases.map(({ id }) => ({ id, decision: 'not-allowed' })),
    reasons: [{ kind: 'scope', message }],
  });
  switch (options.scope) {
    case 'project':
      // Global services are granted globally; a missing IAM-project mark does not refuse them.
      return project === false && options.levelOf(entry.service) === 'project'
        ? refused('it does not support grants in IAM projects, so an ordinary grant has no effect on it')
        : outcome;
    case 'enterprise-project': {
      if (enterpriseProject === true) return outcome;
      if (enterpriseProject === false) {
        return refused('it does not support enterprise projects, so a grant in one has no effect on it');
      }
      const orWithoutEffect = (decision: DecisionKind) => combineAlternatives([decision, 'not-allowed']);
      const reason: Reason = {
        kind: 'scope-not-stated',
        message: 'the documentation does not say whether it supports enterprise projects',
      };
      return {
        decision: orWithoutEffect(outcome.decision),
        useCases: outcome.useCases.map(({ id, decision }) => ({ id, decision: orWithoutEffect(decision) })),
        reasons: [...outcome.reasons, reason],
      };
    }
  }
}

/** The union of disagreeing pages decides; where it refuses but one of the pages would not, nobody can tell. */
function settleDispute(
  entry: Entry,
  union: Outcome,
  action: DecideAction,
  options: DecisionOptions,
): Outcome {
  if (!isRefusal(union.decision) || entry.disputed === undefined) return union;
  const mildest = entry.disputed.map((requirement) => decideEntry(entry, requirement, action, options));
  if (mildest.every(({ decision }) => isRefusal(decision))) return union;
  const message =
    'its documentation pages disagree on what it requires, and what is granted satisfies some of them only';
  return { ...union, decision: 'conditional', reasons: [...union.reasons, { kind: 'disputed', message }] };
}

function notesOn(entry: Entry, decision: DecisionKind, options: DecisionOptions): string[] {
  const lists = entry.actions.some(({ action }) => /:list[^:]*$/i.test(action));
  return lists && decision === 'allowed' && options.scope === 'enterprise-project'
    ? ['lists only what belongs to that enterprise project']
    : [];
}

function withoutRepeats(reasons: readonly Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter((reason) => {
    const key = JSON.stringify(reason);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function areOrIs(names: readonly unknown[]): string {
  return names.length === 1 ? 'is' : 'are';
}

function dependencyWord(names: readonly unknown[]): string {
  return names.length === 1 ? 'dependency' : 'dependencies';
}
