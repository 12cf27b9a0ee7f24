import { inBackticks } from '../../model/in-backticks.ts';
import { documentedType, resourceLists, serviceCode, serviceResources } from '../policy-resources.ts';
import { defineRule } from '../rule.ts';

export const resourceCase = defineRule({
  id: 'resource-case',
  group: 'resource',
  needs: 'resource',
  severity: 'info',
  summary: 'a resource whose service or type is written in another case than it is documented in',
  rationale:
    'Services are written in lower case, types as the pages of their service write them (`bucket`, but `KeyId`). The consoles write services of resources in capitals, and both clouds take them so; one spelling is easier to search for. Whether the case of a type counts is documented nowhere. Types that no page documents are left alone.',
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
      "Resource": ["OBS:*:*:object:reports/*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["functiongraph:function:invoke"],
      "Resource": ["functiongraph:*:*:function:Default/*"]
    }
  ]
}`,
  },
  *check({ policy, catalogue, language }) {
    for (const { resources } of resourceLists(policy)) {
      for (const { text, path, reading } of resources) {
        if (reading.kind !== 'segments') continue;
        const { segments } = reading;
        const service = segments.service.toLowerCase();
        const facts = serviceResources(language().resources, serviceCode(catalogue, service));
        const type = (facts && documentedType(facts, segments.type)) ?? segments.type;
        const ofType = type !== segments.type;
        if (service === segments.service && !ofType) continue;
        const { region, account, path: rest } = segments;
        const written = [service, region, account, type, rest].join(':');
        const what = ofType
          ? `the type ${inBackticks(segments.type)} in another case than it is documented in`
          : `the service ${inBackticks(segments.service)} in capital letters`;
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
