import { actionNames, type Dependency, type NamedAction, type RequiredAction } from '../model/claim.ts';
import { fold } from './fold.ts';
import { labelledLines } from './labelled-lines.ts';
import { readActionLine } from './read-action-line.ts';
import type { RowNote } from './read-notes.ts';
import type { Reading } from './reading.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import type { Block } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

interface DependencyCell {
  readonly dependencies: readonly Dependency[];
  /** Sentences beside the actions. */
  readonly notes: readonly RowNote[];
}

/**
 * Reads the cell of the dependency column. A list item with paragraphs below it names the row's own action that they
 * are for, with its condition; everything else is a dependency of the row as a whole. A text that names a use case makes
 * the dependencies below it conditional.
 */
export function readDependencies(
  blocks: readonly Block[],
  rowActions: readonly RequiredAction[],
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): Reading<DependencyCell> {
  const dependencies: Dependency[] = [];
  const notes: RowNote[] = [];
  const repairs: string[] = [];
  const problems: string[] = [];
  let owner: NamedAction | undefined;
  let ownerAt = 0;

  if (blocks.some(({ kind }) => kind === 'note'))
    problems.push('a note beside the dependencies cannot be read');
  for (const { text, block: index, when: labelled } of labelledLines(blocks, vocabulary)) {
    if (vocabulary.noAction.has(fold(text))) continue;
    const block = blocks[index];
    const reading = readActionLine(text, labelled, vocabulary, evidence);
    const actions = reading.value.actions.flatMap((required) =>
      required.anyOf === undefined ? [required] : [],
    );
    if (actions.length < reading.value.actions.length)
      problems.push(`which of the dependencies in \`${text}\` is needed is not known`);
    repairs.push(...reading.repairs);
    problems.push(...reading.problems);
    notes.push(...reading.value.notes);
    if (block?.kind === 'item') {
      owner = ownsFollowing(blocks, index) ? actions[0] : undefined;
      ownerAt = index;
      if (owner !== undefined) {
        if (actions.length > 1 || !actionNames(rowActions).includes(owner.action)) {
          problems.push(`dependencies are listed under \`${text}\`, which is not an action of the row`);
        }
        continue;
      }
    } else if (block?.depth === 0 || blocks.slice(ownerAt + 1, index).some(({ kind }) => kind === 'item')) {
      owner = undefined;
    }
    for (const { action, when } of actions) dependencies.push(dependency(action, owner, when));
  }
  return { value: { dependencies, notes }, repairs, problems };
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

function dependency(action: string, owner: NamedAction | undefined, own: string | undefined): Dependency {
  const when = own ?? owner?.when;
  return {
    action,
    ...(owner === undefined ? {} : { for: owner.action }),
    ...(when === undefined ? {} : { when }),
  };
}
