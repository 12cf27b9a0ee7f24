import { holeCharacter } from '../model/hole.ts';
import type { JsonNode } from './json-node.ts';

/** How much is read. The longest policy that either cloud documents has 6,144 characters. */
export const largest = {
  /** Bytes of a file: lists of roles, as the API gives them, may be long. */
  file: 8 * 1024 * 1024,
  /** Bytes of a file in YAML, which takes many times as long to read. */
  yaml: 512 * 1024,
  /** Bytes of a file in Terraform's language. */
  terraform: 512 * 1024,
  /** Characters of one document. */
  document: 1024 * 1024,
  /** Statements of one document. */
  statements: 2_000,
  /** Values in one document: actions, resources and the rest. */
  values: 20_000,
  /** Documents of one file: an account may have some hundred policies and roles. */
  documents: 5_000,
} as const;

/** How much of a file that is too large is looked at, to tell what it is. */
export const beginning = 64 * 1024;

/** Length of a document written as JSON without white space between its tokens; at least so long, where it has holes. */
export function charactersOf(node: JsonNode): number {
  if (node.maybe) return 0;
  switch (node.type) {
    case 'object':
      return node.members.reduce(
        (sum, { name, value }) => sum + JSON.stringify(name).length + 1 + charactersOf(value) + 1,
        node.members.length === 0 ? 2 : 1,
      );
    case 'list':
      return node.items.reduce((sum, item) => sum + charactersOf(item) + 1, node.items.length === 0 ? 2 : 1);
    case 'string':
      return JSON.stringify(node.value.replaceAll(holeCharacter, '')).length;
    case 'hole':
      return 0;
    default:
      return node.length;
  }
}

/** Whether a document has more values than a bound: stops counting there. */
export function hasMoreValues(node: JsonNode, bound: number): boolean {
  const open: JsonNode[] = [node];
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    count += 1;
    if (count > bound) return true;
    if (next.type === 'list') for (const item of next.items) open.push(item);
    if (next.type === 'object') for (const { value } of next.members) open.push(value);
  }
  return false;
}
