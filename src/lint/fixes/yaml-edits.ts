import type { DocumentPath, Span, TextNode } from '../../model/policy.ts';
import type { Change } from '../../rules/rule.ts';
import { type FixEditor, inOrder, isActionsOfStatement, type Splice } from './edits-of-fix.ts';
import { endOf } from './json-place.ts';
import { removedText } from './remove-parts.ts';

/**
 * Turns changes of a text in YAML into splices, where one scalar, one item of a list or one member takes them: the rest
 * of the text stays as it is, comments too. What spans more, or stands where an alias leads, is not changed.
 * @param root what the text was read as
 */
export function createYamlEditor(text: string, root: TextNode): FixEditor {
  return {
    splicesOf(changes) {
      const splices: Splice[] = [];
      const removals: Removal[] = [];
      for (const change of changes) {
        if (change.kind === 'rewrite') {
          splices.push({ ...change.span, text: change.text });
          continue;
        }
        const place = placeOf(root, change.path, change.kind === 'remove' ? change.member : undefined);
        if (place === undefined) return undefined;
        if (change.kind === 'remove') removals.push({ ...place, path: change.path });
        else {
          const splice = spliceOf(text, change, place);
          if (splice === undefined) return undefined;
          splices.push(splice);
        }
      }
      const removed = removalsOf(text, root, removals);
      return removed && inOrder(text, [...splices, ...removed]);
    },
  };
}

/** A value, and where it is held. */
interface Place {
  readonly value: TextNode;
  readonly container: TextNode;
  readonly index: number;
}

interface Removal extends Place {
  readonly path: DocumentPath;
}

/** @param member of several members with the last name of the path: the one whose name stands here */
function placeOf(root: TextNode, path: DocumentPath, member?: Span): Place | undefined {
  let value = root;
  let place: Place | undefined;
  for (const [depth, step] of path.entries()) {
    const at = depth === path.length - 1 ? member : undefined;
    const index =
      typeof step === 'number' && value.items !== undefined
        ? step
        : (value.members ?? []).findLastIndex(({ name, nameSpan }) =>
            at === undefined ? name === String(step) : nameSpan.offset === at.offset,
          );
    const next = value.items?.[index] ?? value.members?.[index]?.value;
    if (next === undefined) return undefined;
    place = { value: next, container: value, index };
    value = next;
  }
  return place;
}

function spliceOf(
  text: string,
  change: Exclude<Change, { kind: 'rewrite' | 'remove' }>,
  { value, container, index }: Place,
): Splice | undefined {
  if (!isInPlace(container, index)) return undefined;
  const span = { offset: value.offset, length: value.length };
  const written = writtenAt(text, span);
  switch (change.kind) {
    case 'replace': {
      if (typeof change.value !== 'string' || !isOneScalar(value, written)) return undefined;
      return { ...span, text: scalarLike(written, change.value) };
    }
    case 'rename': {
      const member = container.members?.[index];
      const isTaken = container.members?.some(({ name }) => name === change.name);
      if (member === undefined || isTaken) return undefined;
      const { offset, length } = member.nameSpan;
      return { offset, length, text: scalarLike(writtenAt(text, member.nameSpan), change.name) };
    }
    case 'wrap': {
      if (value.type !== 'string' || !isOneScalar(value, written)) return undefined;
      const item = isQuoted(written) || isPlain(written) ? written : JSON.stringify(written);
      return { ...span, text: `[${item}]` };
    }
    case 'quote':
      return isOneScalar(value, written) && !isQuoted(written) && !written.includes('\\')
        ? { ...span, text: `"${written}"` }
        : undefined;
    case 'insert':
      return undefined;
  }
}

function writtenAt(text: string, { offset, length }: Span): string {
  return text.slice(offset, offset + length);
}

/** A string, number or boolean on one line; a block (`|`, `>`) is none. */
function isOneScalar({ items, members, type }: TextNode, written: string): boolean {
  return (
    items === undefined &&
    members === undefined &&
    type !== 'missing' &&
    written !== '' &&
    !/^[|>&!*]|[\r\n]/.test(written)
  );
}

