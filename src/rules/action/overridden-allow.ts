import { inBackticks } from '../../model/in-backticks.ts';
import type { PlacedText, StatementReading } from '../../model/policy.ts';
import { createPatternCover } from '../../patterns/pattern-cover.ts';
import { removeAction, removeStatement } from '../action-fixes.ts';
import { isEffectOpen } from '../open-parts.ts';
import { defineRule } from '../rule.ts';
import { appliesAlways } from '../statements.ts';

interface Overridden {
  readonly action: PlacedText;
  readonly denial: PlacedText;
}

export const overriddenAllow = defineRule({
  id: 'overridden-allow',
  group: 'action',
  severity: 'warning',
  summary: 'an Allow of which the same policy denies everything',
  rationale:
    'A Deny always wins, so the Allow grants nothing and misleads the reader. Denies with a Condition or a Resource are not counted, nor are malformed actions; an Allow that is denied in part only is a common way to write an exception.',
  sources: ['huaweicloudDocs/iam cn.zh-cn/用户指南/策略鉴权规则.md'],
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:delete"]
    },
    {
      "Effect": "Deny",
      "Action": ["ims:images:del*"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:*"]
    },
    {
      "Effect": "Deny",
      "Action": ["ims:images:delete"]
    }
  ]
}`,
  },
  needs: ['overlap'],
  *check({ policy, facts }) {
    if (policy.kind !== 'policy' || policy.faults.length > 0 || facts.areDifferentActions) return;
    const denials = facts.patterns.filter(
      ({ statement, maybe }) =>
        statement.effect === 'deny' && appliesAlways(statement) && !maybe && statement.unsure === undefined,
    );
    if (denials.length === 0) return;
    const denied = createPatternCover<PlacedText>();
    for (const denial of denials) denied.add(denial.pattern, denial);
    const statements = new Map<StatementReading, Overridden[]>();
    for (const action of facts.distinctPatterns) {
      if (action.statement.effect !== 'allow' || isEffectOpen(action.statement)) continue;
      const denial = denied.find(action.pattern, () => true);
      if (denial === undefined) continue;
      const overridden = statements.get(action.statement) ?? [];
      statements.set(action.statement, overridden);
      overridden.push({ action, denial });
    }
    for (const [statement, overridden] of statements) {
      const texts = new Set(statement.actions.map(({ text }) => text.toLowerCase()));
      const isWhole = overridden.length === texts.size;
      if (isWhole && overridden.length > 1) {
        const denials = [...new Set(overridden.map(({ denial }) => denial))];
        yield {
          message: 'everything that the statement allows is denied without condition in the same policy',
          at: { path: [...statement.path, 'Action'], target: 'member' },
          help: 'remove the Allow, or narrow the Deny',
          related: denials.slice(0, 3).map(({ path }) => ({ at: { path }, note: 'denied here' })),
          fix: removeStatement(statement.path, { safe: false }),
        };
        continue;
      }
      for (const { action, denial } of overridden) {
        yield {
          message: `${inBackticks(action.text)} is allowed here, but denied without condition in the same policy`,
          at: { path: action.path },
          help: 'remove the Allow, or narrow the Deny',
          related: [{ at: { path: denial.path }, note: 'denied here' }],
          fix: isWhole
            ? removeStatement(statement.path, { safe: false })
            : removeAction(action.path, { safe: false }),
        };
      }
    }
  },
});
