import { readMarkdownPage } from './forms/markdown-page.ts';
import { looksLikeRst, readRstPage } from './forms/rst-page.ts';
import { looksLikeTsv, readTsvPage } from './forms/tsv-page.ts';
import { type Page, type PageForm, pageForms } from './page.ts';

interface FormReader {
  /** Whether a text looks as if it were written so. */
  readonly recognises: (text: string) => boolean;
  readonly read: (text: string) => Page;
}

/** Each form is read by one file of `forms/`. */
const readers: Readonly<Record<PageForm, FormReader>> = {
  rst: { recognises: looksLikeRst, read: readRstPage },
  tsv: { recognises: looksLikeTsv, read: readTsvPage },
  // What is nothing else is Markdown: any text is.
  markdown: { recognises: () => true, read: readMarkdownPage },
};

/** Reads a page in whichever form it is written. One that nests thousands of levels deep counts as a broken table. */
export function readPage(text: string): Page {
  const form = formOf(text);
  try {
    return readers[form].read(text);
  } catch (error) {
    // The readers follow the nesting by recursion.
    if (!(error instanceof RangeError)) throw error;
    return { form, title: '', blocks: [{ kind: 'table', table: { broken: 'it is nested too deep' } }] };
  }
}

/** The form shows in the text itself. */
export function formOf(text: string): PageForm {
  return pageForms.find((form) => readers[form].recognises(text)) ?? 'markdown';
}
