import type { BrokenTable, Table } from './table.ts';

/** How a page is written, in the order in which the forms are tried. */
export const pageForms = ['rst', 'tsv', 'markdown'] as const;
export type PageForm = (typeof pageForms)[number];

/** A page as a flat run of what it shows; code samples are left out. */
export type PageBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'table'; readonly table: Table | BrokenTable };

export interface Page {
  readonly form: PageForm;
  /** Text of the first heading; empty where there is none. */
  readonly title: string;
  readonly blocks: readonly PageBlock[];
}

/** Title of a page: its first heading. */
export function titleOf(blocks: readonly PageBlock[]): string {
  for (const block of blocks) if (block.kind === 'heading') return block.text;
  return '';
}
