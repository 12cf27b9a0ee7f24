import { type ActionPattern, readAction } from '../../model/action.ts';
import type { KnownAction } from '../../model/catalogue.ts';
import type { Severity } from '../../model/finding.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { AllResourcesAction, ServiceResources } from '../../model/language.ts';
import { nearest } from '../../model/nearest.ts';
import type { PlacedText, StatementReading } from '../../model/policy.ts';
import { matchesAction } from '../../patterns/action-pattern.ts';
import { wildcardMatches } from '../../patterns/wildcard.ts';
import { areOpen } from '../open-parts.ts';
import {
  documentedType,
  type ListedResource,
  type ResourceList,
  serviceResources,
} from '../policy-resources.ts';
import { defineRule, type Problem, type RuleContext } from '../rule.ts';

export const resourceTypeMismatch = defineRule({
  id: 'resource-type-mismatch',
  group: 'resource',
  needs: ['resource'],
  severity: 'error',
  summary: 'actions that are about another type of resource than the statement names',
  rationale:
    'An action on buckets never matches a resource of type `object`, nor the other way round: the statement does nothing for the action, or the resource does nothing in the statement. Checked where pages tell which types an action works on, which they do for OBS. For other services only a type that looks like a misspelling of a documented one is reported, as a warning: their pages need not name every type. Some actions, such as `obs:bucket:ListAllMyBuckets`, apply to all resources: nobody can tell whether a statement that names fewer grants or denies them. That is an info where a page of the vendor prints such a statement.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/支持IAM资源粒度授权的云服务.md',
    'opentelekomcloud-docs/object-storage-service doc/permissions-configuration-guide/source/permission_control_methods/iam_permissions.rst',
    'huaweicloudDocs/ecs cn.zh-cn/API参考/资源粒度授权.md',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:bucket:ListBucket", "obs:object:GetObject"],
      "Resource": ["obs:*:*:object:reports/*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:bucket:ListBucket", "obs:object:GetObject"],
      "Resource": ["obs:*:*:bucket:reports", "obs:*:*:object:reports/*"]
    }
  ]
}`,
  },
  *check(context) {
    for (const list of context.facts.resourceLists) {
      const types = typesOf(list, context);
      for (const syntaxError of types.syntaxErrors) yield syntaxError;
      // A hole may be a resource of any type, and all of them.
      if (areOpen(list.resources)) continue;
      yield* unusedResources(list, types.perService, context);
      if (!types.readable) continue;
      const aboutAll = actionsAboutAllResources(list, context);
      yield* aboutAllResources(list, aboutAll);
      yield* mismatches(list, types.perService, context, new Set(aboutAll.map(({ action }) => action)));
    }
  },
});

interface ListedTypes {
  /** Lower-case types by service, of the services whose actions are documented to work on certain types. */
  readonly perService: ReadonlyMap<string, ServiceTypes>;
  /** Every resource can be read, so that what is not named is not meant. */
  readonly readable: boolean;
  readonly syntaxErrors: readonly Problem[];
}

interface ServiceTypes {
  readonly facts: ServiceResources;
  readonly types: Set<string>;
  readonly first: ListedResource;
  /** The type of some resource is not documented. */
  doubtful: boolean;
}

function typesOf({ resources }: ResourceList, { catalogue, language }: RuleContext): ListedTypes {
  const perService = new Map<string, ServiceTypes>();
  const syntaxErrors: Problem[] = [];
  let readable = true;
  for (const resource of resources) {
    if (resource.reading.kind !== 'segments' || resource.reading.segments.service.includes('*')) {
      readable = false;
      continue;
    }
    const { service, type } = resource.reading.segments;
    const facts = serviceResources(language().resources, catalogue.serviceCode(service));
    if (facts === undefined) continue;
    const found: ServiceTypes = perService.get(facts.service) ?? {
      facts,
      types: new Set(),
      first: resource,
      doubtful: false,
    };
    perService.set(facts.service, found);
    if (type.includes('*') || documentedType(facts, type) !== undefined) {
      found.types.add(type.toLowerCase());
      continue;
    }
    const meant = type.length < 3 ? undefined : nearest(type, facts.types, { max: type.length >= 8 ? 2 : 1 });
    if (meant === undefined && facts.actions === undefined) continue;
    // That its actions match nothing is a consequence.
    found.doubtful = true;
    syntaxErrors.push(undocumented(resource, facts, type, meant));
  }
  return { perService, readable, syntaxErrors };
}

function undocumented(
  { text, path, reading }: ListedResource,
  facts: ServiceResources,
  type: string,
  meant: string | undefined,
): Problem {
  const segments = reading.kind === 'segments' ? reading.segments : undefined;
  const fixed =
    meant === undefined || segments === undefined
      ? undefined
      : [segments.service, segments.region, segments.account, meant, segments.path].join(':');
  const types = facts.types.map(inBackticks).join(' and ');
  return {
    message: `${inBackticks(text)} has the type ${inBackticks(type)}, which no page of ${inBackticks(facts.service)} documents`,
    at: { path },
    help: meant === undefined ? `the types are ${types}` : `did you mean ${inBackticks(meant)}?`,
    // Pages that name types without saying what they are for need not name all of them.
    ...(facts.actions === undefined ? { severity: 'warning' as const } : {}),
    ...(fixed === undefined
      ? {}
      : {
          fix: {
            // What matched nothing may match then.
            safe: false,
            description: `write it as ${inBackticks(fixed)}`,
            changes: [{ kind: 'replace', path, value: fixed }],
          },
        }),
  };
}

/** An action that applies to all resources, in a statement that names some. */
interface AboutAll {
  readonly action: PlacedText;
  readonly severity: Severity;
}

/** The actions of a statement that apply to all resources, where its resources are fewer. */
function actionsAboutAllResources(
  { statement, resources }: ResourceList,
  { catalogue, cloud, language }: RuleContext,
): readonly AboutAll[] {
  const facts = language().resources.allResources.filter(
    ({ clouds }) => cloud === 'any' || clouds.includes(cloud),
  );
  if (facts.length === 0) return [];
  return statement.actions.flatMap((action): AboutAll[] => {
    const reading = readAction(action.text);
    if (!reading.ok) return [];
    const [prefix, type] = reading.pattern.segments;
    const service = catalogue.serviceCode(prefix);
    const own = facts.filter((fact) => fact.action.startsWith(`${service}:`));
    const found = own.filter((fact) => isMeantBy(fact.action, reading.pattern));
    if (found.length === 0 || !isAboutNothingElse(reading.pattern, found, catalogue.actions(service)))
      return [];
    const ofService = serviceResources(language().resources, service);
    if (resources.some((resource) => isEveryResource(resource, service, type, ofService))) return [];
    const printed = found.some(({ printedOtherwise = [] }) =>
      printedOtherwise.some(
        (one) => one.effect === statement.effect && (cloud === 'any' || one.cloud === cloud),
      ),
    );
    return [{ action, severity: printed ? 'info' : 'error' }];
  });
}

/** Whether all known actions that a pattern covers are among those found: of one that is about others too nothing is said. */
function isAboutNothingElse(
  pattern: ActionPattern,
  found: readonly AllResourcesAction[],
  known: readonly KnownAction[],
): boolean {
  if (pattern.concrete) return true;
  const names = new Set(found.map(({ action }) => action.toLowerCase()));
  const covered = known.filter(({ action }) => isMeantBy(action, pattern));
  return covered.length > 0 && covered.every(({ action }) => names.has(action.toLowerCase()));
}

function isMeantBy(name: string, pattern: ActionPattern): boolean {
  const reading = readAction(name);
  return reading.ok && matchesAction(pattern, reading.pattern);
}

/** Every resource of a type that the action may work on, in every region and account. */
function isEveryResource(
  { reading }: ListedResource,
  service: string,
  actionType: string,
  facts: ServiceResources | undefined,
): boolean {
  if (reading.kind !== 'segments' || reading.segments.service.toLowerCase() !== service) return false;
  const { region, account, path, type } = reading.segments;
  if (![region, account, path].every((part) => part === '*')) return false;
  const worksOn = facts?.actions;
  if (worksOn === undefined || !Object.hasOwn(worksOn, actionType)) return true;
  return (worksOn[actionType] ?? []).some((known) =>
    wildcardMatches(type.toLowerCase(), known.toLowerCase()),
  );
}

/** One problem for the actions of each severity, at the first of them. */
function* aboutAllResources({ resources }: ResourceList, found: readonly AboutAll[]): Generator<Problem> {
  const [resource] = resources;
  for (const severity of ['error', 'info'] as const) {
    const [first, ...more] = found.filter((one) => one.severity === severity);
    if (first === undefined || resource === undefined) continue;
    const [who, verb] = subject(first.action, more.length, 'applies', 'apply');
    yield {
      message: `${who} ${verb} to all resources, but the statement names some`,
      at: { path: first.action.path },
      help: 'give it a statement of its own, without Resource',
      related: [{ at: { path: resource.path }, note: 'the resources begin here' }],
      severity,
    };
  }
}

/** The first of several actions and how many more there are, with the verb that follows. */
function subject({ text }: PlacedText, more: number, one: string, several: string): [string, string] {
  if (more === 0) return [inBackticks(text), one];
  return [`${inBackticks(text)} and ${more} more ${more === 1 ? 'action' : 'actions'}`, several];
}

/**
 * Resources of a type that no action of the statement works on, beside others that they do work on: where the actions match
 * none of the resources, that is said of the actions.
 */
function* unusedResources(
  { statement, resources }: ResourceList,
  perService: ListedTypes['perService'],
  { catalogue }: RuleContext,
): Generator<Problem> {
  for (const { facts, types, doubtful } of perService.values()) {
    if (doubtful || types.size < 2) continue;
    const usable = typesWorkedOn(statement, facts, catalogue);
    if (usable === undefined || usable.size === 0) continue;
    const isUsed = (type: string) => [...usable].some((known) => wildcardMatches(type, known));
    if (![...types].some(isUsed)) continue;
    const unused = resources.filter(
      ({ reading }) =>
        reading.kind === 'segments' &&
        catalogue.serviceCode(reading.segments.service) === facts.service &&
        !isUsed(reading.segments.type.toLowerCase()),
    );
    const [first, ...others] = unused;
    if (first?.reading.kind !== 'segments') continue;
    const type = first.reading.segments.type;
    yield {
      message: `${inBackticks(first.text)} is of type ${inBackticks(type)}, which no action of the statement is about`,
      at: { path: first.path },
      help: `remove it, or add the actions on resources of type ${inBackticks(type)} that are meant`,
      related: others.slice(0, 20).map(({ path }) => ({ at: { path }, note: 'here too' })),
    };
  }
}

/** The lower-case types of resources that a statement's actions of a service work on; `undefined` where that cannot be told. */
function typesWorkedOn(
  { actions }: StatementReading,
  { service, actions: worksOn }: ServiceResources,
  catalogue: RuleContext['catalogue'],
): ReadonlySet<string> | undefined {
  if (worksOn === undefined) return undefined;
  const usable = new Set<string>();
  for (const { text } of actions) {
    const reading = readAction(text);
    if (!reading.ok) return undefined;
    const [prefix, type] = reading.pattern.segments;
    if (prefix === '*') return undefined;
    if (catalogue.serviceCode(prefix) !== service) continue;
    if (!Object.hasOwn(worksOn, type)) return undefined;
    for (const known of worksOn[type] ?? []) usable.add(known.toLowerCase());
  }
  return usable;
}

/** Actions whose types the statement names no resource of: one problem for each type, at its first action. */
function* mismatches(
  { statement }: ResourceList,
  perService: ListedTypes['perService'],
  { catalogue }: RuleContext,
  reported: ReadonlySet<PlacedText>,
): Generator<Problem> {
  const byType = actionsByType(
    statement.actions.filter((action) => !reported.has(action)),
    perService,
    catalogue,
  );
  for (const { actions, type, facts, first } of byType.values()) {
    const [action, ...more] = actions;
    if (action === undefined) continue;
    const [who, verb] = subject(action, more.length, 'is', 'are');
    yield {
      message: `${who} ${verb} about resources of type ${inBackticks(type)}, of which the statement names none`,
      at: { path: action.path },
      help: `add a resource such as ${inBackticks(`${facts.service}:*:*:${type}:*`)}, or give the action a statement of its own`,
      related: [{ at: { path: first.path }, note: 'the resources begin here' }],
    };
  }
}

interface Mismatch {
  readonly actions: PlacedText[];
  readonly type: string;
  readonly facts: ServiceResources;
  readonly first: ListedResource;
}

function actionsByType(
  actions: readonly PlacedText[],
  perService: ListedTypes['perService'],
  catalogue: RuleContext['catalogue'],
): ReadonlyMap<string, Mismatch> {
  const found = new Map<string, Mismatch>();
  const matching = new Map<string, boolean>();
  for (const action of actions) {
    const reading = readAction(action.text);
    if (!reading.ok || reading.pattern.segments[0] === '*') continue;
    const [prefix, type] = reading.pattern.segments;
    const ofService = perService.get(catalogue.serviceCode(prefix));
    const worksOn = ofService?.facts.actions;
    if (
      ofService === undefined ||
      ofService.doubtful ||
      worksOn === undefined ||
      !Object.hasOwn(worksOn, type)
    )
      continue;
    const { facts, types, first } = ofService;
    const key = `${facts.service}:${type}`;
    const matches =
      matching.get(key) ??
      [...types].some((named) =>
        worksOn[type]?.some((documented) => wildcardMatches(named, documented.toLowerCase())),
      );
    matching.set(key, matches);
    if (matches) continue;
    const mismatch = found.get(key) ?? { actions: [], type: worksOn[type]?.[0] ?? type, facts, first };
    mismatch.actions.push(action);
    found.set(key, mismatch);
  }
  return found;
}
