import type { Deciding, Reason } from '../model/decision.ts';
import { type Grant, type GrantPlace, namedPlace, placeInWords } from '../model/grant.ts';
import { hasHole, holeCharacter } from '../model/hole.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language, TwinActions } from '../model/language.ts';
import { placeholderIn } from '../model/placeholder.ts';
import {
  type Effect,
  type PlacedText,
  type Policy,
  type PolicyHole,
  policyName,
  type Statement,
  type StatementDoubt,
} from '../model/policy.ts';
import { globOf } from '../patterns/glob.ts';
import { roleGlobs, roleService } from './action-meaning.ts';
import { type Clause, clauseMatches } from './clause.ts';
import { createTargets, type Target, type Targets } from './target.ts';

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

/** A grant as it counts where a call is made. */
export interface GrantThere extends Grant {
  /** It is granted in another place, or in one that the file does not fix, and whether the call is made there is not fixed. */
  readonly inDoubt?: true;
}

/**
 * Prepares policies that are granted together for any number of decisions.
 * @param targets what was read before, and is added to
 */
export function compileGrants(
  grants: readonly GrantThere[],
  { twins }: Pick<Language, 'twins'>,
  targets = createTargets(),
): Grants {
  const names = workingRoles(grants);
  const at = (kind: GrantPlace['kind']) =>
    stageOf(
      grants.filter(({ place }) => place.kind === kind),
      names,
      twins,
      targets,
    );
  return { iam: at('iam'), enterpriseProject: at('enterprise-project'), names };
}

/**
 * Names of the vendor's roles and policies that are granted ordinarily, lower case. Anybody may give a custom policy such
 * a name; and a role that lacks one that it depends on, directly or further on, does not work.
 */
