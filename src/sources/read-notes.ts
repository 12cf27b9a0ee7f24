import type { Prerequisite, RoleName, ScopeMarks } from '../model/claim.ts';
import { fold } from './fold.ts';
import type { Reading } from './reading.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A sentence or bracketed remark beside a row; `when`: the use case that a label before it names. */
export interface RowNote {
  readonly text: string;
  readonly when?: string;
}

/** What the notes beside a row ask for, and what they limit. */
interface NotesReading extends Pick<ScopeMarks, 'enterpriseProjectOnly'> {
  readonly prerequisites: readonly Prerequisite[];
}

/**
 * Reads the notes beside a row: each either asks for roles, or is a remark that the vocabulary knows to change nothing.
 * A note that is neither is a problem: it might ask for something.
 */
export function readNotes(
  notes: readonly RowNote[],
  path: string | undefined,
  vocabulary: Vocabulary,
): Reading<NotesReading> {
  const prerequisites: Prerequisite[] = [];
  let enterpriseProjectOnly: NotesReading['enterpriseProjectOnly'];
  const problems: string[] = [];
  for (const { text: note, when } of notes) {
    const text = statementOf(note, vocabulary);
    if (text === '') continue;
    const remark = remarkIn(text, vocabulary);
    if (remark !== undefined) {
      enterpriseProjectOnly ??= vocabulary.remarks.get(remark);
      continue;
    }
    const found = readPrerequisites(text, path, vocabulary);
    if (found === undefined) problems.push('a note beside the row is not understood');
    else prerequisites.push(...found.map((prerequisite) => withCase(prerequisite, when)));
  }
  const limits = enterpriseProjectOnly === undefined ? {} : { enterpriseProjectOnly };
  return { value: { prerequisites, ...limits }, repairs: [], problems };
}

/** Whether a text is a note that the vocabulary knows: a remark without effect, or a sentence that asks for roles. */
export function isKnownNote(note: string, vocabulary: Vocabulary): boolean {
  const text = statementOf(note, vocabulary);
  if (remarkIn(text, vocabulary) !== undefined) return true;
  return vocabulary.data.notes.sentences.some((sentence) => {
    const grants = fillGaps(fold(sentence), text)?.get('grants');
    return grants !== undefined && readAllGrants(grants, vocabulary) !== undefined;
  });
}

/** A folded note without its title, and without brackets and stops around it. */
function statementOf(note: string, vocabulary: Vocabulary): string {
  return withoutTitle(fold(note), vocabulary).replaceAll(/^[,、;(]+|[.。)]+$/gu, '');
}

/** The remark that a note is. One with gaps is the whole of the note; one without stands somewhere in it. */
function remarkIn(text: string, { remarks }: Vocabulary): string | undefined {
  return [...remarks.keys()].find((phrase) =>
    phrase.includes('{') ? fillGaps(phrase, text) !== undefined : text.includes(phrase),
  );
}

/** Whether a text is a note from its first word on (`说明：…`). */
export function isNote(text: string, vocabulary: Vocabulary): boolean {
  const folded = fold(text);
  return withoutTitle(folded, vocabulary) !== folded;
}

function withoutTitle(text: string, vocabulary: Vocabulary): string {
  const title = vocabulary.data.notes.noteTitles
    .map((word) => `${fold(word)}:`)
    .find((word) => text.startsWith(word));
  return title === undefined ? text : text.slice(title.length);
}

/** A condition of its own counts before that of the label. */
function withCase(prerequisite: Prerequisite, when: string | undefined): Prerequisite {
  const own = prerequisite.when ?? when;
  return own === undefined ? prerequisite : { ...prerequisite, when: own };
}

