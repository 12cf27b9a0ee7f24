import { segmentsOf } from '../../model/action.ts';
import { inBackticks } from '../../model/in-backticks.ts';
import type { PlacedText, StatementReading } from '../../model/policy.ts';
import { defineRule, type ProposedFix } from '../rule.ts';

export const duplicateAction = defineRule({
  id: 'duplicate-action',
  group: 'action',
  severity: 'warning',
  summary: 'an action appears twice in one statement',
  rationale:
    'The second one changes nothing, and often stands where another action was meant. Compared without regard to case, as the clouds do.',
  examples: {
    flagged: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:list"]
    }
  ]
}`,
    clean: `{
  "Version": "1.1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ims:images:list", "ims:images:get"]
    }
  ]
}`,
  },
  needs: ['overlap'],
  *check({ facts }) {
    const seen = new Map<StatementReading, Map<string, PlacedText>>();
    for (const action of facts.actions) {
      const { text, path, statement } = action;
      const texts = seen.get(statement) ?? new Map<string, PlacedText>();
      seen.set(statement, texts);
      const first = texts.get(text.toLowerCase());
      if (first === undefined) {
        texts.set(text.toLowerCase(), action);
        continue;
      }
      // One of the two may be missing, or be there in place of the other.
      if (action.maybe || first.maybe) continue;
      const spelling = first.text === text ? '' : `, as ${inBackticks(first.text)}`;
      yield {
        message: `${inBackticks(text)} is already listed in the statement${spelling}`,
        at: { path },
        help: 'remove it, or write the action that was meant',
        related: [{ at: { path: first.path }, note: 'first here' }],
        fix: removalOf(action, first),
      };
    }
  },
});

/** The later one goes, unless it is the one whose service is written as it is documented. */
function removalOf(action: PlacedText, first: PlacedText): ProposedFix {
  const [kept, removed] =
    isLowerCase(serviceOf(first)) || !isLowerCase(serviceOf(action)) ? [first, action] : [action, first];
  const description =
    kept.text === removed.text ? 'remove the duplicate' : `remove ${inBackticks(removed.text)}`;
  return { safe: true, description, changes: [{ kind: 'remove', path: removed.path }] };
}

function serviceOf({ text }: PlacedText): string {
  return segmentsOf(text)[0];
}

function isLowerCase(text: string): boolean {
  return text === text.toLowerCase();
}
