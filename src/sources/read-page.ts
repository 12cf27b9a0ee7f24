import { readMarkdownPage } from './markdown-page.ts';
import type { Page, PageForm } from './page.ts';
import { readRstPage } from './rst-page.ts';

/** Reads a page in whichever form it is written. */
export function readPage(text: string): Page {
  return formOf(text) === 'rst' ? readRstPage(text) : readMarkdownPage(text);
}

/** The form shows in the text itself: directives, grid borders or underlined headings are reStructuredText. */
export function formOf(text: string): PageForm {
  const marks = [
    /^:original_name:/mu,
    /^\.\. [\w-]*(?:::|:$)/mu,
    /^\s*\+(?:[-=]{3,}\+)+\s*$/mu,
    /^[=~^]{3,}$/mu,
  ];
  return marks.some((mark) => mark.test(text)) ? 'rst' : 'markdown';
}
