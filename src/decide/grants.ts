import { readAction } from '../model/action.ts';
import type { Deciding, Reason } from '../model/decision.ts';
import type { Effect, Policy, Statement, StatementAction, StatementResource } from '../model/policy.ts';
import { globOfPattern, malformedAllowMayMatch, widestGlob } from './action-pattern.ts';
import { type Glob, globMatches } from './glob.ts';

/** One element of a statement's Action, ready to be matched. */
export interface Clause {
  readonly effect: Effect;
  readonly glob: Glob;
  /** The glob as text where it has no wildcard: such a clause matches that action and nothing else. */
  readonly literal: string | undefined;
  readonly resource: StatementResource;
  /** Why the clause matches only *maybe*, apart from its resource; absent: it matches surely. */
  readonly doubt: Reason | undefined;
  readonly deciding: Deciding;
}

/** Everything that policies granted together say, order irrelevant (iam-language 7.1). */
export interface Grants {
  readonly clauses: readonly Clause[];
  /**
   * Parts that could hold any Allow and any Deny: no sure `allowed` and no sure refusal by absence comes from a set
   * with one of them.
   */
  readonly opaque: readonly Reason[];
}

/** Prepares policies that are granted together for any number of decisions. */
export function compileGrants(policies: readonly Policy[]): Grants {
  return {
    clauses: policies.flatMap((policy) =>
      policy.kind === 'identity-policy'
        ? []
        : policy.statements.flatMap((statement) => clausesOf(policy, statement)),
    ),
    opaque: policies.flatMap(opaqueReasons),
  };
}

function opaqueReasons(policy: Policy): Reason[] {
  if (policy.kind === 'identity-policy') {
    return [
      {
        kind: 'unreadable-policy',
        message: `\`${policy.file}\` is an identity policy of Version 5.0, whose actions are another vocabulary and are not evaluated`,
      },
    ];
  }
  const faults = policy.faults.length;
  if (faults === 0 && policy.kind !== 'unreadable') return [];
  const count = faults > 1 ? `${faults} faults` : 'a fault';
  return [
    {
      kind: 'unreadable-policy',
      message: `\`${policy.file}\` has ${count} in its structure, so it may grant or deny anything; \`iamscope lint\` shows where`,
    },
  ];
}

function clausesOf(policy: Policy, statement: Statement): Clause[] {
  return statement.actions.flatMap((action) => {
    const deciding: Deciding = { file: policy.file, path: action.path, effect: statement.effect };
    const common = { effect: statement.effect, resource: statement.resource, deciding };
    const doubt = doubtOf(policy, statement, deciding);
    const reading = readAction(action.text);
    if (reading.ok) {
      const glob = globOfPattern(reading.pattern);
      const literal = reading.pattern.concrete ? reading.pattern.segments.join(':') : undefined;
      return [{ ...common, glob, literal, doubt }];
    }
    if (statement.effect === 'allow' && !malformedAllowMayMatch[reading.fault] && policy.kind !== 'role')
      return [];
    return [
      {
        ...common,
        glob: widestGlob(action.text),
        literal: undefined,
        doubt: doubt ?? malformed(action, deciding),
      },
    ];
  });
}

/** Why no element of the statement matches surely, if so. */
function doubtOf(policy: Policy, statement: Statement, deciding: Deciding): Reason | undefined {
  if (policy.kind === 'role') {
    return {
      kind: 'role-content',
      message: 'a role is enforced by its name in the token, its content only describes it',
      by: [deciding],
    };
  }
  if (statement.condition) {
    const verb = statement.effect === 'allow' ? 'allowed' : 'denied';
    return {
      kind: 'condition',
      message: `${verb} only while the statement's Condition holds`,
      by: [{ ...deciding, path: statement.condition.path }],
    };
  }
  return undefined;
}

function malformed(action: StatementAction, deciding: Deciding): Reason {
  return {
    kind: 'unreadable-policy',
    message: `\`${action.text}\` is not a well-formed action, so nobody can tell what it matches`,
    by: [deciding],
  };
}

/** A required or questioned action or pattern, ready to be matched against clauses. */
export interface Target {
  /** As documented or asked. */
  readonly text: string;
  readonly glob: Glob;
  /** Lower-case text of a concrete action. */
  readonly literal: string | undefined;
  readonly service: string;
  readonly resourceType: string;
}

/** Reads an action or pattern of the catalogue or of a question; `undefined` when it is malformed. */
export function targetOf(text: string): Target | undefined {
  const reading = readAction(text);
  if (!reading.ok) return undefined;
  const [service, resourceType] = reading.pattern.segments;
  const literal = reading.pattern.concrete ? reading.pattern.segments.join(':') : undefined;
  return { text, glob: globOfPattern(reading.pattern), literal, service, resourceType };
}

/** Whether the clause's action element matches a concrete action (lower case). */
export function clauseMatches(clause: Clause, literal: string): boolean {
  return clause.literal === undefined ? globMatches(clause.glob, literal) : clause.literal === literal;
}

/** Why the clause matches the target only *maybe*, or `undefined` when it matches surely. */
export function doubtFor(clause: Clause, target: Target): Reason | undefined {
  if (clause.doubt) return clause.doubt;
  const { resource } = clause;
  switch (resource.kind) {
    case 'omitted':
      return undefined;
    case 'agencies':
      return {
        kind: 'resource',
        message: `holds only for the agencies ${resource.uris.map((uri) => `\`${uri}\``).join(', ') || '(none listed)'}`,
        by: [{ ...clause.deciding, path: resource.path }],
      };
    case 'list':
      if (resource.resources.some((text) => isAllOfType(text, target))) return undefined;
      return {
        kind: 'resource',
        message: `holds only for the resources ${resource.resources.map((text) => `\`${text}\``).join(', ')}`,
        by: [{ ...clause.deciding, path: resource.path }],
      };
  }
}

/**
 * Whether a resource stands for all resources of the target's type: `service:*:*:type:*`, or a bare `*`
 * (iam-language section 4).
 */
function isAllOfType(resource: string, target: Target): boolean {
  if (resource === '*') return true;
  const [service, region, domain, type, path, ...rest] = resource.toLowerCase().split(':');
  if (rest.length > 0 || region !== '*' || domain !== '*' || path !== '*') return false;
  return (service === '*' || service === target.service) && (type === '*' || type === target.resourceType);
}
