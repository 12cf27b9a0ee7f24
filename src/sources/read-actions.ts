import type { RequiredAction } from '../model/claim.ts';
import { fold } from './fold.ts';
import { labelledLines } from './labelled-lines.ts';
import { readActionLine } from './read-action-line.ts';
import type { RowNote } from './read-notes.ts';
import type { Reading } from './reading.ts';
import type { GlueEvidence } from './split-glued-actions.ts';
import { type Block, linesOf } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface ActionCell {
  readonly actions: readonly RequiredAction[];
  readonly governed: boolean | null;
  /** Sentences and bracketed remarks that are about no single action. */
  readonly notes: readonly RowNote[];
}

/** Reads the cell of the action column; notes in it are read elsewhere. */
export function readActionCell(
  blocks: readonly Block[],
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): Reading<ActionCell> {
  const lines = linesOf(blocks);
  const only = lines.length === 1 ? fold(lines[0] ?? '') : undefined;
  if (only !== undefined && vocabulary.noAction.has(only)) return ungoverned(null);
  if (only !== undefined && vocabulary.noAuthorization.has(only)) return ungoverned(false);

  const actions: RequiredAction[] = [];
  const notes: RowNote[] = [];
  const repairs: string[] = [];
  const problems: string[] = [];
  for (const { text, when } of labelledLines(blocks, vocabulary)) {
    const reading = readActionLine(text, when, vocabulary, evidence);
    actions.push(...reading.value.actions);
    notes.push(...reading.value.notes);
    repairs.push(...reading.repairs);
    problems.push(...reading.problems);
  }
  if (actions.length === 0 && notes.length === 0) problems.push('no action can be read');
  return { value: { actions, governed: true, notes }, repairs, problems };
}

function ungoverned(governed: false | null): Reading<ActionCell> {
  return { value: { actions: [], governed, notes: [] }, repairs: [], problems: [] };
}
