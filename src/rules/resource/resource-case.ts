import { inBackticks } from '../../model/in-backticks.ts';
import { documentedType, serviceResources } from '../policy-resources.ts';
import { defineRule } from '../rule.ts';

export const resourceCase = defineRule({
  id: 'resource-case',
  group: 'resource',
  needs: ['resource'],
  severity: 'info',
  summary: 'a resource whose service or type is written in another case than it is documented in',
  rationale:
    'Services are written in lower case, or in capitals throughout as the consoles write them; types as the pages of their service write them (`bucket`, but `KeyId`). Another mixture is a typing error, and hard to search for. Whether the case of a type counts is documented nowhere. Types that no page documents are left alone.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/用户指南/支持IAM资源粒度授权的云服务.md',
    'huaweicloudDocs/iam cn.zh-cn/用户指南/创建自定义策略.md',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["Obs:*:*:object:reports/*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["functiongraph:function:invoke"],
      "Resource": ["functiongraph:*:*:function:Default/*", "FUNCTIONGRAPH:*:*:function:Default/*"]
    }
  ]
}`,
  },
  *check({ catalogue, language, facts }) {
    for (const { resources } of facts.resourceLists) {
      for (const { text, path, reading } of resources) {
        if (reading.kind !== 'segments') continue;
        const { segments } = reading;
        const service = segments.service.toLowerCase();
        const facts = serviceResources(language().resources, catalogue.serviceCode(service));
        const type = (facts && documentedType(facts, segments.type)) ?? segments.type;
        const ofType = type !== segments.type;
        if (!ofType && isUsualCase(segments.service)) continue;
        const { region, account, path: rest } = segments;
        const written = [service, region, account, type, rest].join(':');
        const what = ofType
          ? `the type ${inBackticks(segments.type)} in another case than it is documented in`
          : `the service ${inBackticks(segments.service)} in mixed case`;
        yield {
          message: `${inBackticks(text)} has ${what}`,
          at: { path },
          help: `write ${inBackticks(written)}`,
          fix: {
            // The service is compared without regard to case; of types no source says so.
            safe: !ofType,
            description: `write it as ${inBackticks(written)}`,
            changes: [{ kind: 'replace', path, value: written }],
          },
        };
      }
    }
  },
});

/** In lower case, or as the consoles write it. */
function isUsualCase(service: string): boolean {
  return service === service.toLowerCase() || service === service.toUpperCase();
}
