import type { DocumentPath, TypeMismatch } from '../model/policy.ts';
import type { JsonNode } from './json-node.ts';

const typeNames = {
  object: 'an object',
  list: 'a list',
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
} as const;

/** What is to be said of a value of the wrong type; nothing where a broken text has no value, or a hole is one. */
export function mismatchOf(path: DocumentPath, node: JsonNode, expected: string): TypeMismatch | undefined {
  if (node.type === 'missing' || node.type === 'hole') return undefined;
  return { path, expected, found: typeNames[node.type] };
}
