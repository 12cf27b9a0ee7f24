/**
 * Trees of documents with holes, from values as JSON has them: what a carrier gives of a file that does not fix everything. In
 * a string, a hole is a run of the hole character.
 */
import { holeCharacter } from '../../src/model/hole.ts';
import type { Policy, PolicyFile } from '../../src/model/policy.ts';
import type { JsonMember, JsonNode } from '../../src/policy/json-node.ts';
import { type ReadingOptions, readPolicy } from '../../src/policy/read-policy.ts';

/** A part of a value that the file does not fix. */
export class Open {
  readonly kind: 'hole' | 'maybe' | 'open';
  readonly value: unknown;

  constructor(kind: Open['kind'], value: unknown) {
    this.kind = kind;
    this.value = value;
  }
}

/** A value that is not fixed. */
export function hole(written = 'var.x'): Open {
  return new Open('hole', written);
}

/** A value that is there under a condition only. */
export function maybe(value: unknown): Open {
  return new Open('maybe', value);
}

/** A list or an object that may have more in it. */
export function open(value: object): Open {
  return new Open('open', value);
}

/** A hole in a text. */
export const inText = holeCharacter.repeat(3);

const nowhere = { offset: 0, length: 0 };

/** The tree of a value. */
export function treeOf(value: unknown): JsonNode {
  if (value instanceof Open) {
    switch (value.kind) {
      case 'hole':
        return { type: 'hole', written: String(value.value), ...nowhere };
      case 'maybe':
        return { ...treeOf(value.value), maybe: true };
      case 'open': {
        const more = { type: 'hole', written: 'var.more', ...nowhere } as const;
        return { ...treeOf(value.value), open: more } as JsonNode;
      }
    }
  }
  if (Array.isArray(value)) return { type: 'list', items: value.map(treeOf), ...nowhere };
  if (typeof value === 'string') return { type: 'string', value, ...nowhere };
  if (typeof value !== 'object' || value === null)
    return {
      type: value === null ? 'null' : typeof value === 'number' ? 'number' : 'boolean',
      ...nowhere,
    };
  const members = Object.entries(value).map(
    ([name, member]): JsonMember => ({
      name,
      nameSpan: nowhere,
      separator: ':',
      value: treeOf(member),
    }),
  );
  return { type: 'object', members, ...nowhere };
}

/** The policy of a document. */
export function policyOfTree(
  document: unknown,
  more: Partial<Policy> = {},
  options: Partial<ReadingOptions> = {},
): Policy {
  const { kind = 'policy', root } = more;
  const place = root === undefined ? {} : { root };
  return { file: 'main.tf', kind, ...readPolicy(treeOf(document), { kind, ...place, ...options }), ...more };
}

/** A file that holds such policies: each part of them has a line of its own. */
export function fileOfTrees(...policies: readonly Policy[]): PolicyFile {
  const lines = new Map<string, number>();
  const file: PolicyFile = {
    file: 'main.tf',
    text: '\n'.repeat(1000),
    kind: policies[0]?.kind ?? 'none',
    policies,
    form: {
      parts: [],
      fixable: 'not here',
      spanOf: (path, target) => {
        const key = JSON.stringify([path, target]);
        const offset = lines.get(key) ?? lines.size;
        lines.set(key, offset);
        return { offset, length: 0 };
      },
      reread: () => file,
    },
  };
  return file;
}
