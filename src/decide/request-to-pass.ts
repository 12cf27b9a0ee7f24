import type { RequestContext } from '../model/context.ts';
import type { DecisionKind } from '../model/decision.ts';
import { type Grant, placesNamedBy } from '../model/grant.ts';
import type { Language } from '../model/language.ts';
import { splitAtPlaceholders } from '../model/placeholder.ts';
import { textsOf } from '../model/policy.ts';
import { all } from '../model/truth.ts';
import { actionsAboutAllResources } from './all-resources.ts';
import { type Clause, clauseMatches } from './clause.ts';
import { conditionOf, type Knowledge, resourceMatch } from './clause-truth.ts';
import { wayOrder } from './combine.ts';
import { dateOf, numberOf } from './condition-operator.ts';
import { evaluateTest, type ReadableTest, readTest } from './condition-test.ts';
import { anywhere, decideActionKind } from './decide-action.ts';
import type { Decider, DecisionOptions } from './decide-api.ts';
import { deciderFor } from './decide-over-places.ts';
import { compileGrants, type Grants } from './grants.ts';
import { type Target, targetOf } from './target.ts';

/** A request that passes where any request may not, with the same grants: what it has to be like besides what is known. */
export interface RequestToPass {
  /** Values of condition keys; none: the key is absent. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly resources: readonly string[];
  /** The answer to such a request. */
  readonly decision: DecisionKind;
}

/** More statements than these are not tried for one action. */
const mostClauses = 20;

/**
 * Finds a request that the grants answer better than one of which no more is known: one that fulfils the Conditions and
 * Resources of what is allowed and escapes those of what is denied. What is found is decided again, and nothing is in it that
 * makes no difference.
 * @param needed the actions that have to be allowed; several lists: each is one way
 * @param decide the answer to the question
 */
export function requestToPass(
  needed: readonly (readonly string[])[],
  grants: readonly Grant[],
  options: DecisionOptions,
  decide: (decider: Decider) => DecisionKind,
): RequestToPass | undefined {
  const decided = (assumed: Assumed) =>
    decide(deciderFor(grants, { ...options, context: contextWith(options.context, assumed) }));
  const now = decided(nothing);
  const compiled = compileGrants(grants, options.language);
  let best: RequestToPass | undefined;
  for (const actions of needed) {
    const found = assumedFor(actions, compiled, options);
    for (const assumed of [found, ...inProjects(found, grants, options)]) {
      if (assumed.keys.size + assumed.resources.length === 0) continue;
      const decision = decided(assumed);
      if (rankOf(decision) < rankOf(best?.decision ?? now))
        best = { ...withoutIdle(assumed, (one) => decided(one) === decision), decision };
    }
  }
  return best;
}

/** The same in each of the projects that grants name, where nothing says which is meant. */
function inProjects(assumed: Assumed, grants: readonly Grant[], { context }: DecisionOptions): Assumed[] {
  if (context.keys.has(projectName) || assumed.keys.has(projectName)) return [];
  const projects = placesNamedBy(grants).flatMap(({ project }) => project ?? []);
  return projects
    .slice(0, mostClauses)
    .map((project) => ({ ...assumed, keys: new Map([...assumed.keys, [projectName, [project]]]) }));
}

const projectName = 'g:ProjectName';

function rankOf(decision: DecisionKind): number {
  return wayOrder.indexOf(decision);
}

/** What is assumed of a request besides what is known. */
interface Assumed {
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly resources: readonly string[];
}

const nothing: Assumed = { keys: new Map(), resources: [] };

function contextWith({ keys, resources }: RequestContext, assumed: Assumed): RequestContext {
  return { keys: new Map([...keys, ...assumed.keys]), resources: [...resources, ...assumed.resources] };
}

/** The same without what makes no difference. */
function withoutIdle(assumed: Assumed, isAsGood: (one: Assumed) => boolean): Assumed {
  let least = assumed;
  for (const key of assumed.keys.keys()) {
    const keys = new Map([...least.keys].filter(([name]) => name !== key));
    if (isAsGood({ ...least, keys })) least = { ...least, keys };
  }
  for (const resource of assumed.resources) {
    const resources = least.resources.filter((name) => name !== resource);
    if (isAsGood({ ...least, resources })) least = { ...least, resources };
  }
  return least;
}

/** What has to be so for as many of the actions as possible to be allowed, action by action. */
function assumedFor(actions: readonly string[], grants: Grants, options: DecisionOptions): Assumed {
  let assumed = nothing;
  for (const action of actions) {
    const target = targetOf(action);
    if (target !== undefined) assumed = assumedForAction(target, assumed, grants, options);
  }
  return assumed;
}

function assumedForAction(
  target: Target,
  before: Assumed,
  grants: Grants,
  options: DecisionOptions,
): Assumed {
  const knowledgeOf = (assumed: Assumed): Knowledge => ({
    ...options,
    context: contextWith(options.context, assumed),
  });
  const kindOf = (assumed: Assumed) => decideActionKind(target, grants, anywhere, knowledgeOf(assumed));
  if (kindOf(before) === 'allowed') return before;
  const clauses = [grants.iam, grants.enterpriseProject]
    .flatMap((stage) => stage.clauses)
    .filter((clause) => clause.statement !== undefined && clauseMatches(clause, target));
  const allows = clauses.filter(({ effect }) => effect === 'allow').slice(0, mostClauses);
  const denies = clauses.filter(({ effect }) => effect === 'deny').slice(0, mostClauses);
  for (const allow of allows) {
    const fulfilled = fulfilling(allow, target, before, knowledgeOf);
    if (fulfilled === undefined) continue;
    const escaped = denies.reduce((assumed, deny) => escaping(deny, target, assumed, knowledgeOf), fulfilled);
    if (kindOf(escaped) === 'allowed') return escaped;
  }
  return before;
}

