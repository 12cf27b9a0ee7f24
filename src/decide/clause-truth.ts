import type { ActionPattern } from '../model/action.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import type { RequestContext } from '../model/context.ts';
import type { Reason } from '../model/decision.ts';
import type { GrantPlace } from '../model/grant.ts';
import type { Language } from '../model/language.ts';
import type { Statement, StatementCondition } from '../model/policy.ts';
import type { Clause } from './clause.ts';
import { type ConditionResult, evaluateCondition } from './condition.ts';
import { type Glob, globsIntersect } from './glob.ts';
import { matchResources, type ResourceMatch } from './resource.ts';
import { type Target, targetOf } from './target.ts';
import type { Truth } from './truth.ts';

/** What deciding needs to know besides the policies. */
export interface Knowledge {
  readonly language: Language;
  readonly context: RequestContext;
  /** Level of a service, by its lower-case code. */
  readonly levelOf: (service: string) => ServiceLevel;
  /** Documented actions that a pattern matches, the first few: what is said of a part of it names one of them. */
  readonly examplesOf?: (pattern: ActionPattern) => readonly string[];
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

const conditionless: ConditionResult = { truth: 'yes', open: [] };

/** What a Condition comes to in a request, per service. */
interface Evaluated {
  readonly context: RequestContext;
  readonly perService: Map<string, ConditionResult>;
}

/** What each Condition came to in the last request: the same one is asked for with every action. */
const evaluated = new WeakMap<StatementCondition, Evaluated>();

/** What the Condition of a clause's statement comes to in the request. */
export function conditionOf(
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

/** How a statement's resources stand to the request. @param allResources whether the action applies to all of them */
export function resourceMatch(
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
export function layerDoubt(clause: Clause, target: Target, knowledge: Knowledge): Reason | undefined {
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
