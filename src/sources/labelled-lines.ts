import { fold } from './fold.ts';
import { isPlainAction } from './plain-action.ts';
import type { Block } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A line of a cell, with the use case that a label before it names. */
interface LabelledLine {
  readonly text: string;
  /** Index of the block that holds the line. */
  readonly block: number;
  readonly when?: string;
}

interface Label {
  readonly when: string;
  readonly depth: number;
  readonly kind: Block['kind'];
}

/**
 * The lines of a cell outside notes. A line that names a use case is a label: it makes the lines after it
 * conditional, up to the next label or to the end of its list item. It may stand before an action on one line.
 */
export function labelledLines(blocks: readonly Block[], vocabulary: Vocabulary): LabelledLine[] {
  const lines: LabelledLine[] = [];
  let label: Label | undefined;
  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'note') continue;
    if (label !== undefined && endsLabel(block, label)) label = undefined;
    for (const line of block.text.split('\n')) {
      const found = isPlainAction(line) ? undefined : readLabel(line, vocabulary);
      if (found !== undefined) label = { when: found.when, depth: block.depth, kind: block.kind };
      const text = (found?.rest ?? line).trim();
      if (text === '') continue;
      lines.push({ text, block: index, ...(label === undefined ? {} : { when: label.when }) });
    }
  }
  return lines;
}

function endsLabel(block: Block, label: Label): boolean {
  if (block.depth < label.depth) return true;
  return label.kind === 'item' && block.kind === 'item' && block.depth === label.depth;
}

/** `Using an existing address` or `Disk: evs:volumes:get`: the use case, and what follows it. */
function readLabel(line: string, vocabulary: Vocabulary): { when: string; rest: string } | undefined {
  const whole = vocabulary.useCases.get(fold(line).replace(/[.:。]$/u, ''));
  if (whole !== undefined) return { when: whole, rest: '' };
  const colon = /[:：]/u.exec(line)?.index;
  if (colon === undefined) return undefined;
  const when = vocabulary.useCases.get(fold(line.slice(0, colon)));
  return when === undefined ? undefined : { when, rest: line.slice(colon + 1) };
}
