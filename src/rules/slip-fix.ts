import type { JsonSlip, TextMend } from '../model/policy.ts';
import type { ProposedFix } from './rule.ts';

/** What mending a slip does, as an order; slips that are not listed are never mended. */
const descriptions: Partial<Readonly<Record<JsonSlip['kind'], string>>> = {
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

/** The mend of a slip and of its other places; none unless all of them have one. Never safe: the cloud refuses the text as it is. */
export function slipFix({ kind, mend, again = [] }: JsonSlip): ProposedFix | undefined {
  const description = descriptions[kind];
  if (description === undefined || mend === undefined) return undefined;
  const mends: TextMend[] = [mend];
  for (const other of again) {
    if (other.mend === undefined) return undefined;
    mends.push(other.mend);
  }
  return {
    safe: false,
    description,
    changes: mends.map(({ offset, length, text }) => ({ kind: 'rewrite', span: { offset, length }, text })),
  };
}
