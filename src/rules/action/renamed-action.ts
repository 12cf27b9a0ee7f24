import { readAction } from '../../model/action.ts';
import { cloudNames } from '../../model/cloud.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { Policy, StatementReading } from '../../model/policy.ts';
import { matchesAction } from '../../patterns/action-pattern.ts';
import { namesInWords } from '../action-apis.ts';
import { writeInstead } from '../action-fixes.ts';
import { hasOpenActions, isEffectOpen, mayHoldMore } from '../open-parts.ts';
import type { PatternAction } from '../policy-actions.ts';
import { defineRule } from '../rule.ts';
import { readingsOf } from '../statements.ts';

/** Whether one of the patterns covers an action. */
function isNamed(action: string, patterns: readonly PatternAction[]): boolean {
  const reading = readAction(action);
  return reading.ok && patterns.some(({ pattern }) => matchesAction(pattern, reading.pattern));
}

export const renamedAction = defineRule({
  id: 'renamed-action',
  group: 'action',
  severity: 'info',
  summary: 'an action that newer pages ask for under another name',
  rationale:
    'Clouds rename actions (`dli:queue:create_queue` is `dli:queue:createQueue` on newer pages). Nobody says how long the older name counts, so whoever grants it alone may be refused, and a Deny of it may be without effect. It is a warning where no page that counts today asks for the older name any more. The name is left alone where the policy has the newer one too, with the same Effect, and where the other cloud that is asked about still documents it. The fix writes the newer name; it is never safe, since the older one may be the one that counts.',
  sources: ['support.huaweicloud.com/api-dli/dli_02_0201.html'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["dli:queue:create_queue"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["dli:queue:createQueue"]
    }
  ]
}`,
  },
  concernsAction: ({ known }) => known?.renamed !== undefined,
  *check({ policy, facts, catalogue, cloud }) {
    for (const { path, pattern, statement } of facts.distinctPatterns) {
      if (!pattern.concrete) continue;
      const known = catalogue.action(pattern);
      const renamed = known?.renamed;
      if (known === undefined || renamed === undefined) continue;
      const isAsked = cloud === 'any' ? known.clouds.length === 1 : cloud === renamed.cloud;
      if (!isAsked) continue;
      const alike = facts.patterns.filter((one) => one.statement.effect === statement.effect);
      if (renamed.to.every((name) => isNamed(name, alike)) || mayNameMore(policy, statement)) continue;
      const [newer, ...others] = renamed.to;
      const names = namesInWords(renamed.to);
      yield {
        message: `${inBackticks(pattern.text)} is documented today as ${names}, by ${inBackticks(renamed.page)} of ${cloudNames[renamed.cloud]}`,
        at: { path },
        ...(renamed.gone ? { severity: 'warning' as const } : {}),
        help: `add ${names}; the older name may no longer count`,
        ...(newer === undefined || others.length > 0
          ? {}
          : { fix: writeInstead(path, newer, { safe: false }) }),
      };
    }
  },
});

/** Whether a hole may be the newer name, or the Effect of a statement that holds it. */
function mayNameMore(policy: Policy, statement: StatementReading): boolean {
  return (
    mayHoldMore(policy) ||
    isEffectOpen(statement) ||
    readingsOf(policy).some(
      (reading) => isEffectOpen(reading) || (hasOpenActions(reading) && reading.effect === statement.effect),
    )
  );
}