function workingRoles(grants: readonly GrantThere[]): ReadonlySet<string> {
  const ofVendor = grants.filter(
    (grant) => grant.place.kind === 'iam' && isOfVendor(grant.policy) && grantDoubt(grant) === undefined,
  );
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

/**
 * What an envelope says of who wrote the policy counts. Where none does: users cannot write roles (iam-language 1.2), and a
 * policy is the vendor's when it was named as such.
 */
function isOfVendor({ origin, kind, file, unpublished }: Policy): boolean {
  if (origin !== undefined) return origin === 'vendor';
  return kind === 'role' || unpublished !== undefined || file.startsWith('system:');
}

function stageOf(
  grants: readonly GrantThere[],
  names: ReadonlySet<string>,
  twins: readonly TwinActions[],
  targets: Targets,
): Stage {
  const own = grants.flatMap((grant) => clausesOfGrant(grant, names, targets));
  const read = twinsOf(twins, targets);
  const clauses = [...own, ...own.flatMap((clause) => twinClauses(clause, read))];
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

/** An action, and the other one that may be meant where it is named. */
interface Twin {
  readonly named: Target;
  readonly meant: Target;
}

function twinsOf(twins: readonly TwinActions[], targets: Targets): readonly Twin[] {
  return twins.flatMap(({ actions }) => {
    const [one, other] = [targets.of(actions[0]), targets.of(actions[1])];
    if (one === undefined || other === undefined) return [];
    return [
      { named: one, meant: other },
      { named: other, meant: one },
    ];
  });
}

/** Where sources disagree which of two actions is meant, a clause on one of them may decide about the other. */
function twinClauses(clause: Clause, twins: readonly Twin[]): Clause[] {
  return twins.flatMap(({ named, meant }) => {
    if (clause.service !== undefined && clause.service !== named.service) return [];
    if (!clauseMatches(clause, named) || clauseMatches(clause, meant)) return [];
    const message = `the documentation disagrees whether \`${meant.text}\` or \`${named.text}\` is the action that counts`;
    const doubt: Reason = { kind: 'disputed', message, actions: [named.text], by: [clause.deciding] };
    return [{ ...clause, glob: meant.glob, pattern: meant.pattern, service: meant.service, doubt }];
  });
}

/** Why nothing of a policy is sure, where that is so. */
export function opaqueReasons(policy: Policy): Reason[] {
  if (policy.kind === 'identity-policy') {
    return [
      {
        kind: 'unreadable-policy',
        message: `${inBackticks(policyName(policy))} is an identity policy of Version 5.0, whose actions are another vocabulary and are not evaluated`,
      },
    ];
  }
  const holes = (policy.holes ?? [])
    .filter(({ kind }) => kind !== 'layer')
    .map((hole) => holeReason(policy, hole));
  const faults = policy.faults.length;
  if (faults === 0 && policy.kind !== 'unreadable') return holes;
  const count = faults > 1 ? `${faults} faults` : 'a fault';
  return [
    {
      kind: 'unreadable-policy',
      message: `${inBackticks(policyName(policy))} has ${count} in its structure, so it may grant or deny anything; \`iamscope lint\` shows where`,
    },
    ...holes,
  ];
}

function holeReason(policy: Policy, { kind, written }: PolicyHole): Reason {
  const part = kind === 'statements' ? 'all of its statements' : 'all of the policy';
  const what = written === undefined ? part : inBackticks(written);
  return {
    kind: 'hole',
    message: `${inBackticks(policyName(policy))} does not fix ${what}, so the policy may grant or deny anything`,
  };
}

function clausesOfGrant(grant: GrantThere, names: ReadonlySet<string>, targets: Targets): Clause[] {
  const { policy } = grant;
  if (policy.kind === 'identity-policy') return [];
  return [
    ...unpublishedClauses(grant),
    ...roleClauses(grant, names),
    ...policy.statements.flatMap((statement) => clausesOf(grant, statement, names, targets)),
  ];
}

/**
 * A service may let pass by a role's name what the role's content does not print, which is another vocabulary besides
 * (iam-language 1.4): for the services that it names, nothing is refused by its silence. A wildcard names all services.
 */
function roleClauses({ policy, place }: Grant, names: ReadonlySet<string>): Clause[] {
  if (!isRole(policy)) return [];
  const services = new Map<string, Statement>();
  for (const statement of policy.statements) {
    if (statement.effect !== 'allow') continue;
    for (const { text } of statement.actions) services.set(roleService(text), statement);
  }
  return [...services].map(([service, statement]) => {
    const deciding: Deciding = { file: policy.file, path: statement.path, effect: 'allow' };
    return {
      effect: 'allow',
      glob: globOf(`${service}:*:*`, { crossing: false, questionMark: false }),
      pattern: undefined,
      service: service.includes('*') ? undefined : service,
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
  const { services, unknown } = policy.unpublished;
  const what = policy.kind === 'role' ? 'role' : 'policy';
  const named = inBackticks(policy.displayName ?? policy.file);
  const clause = (effect: Effect, service: string | undefined): Clause => {
    const deciding: Deciding = { file: policy.file, path: [], effect };
    const message = unknown
      ? `${named} is not a known system policy, so it may ${effect} it`
      : `the content of the ${what} ${named} is not published, so it may ${effect} it`;
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

function clausesOf(
  grant: GrantThere,
  statement: Statement,
  names: ReadonlySet<string>,
  targets: Targets,
): Clause[] {
  const { policy, place } = grant;
  const { effect } = statement;
  const faulty = policy.faults.length > 0 ? faultyDoubt(policy) : undefined;
  const thereMaybe = grantDoubt(grant) ?? statementDoubt(statement);
  const isOfRole = isRole(policy);
  const clauses: Clause[] = [];
  for (const action of statement.actions) {
    const deciding: Deciding = { file: policy.file, path: action.path, effect };
    const open = thereMaybe ?? actionDoubt(action);
    const doubt: Reason | undefined =
      faulty ?? (open === undefined ? undefined : { kind: 'hole', message: open, by: [deciding] });
    const add = (reading: Pick<Clause, 'glob' | 'pattern' | 'service' | 'doubt'>) => {
      const { glob, pattern, service } = reading;
      clauses.push({
        effect,
        glob,
        pattern,
        service,
        policy,
        place,
        statement,
        doubt: reading.doubt,
        deciding,
      });
    };
    if (isOfRole) {
      const unsettled = doubt ?? roleDoubt(policy, names, deciding);
      for (const glob of roleGlobs(action.text))
        add({ glob, pattern: undefined, service: undefined, doubt: unsettled });
      if (policy.kind === 'role') continue;
    }
    const meaning = targets.meaningOf(action.text);
    if (meaning.kind === 'doubtful') {
      const unsettled = doubtful(action, meaning.because, deciding);
      for (const { glob, service } of meaning.readings)
        add({ glob, pattern: undefined, service, doubt: unsettled });
      continue;
    }
    // The wider reading says all that the pattern says.
    if (isOfRole) continue;
    const { pattern, glob, wider } = meaning;
    const [service] = pattern.segments;
    add({ glob, pattern, service: service === '*' ? undefined : service, doubt });
    if (wider !== undefined)
      add({
        glob: wider.glob,
        pattern: undefined,
        service: wider.service,
        doubt: emptyTypeDoubt(action, deciding),
      });
  }
  return clauses;
}

/** Why nothing of what is granted is sure there, in words. */
function grantDoubt({ policy, place, maybe, inDoubt }: GrantThere): string | undefined {
  if (policy.holes?.some(({ kind }) => kind === 'document')) return 'the policy is not fixed';
  if (maybe) return 'the grant is there under a condition only';
  if (policy.maybe) return 'the policy is there under a condition only';
  if (policy.holes?.some(({ kind }) => kind === 'layer'))
    return 'whether the policy is declared for global or project-level services is not fixed';
  if (!inDoubt) return undefined;
  return `it is granted in ${placeInWords(namedPlace(place) ?? {})}, and whether the call is made there is not fixed`;
}

function statementDoubt({ unsure }: Statement): string | undefined {
  return unsure === undefined ? undefined : statementDoubts[unsure];
}

const statementDoubts: Readonly<Record<StatementDoubt, string>> = {
  'maybe-there': 'the statement is there under a condition only',
  effect: 'the Effect of the statement is not fixed',
  'maybe-there-and-effect': 'the statement is there under a condition only, and its Effect is not fixed',
  members: 'the statement may have more members, which are not fixed',
};

function actionDoubt({ text, maybe }: PlacedText): string | undefined {
  return maybe ? `${inBackticks(text)} is there under a condition only` : undefined;
}

/** A policy that depends on roles is a role, whatever Version it is printed with (iam-language 1.2). */
export function isRole({ kind, depends }: Policy): boolean {
  return kind === 'role' || (depends ?? []).length > 0;
}

/** Nothing in a policy with a structural fault is sure: a member that nobody understands may narrow any statement. */
function faultyDoubt(policy: Policy): Reason {
  return {
    kind: 'unreadable-policy',
    message: `${inBackticks(policyName(policy))} has a fault in its structure, so nobody can tell what it does`,
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

/** Roles print empty segments for any; a few actions really have no resource type. */
function emptyTypeDoubt({ text }: PlacedText, deciding: Deciding): Reason {
  return {
    kind: 'unreadable-policy',
    message: `${inBackticks(text)} has an empty resource type, and no source says whether it stands for any`,
    by: [deciding],
  };
}

function doubtful({ text }: PlacedText, because: 'malformed' | 'placeholder', deciding: Deciding): Reason {
  if (because === 'malformed')
    return {
      kind: 'unreadable-policy',
      message: `${inBackticks(text)} is not a well-formed action, so nobody can tell what it matches`,
      by: [deciding],
    };
  if (hasHole(text)) {
    const what = text === holeCharacter ? 'an action' : `part of ${inBackticks(text)}`;
    return {
      kind: 'hole',
      message: `${what} is not fixed, so nobody can tell what it matches`,
      by: [deciding],
    };
  }
  const placeholder = placeholderIn(text, { resource: false })?.text ?? text;
  return {
    kind: 'hole',
    message: `the placeholder ${inBackticks(placeholder)} in ${inBackticks(text)} is not filled in, so nobody can tell what it matches`,
    by: [deciding],
  };
}
