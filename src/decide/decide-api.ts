import { oncePerKey } from '../catalogue/once.ts';
import {
  actionNames,
  type Dependency,
  namesOf,
  type Prerequisite,
  type RequiredAction,
  type Requirement,
  type ScopeMarks,
} from '../model/claim.ts';
import type { Cloud } from '../model/cloud.ts';
import {
  type ActionDecision,
  type ActionDecisionKind,
  type DecisionKind,
  gravity,
  type Reason,
  type RequirementDecision,
  type UseCaseDecision,
} from '../model/decision.ts';
import type { Entry, OlderRequirement } from '../model/entry.ts';
import {
  areOrIs,
  baseCase,
  enterpriseProjectScopeReason,
  fewOfReasons,
  iamScopeReason,
  prerequisiteReason,
  quoted,
  renamedReason,
  sharedReasons,
  useCaseReason,
} from './api-reasons.ts';
import type { Knowledge } from './clause-truth.ts';
import { combineAlternatives, gravest, isRefusal } from './combine.ts';
import {
  anywhere,
  decideActionKind,
  kindsOver,
  mayBeDenied,
  type Place,
  placeNumber,
} from './decide-action.ts';
import { decideAction } from './explain-action.ts';
import { compileGrants, type Grants, type GrantThere } from './grants.ts';
import { createTargets, type Targets, targetOf } from './target.ts';
import { type UseCase, useCasesOf } from './use-cases.ts';

/** What decisions depend on besides the grants. */
export interface DecisionOptions extends Knowledge {
  /** Do not count documented dependencies: decide on the APIs' own actions only. */
  readonly ignoreDependencies: boolean;
  /** The cloud that questions about actions alone are about, if one is. */
  readonly cloud?: Cloud;
  /** What was read before, and is added to: for many sets of grants that are asked the same questions. */
  readonly targets?: Targets;
}

/** The decision for one API of one cloud, with everything that explains it. */
export interface ApiDecision {
  readonly entry: Entry;
  readonly decision: DecisionKind;
  /** It is conditional, and the call passes for sure in one of several places. */
  readonly partPasses?: true;
  /** Present where the API has documented use cases; `base` is the call without any of them. */
  readonly useCases?: readonly UseCaseDecision[];
  readonly requirements: readonly RequirementDecision[];
  readonly reasons: readonly Reason[];
  /** What is worth knowing of an allowed call. */
  readonly notes: readonly string[];
}

/** Answers any number of questions about one set of grants. */
export interface Decider {
  /**
   * Decides an action or pattern. Whether a grant in an enterprise project counts is marked at API rows, not at actions:
   * `entries` gives the APIs that need the action, and is asked only where such a grant is among the others.
   */
  action(text: string, entries: () => readonly Entry[]): ActionDecision;
  /** Decides one API (design section 3), with its explanation. */
  api(entry: Entry): ApiDecision;
  /** The kind of the same decision, by the same code, without the work of explaining it. */
  kindOf(entry: Entry): DecisionKind;
}

/** The same of one place, where each requirement has one decision. */
export interface DeciderOfPlace extends Decider {
  /** The kind of the decision for a dependency of an API. */
  kindOfDependency(entry: Entry, action: string): ActionDecisionKind;
}

/**
 * Prepares the decisions over policies that count together, for a request about one resource of each type at most. What
 * matches an action is found once.
 */
export function decideTogether(granted: readonly GrantThere[], options: DecisionOptions): DeciderOfPlace {
  const targets = options.targets ?? createTargets();
  const grants = compileGrants(granted, options.language, targets);
  const kindAt = kindsOver(grants, options);
  const askers: Asker[] = [];
  const asker = (asked: Place): Asker => {
    // Clouds and marks differ in what they make of grants in enterprise projects, and in nothing else.
    const place = grants.enterpriseProject.granted ? asked : { ...anywhere, project: asked.project };
    const number = placeNumber(place);
    const found = askers[number] ?? askerAt(place);
    askers[number] = found;
    return found;
  };
  const askerAt = (place: Place): Asker => {
    const decisions = new Map<string, ActionDecision>();
    return {
      kind(text) {
        const read = targets.of(text);
        return read ? kindAt(read, place) : 'conditional';
      },
      decision(text) {
        const before = decisions.get(text);
        if (before !== undefined) return before;
        const read = targets.of(text);
        const decision = read ? decideAction(read, grants, place, options) : unreadableRequirement(text);
        decisions.set(text, decision);
        return decision;
      },
      mayBeDenied(text) {
        const read = targets.of(text);
        return read === undefined || mayBeDenied(read, grants, place, options);
      },
    };
  };
  const run = (entry: Entry, explaining: boolean) =>
    new ApiQuestion(entry, grants, options, asker, explaining);
  return {
    action: (text, entries) => decideForItself(text, entries, grants, options, asker),
    api: (entry) => run(entry, true).decide(),
    kindOf: oncePerKey((entry: Entry) => run(entry, false).kind()),
    kindOfDependency: (entry, action) => run(entry, false).kindOfDependency(action),
  };
}

