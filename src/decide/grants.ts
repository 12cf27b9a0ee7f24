import { type ActionPattern, readAction } from '../model/action.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import type { RequestContext } from '../model/context.ts';
import type { Deciding, Reason } from '../model/decision.ts';
import type { Grant, GrantPlace } from '../model/grant.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language, TwinActions } from '../model/language.ts';
import type { Effect, Policy, Statement, StatementAction, StatementCondition } from '../model/policy.ts';
import {
  globOfPattern,
  malformedAllowMayMatch,
  matchesAction,
  roleGlobs,
  widestGlob,
} from './action-pattern.ts';
import { type ConditionResult, evaluateCondition } from './condition.ts';
import { openTestsInWords } from './condition-words.ts';
import { type Glob, globMatches, globOf, globsIntersect } from './glob.ts';
import { matchResources } from './resource.ts';
import type { Truth } from './truth.ts';

/** One element of a statement's Action, ready to be matched. */
export interface Clause {
  readonly effect: Effect;
  readonly glob: Glob;
  /** The pattern where the text is a well-formed one; the glob says the same. */
  readonly pattern: ActionPattern | undefined;
  /** Lower-case service code of every action that it can match; `undefined`: of any service. */
  readonly service: string | undefined;
  readonly policy: Policy;
  readonly place: GrantPlace;
  /** `undefined` for what no statement says: the content of an unpublished policy. */
  readonly statement: Statement | undefined;
  /** Why the clause matches only *maybe*, whatever the request; absent: that depends on the request. */
  readonly doubt: Reason | undefined;
  readonly deciding: Deciding;
}

/** What policies granted at one stage say, order irrelevant. */
export interface Stage {
  /** Clauses that can match actions of a service, by its code; those of any service are among them. */
  clausesFor(service: string): readonly Clause[];
  readonly clauses: readonly Clause[];
  /** Whether anything at all is granted at the stage, whatever it says. */
  readonly granted: boolean;
  /** Parts that could hold any Allow and any Deny. */
  readonly opaque: readonly Reason[];
}

/** Everything that is granted together, in the two stages of iam-language 7.2. */
export interface Grants {
  readonly iam: Stage;
  readonly enterpriseProject: Stage;
  /** Display names of the roles and policies that are granted, lower case. */
  readonly names: ReadonlySet<string>;
}

/** What deciding needs to know besides the policies. */
export interface Knowledge {
  readonly language: Language;
  readonly context: RequestContext;
  /** Level of a service, by its lower-case code. */
  readonly levelOf: (service: string) => ServiceLevel;
}

/** Prepares policies that are granted together for any number of decisions. */
export function compileGrants(grants: readonly Grant[], { twins }: Pick<Language, 'twins'>): Grants {
  const names = workingRoles(grants);
  const at = (kind: GrantPlace['kind']) =>
    stageOf(
      grants.filter(({ place }) => place.kind === kind),
      names,
      twins,
    );
  return { iam: at('iam'), enterpriseProject: at('enterprise-project'), names };
}

/**
 * Names of the vendor's roles and policies that are granted ordinarily, lower case. Anybody may give a custom policy such
 * a name; and a role that lacks one that it depends on, directly or further on, does not work.
 */
function workingRoles(grants: readonly Grant[]): ReadonlySet<string> {
  const ofVendor = grants.filter(({ policy, place }) => place.kind === 'iam' && isOfVendor(policy));
  let working = ofVendor.map(({ policy }) => policy);
  for (;;) {
    const names = new Set(working.flatMap(namesOf));
    const left = working.filter(({ depends }) =>
      (depends ?? []).every(({ displayName }) => names.has(displayName.toLowerCase())),
    );
    if (left.length === working.length) return names;
    working = left;
  }
}

function namesOf({ displayName, aliases }: Policy): string[] {
  return [...(displayName === undefined ? [] : [displayName]), ...(aliases ?? [])].map((name) =>
    name.toLowerCase(),
  );
}

