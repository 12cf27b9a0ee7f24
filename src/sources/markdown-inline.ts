import { decodeEntities } from './html-entities.ts';

/** Tags that pages use for layout; anything else in angle brackets is text, such as a placeholder in a path. */
const layoutTag = /^<\/?(?:a|b|i|p|em|strong|span|div|sup|sub|ul|ol|li|img|u|font)\b[^>]*>$/iu;

/** An escape, a code span, an image, a link, an address, a comment or a tag. */
const inlineMarkup =
  /\\([!-/:-@[-`{-~])|(`+)([^`]|[^`].*?[^`])\2(?!`)|!\[[^\]]*\]\((?:[^()\s]|\([^()]*\))*(?:\s+"[^"]*")?\)|\[((?:[^[\]\\]|\\.)*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+"[^"]*")?\)|<((?:https?|mailto):[^<>\s]*)>|<!--[\s\S]*?-->|<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/giu;

/**
 * The text that Markdown shows. Emphasis stays as printed: an action such as `kms:*:*` is none. A `<br>` breaks the
 * line.
 */
export function markdownText(source: string): string {
  if (!/[\\`[<&]/u.test(source)) return source;
  let text = '';
  let readTo = 0;
  for (const match of source.matchAll(inlineMarkup)) {
    text += decodeEntities(source.slice(readTo, match.index));
    readTo = match.index + match[0].length;
    const [whole, escaped, , code, link, address] = match;
    if (escaped !== undefined) text += escaped;
    else if (code !== undefined) text += code.replaceAll('\n', ' ').replace(/^ (.*\S.*) $/u, '$1');
    else if (link !== undefined) text += markdownText(link);
    else if (address !== undefined) text += address;
    else if (/^<br\s*\/?>$/iu.test(whole)) text += '\n';
    else if (whole.startsWith('<') && !whole.startsWith('<!--') && !layoutTag.test(whole)) text += whole;
  }
  return text + decodeEntities(source.slice(readTo));
}
