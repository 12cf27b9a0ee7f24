import { type ActionPattern, readAction } from '../model/action.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import type { RequestContext } from '../model/context.ts';
import type { Deciding, Reason, ReasonKind, Residue } from '../model/decision.ts';
import { firstFew, othersMember } from '../model/first-few.ts';
import type { Grant, GrantPlace } from '../model/grant.ts';
import { inBackticks } from '../model/in-backticks.ts';
import type { Language, TwinActions } from '../model/language.ts';
import { placeholderIn } from '../model/placeholder.ts';
import type {
  ConditionTest,
  Effect,
  Policy,
  Statement,
  StatementAction,
  StatementCondition,
  StatementResource,
} from '../model/policy.ts';
import { globOfPattern, matchesAction, readActionMeaning, roleGlobs, roleService } from './action-pattern.ts';
import { type ConditionResult, evaluateCondition, type OpenTest } from './condition.ts';
import { openTestsInWords } from './condition-words.ts';
import { type Glob, globMatches, globOf, globsIntersect } from './glob.ts';
import { matchResources, type ResourceDoubt, type ResourceMatch } from './resource.ts';
import type { Truth } from './truth.ts';
import { wildcardMatches } from './wildcard.ts';

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
  /** Documented actions that a pattern matches, the first few: what is said of a part of it names one of them. */
  readonly examplesOf?: (pattern: ActionPattern) => readonly string[];
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

/**
 * What an envelope says of who wrote the policy counts. Where none does: users cannot write roles (iam-language 1.2), and a
 * policy is the vendor's when it was named as such.
 */
