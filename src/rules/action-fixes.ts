import { inBackticks } from '../model/in-backticks.ts';
import type { DocumentPath } from '../model/policy.ts';
import type { Problem, ProposedFix } from './rule.ts';

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

/** The help that asks for what was meant, the nearest first; with a fix that writes it, where only one thing can be meant. */
export function didYouMean(
  path: DocumentPath,
  meant: readonly string[],
): Required<Pick<Problem, 'help'>> & Pick<Problem, 'fix'> {
  const [first = '', ...others] = meant;
  if (others.length === 0)
    return { help: `did you mean ${inBackticks(first)}?`, fix: writeInstead(path, first, { safe: false }) };
  return { help: `did you mean ${meant.slice(0, 3).map(inBackticks).join(' or ')}?` };
}
