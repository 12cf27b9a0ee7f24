import { readAction } from '../model/action.ts';
import type { RequiredAction } from '../model/claim.ts';
import { fold } from './fold.ts';
import type { Reading } from './reading.ts';
import { type GlueEvidence, gluedRepair, splitGluedActions } from './split-glued-actions.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A run of characters that can make up actions, or a remark in round brackets, of either width. */
const token = /[（(]([^（）()]*)[）)]|[A-Za-z0-9_*?.:-]+|[^\s,，、;；（）()A-Za-z0-9_*?.:-]+/gu;

/**
 * Reads the actions of one line, each with the condition in brackets after it. A name that is no action stays as
 * printed, with a problem.
 */
export function readActionLine(
  line: string,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): Reading<readonly RequiredAction[]> {
  const actions: { action: string; when?: string }[] = [];
  const repairs: string[] = [];
  const problems: string[] = [];
  let remarkEnd = -1;
  for (const match of line.matchAll(token)) {
    const remark = match[1];
    if (remark === undefined) {
      if (!match[0].includes(':')) {
        problems.push(`\`${match[0]}\` is no action`);
        continue;
      }
      if (match.index === remarkEnd) repairs.push(gluedRepair);
      const split = splitGluedActions(match[0], evidence);
      repairs.push(...split.repairs);
      problems.push(...split.problems);
      for (const action of split.value) {
        const reading = readAction(action);
        if (!reading.ok && split.problems.length === 0)
          problems.push(`\`${action}\` is no action: ${reading.fault}`);
        actions.push({ action });
      }
    } else {
      remarkEnd = match.index + match[0].length;
      const last = actions.at(-1);
      if (last === undefined) problems.push(`the condition \`${remark}\` has no action before it`);
      else last.when = useCaseOf(remark, vocabulary);
    }
  }
  return { value: actions, repairs, problems };
}

/** Id of the use case that a phrase names; the phrase itself where none is known. */
function useCaseOf(phrase: string, vocabulary: Vocabulary): string {
  return vocabulary.useCases.get(fold(phrase)) ?? phrase.trim();
}

export interface ActionCell {
  readonly actions: readonly RequiredAction[];
  readonly governed: boolean | null;
}

/** Reads the cell of the action column. */
export function readActionCell(
  lines: readonly string[],
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): Reading<ActionCell> {
  const ungoverned: Reading<ActionCell> = {
    value: { actions: [], governed: null },
    repairs: [],
    problems: [],
  };
  const only = lines.length === 1 ? fold(lines[0] ?? '') : undefined;
  if (only !== undefined && vocabulary.noAction.has(only)) return ungoverned;
  if (only !== undefined && vocabulary.noAuthorization.has(only)) {
    return { ...ungoverned, value: { actions: [], governed: false } };
  }
  const readings = lines.map((line) => readActionLine(line, vocabulary, evidence));
  const actions = readings.flatMap((reading) => reading.value);
  const empty = actions.length === 0 ? ['no action can be read'] : [];
  return {
    value: { actions, governed: true },
    repairs: readings.flatMap((reading) => reading.repairs),
    problems: [...readings.flatMap((reading) => reading.problems), ...empty],
  };
}
