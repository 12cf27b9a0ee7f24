import type { DocumentPath, PolicyFile, Span, TextForm, TextPart } from '../../model/policy.ts';
import type { Change } from '../../rules/rule.ts';
import { createFixEditor, type FixEditor, type Splice } from './edits-of-fix.ts';
import { endOf } from './json-place.ts';
import { createYamlEditor } from './yaml-edits.ts';

/** Turns changes of a text that holds its documents in another form than JSON into splices: all of a fix in one part of it. */
export function createFormEditor({ text, policies }: PolicyFile, { parts }: TextForm): FixEditor {
  const editors = new Map<TextPart, FixEditor>();
  const editorOf = (part: TextPart): FixEditor => {
    const editor = editors.get(part) ?? (part.kind === 'tree' ? treeEditor(part) : jsonEditor(text, part));
    editors.set(part, editor);
    return editor;
  };
  /** Of a text with syntax errors nobody knows what belongs to what: only what is said of the text itself is changed. */
  const treeEditor = ({ path, root }: Extract<TextPart, { kind: 'tree' }>): FixEditor => {
    const isBroken = policies.some(
      (policy) =>
        isWithin(policy.root ?? [], path) && policy.faults.some(({ kind }) => kind === 'invalid-json'),
    );
    const editor = createYamlEditor(text, isBroken ? { type: 'missing', offset: 0, length: 0 } : root);
    return {
      splicesOf: (changes) => editor.splicesOf(changes.map((change) => relativeTo(path, change))),
    };
  };
  return {
    splicesOf(changes) {
      const [part, ...others] = new Set(changes.map((change) => partOf(parts, change)));
      return part === undefined || others.length > 0 ? undefined : editorOf(part).splicesOf(changes);
    },
  };
}

function partOf(parts: readonly TextPart[], change: Change): TextPart | undefined {
  return parts.find((part) =>
    change.kind !== 'rewrite'
      ? isWithin(change.path, part.path)
      : part.kind === 'tree'
        ? part.path.length === 0
        : spanWithin(part, change.span) !== undefined,
  );
}

function isWithin(path: DocumentPath, outer: DocumentPath): boolean {
  return outer.every((step, index) => step === path[index]);
}

function relativeTo(outer: DocumentPath, change: Change): Change {
  return change.kind === 'rewrite' ? change : { ...change, path: change.path.slice(outer.length) };
}

type JsonPart = Extract<TextPart, { kind: 'json' }>;

function jsonEditor(file: string, part: JsonPart): FixEditor {
  const editor = createFixEditor(part.text);
  return {
    splicesOf(changes) {
      const inside = changes.flatMap((change) => changeWithin(part, change) ?? []);
      const splices = inside.length < changes.length ? undefined : editor.splicesOf(inside);
      const placed = splices?.flatMap((splice) => placedSplice(file, part, splice) ?? []);
      return placed?.length === splices?.length ? placed : undefined;
    },
  };
}

/** A change as one of the part's text; `undefined` where it is about more than that. */
function changeWithin(part: JsonPart, change: Change): Change | undefined {
  if (change.kind === 'rewrite') {
    const span = spanWithin(part, change.span);
    return span && { ...change, span };
  }
  const path = change.path.slice(part.path.length);
  if (change.kind !== 'remove' || change.member === undefined) return { ...change, path };
  const member = spanWithin(part, change.member);
  return member && { ...change, path, member };
}

function spanWithin(part: JsonPart, { offset, length }: Span): Span | undefined {
  const start = offsetWithin(part, offset);
  if (start === undefined || length === 0) return start === undefined ? undefined : { offset: start, length };
  const last = offsetWithin(part, offset + length - 1);
  return last === undefined ? undefined : { offset: start, length: last + 1 - start };
}

/** The offset in a part's text of a place in the file: places grow with offsets. */
function offsetWithin({ text, placeOf }: JsonPart, place: number): number | undefined {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(middle) < place) low = middle + 1;
    else high = middle;
  }
  return placeOf(low) === place ? low : undefined;
}

/** A splice of the file: what begins each line of the part goes before each line that is added. */
function placedSplice(file: string, { text, placeOf }: JsonPart, splice: Splice): Splice | undefined {
  const offset = placeOf(splice.offset);
  const length = splice.length === 0 ? 0 : placeOf(endOf(splice)) - offset;
  if (!/[\r\n]/.test(splice.text)) return { offset, length, text: splice.text };
  const lineStart = placeOf(text.slice(0, splice.offset).search(/[^\r\n]*$/));
  const before = file.slice(0, lineStart);
  const prefix = before.slice(before.search(/[^\r\n]*$/));
  if (!/^[ \t>]*$/.test(prefix)) return undefined;
  return { offset, length, text: splice.text.replace(/\r\n|\r|\n/g, (line) => line + prefix) };
}
