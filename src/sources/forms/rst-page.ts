import { assertNever } from '../../model/assert-never.ts';
import { type Page, type PageBlock, titleOf } from '../page.ts';
import { readTable } from '../read-table.ts';
import { type RstBlock, readRstBlocks } from './rst-blocks.ts';

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
    case 'table':
      return [{ kind: 'table', table: readTable(block) }];
    default:
      return assertNever(block);
  }
}