function isQuoted(written: string): boolean {
  return /^["']/.test(written);
}

/** A text in the quotes that stood around another, or in none where none are needed. */
function scalarLike(written: string, text: string): string {
  if (written.startsWith("'") && /^[\x20-\x7e]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return !isQuoted(written) && isPlain(text) ? text : JSON.stringify(text);
}

/** Whether a text is read as itself without quotes, in brackets too: less than YAML allows. */
function isPlain(text: string): boolean {
  return (
    /^[A-Za-z_][\w.*/-]*(?::[\w.*/-]+)*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  );
}

/** `undefined` where a list or map would be left empty, or where what is removed does not have its lines to itself. */
function removalsOf(
  text: string,
  root: TextNode,
  removals: readonly Removal[],
): readonly Splice[] | undefined {
  const held = new Map<TextNode, { readonly path: DocumentPath; readonly indices: Set<number> }>();
  const add = ({ container, index, path }: Removal) => {
    const known = held.get(container) ?? { path: path.slice(0, -1), indices: new Set<number>() };
    held.set(container, known);
    known.indices.add(index);
  };
  for (const removal of removals) add(removal);
  const isEmptied = (container: TextNode, indices: ReadonlySet<number>) =>
    indices.size === partsOf(container).length;
  for (const [container, { path, indices }] of [...held]) {
    if (!isEmptied(container, indices)) continue;
    // The last action takes its statement along.
    const statement = path.slice(0, -1);
    const place = isActionsOfStatement(path) ? placeOf(root, statement) : undefined;
    if (place === undefined) return undefined;
    held.delete(container);
    add({ ...place, path: statement });
  }
  const splices: Splice[] = [];
  for (const [container, { indices }] of held) {
    if (isEmptied(container, indices)) return undefined;
    const parts = partsOf(container);
    const ascending = [...indices].sort((a, b) => a - b);
    const inBrackets = /[[{]/.test(text[container.offset] ?? '');
    const spans = inBrackets
      ? fromBrackets(text, container, parts, ascending)
      : lines(text, container, parts, ascending);
    if (spans === undefined) return undefined;
    splices.push(...spans.map((span) => ({ ...span, text: '' })));
  }
  return splices;
}

/** Items, or members from the name to the end of the value. A value that an alias stands for lies elsewhere. */
function partsOf({ items, members = [] }: TextNode): readonly Span[] {
  return (
    items ??
    members.map(({ nameSpan: { offset, length }, value }) => ({
      offset,
      length: Math.max(length, endOf(value) - offset),
    }))
  );
}

/**
 * Whether an item or member is written where it is held: what an alias or a merge key stands for is written further up,
 * and may mean other things there.
 */
function isInPlace(container: TextNode, index: number): boolean {
  const { items, members = [] } = container;
  const before = items === undefined ? members[index]?.nameSpan : items[index - 1];
  const value = items === undefined ? members[index]?.value : items[index];
  const start = items === undefined ? before?.offset : value?.offset;
  if (value === undefined || start === undefined) return false;
  return (
    start >= container.offset &&
    endOf(value) <= endOf(container) &&
    (before === undefined || value.offset >= endOf(before))
  );
}

/** Of `[a, b]` and `{a: 1, b: 2}`: what goes with its comma, where nothing else stands between. */
function fromBrackets(
  text: string,
  container: TextNode,
  parts: readonly Span[],
  indices: readonly number[],
): readonly Span[] | undefined {
  const gapBefore = (index: number) => {
    const before = parts[index - 1];
    return text.slice(before === undefined ? container.offset + 1 : endOf(before), parts[index]?.offset);
  };
  const isClean = (index: number) =>
    index >= parts.length || (index === 0 ? /^\s*$/ : /^\s*,\s*$/).test(gapBefore(index));
  const isWhole = (index: number) => (parts[index]?.length ?? 0) > 0 && isInPlace(container, index);
  const clean = indices.every((index) => isClean(index) && isClean(index + 1) && isWhole(index));
  const partAt = (index: number) => parts[index] ?? container;
  return clean ? removedText(text, { count: parts.length, partAt }, indices) : undefined;
}

/** Of a list or map over several lines: the lines of neighbours that have them to themselves, but for a comment. */
function lines(
  text: string,
  container: TextNode,
  parts: readonly Span[],
  indices: readonly number[],
): readonly Span[] | undefined {
  const spans: Span[] = [];
  for (const index of indices) {
    const part = parts[index];
    const own = part && isInPlace(container, index) ? linesOf(text, part, container) : undefined;
    if (own === undefined) return undefined;
    const last = spans.at(-1);
    if (last !== undefined && endOf(last) === own.offset)
      spans[spans.length - 1] = { offset: last.offset, length: last.length + own.length };
    else spans.push(own);
  }
  return spans.map((span) => (endOf(span) === text.length ? withBreakBefore(text, span) : span));
}

function linesOf(text: string, part: Span, { items }: TextNode): Span | undefined {
  const start = lineStart(text, part.offset);
  const before = text.slice(start, part.offset);
  if (!(items === undefined ? /^[ \t]*$/ : /^[ \t]*-[ \t]+$/).test(before)) return undefined;
  const rest = /^[ \t]*:?(?:[ \t]*|[ \t]+#[^\r\n]*)(?:\r\n|\r|\n|$)/.exec(text.slice(endOf(part)));
  return rest === null ? undefined : { offset: start, length: endOf(part) + rest[0].length - start };
}

function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  return start;
}

/** The last lines of a text that ends without a break take the one before them along. */
function withBreakBefore(text: string, { offset, length }: Span): Span {
  if (/[\r\n]$/.test(text)) return { offset, length };
  const breakLength = /(?:\r\n|\r|\n)$/.exec(text.slice(0, offset))?.[0].length ?? 0;
  return { offset: offset - breakLength, length: length + breakLength };
}
