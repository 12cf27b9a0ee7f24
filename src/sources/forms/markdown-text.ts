import type { Nodes } from 'mdast';
import { isLayoutTag } from './layout-tags.ts';

/** The text that a part of a Markdown page shows. A `<br>` breaks the line; images and layout show nothing. */
export function markdownText(node: Nodes): string {
  switch (node.type) {
    case 'html':
      return htmlText(node.value);
    case 'break':
      return '\n';
    case 'image':
    case 'imageReference':
      return '';
    default:
      if ('value' in node) return node.value;
      return 'children' in node ? node.children.map(markdownText).join('') : '';
  }
}

/** The text of one tag or comment. */
function htmlText(html: string): string {
  const name = /^<\/?([a-z][\w-]*)/iu.exec(html)?.[1]?.toLowerCase();
  if (name === 'br') return '\n';
  return name === undefined || isLayoutTag(name) ? '' : html;
}
