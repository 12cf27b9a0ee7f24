import type { Span, TextNode } from '../../model/policy.ts';
import type { Expression, HclBlock, HclBody, HclFile } from './hcl-syntax.ts';

/** What a comment of a file may be about. */
export interface CommentedParts {
  /** Blocks, arguments, members and items, as trees. */
  readonly roots: readonly TextNode[];
  /** The top-level blocks. */
  readonly around: readonly Span[];
}

/** The parts of a file that a comment may follow, or be on one line with. */
export function commentedParts({ body }: HclFile): CommentedParts {
  return {
    roots: body.blocks.map(blockNode),
    around: body.blocks.map(({ offset, length }) => ({ offset, length })),
  };
}

function blockNode(block: HclBlock): TextNode {
  return { type: 'object', offset: block.offset, length: block.length, members: membersOf(block.body) };
}

function membersOf({ attributes, blocks }: HclBody): NonNullable<TextNode['members']> {
  const members = [
    ...attributes.map(({ name, nameSpan, value }) => ({ name, nameSpan, value: expressionNode(value) })),
    ...blocks.map((block) => ({ name: block.type, nameSpan: block.header, value: blockNode(block) })),
  ];
  return members.sort((a, b) => a.nameSpan.offset - b.nameSpan.offset);
}

/** Lists and objects of an expression, however they are put together; anything else is a value. */
function expressionNode(expression: Expression): TextNode {
  const { offset, length } = expression;
  const span = { offset, length };
  switch (expression.kind) {
    case 'object':
      return {
        ...span,
        type: 'object',
        members: expression.members.map(({ key, value }) => ({
          name: key.kind === 'name' ? key.text : '',
          nameSpan: { offset: key.offset, length: key.length },
          value: expressionNode(value),
        })),
      };
    case 'tuple':
      return { ...span, type: 'list', items: expression.items.map(expressionNode) };
    case 'call':
      return around(span, expression.args);
    case 'conditional':
      return around(span, [expression.yes, expression.no]);
    case 'for':
      return around(span, [expression.value]);
    default:
      return { ...span, type: 'value' };
  }
}

/** What is inside of a value, and no item of a list itself. */
function around(span: Span, inside: readonly Expression[]): TextNode {
  const members = inside.map((one) => ({
    name: '',
    nameSpan: { offset: one.offset, length: 0 },
    value: expressionNode(one),
  }));
  return { ...span, type: 'object', members };
}
