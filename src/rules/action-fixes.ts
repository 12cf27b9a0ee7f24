import { inBackticks } from '../model/in-backticks.ts';
import type { DocumentPath } from '../model/policy.ts';
import type { ProposedFix } from './rule.ts';

/** Another text for an action. Safe only where it is another way to write the same name. */
export function writeInstead(
  path: DocumentPath,
  text: string,
  options: { readonly safe: boolean },
): ProposedFix {
  return {
    safe: options.safe,
    description: `write ${inBackticks(text)}`,
    changes: [{ kind: 'replace', path, value: text }],
  };
}

/** The action out of its list. */
export function removeAction(path: DocumentPath, options: { readonly safe: boolean }): ProposedFix {
  return { safe: options.safe, description: 'remove the action', changes: [{ kind: 'remove', path }] };
}

/** The whole statement out of its list. */
export function removeStatement(path: DocumentPath, options: { readonly safe: boolean }): ProposedFix {
  return { safe: options.safe, description: 'remove the statement', changes: [{ kind: 'remove', path }] };
}
