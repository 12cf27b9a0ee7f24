import { isRefusal } from '../../decide/combine.ts';
import { actionNames } from '../../model/claim.ts';
import { cloudNames } from '../../model/cloud.ts';
import type { Entry } from '../../model/entry.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import { apiInWords, concernsSome, evidenceOf, namesInWords } from '../action-apis.ts';
import { mayAllowMore, mayDenyMore } from '../open-parts.ts';
import { defineRule, type RuleContext } from '../rule.ts';
import type { WrittenAction } from '../written-actions.ts';

export const disputedRequirement = defineRule({
  id: 'disputed-requirement',
  group: 'api',
  severity: 'info',
  summary: 'an allowed action of an API on whose requirement the pages of its cloud disagree',
  rationale:
    'Several current pages of one cloud name different actions for one API, and the policy satisfies some of them only, so nobody can tell whether the call passes. Reported for actions written out; not where all pages are satisfied, or none.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["evs:snapshots:rollback"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["evs:snapshots:rollback", "evs:volumes:get"]
    }
  ]
}`,
    given: 'current pages of one cloud disagree on what rolling back a snapshot needs',
  },
  concernsAction: ({ known }, { cloud }) => known !== undefined && concernsSome('disputed', known, cloud),
  *check(context) {
    const { cloud, policy } = context;
    if (mayAllowMore(policy) || mayDenyMore(policy)) return;
    const reported = new Set<Entry>();
    for (const action of context.facts.writtenActions) {
      if (!concernsSome('disputed', action.known, cloud)) continue;
      for (const entry of openDisputes(action, context)) {
        if (reported.has(entry)) continue;
        reported.add(entry);
        yield {
          message: `the pages of ${cloudNames[entry.cloud]} disagree on what ${apiInWords(entry)} needs besides ${inBackticks(action.text)}, and the policy satisfies some of them only`,
          at: { path: action.path },
          help: `allow what every page asks for (${sidesInWords(entry, context)})`,
        };
      }
    }
  },
});

/** The engine says which disputes matter: those that keep the call from being allowed or refused. */
function openDisputes({ known }: WrittenAction, context: RuleContext): readonly Entry[] {
  const { facts } = context;
  return facts.ofActions.apisNeeding(known).filter((entry) => {
    if (entry.disputed === undefined || facts.decider.kindOf(entry) !== 'conditional') return false;
    const { reasons, requirements } = facts.decider.api(entry);
    return (
      reasons.some(({ kind }) => kind === 'disputed') &&
      !requirements.some(({ action, decision }) => isRefusal(decision) && facts.isSuspected(action))
    );
  });
}

function sidesInWords(entry: Entry, { catalogue }: RuleContext): string {
  const claims = evidenceOf(entry, catalogue)?.claims.filter(({ status }) => status === 'current') ?? [];
  const sides = new Map(
    claims.map(({ page, source, actions }) => [
      page,
      `\`${page}\`${source === undefined || source.date === null ? '' : ` of ${source.date}`}: ${namesInWords(actionNames(actions))}`,
    ]),
  );
  return [...sides.values()].slice(0, 3).join('; ');
}
