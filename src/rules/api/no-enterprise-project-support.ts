import { matchesAction } from '../../decide/action-pattern.ts';
import type { ActionPattern } from '../../model/action.ts';
import type { KnownAction } from '../../model/catalogue.ts';
import { cloudNames } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { apiInWords, apisNeeding, concerns, pageInWords } from '../action-apis.ts';
import { documentedActions, inCloud, namedService } from '../known-actions.ts';
import { actionPatterns } from '../policy-actions.ts';
import { defineRule, type RuleContext } from '../rule.ts';

export const noEnterpriseProjectSupport = defineRule({
  id: 'no-enterprise-project-support',
  group: 'api',
  severity: 'warning',
  summary: 'an action that has no effect in an enterprise project, in a policy that is granted in one',
  rationale:
    'Permission tables say which APIs support enterprise projects. Of an action all of whose APIs support IAM projects only, neither an Allow nor a Deny has an effect there. Checked with `--scope enterprise-project`, or where the configuration says so; only for services whose permission tables are in the catalogue, and not for actions that other APIs call in turn.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/API参考/权限及授权项说明.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:share"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:update"]
    }
  ]
}`,
  },
  *check(context) {
    const { policy, catalogue, cloud, scope } = context;
    if (scope !== 'enterprise-project') return;
    for (const { text, path, pattern, statement } of actionPatterns(policy)) {
      const [known, ...others] = withoutEffect(pattern, context);
      if (known === undefined) continue;
      const [entry, ...more] = apisNeeding(known, catalogue, cloud);
      if (entry === undefined) continue;
      const verb = statement.effect === 'allow' ? 'grants' : 'denies';
      const only = others.length + more.length === 0;
      const where = cloud === 'any' ? '' : ` of ${cloudNames[cloud]}`;
      const apis = only
        ? `${apiInWords(entry)}, the only API that needs it, does not support them`
        : `none of the APIs${where} that need ${others.length === 0 ? 'it' : 'its actions'} supports them, such as ${apiInWords(entry)}`;
      yield {
        message: `${inBackticks(text)} ${verb} nothing in an enterprise project: ${apis}`,
        at: { path },
        help: `grant it in an IAM project instead (${pageInWords(entry, catalogue)})`,
      };
    }
  },
});

/** The known actions that the pattern matches, where none of them has an effect in an enterprise project. */
function withoutEffect(pattern: ActionPattern, { catalogue, cloud }: RuleContext): readonly KnownAction[] {
  const service = namedService(catalogue, pattern, cloud);
  if (service?.coverage !== 'full') return [];
  const [, resourceType, operation] = pattern.segments;
  const matched: KnownAction[] = [];
  for (const { known, pattern: documented } of documentedActions(catalogue, service.code)) {
    const anyCode: ActionPattern = {
      ...pattern,
      segments: [documented.segments[0], resourceType, operation],
    };
    if (!matchesAction(anyCode, documented) || !inCloud(known, cloud)) continue;
    if (!concerns('no-enterprise-project', known, cloud)) return [];
    matched.push(known);
  }
  return matched;
}