/** Users cannot write roles (iam-language 1.2); a policy is the vendor's when it was named as such. */
function isOfVendor({ kind, file, unpublished }: Policy): boolean {
  return kind === 'role' || unpublished !== undefined || file.startsWith('system:');
}

function stageOf(grants: readonly Grant[], names: ReadonlySet<string>, twins: readonly TwinActions[]): Stage {
  const own = grants.flatMap((grant) => clausesOfGrant(grant, names));
  const clauses = [...own, ...own.flatMap((clause) => twinClauses(clause, twins))];
  const perService = new Map<string, readonly Clause[]>();
  return {
    clauses,
    granted: grants.length > 0,
    clausesFor(service) {
      const known = perService.get(service);
      if (known) return known;
      const found = clauses.filter((clause) => clause.service === undefined || clause.service === service);
      perService.set(service, found);
      return found;
    },
    opaque: grants.flatMap(({ policy }) => opaqueReasons(policy)),
  };
}

/** Where sources disagree which of two actions is meant, a clause on one of them may decide about the other. */
function twinClauses(clause: Clause, twins: readonly TwinActions[]): Clause[] {
  return twins.flatMap(({ actions: [one, other] }) =>
    [
      { named: one, meant: other },
      { named: other, meant: one },
    ].flatMap(({ named, meant }) => {
      const [ofNamed, ofMeant] = [targetOf(named), targetOf(meant)];
      if (ofNamed === undefined || ofMeant === undefined) return [];
      if (!clauseMatches(clause, ofNamed) || clauseMatches(clause, ofMeant)) return [];
      const message = `the documentation disagrees whether \`${meant}\` or \`${named}\` is the action that counts`;
      const doubt: Reason = { kind: 'disputed', message, actions: [named], by: [clause.deciding] };
      return [{ ...clause, glob: ofMeant.glob, pattern: ofMeant.pattern, service: ofMeant.service, doubt }];
    }),
  );
}

/** Why nothing of a policy is sure, where that is so. */
export function opaqueReasons(policy: Policy): Reason[] {
  if (policy.kind === 'identity-policy') {
    return [
      {
        kind: 'unreadable-policy',
        message: `${inBackticks(policy.file)} is an identity policy of Version 5.0, whose actions are another vocabulary and are not evaluated`,
      },
    ];
  }
  const faults = policy.faults.length;
  if (faults === 0 && policy.kind !== 'unreadable') return [];
  const count = faults > 1 ? `${faults} faults` : 'a fault';
  return [
    {
      kind: 'unreadable-policy',
      message: `${inBackticks(policy.file)} has ${count} in its structure, so it may grant or deny anything; \`iamscope lint\` shows where`,
    },
  ];
}

function clausesOfGrant(grant: Grant, names: ReadonlySet<string>): Clause[] {
  const { policy } = grant;
  if (policy.kind === 'identity-policy') return [];
  return [
    ...unpublishedClauses(grant),
    ...roleClauses(grant, names),
    ...policy.statements.flatMap((statement) => clausesOf(grant, statement, names)),
  ];
}

/**
 * A service may let pass by a role's name what the role's content does not print, which is another vocabulary besides
 * (iam-language 1.4): for the services that it names, nothing is refused by its silence.
 */
function roleClauses({ policy, place }: Grant, names: ReadonlySet<string>): Clause[] {
  if (!isRole(policy)) return [];
  const services = new Map<string, Statement>();
  for (const statement of policy.statements) {
    if (statement.effect !== 'allow') continue;
    for (const { text } of statement.actions) {
      const [service = ''] = text.trim().toLowerCase().split(':');
      if (/^[a-z][a-z0-9-]*$/.test(service)) services.set(service, statement);
    }
  }
  return [...services].map(([service, statement]) => {
    const deciding: Deciding = { file: policy.file, path: statement.path, effect: 'allow' };
    return {
      effect: 'allow',
      glob: globOf(`${service}:*:*`, { crossing: false, questionMark: false }),
      pattern: undefined,
      service,
      policy,
      place,
      statement: undefined,
      doubt: roleDoubt(policy, names, deciding),
      deciding,
    };
  });
}

