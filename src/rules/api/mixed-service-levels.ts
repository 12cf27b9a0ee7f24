import { inBackticks } from '../../model/in-backticks.ts';
import type { Policy } from '../../model/policy.ts';
import { namesInWords } from '../action-apis.ts';
import { hasOpenActions } from '../open-parts.ts';
import type { PatternAction } from '../policy-actions.ts';
import type { PolicyFacts } from '../policy-facts.ts';
import { defineRule } from '../rule.ts';
import { levelsIn, levelWords, type OfLevel } from '../service-levels.ts';

export const mixedServiceLevels = defineRule({
  id: 'mixed-service-levels',
  group: 'api',
  severity: 'error',
  summary: 'actions of global and of project-level services in one policy',
  rationale:
    'A policy is made for global services or for project-level ones, and is granted accordingly: the other half of a mixed one has no effect, or the policy is refused. The vendor breaks the rule in an example of its own, and Open Telekom Cloud prints the same example split in two. `*:*:*` never counts, nor do services whose level no page says, nor those that are granted both ways.',
  sources: [
    'huaweicloudDocs/iam cn.zh-cn/API参考/创建云服务自定义策略.md',
    'opentelekomcloud-docs/identity-access-management doc/permissions/source/permissions.rst',
  ],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*", "obs:bucket:*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["obs:bucket:*", "obs:object:*"]
    }
  ]
}`,
  },
  needs: ['both-levels'],
  *check({ policy, catalogue, facts }) {
    // Of both levels only what the vendor made is declared, and of neither what has no known type.
    if (policy.layer === 'AA' || policy.layer === 'XX') return;
    const [early, late] = levelsIn(facts.patterns.filter(isThere), catalogue, misplacedAgencies(facts));
    if (early === undefined || late === undefined) return;
    const servicesOf = (level: OfLevel['level']) =>
      namesInWords([...(early.level === level ? early : late).services]);
    yield {
      message: `${inBackticks(late.first.text)} belongs to ${levelWords[late.level]} and ${inBackticks(early.first.text)} to ${levelWords[early.level]}, but a policy holds actions of one level only`,
      at: { path: late.first.path },
      help: `make two policies: one for global services (${servicesOf('global')}), one for project-level services (${servicesOf('project')})${takesMore(policy) ? ', each with the resources and condition keys of its services' : ''}`,
      related: [{ at: { path: early.first.path }, note: `of ${levelWords[early.level]}` }],
    };
  },
});

/** What is there under a condition only may be there in place of the rest. */
function isThere({ maybe, statement: { unsure } }: PatternAction): boolean {
  return !maybe && (unsure === undefined || unsure === 'effect');
}

/** Whether the statements say more than actions, which belongs to one half or the other. */
function takesMore({ statements }: Policy): boolean {
  return statements.some(({ resource, condition }) => resource.kind === 'list' || condition !== undefined);
}

/** Actions about agencies beside others: they are to leave the policy anyway, as agency-action-mixed says. */
function misplacedAgencies({ agencyStatements }: PolicyFacts): ReadonlySet<string> {
  const misplaced = new Set<string>();
  for (const { statement, alone, others } of agencyStatements) {
    if (others.length > 0 || hasOpenActions(statement))
      for (const { path } of alone) misplaced.add(path.join('/'));
  }
  return misplaced;
}