type KnowledgeOf = (assumed: Assumed) => Knowledge;

/** What makes a statement match the target for sure; `undefined` where nothing does. */
function fulfilling(
  clause: Clause,
  target: Target,
  before: Assumed,
  knowledgeOf: KnowledgeOf,
): Assumed | undefined {
  let assumed = before;
  for (const [key, tests] of testsPerKey(clause, target, knowledgeOf(before).language)) {
    if (tests === undefined) return undefined;
    const known = knowledgeOf(assumed).context.keys.get(key);
    const holds = (values: readonly string[]) =>
      all(tests.map((test) => evaluateTest(test, values))) === 'yes';
    const values = known === undefined ? valuesToTry(tests).find(holds) : holds(known) ? known : undefined;
    if (values === undefined) return undefined;
    if (known === undefined) assumed = { ...assumed, keys: new Map([...assumed.keys, [key, values]]) };
  }
  if (conditionOf(clause, target, knowledgeOf(assumed)).truth !== 'yes') return undefined;
  return aboutResource(clause, target, assumed, knowledgeOf);
}

/** The same for the Resource of the statement: one that it names, written out as far as it is. */
function aboutResource(
  { statement }: Clause,
  target: Target,
  before: Assumed,
  knowledgeOf: KnowledgeOf,
): Assumed | undefined {
  if (statement === undefined) return undefined;
  const matches = (assumed: Assumed) => {
    const knowledge = knowledgeOf(assumed);
    const ofAll = actionsAboutAllResources(target, knowledge.language).length > 0;
    return resourceMatch(statement, target, ofAll, knowledge).truth === 'yes';
  };
  if (matches(before)) return before;
  if (statement.resource.kind !== 'list') return undefined;
  for (const resource of textsOf(statement.resource.resources).slice(0, mostClauses)) {
    if (resource.includes('?') || splitAtPlaceholders(resource, { resource: true }).length > 1) continue;
    const assumed = { ...before, resources: [...before.resources, resource] };
    if (matches(assumed)) return assumed;
  }
  return undefined;
}

/** What keeps a statement from matching the target, where there is something; else what was assumed before. */
function escaping(clause: Clause, target: Target, before: Assumed, knowledgeOf: KnowledgeOf): Assumed {
  const knowledge = knowledgeOf(before);
  if (conditionOf(clause, target, knowledge).truth === 'no') return before;
  for (const [key, tests] of testsPerKey(clause, target, knowledge.language)) {
    if (tests === undefined || knowledge.context.keys.has(key)) continue;
    const fails = (values: readonly string[]) => tests.some((test) => evaluateTest(test, values) === 'no');
    const values = valuesToTry(tests).find(fails);
    if (values === undefined) continue;
    const assumed = { ...before, keys: new Map([...before.keys, [key, values]]) };
    if (conditionOf(clause, target, knowledgeOf(assumed)).truth === 'no') return assumed;
  }
  return before;
}

/** The tests of a statement's Condition by their keys; `undefined` for those of a key that cannot be read. */
function testsPerKey(
  { statement, service: ofClause }: Clause,
  target: Target,
  language: Language,
): ReadonlyMap<string, readonly ReadableTest[] | undefined> {
  const service = target.service === '*' ? (ofClause ?? '*') : target.service;
  const perKey = new Map<string, ReadableTest[] | undefined>();
  for (const test of statement?.condition?.tests ?? []) {
    const reading = readTest(test, service, language);
    const known = perKey.get(test.key);
    if (!reading.ok || (perKey.has(test.key) && known === undefined)) perKey.set(test.key, undefined);
    else perKey.set(test.key, [...(known ?? []), reading.readable]);
  }
  return perKey;
}

/** Values that a key may have to pass its tests, or to fail one: those that the tests name, and those next to them. */
export function valuesToTry(tests: readonly ReadableTest[]): (readonly string[])[] {
  const named = tests.flatMap(({ values, named: { operator } }) =>
    operator.compare === 'presence'
      ? []
      : values
          .slice(0, mostClauses)
          .filter((value) => splitAtPlaceholders(value, { resource: false }).length === 1)
          .flatMap((value) => around(value, operator.type)),
  );
  return [...[...new Set(named)].filter((value) => value !== '').map((value) => [value]), []];
}

function around(value: string, type: ReadableTest['named']['operator']['type']): string[] {
  switch (type) {
    case 'boolean':
      return [value, value === 'true' ? 'false' : 'true'];
    case 'number': {
      const number = numberOf(value);
      return number === undefined ? [] : [value, String(number + 1), String(number - 1)];
    }
    case 'date': {
      const time = dateOf(value);
      return time === undefined ? [] : [value, dateText(time + 1000), dateText(time - 1000)];
    }
    case 'address':
      return [value.replace(/\/.*$/s, '')];
    case 'string':
      return [...(/[*?]/.test(value) ? [] : [value]), value.replaceAll('*', '').replaceAll('?', 'x')];
    case 'any':
      return [];
  }
}

function dateText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
