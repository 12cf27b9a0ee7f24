import { inBackticks } from '../../model/in-backticks.ts';
import { listedTexts, type Policy } from '../../model/policy.ts';
import { isAgencyStatement } from '../agency-actions.ts';
import {
  isTemplate,
  type ListedResource,
  type ResourceFault,
  readListedResource,
  serviceResources,
} from '../policy-resources.ts';
import { defineRule, type Problem } from '../rule.ts';
import { readingsOf } from '../statements.ts';

export const malformedResource = defineRule({
  id: 'malformed-resource',
  group: 'resource',
  needs: ['resource'],
  severity: 'error',
  summary: 'a resource that is not of the form `service:region:account:type:path`',
  rationale:
    'Resources have five segments, of which the path may contain `:` itself; `*` stands for all or part of each. A resource of another form matches nothing for sure, and the clouds refuse some of them. White space is documented nowhere: a name with a blank is written with `*` in its place. A region is `*` or the code of one; for OBS, which is global, it is `*` (a warning). A lone `*` is every resource and no fault. In identity policies 5.0 resources are URNs, with region and account empty where they do not matter.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/创建云服务自定义策略.md',
    'opentelekomcloud-docs/object-storage-service doc/permissions-configuration-guide/source/permission_control_methods/iam_permissions.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:object:reports/*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:object:GetObject"],
      "Resource": ["obs:*:*:object:reports/*"]
    }
  ]
}`,
  },
  *check({ policy, catalogue, language, facts }) {
    yield* ofIdentityPolicy(policy);
    for (const { statement, resources } of facts.resourceLists) {
      if (resources.length === 0 || isAgencyStatement(statement, language())) continue;
      for (const resource of resources) {
        const { reading } = resource;
        if (reading.kind === 'malformed') yield malformed(resource, reading.fault);
        if (reading.kind !== 'segments' || reading.segments.region === '*') continue;
        const { service, region } = reading.segments;
        const facts = serviceResources(language().resources, catalogue.serviceCode(service));
        if (!facts?.global) continue;
        yield {
          message: `${inBackticks(resource.text)} names the region ${inBackticks(region)}, but resources of ${inBackticks(facts.service)} belong to no region`,
          at: { path: resource.path },
          help: 'write `*` for the region',
          severity: 'warning',
        };
      }
    }
  },
});

/** Identity policies 5.0 name resources by URN, in which region and account may be empty. */
function* ofIdentityPolicy(policy: Policy): Generator<Problem> {
  if (policy.kind !== 'identity-policy') return;
  for (const { resource, notResources = [] } of readingsOf(policy)) {
    if (resource.kind === 'agencies') {
      yield {
        message:
          'an object names agencies in policies of Version 1.1, but identity policies have a list of URNs',
        at: { path: resource.path },
        help: 'write a list of `service:region:account:type:path`',
      };
      continue;
    }
    for (const { text, path } of [...listedTexts(resource), ...notResources]) {
      const fault = urnFault(text);
      if (fault === undefined) continue;
      yield {
        message: `${text === '' ? 'a resource' : inBackticks(text)} ${complaint(text, fault)}`,
        at: { path },
        help: fault === 'empty' ? 'write the resource that was meant' : form,
      };
    }
  }
}

function urnFault(text: string): ResourceFault | undefined {
  if (text === '*' || isTemplate(text) || text.startsWith('arn:')) return undefined;
  if (text === '') return 'empty';
  if (text.trim() !== text) return 'white-space';
  const segments = text.split(':');
  if (segments.length < 5) return 'segments';
  return segments[0] === '' ? 'empty-segment' : undefined;
}

function malformed({ text, path }: ListedResource, fault: ResourceFault): Problem {
  const meant = meantBy(text, fault);
  return {
    message: `${text === '' ? 'a resource' : inBackticks(text)} ${complaint(text, fault)}`,
    at: { path },
    help: meant === undefined ? helpFor(fault) : `write ${inBackticks(meant)}`,
    ...(meant === undefined
      ? {}
      : {
          fix: {
            // What matched nothing may match then.
            safe: false,
            description: `write it as ${inBackticks(meant)}`,
            changes: [{ kind: 'replace', path, value: meant }],
          },
        }),
  };
}

/** The well-formed resource that was probably meant. */
function meantBy(text: string, fault: ResourceFault): string | undefined {
  const candidates = [text.normalize('NFKC'), text.trim()];
  // `obs:bucket:reports` lacks region and account, as names of actions do.
  const [service = '', type = '', ...path] = text.split(':');
  if (fault === 'segments' && path.length === 1)
    candidates.push([service, '*', '*', type, ...path].join(':'));
  return candidates.find(
    (candidate) => candidate !== text && readListedResource(candidate).kind === 'segments',
  );
}

function complaint(text: string, fault: ResourceFault): string {
  switch (fault) {
    case 'empty':
      return 'is empty';
    case 'white-space':
      return 'has white space, which no resource has';
    case 'segments': {
      const count = text.split(':').length;
      return `has ${count === 1 ? 'one segment' : `${count} segments`}, but resources have five`;
    }
    case 'empty-segment':
      return 'has an empty segment';
    case 'region':
      return `names ${inBackticks(text.split(':')[1] ?? '')} as the region, which is not a region code`;
  }
}

const form = 'write it as `service:region:account:type:path`';

function helpFor(fault: ResourceFault): string {
  switch (fault) {
    case 'empty':
      return 'remove it, or write `*` for every resource';
    case 'white-space':
      return 'write each resource as a string of its own, and `*` for a blank in a name';
    case 'segments':
      return form;
    case 'empty-segment':
      return `${form}, with \`*\` for all`;
    case 'region':
      return 'write `*` for every region, or the code of one';
  }
}