function isOfVendor({ origin, kind, file, unpublished }: Policy): boolean {
  if (origin !== undefined) return origin === 'vendor';
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
    const asRole = isRole(policy)
      ? roleGlobs(action.text).map((glob) => ({
          ...common,
          glob,
          pattern: undefined,
          service: undefined,
          doubt: faulty ?? roleDoubt(policy, names, deciding),
        }))
      : [];
    if (policy.kind === 'role') return asRole;
    const meaning = readActionMeaning(action.text);
    if (meaning.kind === 'pattern') {
      // The wider reading says all that the pattern says.
      if (asRole.length > 0) return asRole;
      const { pattern } = meaning;
      const [service] = pattern.segments;
      return [
        {
          ...common,
          glob: globOfPattern(pattern),
          pattern,
          service: service === '*' ? undefined : service,
          doubt: faulty,
        },
      ];
    }
    const doubt = doubtful(action, meaning.because, deciding);
    return [
      ...asRole,
      ...meaning.readings.map((reading) => ({ ...common, ...reading, pattern: undefined, doubt })),
    ];
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

function doubtful(
  { text }: StatementAction,
  because: 'malformed' | 'placeholder',
  deciding: Deciding,
): Reason {
  if (because === 'malformed')
    return {
      kind: 'unreadable-policy',
      message: `${inBackticks(text)} is not a well-formed action, so nobody can tell what it matches`,
      by: [deciding],
    };
  const placeholder = placeholderIn(text, { resource: false })?.text ?? text;
  return {
    kind: 'hole',
    message: `the placeholder ${inBackticks(placeholder)} in ${inBackticks(text)} is not filled in, so nobody can tell what it matches`,
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

/** How a clause stands to a target that its action matches: condition, resource and layer count too. */
export interface ClauseTruth {
  readonly truth: Truth;
  /** The same for the actions that are about no single resource: of a pattern they may be only a part. */
  readonly ofAllResources: Truth;
}

/** Whether a clause whose action matches the target matches it as a whole. */
export function truthOfClause(clause: Clause, target: Target, knowledge: Knowledge): ClauseTruth {
  const { statement } = clause;
  if (statement === undefined) return inEither('maybe');
  const ofCondition = conditionOf(clause, statement, target, knowledge).truth;
  if (ofCondition === 'no') return inEither('no');
  const doubtful = clause.doubt !== undefined || layerDoubt(clause, target, knowledge) !== undefined;
  const open = doubtful || ofCondition === 'maybe';
  const { truth, ofAllResources } = resourceTruths(statement, target, knowledge);
  const whole = (ofResource: Truth): Truth => (open && ofResource === 'yes' ? 'maybe' : ofResource);
  return { truth: whole(truth), ofAllResources: whole(ofAllResources) };
}

function inEither(truth: Truth): ClauseTruth {
  return { truth, ofAllResources: truth };
}

function resourceTruths(statement: Statement, target: Target, knowledge: Knowledge): ClauseTruth {
  if (statement.resource.kind === 'omitted') return inEither('yes');
  const about = actionsAboutAllResources(target, knowledge.language);
  if (target.literal !== undefined || about.length === 0)
    return inEither(resourceMatch(statement, target, about.length > 0, knowledge).truth);
  return {
    truth: resourceMatch(statement, target, false, knowledge).truth,
    ofAllResources: resourceMatch(statement, target, true, knowledge).truth,
  };
}

/** The actions about no single resource that a target is or covers. */
export function actionsAboutAllResources(target: Target, language: Language): readonly AboutAllResources[] {
  const known = aboutAllResources.get(language) ?? readAboutAllResources(language);
  aboutAllResources.set(language, known);
  const before = known.ofTarget.get(target);
  if (before !== undefined) return before;
  const found = known.all.filter(({ action, glob }) =>
    target.literal === undefined
      ? globsIntersect(target.glob, glob)
      : target.literal === action.toLowerCase(),
  );
  known.ofTarget.set(target, found);
  return found;
}

function readAboutAllResources(language: Language): KnownAboutAllResources {
  const all = language.resources.allResources.flatMap(({ action }) => {
    const glob = targetOf(action)?.glob;
    return glob === undefined ? [] : [{ action, glob }];
  });
  return { all, ofTarget: new WeakMap() };
}

/** An action about no single resource. */
export interface AboutAllResources {
  /** As documented. */
  readonly action: string;
  readonly glob: Glob;
}

interface KnownAboutAllResources {
  readonly all: readonly AboutAllResources[];
  /** What was found for targets, which are asked about with every statement. */
  readonly ofTarget: WeakMap<Target, readonly AboutAllResources[]>;
}

const aboutAllResources = new WeakMap<Language, KnownAboutAllResources>();

/** An open point of a clause, put into words when it is asked for. */
export interface Doubt {
  readonly kind: ReasonKind;
  reason(): Reason;
}

/** Why a clause matches the target only *maybe*: every open point. */
export function doubtsOf(clause: Clause, target: Target, knowledge: Knowledge): Doubt[] {
  const { statement } = clause;
  const known = [clause.doubt, layerDoubt(clause, target, knowledge)].filter((doubt) => doubt !== undefined);
  const doubts = known.map((reason): Doubt => ({ kind: reason.kind, reason: () => reason }));
  if (statement === undefined) return doubts;
  const { condition } = statement;
  const result = conditionOf(clause, statement, target, knowledge);
  if (condition !== undefined && result.truth === 'maybe')
    doubts.push({
      kind: 'condition',
      reason: () => conditionReason(clause, condition, result.open, knowledge.language),
    });
  return [...doubts, ...resourceDoubts(clause, statement, target, knowledge)];
}

const noDoubts: readonly Doubt[] = [];

function resourceDoubts(
  clause: Clause,
  statement: Statement,
  target: Target,
  knowledge: Knowledge,
): readonly Doubt[] {
  if (statement.resource.kind === 'omitted') return noDoubts;
  const about = actionsAboutAllResources(target, knowledge.language).filter(({ glob }) =>
    globsIntersect(glob, clause.glob),
  );
  const onlyAbout = about.length > 0 && (target.literal !== undefined || clause.pattern?.concrete === true);
  const { path } = statement.resource;
  const whether = [...(onlyAbout ? [] : [false]), ...(about.length > 0 ? [true] : [])];
  return whether.flatMap((allResources): readonly Doubt[] => {
    const match = resourceMatch(statement, target, allResources, knowledge);
    if (match.truth !== 'maybe') return [];
    const { because } = match;
    const by = [{ ...clause.deciding, path }];
    const reason = () => ({
      ...resourceReason(because, clause, statement.resource, { about, target, knowledge }),
      by,
    });
    return [{ kind: because === 'placeholder' ? 'hole' : 'resource', reason }];
  });
}

/** What a resource is compared with, for messages. */
interface ResourceQuestion {
  /** The actions asked about that apply to all resources. */
  readonly about: readonly AboutAllResources[];
  readonly target: Target;
  readonly knowledge: Knowledge;
}

function resourceReason(
  because: ResourceDoubt,
  { effect }: Clause,
  resource: StatementResource,
  { about, target, knowledge }: ResourceQuestion,
): Reason {
  const texts = namesOfResource(resource);
  const words = resourcesInWords(resource);
  const verb = verbs[effect];
  const residue = residueOfResources(resource);
  switch (because) {
    case 'all-resources': {
      const actions = about.map(({ action }) => action);
      const [apply, them] = actions.length === 1 ? ['applies', 'it'] : ['apply', 'them'];
      const message = `${inWords(actions)} ${apply} to all resources, so whether the ${words} include ${them} is not documented`;
      return { kind: 'resource', message, actions };
    }
    case 'placeholder': {
      const found = new Set(texts.flatMap((text) => placeholderIn(text, { resource: true })?.text ?? []));
      const message = `${verb} only for the ${words}, where ${inWords([...found])} is not filled in`;
      return { kind: 'hole', message, residue };
    }
    case 'reading': {
      const message = `${verb} only for the ${words}, and whether that includes all that is asked about cannot be told`;
      return { kind: 'resource', message, residue };
    }
    case 'request': {
      const possible = texts.filter(
        (text) => resource.kind !== 'list' || mayBeAbout(text, target, knowledge),
      );
      if (possible.length > 0 || texts.length === 0)
        return { kind: 'resource', message: `${verb} only for the ${words}`, residue: residueOf(possible) };
      return {
        kind: 'resource',
        message: `the ${words} are of another type than ${inBackticks(target.text)} is about, so whether the statement applies is not documented`,
      };
    }
  }
}

/** Whether a request of the action may be about such a resource, as far as pages tell which types it works on. */
function mayBeAbout(text: string, { service, resourceType }: Target, { language }: Knowledge): boolean {
  const facts = language.resources.services.find((known) => known.service === service);
  const types =
    facts?.actions !== undefined && Object.hasOwn(facts.actions, resourceType)
      ? facts.actions[resourceType]
      : undefined;
  if (types === undefined || text === '*') return true;
  const [named = '', , , type = ''] = text.toLowerCase().split(':');
  const isOther = /^[a-z0-9-]+$/.test(named) && named !== service;
  return (
    !isOther &&
    (!/^[a-z0-9*-]+$/.test(type) || types.some((known) => wildcardMatches(type, known.toLowerCase())))
  );
}

const verbs = { allow: 'allowed', deny: 'denied' } as const;

function conditionReason(
  { deciding, effect }: Clause,
  { path }: StatementCondition,
  open: readonly OpenTest[],
  language: Language,
): Reason {
  const words = openTestsInWords(open, language);
  return {
    kind: 'condition',
    message: `${verbs[effect]} only while ${words === '' ? "the statement's Condition holds" : words}`,
    residue: residueOfTests(open.map(({ test }) => test)),
    by: [{ ...deciding, path }],
  };
}

/** The first few tests that have to hold, with the first few values of each. */
export function residueOfTests(tests: readonly ConditionTest[]): Residue {
  const { few, others } = firstFew(tests);
  const conditions = few.map(({ operator, key, values }) => {
    const listed = firstFew(values);
    return { operator, key, values: listed.few, ...othersMember(listed.others) };
  });
  return { conditions, ...othersMember(others) };
}

/** What a statement is limited to, in words: "resources `a`, `b`". */
export function resourcesInWords(resource: StatementResource): string {
  return `${resource.kind === 'agencies' ? 'agencies' : 'resources'} ${inWords(namesOfResource(resource)) || '(none listed)'}`;
}

/** The first few texts in backticks, and how many more there are. */
function inWords(texts: readonly string[]): string {
  const { few, others } = firstFew(texts);
  return [...few.map(inBackticks), ...(others === 0 ? [] : [`${others} more`])].join(', ');
}

/** The first few resources that a statement is limited to. */
export function residueOfResources(resource: StatementResource): Residue {
  return residueOf(namesOfResource(resource));
}

function residueOf(resources: readonly string[]): Residue {
  const { few, others } = firstFew(resources);
  return { resources: few, ...othersMember(others) };
}

function namesOfResource(resource: StatementResource): readonly string[] {
  return resource.kind === 'agencies' ? resource.uris : resource.kind === 'list' ? resource.resources : [];
}

const conditionless: ConditionResult = { truth: 'yes', open: [] };

/** What a Condition comes to in a request, per service. */
interface Evaluated {
  readonly context: RequestContext;
  readonly perService: Map<string, ConditionResult>;
}

/** What each Condition came to in the last request: the same one is asked for with every action. */
const evaluated = new WeakMap<StatementCondition, Evaluated>();

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
  const last = evaluated.get(condition);
  const { perService } =
    last?.context === context ? last : { perService: new Map<string, ConditionResult>() };
  if (last?.perService !== perService) evaluated.set(condition, { context, perService });
  const result = perService.get(service) ?? evaluateCondition(condition, service, context, language);
  perService.set(service, result);
  return result;
}

const everywhere: ResourceMatch = { truth: 'yes' };
const inNamedAgencies: ResourceMatch = { truth: 'maybe', because: 'request' };

function resourceMatch(
  { resource }: Statement,
  { service, resourceType }: Target,
  allResources: boolean,
  { context }: Knowledge,
): ResourceMatch {
  switch (resource.kind) {
    case 'omitted':
      return everywhere;
    case 'agencies':
      return inNamedAgencies;
    case 'list':
      return matchResources(resource.resources, {
        service,
        type: resourceType,
        allResources,
        known: context.resources,
      });
  }
}

/**
 * Whether a grant, or a declared layer, of the other half has an effect is not documented (iam-language 6): a policy for
 * global services counts where it is granted globally, one for projects where it is granted in projects.
 */
function layerDoubt(clause: Clause, target: Target, knowledge: Knowledge): Reason | undefined {
  const { policy, place } = clause;
  const isPlaced = place.kind === 'iam' && place.where !== undefined;
  return policy.layer === undefined && !isPlaced ? undefined : declaredDoubt(clause, target, knowledge);
}

function declaredDoubt(
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
  if (halves.length === 0 && place.kind === 'iam' && place.besideOther && where !== undefined) {
    const what = level === null ? 'is not documented' : 'depends on the call';
    return doubt(
      `it is granted ${grantedWords[where]}, and whether \`${target.service}\` is called globally or in a project ${what}`,
    );
  }
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
