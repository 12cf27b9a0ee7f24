import { decodeEntities } from './html-entities.ts';
import type { Block } from './table.ts';

/** A start or end tag. */
export interface Tag {
  /** Lower case. */
  readonly name: string;
  readonly closes: boolean;
  readonly attributes: string;
}

/** Takes the text and tags of one cell in order, and gives its blocks. */
export interface CellReader {
  text(text: string): void;
  tag(tag: Tag): void;
  end(): readonly Block[];
}

const blockElements = new Set(['p', 'div', 'ul', 'ol', 'pre', 'table', 'thead', 'tbody', 'tr', 'td', 'th']);

/** An element inside a cell that changes what its content is. */
type Open =
  | { readonly kind: 'list' }
  | { readonly kind: 'item' }
  | { readonly kind: 'note'; readonly outer: Block[]; readonly outerDepth: number }
  | { readonly kind: 'note-body' }
  | { readonly kind: 'division' };

export function createCellReader(): CellReader {
  let blocks: Block[] = [];
  let depth = 0;
  let text = '';
  let startsItem = false;
  const open: Open[] = [];

  const flush = () => {
    const lines = text.split('\n').map((line) => line.replaceAll(/[\s\u00a0]+/gu, ' ').trim());
    const joined = lines.filter((line) => line !== '').join('\n');
    text = '';
    if (joined === '') return;
    blocks.push({ kind: startsItem ? 'item' : 'paragraph', depth, text: joined });
    startsItem = false;
  };

  const close = () => {
    flush();
    const closed = open.pop();
    if (closed?.kind === 'item') {
      depth -= 1;
      startsItem = false;
    } else if (closed?.kind === 'note') {
      closed.outer.push({ kind: 'note', depth: closed.outerDepth, blocks });
      blocks = closed.outer;
      depth = closed.outerDepth;
    }
  };

  /** Closes the innermost open element of a kind, and what stands open inside it. */
  const closeTo = (kinds: readonly Open['kind'][]) => {
    const at = open.findLastIndex(({ kind }) => kinds.includes(kind));
    if (at < 0) return;
    while (open.length > at) close();
  };

  const openDivision = (attributes: string) => {
    flush();
    if (hasClass(attributes, 'note')) {
      open.push({ kind: 'note', outer: blocks, outerDepth: depth });
      blocks = [];
      depth = 0;
    } else if (hasClass(attributes, 'notebody')) {
      // The title before the body does not belong to the note.
      blocks.length = 0;
      open.push({ kind: 'note-body' });
    } else {
      open.push({ kind: 'division' });
    }
  };

  return {
    text(part) {
      text += decodeEntities(part.replaceAll('\n', ' '));
    },
    tag({ name, closes, attributes }) {
      if (name === 'br') text += '\n';
      else if (name === 'li' && closes) closeTo(['item']);
      else if (name === 'li') {
        if (open.at(-1)?.kind === 'item') close();
        flush();
        open.push({ kind: 'item' });
        depth += 1;
        startsItem = true;
      } else if (name === 'ul' || name === 'ol') {
        if (closes) closeTo(['list']);
        else {
          flush();
          open.push({ kind: 'list' });
        }
      } else if (name === 'div') {
        if (closes) closeTo(['division', 'note', 'note-body']);
        else openDivision(attributes);
      } else if (blockElements.has(name)) flush();
    },
    end() {
      while (open.length > 0) close();
      flush();
      return blocks;
    },
  };
}

function hasClass(attributes: string, name: string): boolean {
  const value = /\bclass\s*=\s*(?:"([^"]*)"|'([^']*)')/iu.exec(attributes);
  return (value?.[1] ?? value?.[2] ?? '').split(/\s+/u).includes(name);
}
