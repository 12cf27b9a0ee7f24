import type { Span } from '../model/policy.ts';
import type { JsonNode } from './json-node.ts';
import { isNumber } from './json-scanner.ts';
import * as syntaxErrors from './json-syntax-errors.ts';
import type { SyntaxErrorLog } from './syntax-error-log.ts';

/** A value without quotes: one that JSON knows, or a syntax error that is read as what was meant. */
export function nodeOfWord(value: string, span: Span, log: SyntaxErrorLog): JsonNode {
  if (value === 'true' || value === 'false') return { type: 'boolean', ...span };
  if (value === 'null') return { type: 'null', ...span };
  if (isNumber(value)) return { type: 'number', ...span };
  if (/^[-+.]?[0-9]+(?:[.eE_]|$)[0-9a-zA-Z.+_-]*$/.test(value)) {
    log.add(syntaxErrors.invalidNumber(span, value));
    return { type: 'number', ...span };
  }
  log.add(syntaxErrors.unquotedValue(span, value));
  return { type: 'string', value, ...span };
}
