import { type ActionPattern, readAction } from '../model/action.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import type { RequestContext } from '../model/context.ts';
import type { Deciding, Reason } from '../model/decision.ts';
import type { Grant, GrantPlace } from '../model/grant.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language } from '../model/language.ts';
import type { Effect, Policy, Statement, StatementAction } from '../model/policy.ts';
import {
  globOfPattern,
  malformedAllowMayMatch,
  matchesAction,
  roleGlobs,
  widestGlob,
} from './action-pattern.ts';
import { evaluateCondition } from './condition.ts';
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
export function compileGrants(grants: readonly Grant[]): Grants {
  const names = new Set(grants.flatMap(({ policy }) => policy.displayName?.toLowerCase() ?? []));
  const at = (kind: GrantPlace['kind']) =>
    stageOf(
      grants.filter(({ place }) => place.kind === kind),
      names,
    );
  return { iam: at('iam'), enterpriseProject: at('enterprise-project'), names };
}

function stageOf(grants: readonly Grant[], names: ReadonlySet<string>): Stage {
  const clauses = grants.flatMap((grant) => clausesOfGrant(grant, names));
  const perService = new Map<string, readonly Clause[]>();
  return {
    clauses,
    granted: grants.length > 0,
    clausesFor(service) {
      const known = perService.get(service);
      if (known) return known;
      const own = clauses.filter((clause) => clause.service === undefined || clause.service === service);
      perService.set(service, own);
      return own;
    },
    opaque: grants.flatMap(({ policy }) => opaqueReasons(policy)),
  };
}

function opaqueReasons(policy: Policy): Reason[] {
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
    ...policy.statements.flatMap((statement) => clausesOf(grant, statement, names)),
  ];
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

const conditionless = { truth: 'yes', open: [] } as const;

function conditionOf(clause: Clause, statement: Statement, target: Target, { context, language }: Knowledge) {
  if (statement.condition === undefined) return conditionless;
  const service = target.service === '*' ? (clause.service ?? '*') : target.service;
  return evaluateCondition(statement.condition, service, context, language);
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

/** A grant or a declared layer of the other half: whether it has an effect there is not documented (iam-language 6). */
function layerDoubt(
  { policy, place, deciding }: Clause,
  target: Target,
  { levelOf }: Knowledge,
): Reason | undefined {
  const level = levelOf(target.service);
  const other = level === 'global' ? 'project' : level === 'project' ? 'global' : undefined;
  if (other === undefined) return undefined;
  const declared = policy.layer === 'AX' ? 'global' : policy.layer === 'XA' ? 'project' : undefined;
  if (declared === other) {
    const message = `the policy is declared for ${words[other]} (${policy.layer}), while \`${target.service}\` belongs to ${words[level === 'global' ? 'global' : 'project']}`;
    return { kind: 'layer', message, by: [deciding] };
  }
  const where =
    place.kind === 'iam'
      ? place.where === 'global'
        ? 'global'
        : place.where
          ? 'project'
          : undefined
      : undefined;
  if (where === other) {
    const message = `it is granted ${where === 'global' ? 'globally' : 'in a project'}, while \`${target.service}\` belongs to ${words[level === 'global' ? 'global' : 'project']}`;
    return { kind: 'layer', message, by: [deciding] };
  }
  return undefined;
}

const words = { global: 'global services', project: 'project-level services' } as const;
