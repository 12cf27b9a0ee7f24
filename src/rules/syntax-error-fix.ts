import type { JsonSyntaxError, TextFix } from '../model/policy.ts';
import type { ProposedFix } from './rule.ts';

/** What fixing a syntax error does, as an order; syntax errors that are not listed are never fixed. */
const descriptions: Partial<Readonly<Record<JsonSyntaxError['kind'], string>>> = {
  'trailing-comma': 'remove the comma',
  'missing-comma': 'put the comma',
  'missing-colon': 'write `:`',
  comment: 'remove the comment',
  'full-width-punctuation': 'write the punctuation of JSON',
  'curly-quote': 'write straight double quotes',
  'single-quote': 'write straight double quotes',
  'unquoted-name': 'put it in quotes',
  'unclosed-string': 'put the opening quote',
  'invalid-character': 'put an ordinary space, or nothing, in its place',
  unexpected: 'remove or replace the character',
};

/** The fix of a syntax error and of its other places; none unless all of them have one. Never safe: the cloud refuses the text as it is. */
export function syntaxErrorFix({ kind, fix, again = [] }: JsonSyntaxError): ProposedFix | undefined {
  const description = descriptions[kind];
  if (description === undefined || fix === undefined) return undefined;
  const fixes: TextFix[] = [fix];
  for (const other of again) {
    if (other.fix === undefined) return undefined;
    fixes.push(other.fix);
  }
  return {
    safe: false,
    description,
    changes: fixes.map(({ offset, length, text }) => ({ kind: 'rewrite', span: { offset, length }, text })),
  };
}
