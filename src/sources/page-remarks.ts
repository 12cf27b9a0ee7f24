import { fold } from './fold.ts';
import type { Page } from './page.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Whether a title or heading carries a mark of deprecation. */
export function isDeprecated(title: string, vocabulary: Vocabulary): boolean {
  const folded = fold(title);
  for (const mark of vocabulary.deprecated) if (folded.includes(mark)) return true;
  return false;
}

/** Numbers of the tables, from 1, of a section whose heading says that its APIs are deprecated. */
export function deprecatedTables(page: Page, vocabulary: Vocabulary): ReadonlySet<number> {
  const found = new Set<number>();
  let number = 0;
  let deprecatedFrom: number | undefined;
  for (const block of page.blocks) {
    if (block.kind === 'heading') {
      // A heading below a deprecated one belongs to it.
      if (deprecatedFrom !== undefined && block.level > deprecatedFrom) continue;
      deprecatedFrom = isDeprecated(block.text, vocabulary) ? block.level : undefined;
    } else if (block.kind === 'table') {
      number += 1;
      if (deprecatedFrom !== undefined) found.add(number);
    }
  }
  return found;
}

/** Whether a sentence of the page says that, where its tables name no action, no authorization is needed. */
export function saysThatNoActionIsFree(page: Page, vocabulary: Vocabulary): boolean {
  return page.blocks.some(
    (block) =>
      block.kind === 'text' &&
      block.text.split('\n').some((line) => vocabulary.noActionIsFree.has(fold(line).replace(/[.。]$/u, ''))),
  );
}
