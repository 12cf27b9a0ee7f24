import { assertNever } from '../../model/assert-never.ts';
import type { Block } from '../table.ts';
import { type RstBlock, readRstBlocks } from './rst-blocks.ts';
import { rstText } from './rst-text.ts';

/** Reads the lines of a table's cell into its blocks. */
export function readRstCell(lines: readonly string[]): Block[] {
  const filled = lines.filter((line) => line !== '');
  const [only = ''] = filled;
  // Most cells are one line of plain words, which no rule of blocks can read otherwise.
  if (filled.length <= 1 && /^(?:[a-z]{2}[^\n]*[^:])?$/iu.test(only)) {
    return only === '' ? [] : [{ kind: 'paragraph', depth: 0, text: rstText(only) }];
  }
  return readRstBlocks(lines).flatMap((block) => cellBlocks(block, 0));
}

const noteDirectives = new Set([
  'note',
  'important',
  'caution',
  'warning',
  'attention',
  'tip',
  'notice',
  'danger',
]);

function cellBlocks(block: RstBlock, depth: number): Block[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [{ kind: 'paragraph', depth, text: block.text }];
    case 'list':
      return block.items.flatMap((item) => {
        const blocks = item.flatMap((inner) => cellBlocks(inner, depth + 1));
        const [first, ...rest] = blocks;
        if (first?.kind !== 'paragraph' || first.depth !== depth + 1) return blocks;
        return [{ ...first, kind: 'item' as const }, ...rest];
      });
    case 'directive': {
      const argument: Block[] =
        block.argument === '' ? [] : [{ kind: 'paragraph', depth: 0, text: block.argument }];
      const inner = [...argument, ...block.blocks.flatMap((child) => cellBlocks(child, 0))];
      return noteDirectives.has(block.name) ? [{ kind: 'note', depth, blocks: inner }] : inner;
    }
    case 'table':
      return block.lines.map((text) => ({ kind: 'paragraph', depth, text }));
    default:
      return assertNever(block);
  }
}