/** An unpublished policy may hold any Allow of its services, and, if it is a role, any Deny. */
function unpublishedClauses({ policy, place }: Grant): Clause[] {
  if (policy.unpublished === undefined) return [];
  const { services } = policy.unpublished;
  const what = policy.kind === 'role' ? 'role' : 'policy';
  const clause = (effect: Effect, service: string | undefined): Clause => {
    const deciding: Deciding = { file: policy.file, path: [], effect };
    const message = `the content of the ${what} ${inBackticks(policy.displayName ?? policy.file)} is not published, so it may ${effect} it`;
    return {
      effect,
      glob: globOf(`${service ?? '*'}:*:*`, { crossing: false, questionMark: false }),
      pattern: undefined,
      service,
      policy,
      place,
      statement: undefined,
      doubt: { kind: 'unpublished-content', message, by: [deciding] },
      deciding,
    };
  };
  const ofServices = services === null ? [undefined] : services.map((service) => service.toLowerCase());
  return [
    ...ofServices.map((service) => clause('allow', service)),
    ...(policy.kind === 'role' ? [clause('deny', undefined)] : []),
  ];
}

function clausesOf({ policy, place }: Grant, statement: Statement, names: ReadonlySet<string>): Clause[] {
  const faulty = policy.faults.length > 0 ? faultyDoubt(policy) : undefined;
  return statement.actions.flatMap((action): Clause[] => {
    const deciding: Deciding = { file: policy.file, path: action.path, effect: statement.effect };
    const common = { effect: statement.effect, policy, place, statement, deciding };
    if (policy.kind === 'role') {
      const doubt = roleDoubt(policy, names, deciding);
      return roleGlobs(action.text).map((glob) => ({
        ...common,
        glob,
        pattern: undefined,
        service: undefined,
        doubt,
      }));
    }
    const reading = readAction(action.text);
    if (reading.ok) {
      const { pattern } = reading;
      const [service] = pattern.segments;
      return [
        {
          ...common,
          glob: globOfPattern(pattern),
          pattern,
          service: service === '*' ? undefined : service,
          doubt: faulty ?? (isRole(policy) ? roleDoubt(policy, names, deciding) : undefined),
        },
      ];
    }
    if (statement.effect === 'allow' && !malformedAllowMayMatch[reading.fault]) return [];
    const doubt = malformed(action, deciding);
    return [{ ...common, glob: widestGlob(action.text), pattern: undefined, service: undefined, doubt }];
  });
}

/** A policy that depends on roles is a role, whatever Version it is printed with (iam-language 1.2). */
function isRole({ kind, depends }: Policy): boolean {
  return kind === 'role' || (depends ?? []).length > 0;
}

/** Nothing in a policy with a structural fault is sure: a member that nobody understands may narrow any statement. */
function faultyDoubt(policy: Policy): Reason {
  return {
    kind: 'unreadable-policy',
    message: `${inBackticks(policy.file)} has a fault in its structure, so nobody can tell what it does`,
  };
}

/** A role decides by its name in the token; its content describes it. Without the roles it depends on it does not work. */
function roleDoubt(policy: Policy, names: ReadonlySet<string>, deciding: Deciding): Reason {
  const missing = (policy.depends ?? []).filter(({ displayName }) => !names.has(displayName.toLowerCase()));
  const base = 'a role is enforced by its name in the token, its content only describes it';
  if (missing.length === 0) return { kind: 'role-content', message: base, by: [deciding] };
  const roles = missing.map(({ displayName }) => inBackticks(displayName)).join(', ');
  return {
    kind: 'role-content',
    message: `${base}; it also depends on ${roles}, not granted here`,
    by: [deciding],
  };
}