function decideForItself(
  text: string,
  entries: () => readonly Entry[],
  { enterpriseProject }: Grants,
  { cloud }: DecisionOptions,
  asker: (place: Place) => Asker,
): ActionDecision {
  if (!enterpriseProject.granted) return asker({ ...anywhere, cloud }).decision(text);
  const marks = entries().map(({ scopes }) => enterpriseProjectMark(scopes));
  const places = new Set(marks.length === 0 ? [null] : marks);
  const decisions = [...places].map((mark) =>
    asker({ ...anywhere, cloud, enterpriseProject: mark }).decision(text),
  );
  const [first, ...others] = decisions;
  if (first === undefined) throw new Error('an action is decided somewhere');
  const decision = combineAlternatives(decisions.map((one) => one.decision)) as ActionDecisionKind;
  const unsupported = marks.filter((mark) => mark === false).length;
  const counts = asker({ ...anywhere, cloud }).kind(text);
  const scope: Reason[] =
    unsupported > 0 && decision !== counts
      ? [
          {
            kind: 'scope',
            message: `${unsupported} of the ${marks.length} APIs that need it do not support enterprise projects`,
          },
        ]
      : [];
  const by = decision === 'conditional' ? asker({ ...anywhere, cloud }).decision(text).by : first.by;
  const reasons =
    decision === 'allowed' || decision === 'denied' ? [] : decisions.flatMap((one) => one.reasons);
  return others.length === 0 && scope.length === 0
    ? first
    : {
        ...first,
        decision,
        by,
        reasons: fewOfReasons([...reasons, ...scope]),
      };
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

/** Decides actions for one place. */
interface Asker {
  kind(text: string): ActionDecisionKind;
  decision(text: string): ActionDecision;
  /** Whether a Deny matches the action or a part of it, or may match it. */
  mayBeDenied(text: string): boolean;
}

interface Outcome {
  readonly decision: DecisionKind;
  readonly useCases: readonly UseCaseDecision[];
  readonly reasons: readonly Reason[];
}

const none: readonly never[] = [];

/** One question about one API. With `explaining` off, no reason is put into words; the decisions are the same. */
class ApiQuestion {
  readonly #entry: Entry;
  readonly #grants: Grants;
  readonly #options: DecisionOptions;
  readonly #asker: (place: Place) => Asker;
  readonly #explaining: boolean;

  constructor(
    entry: Entry,
    grants: Grants,
    options: DecisionOptions,
    asker: (place: Place) => Asker,
    explaining: boolean,
  ) {
    this.#entry = entry;
    this.#grants = grants;
    this.#options = options;
    this.#asker = asker;
    this.#explaining = explaining;
  }

  kind(): DecisionKind {
    return this.#settle().decision;
  }

  decide(): ApiDecision {
    const entry = this.#entry;
    const { decision, useCases, reasons } = this.#settle();
    return {
      entry,
      decision,
      ...(useCases.some(({ id }) => id !== baseCase) ? { useCases } : {}),
      requirements: this.#requirementDecisions(),
      reasons: fewOfReasons(reasons),
      notes: this.#notes(decision),
    };
  }

  kindOfDependency(action: string): ActionDecisionKind {
    return this.#asker(this.#placeInside()).kind(action);
  }

  /** Every required action and dependency with its own decision, in documented order, each once per use case. */
  #requirementDecisions(): RequirementDecision[] {
    const entry = this.#entry;
    const own = this.#asker(this.#placeOf(entry));
    const inside = this.#asker(this.#placeInside());
    const dependencies = this.#options.ignoreDependencies ? none : (entry.dependencies ?? none);
    const found = new Map<string, RequirementDecision>();
    const add = (required: RequiredAction, kind: RequirementDecision['kind'], asker: Asker) => {
      const { anyOf, when } = required;
      const names = namesOf(required);
      const key = `${kind} ${names.join('\n').toLowerCase()} ${when ?? ''}`;
      if (found.has(key)) return;
      const action = mildestOf(names, asker);
      found.set(key, {
        ...asker.decision(action),
        action,
        ...(anyOf === undefined ? {} : { anyOf }),
        kind,
        ...(when === undefined ? {} : { when }),
      });
    };
    for (const required of entry.actions) add(required, 'action', own);
    for (const { action, when } of dependencies)
      add({ action, ...(when === undefined ? {} : { when }) }, 'dependency', inside);
    return [...found.values()];
  }

  /** The grants that count for the API's own actions: the scope marks belong to the row, not to the action. */
  #placeOf({ scopes }: Requirement): Place {
    const { cloud, service } = this.#entry;
    // Global services are granted globally: a missing IAM-project mark does not refuse them.
    const project = scopes.project !== false || this.#options.levelOf(service) !== 'project';
    const limited = scopes.enterpriseProject === true && scopes.enterpriseProjectOnly !== undefined;
    return {
      cloud,
      project,
      enterpriseProject: enterpriseProjectMark(scopes),
      ...(limited ? { defaultEnterpriseProjectOnly: true } : {}),
    };
  }

  /** Dependencies are actions of other APIs: whether they support enterprise projects is not said at this row. */
  #placeInside(): Place {
    return { project: true, enterpriseProject: null, cloud: this.#entry.cloud };
  }

  #settle(): Outcome {
    return this.#settleRenames(this.#settleDispute(this.#decideRequirement(this.#entry)));
  }

  #decideRequirement(requirement: Requirement): Outcome {
    const { problem } = this.#entry;
    if (problem !== undefined) return this.#unknown(`what it requires is not known: ${problem}`);
    if (requirement.governed !== true) return { decision: 'ungoverned', useCases: none, reasons: none };
    const cases = useCasesOf(requirement);
    if (cases.length === 0)
      return this.#unknown('what it requires is not known: the documentation names no action for it');
    const scoped = this.#refusedByScope(requirement, cases);
    if (scoped) return scoped;
    return this.#inScope(requirement, this.#decideCases(requirement, cases));
  }

  #unknown(message: string): Outcome {
    return {
      decision: 'conditional',
      useCases: none,
      reasons: this.#say(() => [{ kind: 'requirement-unknown', message }]),
    };
  }

  #decideCases(requirement: Requirement, cases: readonly UseCase[]): Outcome {
    const outcomes = cases.map((useCase) => this.#decideCase(requirement, useCase));
    const decision = combineAlternatives(outcomes.map((outcome) => outcome.decision));
    const useCases = this.#say(() => outcomes.map(({ id, decision }) => ({ id, decision })));
    if (decision === 'allowed') return { decision, useCases, reasons: none };
    const reasons = this.#say(() => {
      const refused =
        decision === 'conditional' ? outcomes.filter((outcome) => isRefusal(outcome.decision)) : [];
      return [
        ...refused.map(({ id, missing }) => useCaseReason(id, missing)),
        ...sharedReasons(outcomes.map((outcome) => outcome.reasons)),
      ];
    });
    return { decision, useCases, reasons };
  }

  /** One case: its actions are all needed; an open dependency or prerequisite leaves it `conditional` at best. */
  #decideCase(requirement: Requirement, useCase: UseCase): CaseOutcome {
    const { id, actions, dependencies, prerequisites } = useCase;
    const asker = this.#asker(this.#placeOf(requirement));
    if (actions.length === 0) {
      return { id, ...this.#unknown(`no action is documented for the use case \`${id}\``), missing: none };
    }
    const chosen = actions.map((names) => mildestOf(names, asker));
    const granted = gravest(chosen.map(asker.kind));
    if (isRefusal(granted)) {
      const missing = this.#explaining
        ? actions.filter((_, at) => isRefusal(asker.kind(chosen[at] ?? '')))
        : none;
      return { id, decision: granted, missing, reasons: none };
    }
    const unmet = prerequisites.filter((prerequisite) => !this.#isMet(prerequisite, dependencies));
    const lacking = this.#options.ignoreDependencies ? none : this.#lacking(useCase);
    const lost = requirement.dependencies === null && !this.#options.ignoreDependencies;
    const isOpen = lost || lacking.length + unmet.length > 0;
    const decision = granted === 'allowed' && isOpen ? 'conditional' : granted;
    const reasons = this.#say(() => {
      const named = id === baseCase ? undefined : id;
      return [
        ...chosen.flatMap((action) => asker.decision(action).reasons),
        ...(lost ? [lostDependenciesReason] : []),
        ...this.#dependencyReasons(lacking, named),
        ...unmet.map((prerequisite) => prerequisiteReason(prerequisite, named)),
      ];
    });
    return { id, decision, missing: none, reasons };
  }

  #lacking({ dependencyActions }: UseCase): readonly string[] {
    if (dependencyActions.length === 0) return none;
    const asker = this.#asker(this.#placeInside());
    return dependencyActions.filter((action) => asker.kind(action) !== 'allowed');
  }

  #dependencyReasons(lacking: readonly string[], useCase: string | undefined): Reason[] {
    const asker = this.#asker(this.#placeInside());
    const decisions = lacking.map(asker.decision);
    const about = useCase === undefined ? {} : { useCase };
    const reason = (chosen: readonly ActionDecision[], how: string): Reason => {
      const actions = chosen.map(({ action }) => action);
      const by = chosen.flatMap((decision) => decision.by);
      const message = `it may fail inside: the documented ${actions.length === 1 ? 'dependency' : 'dependencies'} ${quoted(actions)} ${areOrIs(actions)} ${how}`;
      return { kind: 'dependency', message, actions, ...about, ...(by.length > 0 ? { by } : {}) };
    };
    const refused = decisions.filter(({ decision }) => isRefusal(decision));
    const unsure = decisions.filter(({ decision }) => !isRefusal(decision));
    return [
      ...(refused.length > 0 ? [reason(refused, 'not granted')] : []),
      ...(unsure.length > 0
        ? [reason(unsure, 'granted only conditionally'), ...unsure.flatMap(({ reasons }) => reasons)]
        : []),
    ];
  }

  /**
   * A role that a note asks for is met if it is among the grants, or if the row documents dependencies of the role's
   * service and all of them are allowed.
   */
  #isMet({ anyOf }: Prerequisite, dependencies: readonly Dependency[]): boolean {
    const asker = this.#asker(this.#placeInside());
    return anyOf.some(({ role, service }) => {
      if (this.#grants.names.has(role.toLowerCase())) return true;
      if (service === undefined) return false;
      const own = dependencies.filter(({ action }) =>
        action.toLowerCase().startsWith(`${service.toLowerCase()}:`),
      );
      return own.length > 0 && own.every(({ action }) => asker.kind(action) === 'allowed');
    });
  }

  /** Where no grant of the set counts for the API, it is refused, whatever it requires. */
  #refusedByScope(requirement: Requirement, cases: readonly UseCase[]): Outcome | undefined {
    const { iam, enterpriseProject } = this.#grants;
    const place = this.#placeOf(requirement);
    const iamInVain = iam.granted && !place.project;
    const enterpriseProjectInVain = enterpriseProject.granted && place.enterpriseProject === false;
    if (!(iamInVain || enterpriseProjectInVain)) return undefined;
    if ((iam.granted && !iamInVain) || (enterpriseProject.granted && !enterpriseProjectInVain))
      return undefined;
    const reasons = this.#say(() => [
      ...(iamInVain ? [iamScopeReason] : []),
      ...(enterpriseProjectInVain ? [enterpriseProjectScopeReason] : []),
    ]);
    return {
      decision: 'not-allowed',
      useCases: cases.map(({ id }) => ({ id, decision: 'not-allowed' })),
      reasons,
    };
  }

  /** Puts the scope into words where it is what refuses. The decision has counted it already, action by action. */
  #inScope(requirement: Requirement, outcome: Outcome): Outcome {
    if (!this.#explaining || !isRefusal(outcome.decision)) return outcome;
    const { iam, enterpriseProject } = this.#grants;
    const place = this.#placeOf(requirement);
    const reasons: Reason[] = [];
    if (!place.project && iam.granted && this.#wouldCount(requirement, { ...place, project: true })) {
      reasons.push(iamScopeReason);
    }
    if (
      place.enterpriseProject === false &&
      enterpriseProject.granted &&
      this.#wouldCount(requirement, { ...place, enterpriseProject: true })
    ) {
      reasons.push(enterpriseProjectScopeReason);
    }
    return reasons.length === 0 ? outcome : { ...outcome, reasons: [...outcome.reasons, ...reasons] };
  }

  /** Whether some action would be decided otherwise at the other place. */
  #wouldCount(requirement: Requirement, other: Place): boolean {
    const here = this.#asker(this.#placeOf(requirement));
    const there = this.#asker(other);
    return actionNames(requirement.actions).some((action) => here.kind(action) !== there.kind(action));
  }

  /** The union of disagreeing pages decides; where it refuses but one of the pages would not, nobody can tell. */
  #settleDispute(union: Outcome): Outcome {
    const { disputed } = this.#entry;
    if (!isRefusal(union.decision) || disputed === undefined) return union;
    if (disputed.every((requirement) => isRefusal(this.#decideRequirement(requirement).decision)))
      return union;
    const message =
      'its documentation pages disagree on what it requires, and what is granted satisfies some of them only';
    return {
      ...union,
      decision: 'conditional',
      reasons: this.#say(() => [...union.reasons, { kind: 'disputed', message }]),
    };
  }

  /**
   * Where older pages ask for other actions, nobody knows whether these still count: who has what one of them asks for is
   * not refused for sure, and a Deny of its actions may refuse.
   */
  #settleRenames(newest: Outcome): Outcome {
    const { renamed } = this.#entry;
    if (renamed === undefined) return newest;
    const open = (older: OlderRequirement, actions: readonly string[], how: string): Outcome => ({
      ...newest,
      decision: 'conditional',
      reasons: this.#say(() => [...newest.reasons, renamedReason(renamed, older, actions, how)]),
    });
    if (isRefusal(newest.decision)) {
      const met = renamed.older.find((older) => !isRefusal(this.#decideRequirement(older).decision));
      if (met === undefined) return newest;
      return open(met, actionNames(met.actions), 'which may still be enough');
    }
    if (newest.decision !== 'allowed') return newest;
    const asked = new Set(actionNames(this.#entry.actions).map((action) => action.toLowerCase()));
    for (const older of renamed.older) {
      const asker = this.#asker(this.#placeOf(older));
      const denied = actionNames(older.actions).filter(
        (action) => !asked.has(action.toLowerCase()) && asker.mayBeDenied(action),
      );
      if (denied.length > 0) return open(older, denied, 'which may be denied');
    }
    return newest;
  }

  #notes(decision: DecisionKind): string[] {
    if (decision !== 'allowed') return [];
    const notes: string[] = [];
    const lists = actionNames(this.#entry.actions).some((action) => /:list[^:]*$/i.test(action));
    const place = this.#placeOf(this.#entry);
    const byIam = this.#asker({ ...place, enterpriseProject: false });
    if (
      lists &&
      !this.#entry.actions.every((required) =>
        namesOf(required).some((action) => byIam.kind(action) === 'allowed'),
      )
    ) {
      notes.push('lists only what belongs to that enterprise project');
    }
    if (
      this.#entry.cloud === 'otc' &&
      actionNames(this.#entry.actions).some((action) => this.#isDeniedInVain(action))
    ) {
      notes.push(
        'a Deny in an enterprise project has no effect on it: the ordinary grant is looked at first',
      );
    }
    return notes;
  }

  #isDeniedInVain(action: string): boolean {
    const { iam } = this.#grants;
    if (!iam.granted || !this.#grants.enterpriseProject.granted) return false;
    const read = targetOf(action);
    const only = { ...this.#grants, iam: { clauses: [], clausesFor: () => [], granted: false, opaque: [] } };
    return (
      read !== undefined &&
      decideActionKind(read, only, { ...this.#placeInside(), enterpriseProject: true }, this.#options) ===
        'denied'
    );
  }

  #say<T>(words: () => readonly T[]): readonly T[] {
    return this.#explaining ? words() : none;
  }
}

/** Of names of which one is enough, the one that is decided best; of equals the first. */
function mildestOf(names: readonly string[], asker: Asker): string {
  const [first = '', ...others] = names;
  const gravityOf = (name: string) => gravity.indexOf(asker.kind(name));
  return others.reduce((best, name) => (gravityOf(name) < gravityOf(best) ? name : best), first);
}

const lostDependenciesReason: Reason = {
  kind: 'requirement-unknown',
  message: 'which other actions it depends on is not known: the stored copy of its page lost them',
};

/** A mark that holds for some enterprise projects only says nothing sure about the one that is meant. */
function enterpriseProjectMark({ enterpriseProject, enterpriseProjectOnly }: ScopeMarks): boolean | null {
  return enterpriseProject === true && enterpriseProjectOnly !== undefined ? null : enterpriseProject;
}

interface CaseOutcome {
  readonly id: string;
  readonly decision: DecisionKind;
  /** Actions of the case that are refused; of each, one name would be enough. */
  readonly missing: readonly (readonly string[])[];
  readonly reasons: readonly Reason[];
}
