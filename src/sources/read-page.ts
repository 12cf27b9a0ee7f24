import { readMarkdownPage } from './forms/markdown-page.ts';
import { readRstPage } from './forms/rst-page.ts';
import type { Page, PageForm } from './page.ts';

/** What reads a page of each form: one file of `forms/`. */
const readers: Readonly<Record<PageForm, (text: string) => Page>> = {
  markdown: readMarkdownPage,
  rst: readRstPage,
};

/** Reads a page in whichever form it is written. One that nests thousands of levels deep counts as a broken table. */
export function readPage(text: string): Page {
  const form = formOf(text);
  try {
    return readers[form](text);
  } catch (error) {
    // The readers follow the nesting by recursion.
    if (!(error instanceof RangeError)) throw error;
    return { form, title: '', blocks: [{ kind: 'table', table: { broken: 'it is nested too deep' } }] };
  }
}

const rstMarks: readonly RegExp[] = [
  /^:original_name:/mu,
  /^\.\. [\w-]*(?:::|:$)/mu,
  /^\s*\+(?:[-=]{3,}\+)+\s*$/mu,
  /^[=~^]{3,}$/mu,
];

/** The form shows in the text itself: directives, grid borders or underlined headings are reStructuredText. */
export function formOf(text: string): PageForm {
  return rstMarks.some((mark) => mark.test(text)) ? 'rst' : 'markdown';
}