function malformed(action: StatementAction, deciding: Deciding): Reason {
  return {
    kind: 'unreadable-policy',
    message: `${inBackticks(action.text)} is not a well-formed action, so nobody can tell what it matches`,
    by: [deciding],
  };
}

/** A required or questioned action or pattern, ready to be matched against clauses. */
export interface Target {
  /** As documented or asked. */
  readonly text: string;
  readonly glob: Glob;
  readonly pattern: ActionPattern;
  /** Lower-case text of a concrete action. */
  readonly literal: string | undefined;
  /** Lower-case service code, or `*`. */
  readonly service: string;
  readonly resourceType: string;
}

/** Reads an action or pattern of the catalogue or of a question; `undefined` when it is malformed. */
export function targetOf(text: string): Target | undefined {
  const reading = readAction(text);
  if (!reading.ok) return undefined;
  const [service, resourceType] = reading.pattern.segments;
  const literal = reading.pattern.concrete ? reading.pattern.segments.join(':') : undefined;
  return {
    text,
    glob: globOfPattern(reading.pattern),
    pattern: reading.pattern,
    literal,
    service,
    resourceType,
  };
}

/** Readings of actions and patterns by their text, each made once. */
export interface Targets {
  of(text: string): Target | undefined;
}

/** Prepares to read any number of actions. */
export function createTargets(): Targets {
  const known = new Map<string, Target | undefined>();
  return {
    of(text) {
      const before = known.get(text);
      if (before !== undefined || known.has(text)) return before;
      const made = targetOf(text);
      known.set(text, made);
      return made;
    },
  };
}

/** Whether the clause's action element matches a target; for a pattern: whether it has an action in common with it. */
export function clauseMatches(clause: Clause, target: Target): boolean {
  if (target.literal === undefined) return globsIntersect(clause.glob, target.glob);
  return clause.pattern
    ? matchesAction(clause.pattern, target.pattern)
    : globMatches(clause.glob, target.literal);
}

/** Whether a clause whose action matches the target matches it as a whole: condition, resource and layer count too. */
export function truthOfClause(clause: Clause, target: Target, knowledge: Knowledge): Truth {
  const { statement } = clause;
  if (statement === undefined) return 'maybe';
  const ofCondition = conditionOf(clause, statement, target, knowledge).truth;
  if (ofCondition === 'no') return 'no';
  const ofResource = resourceTruth(clause, statement, target, knowledge);
  if (ofResource === 'no') return 'no';
  const doubtful = clause.doubt !== undefined || layerDoubt(clause, target, knowledge) !== undefined;
  return doubtful || ofCondition === 'maybe' || ofResource === 'maybe' ? 'maybe' : 'yes';
}

/** Why a clause matches the target only *maybe*: every open point. */
export function doubtsOf(clause: Clause, target: Target, knowledge: Knowledge): Reason[] {
  const { statement, deciding, effect } = clause;
  const doubts: Reason[] = clause.doubt ? [clause.doubt] : [];
  const layer = layerDoubt(clause, target, knowledge);
  if (layer) doubts.push(layer);
  if (statement === undefined) return doubts;
  const verb = effect === 'allow' ? 'allowed' : 'denied';
  const condition = conditionOf(clause, statement, target, knowledge);
  if (condition.truth === 'maybe' && statement.condition) {
    const tests = condition.open.map(({ test: { operator, key, values } }) => ({ operator, key, values }));
    const words = openTestsInWords(condition.open, knowledge.language);
    doubts.push({
      kind: 'condition',
      message:
        words === '' ? `${verb} only while the statement's Condition holds` : `${verb} only while ${words}`,
      residue: { conditions: tests },
      by: [{ ...deciding, path: statement.condition.path }],
    });
  }
  if (resourceTruth(clause, statement, target, knowledge) === 'maybe') {
    const { resource } = statement;
    const resources =
      resource.kind === 'agencies' ? resource.uris : resource.kind === 'list' ? resource.resources : [];
    const what = resource.kind === 'agencies' ? 'agencies' : 'resources';
    const path = resource.kind === 'omitted' ? statement.path : resource.path;
    doubts.push({
      kind: 'resource',
      message: `${verb} only for the ${what} ${resources.map(inBackticks).join(', ') || '(none listed)'}`,
      residue: { resources },
      by: [{ ...deciding, path }],
    });
  }
  return doubts;
}