/** What a sentence asks for: one of several roles, or several that are all needed. */
function readPrerequisites(
  text: string,
  path: string | undefined,
  vocabulary: Vocabulary,
): readonly Prerequisite[] | undefined {
  for (const sentence of vocabulary.data.notes.sentences) {
    const gaps = fillGaps(fold(sentence), text);
    const grants = gaps?.get('grants');
    if (grants === undefined) continue;
    const all = readAllGrants(grants, vocabulary);
    if (all === undefined) continue;
    const purpose = gaps?.get('purpose');
    if (purpose === undefined) return all.map((anyOf) => ({ anyOf }));
    const known = vocabulary.data.notes.purposes.find(
      ({ phrases, paths }) =>
        phrases.some((phrase) => fold(phrase) === purpose) && paths.some((one) => one === path),
    );
    if (known === undefined) continue;
    const { useCase } = known;
    return all.map((anyOf) => (useCase === null ? { anyOf } : { anyOf, when: useCase }));
  }
  return undefined;
}

/** Roles of which one is enough, or a list whose words after the last role hold for all: each of them is needed. */
function readAllGrants(text: string, vocabulary: Vocabulary): readonly (readonly RoleName[])[] | undefined {
  const anyOf = readGrants(text, vocabulary);
  if (anyOf !== undefined) return [anyOf];
  const { conjunctions, grants } = vocabulary.data.notes;
  for (const form of grants.map(fold)) {
    const roles = fillGaps(form, text)?.get('role');
    if (roles === undefined || form.includes('{service}')) continue;
    const names = conjunctions
      .map(fold)
      .reduce<readonly string[]>((parts, word) => parts.flatMap((part) => part.split(word)), [roles])
      .filter((name) => name !== '');
    const found = names.map((name) => roleNamed(name, vocabulary));
    if (names.length > 1 && found.every((role) => role !== undefined)) return found.map((role) => [role]);
  }
  return undefined;
}

function roleNamed(text: string, { data }: Vocabulary): RoleName | undefined {
  const role = data.notes.roles.find((one) => fold(one.role) === text);
  return role && { role: role.role, ...(role.service === undefined ? {} : { service: role.service }) };
}

function readGrants(text: string, vocabulary: Vocabulary): RoleName[] | undefined {
  const { alternatives, grants } = vocabulary.data.notes;
  const separators = alternatives.map(fold);
  const whole = readGrant(text, grants, vocabulary);
  if (whole !== undefined) return [whole];
  for (const separator of separators) {
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
      const first = readGrant(text.slice(0, at), grants, vocabulary);
      if (first === undefined) continue;
      const others = readGrants(text.slice(at + separator.length), vocabulary);
      if (others !== undefined) return [first, ...others];
    }
  }
  return undefined;
}

function readGrant(text: string, forms: readonly string[], vocabulary: Vocabulary): RoleName | undefined {
  for (const form of forms) {
    const gaps = fillGaps(fold(form), text);
    const roleText = gaps?.get('role');
    const serviceText = gaps?.get('service');
    if (roleText === undefined) continue;
    if (serviceText === undefined) {
      const role = roleNamed(roleText, vocabulary);
      if (role === undefined) continue;
      return role;
    }
    const service = serviceNamed(serviceText, vocabulary);
    if (service === undefined) continue;
    const role = vocabulary.data.notes.roles.find(
      (one) =>
        (one.service ?? service) === service && one.phrases.some((phrase) => fold(phrase) === roleText),
    );
    if (role !== undefined) return { role: role.role, service };
  }
  return undefined;
}

function serviceNamed(text: string, vocabulary: Vocabulary): string | undefined {
  return Object.entries(vocabulary.data.notes.services).find(([, names]) =>
    names.some((name) => fold(name) === text),
  )?.[0];
}

/** Fills the gaps of a form such as `if{purpose},youmusthave{grants}` from a text; `undefined`: it has another form. */
function fillGaps(form: string, text: string): ReadonlyMap<string, string> | undefined {
  const parts = form.split(/\{(\w+)\}/u);
  const gaps = new Map<string, string>();
  const opening = parts[0] ?? '';
  if (!text.startsWith(opening)) return undefined;
  let at = opening.length;
  for (let index = 1; index < parts.length; index += 2) {
    const name = parts[index] ?? '';
    const literal = parts[index + 1] ?? '';
    const isLast = index + 2 >= parts.length;
    const end = isLast ? text.length - literal.length : text.indexOf(literal, at + 1);
    if (end <= at || !text.startsWith(literal, end)) return undefined;
    gaps.set(name, text.slice(at, end));
    at = end + literal.length;
  }
  return gaps;
}
