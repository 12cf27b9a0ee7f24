import { type Page, type PageBlock, titleOf } from './page.ts';
import { type RstBlock, readRstBlocks } from './rst-blocks.ts';
import { readGridTable } from './rst-grid-table.ts';
import { rstText } from './rst-inline.ts';
import { readSimpleTable } from './rst-simple-table.ts';
import type { Block } from './table.ts';

/** Reads a reStructuredText page. */
export function readRstPage(text: string): Page {
  const marks: string[] = [];
  const blocks = readRstBlocks(text.split(/\r?\n/u)).flatMap((block) => pageBlocks(block, marks));
  return { form: 'rst', title: titleOf(blocks), blocks };
}

/** `marks` collects the underlines in the order of their first use: that order is the heading's level. */
function pageBlocks(block: RstBlock, marks: string[]): PageBlock[] {
  switch (block.kind) {
    case 'heading': {
      if (!marks.includes(block.mark)) marks.push(block.mark);
      return [{ kind: 'heading', level: marks.indexOf(block.mark) + 1, text: block.text }];
    }
    case 'paragraph':
      return [{ kind: 'text', text: block.text }];
    case 'list':
      return block.items.flat().flatMap((item) => pageBlocks(item, marks));
    case 'directive': {
      const argument: PageBlock[] = block.argument === '' ? [] : [{ kind: 'text', text: block.argument }];
      return [...argument, ...block.blocks.flatMap((inner) => pageBlocks(inner, marks))];
    }
    case 'grid-table':
      return [{ kind: 'table', table: readGridTable(block.lines, readCell) }];
    case 'simple-table':
      return [{ kind: 'table', table: readSimpleTable(block.lines, readCell) }];
  }
}

function readCell(lines: readonly string[]): Block[] {
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
    case 'grid-table':
    case 'simple-table':
      return block.lines.map((text) => ({ kind: 'paragraph', depth, text }));
  }
}