const conditionless: ConditionResult = { truth: 'yes', open: [] };

/** What Conditions come to, per request and service: the same one is asked for with every action. */
const evaluated = new WeakMap<RequestContext, WeakMap<StatementCondition, Map<string, ConditionResult>>>();

function conditionOf(
  clause: Clause,
  statement: Statement,
  target: Target,
  knowledge: Knowledge,
): ConditionResult {
  const { condition } = statement;
  if (condition === undefined) return conditionless;
  const { context, language } = knowledge;
  const service = target.service === '*' ? (clause.service ?? '*') : target.service;
  const ofContext = evaluated.get(context) ?? new WeakMap<StatementCondition, Map<string, ConditionResult>>();
  evaluated.set(context, ofContext);
  const ofCondition = ofContext.get(condition) ?? new Map<string, ConditionResult>();
  ofContext.set(condition, ofCondition);
  const result = ofCondition.get(service) ?? evaluateCondition(condition, service, context, language);
  ofCondition.set(service, result);
  return result;
}

function resourceTruth(
  { effect }: Clause,
  statement: Statement,
  target: Target,
  { context }: Knowledge,
): Truth {
  const { resource } = statement;
  switch (resource.kind) {
    case 'omitted':
      return 'yes';
    case 'agencies':
      return 'maybe';
    case 'list':
      return matchResources(resource.resources, effect, {
        service: target.service,
        type: target.resourceType,
        known: context.resources,
      });
  }
}

/**
 * Whether a grant, or a declared layer, of the other half has an effect is not documented (iam-language 6): a policy for
 * global services counts where it is granted globally, one for projects where it is granted in projects.
 */
function layerDoubt(
  { policy, place, deciding }: Clause,
  target: Target,
  { levelOf }: Knowledge,
): Reason | undefined {
  const where = place.kind === 'iam' ? whereOf(place) : undefined;
  const { layer } = policy;
  const declared = layer === 'AX' ? 'global' : layer === 'XA' ? 'project' : undefined;
  const doubt = (message: string): Reason => ({ kind: 'layer', message, by: [deciding] });
  if (layer === 'XX')
    return doubt('the policy is declared for neither global nor project-level services (XX)');
  if (declared !== undefined && where !== undefined && declared !== where) {
    return doubt(
      `the policy is declared for ${words[declared]} (${layer}), but granted ${grantedWords[where]}`,
    );
  }
  // A question about every service is about services of both levels.
  const everyService = target.service === '*';
  const level = levelOf(target.service);
  const halves = everyService
    ? (['global', 'project'] as const)
    : level === 'global' || level === 'project'
      ? [level]
      : [];
  const subject = everyService ? 'part of the services belong' : `\`${target.service}\` belongs`;
  for (const half of halves) {
    if (declared !== undefined && declared !== half) {
      return doubt(
        `the policy is declared for ${words[declared]} (${layer}), while ${subject} to ${words[half]}`,
      );
    }
    if (where !== undefined && where !== half) {
      return doubt(`it is granted ${grantedWords[where]}, while ${subject} to ${words[half]}`);
    }
  }
  return undefined;
}

function whereOf({ where }: Extract<GrantPlace, { kind: 'iam' }>): 'global' | 'project' | undefined {
  if (where === undefined) return undefined;
  return where === 'global' ? 'global' : 'project';
}

const words = { global: 'global services', project: 'project-level services' } as const;
const grantedWords = { global: 'globally', project: 'in a project' } as const;
