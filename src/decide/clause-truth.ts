import type { ActionPattern } from '../model/action.ts';
import type { ServiceLevel } from '../model/catalogue.ts';
import type { RequestContext } from '../model/context.ts';
import type { Language } from '../model/language.ts';
import type { Statement, StatementCondition } from '../model/policy.ts';
import type { Truth } from '../model/truth.ts';
import { actionsAboutAllResources } from './all-resources.ts';
import type { Clause } from './clause.ts';
import { type ConditionResult, evaluateCondition } from './condition.ts';
import { layerDoubt } from './layer-doubt.ts';
import { matchResources, type ResourceMatch } from './resource.ts';
import type { Target } from './target.ts';

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
  const ofCondition = conditionOf(clause, target, knowledge).truth;
  if (ofCondition === 'no') return inEither('no');
  const doubtful = clause.doubt !== undefined || layerDoubt(clause, target, knowledge.levelOf) !== undefined;
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

const conditionless: ConditionResult = { truth: 'yes', open: [] };

/** What a Condition comes to in a request, per service. */
interface Evaluated {
  readonly context: RequestContext;
  readonly language: Language;
  readonly perService: Map<string, ConditionResult>;
}

/** What each Condition came to in the last request: the same one is asked for with every action. */
const evaluated = new WeakMap<StatementCondition, Evaluated>();

/** What the Condition of a clause's statement comes to in the request. */
export function conditionOf(
  clause: Clause,
  target: Target,
  { context, language }: Knowledge,
): ConditionResult {
  const condition = clause.statement?.condition;
  if (condition === undefined) return conditionless;
  const service = target.service === '*' ? (clause.service ?? '*') : target.service;
  let last = evaluated.get(condition);
  if (last?.context !== context || last.language !== language) {
    last = { context, language, perService: new Map() };
    evaluated.set(condition, last);
  }
  let result = last.perService.get(service);
  if (result === undefined) {
    result = evaluateCondition(condition, service, context, language);
    last.perService.set(service, result);
  }
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
