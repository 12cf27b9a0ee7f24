import { wildcardMatches } from '../../decide/wildcard.ts';
import { readAction } from '../../model/action.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { ServiceResources } from '../../model/language.ts';
import { nearest } from '../../model/nearest.ts';
import type { StatementAction, StatementReading } from '../../model/policy.ts';
import {
  documentedType,
  type ListedResource,
  type ResourceList,
  resourceLists,
  serviceCode,
  serviceResources,
} from '../policy-resources.ts';
import { defineRule, type Problem, type RuleContext } from '../rule.ts';

export const resourceTypeMismatch = defineRule({
  id: 'resource-type-mismatch',
  group: 'resource',
  needs: 'resource',
  severity: 'error',
  summary: 'actions that are about another type of resource than the statement names',
  rationale:
    'An action on buckets never matches a resource of type `object`, nor the other way round: the statement does nothing for it. Checked where pages tell which types an action works on, which they do for OBS. For other services only a type that looks like a slip of a documented one is reported, as a warning: their pages need not name every type.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/支持IAM资源粒度授权的云服务.md',
    'opentelekomcloud-docs/object-storage-service doc/permissions-configuration-guide/source/permission_control_methods/iam_permissions.rst',
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
    for (const list of resourceLists(context.policy)) {
      const types = typesOf(list, context);
      for (const slip of types.slips) yield slip;
      if (types.readable) yield* mismatches(list, types.perService, context);
    }
  },
});

interface ListedTypes {
  /** Lower-case types by service, of the services whose actions are documented to work on certain types. */
  readonly perService: ReadonlyMap<string, ServiceTypes>;
  /** Every resource can be read, so that what is not named is not meant. */
  readonly readable: boolean;
  readonly slips: readonly Problem[];
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
  const slips: Problem[] = [];
  let readable = true;
  for (const resource of resources) {
    if (resource.reading.kind !== 'segments' || resource.reading.segments.service.includes('*')) {
      readable = false;
      continue;
    }
    const { service, type } = resource.reading.segments;
    const facts = serviceResources(language().resources, serviceCode(catalogue, service));
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
    slips.push(undocumented(resource, facts, type, meant));
  }
  return { perService, readable, slips };
}

function undocumented(
  { text, path, reading }: ListedResource,
  facts: ServiceResources,
  type: string,
  meant: string | undefined,
): Problem {
  const segments = reading.kind === 'segments' ? reading.segments : undefined;
  const mended =
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
    ...(mended === undefined
      ? {}
      : {
          fix: {
            // What matched nothing may match then.
            safe: false,
            description: `write it as ${inBackticks(mended)}`,
            changes: [{ kind: 'replace', path, value: mended }],
          },
        }),
  };
}

/** Actions whose types the statement names no resource of: one problem for each type, at its first action. */
function* mismatches(
  { statement }: ResourceList,
  perService: ListedTypes['perService'],
  { catalogue }: RuleContext,
): Generator<Problem> {
  for (const { actions, type, facts, first } of actionsByType(statement, perService, catalogue).values()) {
    const [action, ...more] = actions;
    if (action === undefined) continue;
    const who =
      more.length === 0 ? '' : ` and ${more.length} more ${more.length === 1 ? 'action' : 'actions'}`;
    const verb = more.length === 0 ? 'is' : 'are';
    yield {
      message: `${inBackticks(action.text)}${who} ${verb} about resources of type ${inBackticks(type)}, of which the statement names none`,
      at: { path: action.path },
      help: `add a resource such as ${inBackticks(`${facts.service}:*:*:${type}:*`)}, or give the action a statement of its own`,
      related: [{ at: { path: first.path }, note: 'the resources begin here' }],
    };
  }
}

interface Mismatch {
  readonly actions: StatementAction[];
  readonly type: string;
  readonly facts: ServiceResources;
  readonly first: ListedResource;
}

function actionsByType(
  { actions }: StatementReading,
  perService: ListedTypes['perService'],
  catalogue: RuleContext['catalogue'],
): ReadonlyMap<string, Mismatch> {
  const found = new Map<string, Mismatch>();
  const matching = new Map<string, boolean>();
  for (const action of actions) {
    const reading = readAction(action.text);
    if (!reading.ok || reading.pattern.segments[0] === '*') continue;
    const [prefix, type] = reading.pattern.segments;
    const ofService = perService.get(serviceCode(catalogue, prefix));
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
