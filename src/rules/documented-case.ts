import { type ActionPattern, nameOf } from '../model/action.ts';
import type { RuleWorld } from './rule-world.ts';

/**
 * An action with its resource type and operation spelt as its permission tables spell them, and the service as written;
 * `undefined` where it is spelt so, or where nobody can say. Patterns are in no table.
 */
export function inDocumentedCase(
  pattern: ActionPattern,
  catalogue: RuleWorld['catalogue'],
): string | undefined {
  const known = pattern.concrete ? catalogue.action(pattern) : undefined;
  if (known === undefined || known.known === 'mentioned') return undefined;
  const { text } = pattern;
  const name = nameOf(text);
  if ([known.action, ...(known.spellings ?? [])].some((spelling) => nameOf(spelling) === name))
    return undefined;
  return `${text.slice(0, text.indexOf(':'))}${nameOf(known.action)}`;
}
