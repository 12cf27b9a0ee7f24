import type { DocumentPath, TypeMismatch } from '../model/policy.ts';
import type { JsonNode } from './json-node.ts';

const typeNames = {
  object: 'an object',
  list: 'a list',
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  hole: 'a value that the file does not fix',
} as const;

/** What is to be said of a value of the wrong type; nothing where a broken text has no value. */
export function mismatchOf(path: DocumentPath, node: JsonNode, expected: string): TypeMismatch | undefined {
  return node.type === 'missing' ? undefined : { path, expected, found: typeNames[node.type] };
}
