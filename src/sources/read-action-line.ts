import { readAction } from '../model/action.ts';
import type { RequiredAction } from '../model/claim.ts';
import { fold } from './fold.ts';
import { isPlainAction } from './plain-action.ts';
import { isKnownNote, type RowNote } from './read-notes.ts';
import type { Reading } from './reading.ts';
import { type GlueEvidence, gluedRepair, splitGluedActions } from './split-glued-actions.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A remark in round brackets of either width, or a run of characters that make up actions. */
const token = /[（(]([^（）()]*)[）)]|[A-Za-z*][\w*?.-]*:[\w*?.:-]+/gu;

/** What parts actions, and stands around texts. */
const separators = /^[\s,，、;；:：.。/"“”]+|[\s,，、;；:：.。/"“”]+$/gu;

/** A blank that slipped in before the last segment of an action. */
const blankInAction = /\b([a-z][\w-]*:[\w*-]+):[ \t]+(?=[a-z*][\w*-]*(?![\w:*-]))/giu;
const blankRepair = 'blank removed from an action';

interface ActionLine {
  readonly actions: readonly RequiredAction[];
  /** Sentences and bracketed remarks that are about no single action. */
  readonly notes: readonly RowNote[];
}

/**
 * Reads the actions of one line, each with the condition in brackets after it. `when` is the use case that a label
 * before the line names; a label inside the line (its line breaks are lost) makes the actions after it conditional.
 * "`a` or `b`" is one requirement that either meets. A name that is not an action stays as printed, with a problem.
 */
export function readActionLine(
  line: string,
  when: string | undefined,
  vocabulary: Vocabulary,
  evidence: GlueEvidence,
): Reading<ActionLine> {
  if (isPlainAction(line)) {
    const action = { action: line, ...(when === undefined ? {} : { when }) };
    return { value: { actions: [action], notes: [] }, repairs: [], problems: [] };
  }
  if (!line.includes(':') && isKnownNote(line, vocabulary)) {
    const text = line.replaceAll(separators, '');
    return {
      value: { actions: [], notes: [when === undefined ? { text } : { text, when }] },
      repairs: [],
      problems: [],
    };
  }
  const actions: { names: string[]; when?: string }[] = [];
  const notes: RowNote[] = [];
  const repairs: string[] = [];
  const problems: string[] = [];
  const text = line.replaceAll(blankInAction, '$1:');
  if (text !== line) repairs.push(blankRepair);
  let useCase = when;
  let isAlternative = false;
  let remarkEnd = -1;
  let readTo = 0;

  const note = (noted: string): RowNote =>
    useCase === undefined ? { text: noted } : { text: noted, when: useCase };
  const readText = (words: string) => {
    const trimmed = words.replaceAll(separators, '');
    if (trimmed === '') return;
    const named = vocabulary.useCases.get(fold(trimmed));
    if (named !== undefined) useCase = named;
    else if (actions.length > 0 && isAlternativeWord(trimmed, vocabulary)) isAlternative = true;
    else if (isKnownNote(trimmed, vocabulary)) notes.push(note(trimmed));
    else problems.push(`\`${trimmed}\` is not an action`);
  };

  for (const match of text.matchAll(token)) {
    readText(text.slice(readTo, match.index));
    readTo = match.index + match[0].length;
    const remark = match[1];
    if (remark === undefined) {
      if (match.index === remarkEnd) repairs.push(gluedRepair);
      const split = splitGluedActions(match[0], evidence);
      repairs.push(...split.repairs);
      problems.push(...split.problems);
      for (const action of split.value) {
        const reading = readAction(action);
        if (!reading.ok && split.problems.length === 0)
          problems.push(`\`${action}\` is not an action: ${reading.fault}`);
        const before = actions.at(-1);
        if (isAlternative && before !== undefined) before.names.push(action);
        else actions.push({ names: [action], ...(useCase === undefined ? {} : { when: useCase }) });
        isAlternative = false;
      }
    } else {
      remarkEnd = readTo;
      const last = actions.at(-1);
      const named = vocabulary.useCases.get(fold(remark));
      if (named === undefined && isKnownNote(remark, vocabulary)) notes.push(note(remark));
      else if (last !== undefined) last.when = named ?? remark.trim();
      else if (named === undefined) notes.push(note(remark));
      else problems.push(`the condition \`${remark}\` has no action before it`);
    }
  }
  readText(text.slice(readTo));
  if (isAlternative) problems.push('no action follows an `or`');
  return { value: { actions: actions.map(requiredAction), notes }, repairs, problems };
}

function isAlternativeWord(word: string, { data }: Vocabulary): boolean {
  return data.notes.alternatives.some((one) => fold(one) === fold(word));
}

function requiredAction({
  names,
  ...rest
}: {
  readonly names: string[];
  readonly when?: string;
}): RequiredAction {
  const [action = '', ...others] = names;
  return others.length === 0 ? { action, ...rest } : { anyOf: names, ...rest };
}
