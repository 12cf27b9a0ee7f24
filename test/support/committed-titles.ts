import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Translation } from '../../src/compile/titles.ts';

/** Our translations as they are committed. */
export function committedTranslations(): readonly Translation[] {
  return parse(readFileSync('rules/corrections/titles.yaml', 'utf8')) as readonly Translation[];
}
