import { type Cloud, type CloudChoice, cloudNames, clouds } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { ResourceFacts } from '../../model/language.ts';
import { isAgencyStatement } from '../agency-actions.ts';
import { namedServices, serviceResources } from '../policy-resources.ts';
import { defineRule } from '../rule.ts';

export const resourceNotSupported = defineRule({
  id: 'resource-not-supported',
  group: 'resource',
  needs: 'resource',
  severity: 'warning',
  summary: 'a Resource for a service whose actions take none',
  rationale:
    'Only some services decide by resource; a custom policy with a Resource for another one cannot be created. Huawei Cloud publishes a list of those that do, which lags behind: services that some page documents resources of count as well. Open Telekom Cloud publishes none, so for it alone only what a page says of a service is reported. Where both clouds are asked, a service that one of them documents is left alone. `*`, which does not restrict anything, is always taken.',
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
  *check({ catalogue, cloud, language, facts }) {
    for (const { statement, resources } of facts.resourceLists) {
      if (resources.length === 0 || isAgencyStatement(statement, language())) continue;
      const named = namedServices(catalogue, statement);
      const seen = new Set<string>();
      for (const { path, text, reading } of resources) {
        if (reading.kind !== 'segments' || reading.segments.service.includes('*')) continue;
        const service = catalogue.serviceCode(reading.segments.service);
        if (seen.has(service)) continue;
        seen.add(service);
        // What no action names, or nobody knows, is reported as that.
        if (named !== 'any' && !named.has(service)) continue;
        if (catalogue.service(service) === undefined) continue;
        const why = refusal(language().resources, service, cloud);
        if (why === undefined) continue;
        yield {
          message: `${inBackticks(text)} may be refused: ${why.says}`,
          at: { path },
          help: `leave Resource out for the actions of ${inBackticks(service)} (${why.source})`,
        };
      }
    }
  },
});

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
