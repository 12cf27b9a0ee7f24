import { expect, test } from 'vitest';
import { commentedParts } from '../../../src/carriers/terraform/hcl-nodes.ts';
import { readHcl } from '../../../src/carriers/terraform/hcl-tree.ts';
import { hclParser } from '../../../src/cli/files/hcl-parser.ts';
import type { TextNode } from '../../../src/model/policy.ts';

const text = `# before
resource "a" "b" {
  x = concat([{ y = 1 }], var.z ? ["p"] : []) # behind
  /* inside */
  statement {
    q = [
      "r", // item
    ]
  }
}
`;

/** The texts of all parts, in the order of the text. */
function textsOf(node: TextNode): readonly string[] {
  const here = (start: number, end: number) => text.slice(start, end).replace(/\s+/gu, ' ');
  const inside = [
    ...(node.items ?? []).flatMap((item) => [here(item.offset, item.offset + item.length), ...textsOf(item)]),
    ...(node.members ?? []).flatMap(({ nameSpan, value }) => [
      here(nameSpan.offset, value.offset + value.length),
      ...textsOf(value),
    ]),
  ];
  return inside;
}

test('blocks, arguments, members and items are what a comment may be about', async () => {
  const file = readHcl('main.tf', text, await hclParser());
  const { roots, around } = commentedParts(file);
  expect(file.comments.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual([
    '# before',
    '# behind',
    '/* inside */',
    '// item',
  ]);
  expect(around.map(({ offset, length }) => [offset, offset + length])).toEqual([[9, text.length - 1]]);
  const parts = roots.flatMap(textsOf);
  for (const part of [
    'x = concat([{ y = 1 }], var.z ? ["p"] : [])',
    '{ y = 1 }',
    'y = 1',
    '"p"',
    'statement { q = [ "r", // item ] }',
    'q = [ "r", // item ]',
    '"r"',
  ])
    expect(parts).toContain(part);
});
