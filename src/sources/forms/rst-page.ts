import { assertNever } from '../../model/assert-never.ts';
import { type Page, type PageBlock, titleOf } from '../page.ts';
import { readTable } from '../read-table.ts';
import { type RstBlock, readRstBlocks } from './rst-blocks.ts';

const marks: readonly RegExp[] = [
  /^:original_name:/mu,
  /^\.\. [\w-]*(?:::|:$)/mu,
  /^\s*\+(?:[-=]{3,}\+)+\s*$/mu,
  /^[=~^]{3,}$/mu,
];

/** Whether a text holds directives, grid borders or underlined headings. */
export function looksLikeRst(text: string): boolean {
  return marks.some((mark) => mark.test(text));
}

/** Reads a reStructuredText page. */
export function readRstPage(text: string): Page {
  const underlines: string[] = [];
  const blocks = readRstBlocks(text.split(/\r?\n/u)).flatMap((block) => pageBlocks(block, underlines));
  return { form: 'rst', title: titleOf(blocks), blocks };
}

/** `underlines` collects the characters of underlines in the order of their first use: that order is the heading's level. */
function pageBlocks(block: RstBlock, underlines: string[]): PageBlock[] {
  switch (block.kind) {
    case 'heading': {
      if (!underlines.includes(block.mark)) underlines.push(block.mark);
      return [{ kind: 'heading', level: underlines.indexOf(block.mark) + 1, text: block.text }];
    }
    case 'paragraph':
      return [{ kind: 'text', text: block.text }];
    case 'list':
      return block.items.flat().flatMap((item) => pageBlocks(item, underlines));
    case 'directive': {
      const argument: PageBlock[] = block.argument === '' ? [] : [{ kind: 'text', text: block.argument }];
      return [...argument, ...block.blocks.flatMap((inner) => pageBlocks(inner, underlines))];
    }
    case 'table':
      return [{ kind: 'table', table: readTable(block) }];
    default:
      return assertNever(block);
  }
}
