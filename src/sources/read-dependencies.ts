import type { Dependency, RequiredAction } from '../model/claim.ts';
import { fold } from './fold.ts';
import { readActionLine } from './read-actions.ts';
import type { Reading } from './reading.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import type { Block } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * Reads the cell of the dependency column. A list item with paragraphs below it names the row's own action that they
 * are for, with its condition; everything else is a dependency of the row as a whole.
 */
export function readDependencies(
  blocks: readonly Block[],
  rowActions: readonly RequiredAction[],
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): Reading<readonly Dependency[]> {
  const dependencies: Dependency[] = [];
  const repairs: string[] = [];
  const problems: string[] = [];
  let owner: RequiredAction | undefined;

  for (const [index, block] of blocks.entries()) {
    if (block.kind === 'note') {
      problems.push('a note beside the dependencies cannot be read');
      continue;
    }
    for (const line of block.text.split('\n')) {
      if (vocabulary.noAction.has(fold(line))) continue;
      const reading = readActionLine(line, vocabulary, evidence);
      repairs.push(...reading.repairs);
      problems.push(...reading.problems);
      if (block.kind === 'item') {
        owner = ownsFollowing(blocks, index) ? reading.value[0] : undefined;
        if (owner !== undefined) {
          if (reading.value.length > 1 || !rowActions.some(({ action }) => action === owner?.action)) {
            problems.push(`dependencies stand under \`${line}\`, which is no action of the row`);
          }
          continue;
        }
      } else if (block.depth === 0) {
        owner = undefined;
      }
      for (const { action, when } of reading.value) dependencies.push(dependency(action, owner, when));
    }
  }
  return { value: dependencies, repairs, problems };
}

/** Whether paragraphs stand below the list item at the index. */
function ownsFollowing(blocks: readonly Block[], index: number): boolean {
  const item = blocks[index];
  const next = blocks[index + 1];
  if (item === undefined || next === undefined) return false;
  return next.kind === 'paragraph'
    ? next.depth === item.depth
    : next.kind === 'item' && next.depth > item.depth;
}

function dependency(action: string, owner: RequiredAction | undefined, own: string | undefined): Dependency {
  const when = own ?? owner?.when;
  return {
    action,
    ...(owner === undefined ? {} : { for: owner.action }),
    ...(when === undefined ? {} : { when }),
  };
}
