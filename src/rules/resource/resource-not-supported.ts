import { readAction } from '../../model/action.ts';
import { type Cloud, type CloudChoice, cloudNames, clouds } from '../../model/cloud.ts';
import { hasHole } from '../../model/hole.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { ResourceFacts } from '../../model/language.ts';
import type { PlacedText } from '../../model/policy.ts';
import { asOf, concerns } from '../action-apis.ts';
import { isAgencyStatement } from '../agency-actions.ts';
import { inCloud } from '../known-actions.ts';
import { areOpen, hasOpenActions } from '../open-parts.ts';
import { namedServices, type ResourceList, serviceResources } from '../policy-resources.ts';
import { defineRule, type Problem, type RuleContext } from '../rule.ts';

export const resourceNotSupported = defineRule({
  id: 'resource-not-supported',
  group: 'resource',
  needs: ['resource'],
  severity: 'warning',
  summary: 'a Resource for a service or an action that takes none',
  rationale:
    'Only some services decide by resource; a custom policy with a Resource for another one cannot be created. Huawei Cloud publishes a list of those that do, which lags behind: services that some page documents resources of count as well. Open Telekom Cloud publishes none, so for it alone only what a page says of a service is reported. Where both clouds are asked, a service that one of them documents is left alone. Of an action it is reported where the permission tables mark for every API that needs it that it cannot be limited to resources. `*`, which does not restrict anything, is always taken.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/支持IAM资源粒度授权的云服务.md',
    'huaweicloudDocs/iam cn.zh-cn/用户指南/自定义策略使用样例.md',
    'opentelekomcloud-docs/identity-access-management umn/source/user_guide/permissions/custom_policy_use_cases.rst',
    'opentelekomcloud-docs/modelarts umn/source/permissions_management/permission_management_mechanisms/iam.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cce:cluster:delete"],
      "Resource": ["cce:*:*:cluster:4ca46bf1"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cce:cluster:delete"],
      "Resource": ["*"]
    }
  ]
}`,
  },
  *check(context) {
    const { catalogue, cloud, language, facts } = context;
    for (const list of facts.resourceLists) {
      const { statement, resources } = list;
      if (resources.length === 0 || isAgencyStatement(statement, language())) continue;
      const named = namedServices(
        catalogue,
        statement.actions.filter(({ text }) => !hasHole(text)),
      );
      const seen = new Set<string>();
      const refused = new Set<string>();
      for (const { path, text, reading } of resources) {
        if (reading.kind !== 'segments' || reading.segments.service.includes('*')) continue;
        const service = catalogue.serviceCode(reading.segments.service);
        if (seen.has(service)) continue;
        seen.add(service);
        // What no action names, or nobody knows, is reported as that.
        if (named === 'any' ? hasOpenActions(statement) : !named.has(service)) continue;
        if (catalogue.service(service) === undefined) continue;
        const why = refusal(language().resources, service, cloud);
        if (why === undefined) continue;
        refused.add(service);
        yield {
          message: `${inBackticks(text)} may be refused: ${why.says}`,
          at: { path },
          help: `leave Resource out for the actions of ${inBackticks(service)} (${why.source})`,
        };
      }
      yield* notLimited(list, refused, context);
    }
  },
});

/**
 * The actions of a statement of which every API is marked as not to be limited to resources: one problem for all of them, at
 * the first. Of services that take no resource at all that has been said; actions about all resources are
 * resource-type-mismatch's.
 */
function* notLimited(
  { statement, resources }: ResourceList,
  refused: ReadonlySet<string>,
  context: RuleContext,
): Generator<Problem> {
  const { catalogue, language } = context;
  const [resource] = resources;
  if (resource === undefined || resources.some(({ text }) => text === '*') || areOpen(resources)) return;
  const aboutAll = new Set(language().resources.allResources.map(({ action }) => action.toLowerCase()));
  const found = statement.actions.flatMap(
    (action): { readonly action: PlacedText; readonly service: string }[] => {
      const reading = readAction(action.text);
      if (!reading.ok || !reading.pattern.concrete || aboutAll.has(reading.pattern.text.toLowerCase()))
        return [];
      const service = catalogue.serviceCode(reading.pattern.segments[0]);
      const known = catalogue.action(reading.pattern);
      if (refused.has(service) || known === undefined || !inCloud(known, context.cloud)) return [];
      return concerns('no-resource', known, context.cloud) ? [{ action, service }] : [];
    },
  );
  const [first, ...others] = found;
  if (first === undefined) return;
  yield {
    message: `${inBackticks(first.action.text)} cannot be limited to resources: no API that needs it supports that${asOf(context, first.service)}`,
    at: { path: first.action.path },
    help: 'give it a statement of its own, without Resource',
    related: [
      { at: { path: resource.path }, note: 'the resources begin here' },
      ...others
        .slice(0, 20)
        .map(({ action }) => ({ at: { path: action.path }, note: 'the same holds of this action' })),
    ],
  };
}

interface Refusal {
  readonly says: string;
  readonly source: string;
}

/** Why a service takes no Resource, unless one of the clouds asked for documents resources of it. */
function refusal(facts: ResourceFacts, service: string, cloud: CloudChoice): Refusal | undefined {
  const asked: readonly Cloud[] = cloud === 'any' ? clouds : [cloud];
  const documented = serviceResources(facts, service)?.clouds ?? [];
  if (asked.some((one) => documented.includes(one))) return undefined;
  const refused = facts.refused.find((entry) => entry.service === service && asked.includes(entry.cloud));
  if (refused !== undefined) {
    const says = `policies for ${inBackticks(service)} take no resource in ${cloudNames[refused.cloud]}`;
    return { says, source: refused.source };
  }
  const list = facts.lists.find((entry) => asked.includes(entry.cloud));
  if (list === undefined) return undefined;
  const says = `${inBackticks(service)} is not among the services of ${cloudNames[list.cloud]} with resource-level authorization`;
  return { says, source: list.source };
}
