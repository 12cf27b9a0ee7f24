import type { ActionPattern } from '../../model/action.ts';
import type { KnownAction } from '../../model/catalogue.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { apiInWords, apisNeeding, areOneApi, asOf, concerns, pageInWords } from '../action-apis.ts';
import { inCloud, namedService } from '../known-actions.ts';
import { isEffectOpen } from '../open-parts.ts';
import type { PolicyAction } from '../policy-actions.ts';
import { defineRule, type Problem, type RuleContext } from '../rule.ts';

export const noEnterpriseProjectSupport = defineRule({
  id: 'no-enterprise-project-support',
  group: 'api',
  severity: 'warning',
  summary: 'an action that has no effect in an enterprise project, in a policy that is granted in one',
  rationale:
    'Permission tables say which APIs support enterprise projects. Of an action all of whose APIs support IAM projects only, neither an Allow nor a Deny has an effect there. Checked with `--scope enterprise-project`, or where the configuration says so; only for services whose permission tables are in the catalogue, and not for actions that other APIs depend on.',
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
    options: '--scope enterprise-project',
  },
  concernsAction: ({ pattern }, { scope }) => pattern !== undefined && scope === 'enterprise-project',
  *check(context) {
    if (context.scope !== 'enterprise-project') return;
    const groups = new Map<string, [InVain, ...InVain[]]>();
    for (const action of context.facts.patterns) {
      if (isEffectOpen(action.statement)) continue;
      const matched = withoutEffect(action.pattern, context);
      if (matched.length === 0) continue;
      const key = `${action.statement.effect} ${action.pattern.segments[0]}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [{ ...action, matched }]);
      else group.push({ ...action, matched });
    }
    for (const group of groups.values()) yield* problemOf(group, context);
  },
});

/** An action or pattern, and the known actions that it matches. */
interface InVain extends PolicyAction {
  readonly matched: readonly KnownAction[];
}

/** One for each service and Effect: the root is where the policy is granted. */
function* problemOf(
  [first, ...others]: readonly [InVain, ...InVain[]],
  { catalogue, cloud }: RuleContext,
): Generator<Problem> {
  const apis = first.matched.flatMap((known) => apisNeeding(known, catalogue, cloud));
  const [entry] = apis;
  if (entry === undefined) return;
  const { text, path, statement } = first;
  const allow = statement.effect === 'allow';
  const subject =
    others.length === 0
      ? `${inBackticks(text)} ${allow ? 'grants' : 'denies'}`
      : `${inBackticks(text)} and ${others.length === 1 ? 'another action' : `${others.length} more actions`} of its service ${allow ? 'grant' : 'deny'}`;
  const what = others.length === 0 ? 'it' : 'the first';
  const why = areOneApi(apis)
    ? `${apiInWords(entry)}, the only API that needs ${what}, does not support them`
    : `no API that needs ${what} supports them, as ${apiInWords(entry)} does not`;
  yield {
    message: `${subject} nothing in an enterprise project: ${why}${asOf({ catalogue, cloud }, entry.service)}`,
    at: { path },
    help: `move ${others.length === 0 ? 'it' : 'them'} to a policy that is granted in an IAM project (${pageInWords(entry, catalogue)})`,
    related: others.slice(0, 5).map((other) => ({ at: { path: other.path }, note: 'without effect too' })),
  };
}

/** The known actions that the pattern matches, where none of them has an effect in an enterprise project. */
function withoutEffect(pattern: ActionPattern, { catalogue, cloud }: RuleContext): readonly KnownAction[] {
  const service = namedService(catalogue, pattern, cloud);
  if (service?.coverage !== 'full') return [];
  const matched: KnownAction[] = [];
  for (const { known } of catalogue.actionsMatching(pattern)) {
    if (!inCloud(known, cloud)) continue;
    if (!concerns('no-enterprise-project', known, cloud)) return [];
    matched.push(known);
  }
  return matched;
}
