import type { DocumentPath, Span } from '../../model/policy.ts';
import type { JsonList, JsonNode, JsonObject } from '../../policy/json-node.ts';
import { readJson } from '../../policy/json-reader.ts';
import { pointerOf } from '../../policy/region-of.ts';
import type { Change } from '../../rules/rule.ts';
import { countOf, endOf, partSpan, placeOf } from './json-place.ts';
import { gapBefore, printJson, styleAt } from './json-style.ts';
import { removedText } from './remove-parts.ts';

/** A piece of text in place of a span. An insertion has length 0. */
export interface Splice extends Span {
  readonly text: string;
}

/** Turns changes of one text into splices. */
export interface FixEditor {
  /** In the order of the text, none overlapping another; `undefined` where the changes cannot be made, or change nothing. */
  splicesOf(changes: readonly Change[]): readonly Splice[] | undefined;
}

/** Prepares to change a text. It is read as JSON when the first change with a path is asked for, and only once. */
export function createFixEditor(text: string): FixEditor {
  let document: JsonNode | 'broken' | undefined;
  const root = (): JsonNode | undefined => {
    if (document === undefined) {
      const { root, syntaxErrors } = readJson(text);
      document = syntaxErrors.length === 0 ? root : 'broken';
    }
    return document === 'broken' ? undefined : document;
  };
  return {
    splicesOf(changes) {
      const splices: Splice[] = [];
      const removals = new Removals();
      for (const change of changes) {
        if (change.kind === 'rewrite') {
          const { span, text: replacement } = change;
          if (span.offset < 0 || endOf(span) > text.length) return undefined;
          splices.push({ ...span, text: replacement });
          continue;
        }
        const tree = root();
        if (tree === undefined) return undefined;
        if (change.kind === 'remove') {
          if (!removals.add(tree, change.path, change.member)) return undefined;
          continue;
        }
        const made = splicesOfChange(text, tree, change);
        if (made === undefined) return undefined;
        splices.push(...made);
      }
      const removed = removals.splices(text);
      return removed && inOrder(text, [...splices, ...removed]);
    },
  };
}

/** What is to be removed, by what holds it: which comma goes with an item depends on its neighbours. */
class Removals {
  readonly #parts = new Map<
    string,
    { readonly path: DocumentPath; readonly container: JsonObject | JsonList; readonly indices: Set<number> }
  >();
  #root: JsonNode | undefined;

  /** False where the path names nothing that can be removed. */
  add(root: JsonNode, path: DocumentPath, member?: Span): boolean {
    this.#root = root;
    const within = placeOf(root, path, member)?.within;
    if (within === undefined) return false;
    const held = path.slice(0, -1);
    const pointer = pointerOf(held);
    const known = this.#parts.get(pointer) ?? {
      path: held,
      container: within.container,
      indices: new Set<number>(),
    };
    known.indices.add(within.index);
    this.#parts.set(pointer, known);
    return true;
  }

  /** `undefined` where a list or object would be left empty. */
  splices(text: string): readonly Splice[] | undefined {
    const splices: Splice[] = [];
    for (const { path, container, indices } of [...this.#parts.values()]) {
      if (indices.size < countOf(container) || !isActionsOfStatement(path)) continue;
      if (this.#root === undefined || !this.add(this.#root, path.slice(0, -1))) return undefined;
    }
    for (const { path, container, indices } of this.#parts.values()) {
      if (indices.size === countOf(container)) {
        if (isActionsOfStatement(path)) continue;
        return undefined;
      }
      const ascending = [...indices].sort((a, b) => a - b);
      const parts = {
        count: countOf(container),
        partAt: (index: number) => partSpan(container, index),
      };
      for (const span of removedText(text, parts, ascending)) splices.push({ ...span, text: '' });
    }
    return splices;
  }
}

/** `…/Statement/0/Action`: of a statement that can go without leaving anything behind. */
export function isActionsOfStatement(path: DocumentPath): boolean {
  return path.at(-1) === 'Action' && typeof path.at(-2) === 'number' && path.at(-3) === 'Statement';
}

function splicesOfChange(
  text: string,
  root: JsonNode,
  change: Exclude<Change, { kind: 'rewrite' | 'remove' }>,
): readonly Splice[] | undefined {
  if (change.kind === 'insert') return insertion(text, root, change);
  const place = placeOf(root, change.path);
  if (place === undefined) return undefined;
  const { value, within } = place;
  const { offset, length } = value;
  switch (change.kind) {
    case 'replace':
      return [{ offset, length, text: printJson(change.value, styleAt(text, root, value)) }];
    case 'rename': {
      const member = within?.container.type === 'object' ? within.container.members[within.index] : undefined;
      const path = [...change.path.slice(0, -1), change.name];
      if (member === undefined || placeOf(root, path) !== undefined) return undefined;
      return [{ ...spanOf(member.nameSpan), text: JSON.stringify(change.name) }];
    }
    case 'wrap':
      return around(value, '[', ']');
    case 'quote':
      return value.type === 'number' || value.type === 'boolean' ? around(value, '"', '"') : undefined;
  }
}

function insertion(
  text: string,
  root: JsonNode,
  { path, value, first }: Extract<Change, { kind: 'insert' }>,
): readonly Splice[] | undefined {
  const object = placeOf(root, path.slice(0, -1))?.value;
  if (object?.type !== 'object' || placeOf(root, path) !== undefined) return undefined;
  const style = styleAt(text, root, object);
  const member = `${JSON.stringify(String(path.at(-1)))}${style.colon}${printJson(value, withoutLines(style))}`;
  const count = countOf(object);
  if (count === 0) return [{ offset: object.offset, length: object.length, text: `{${member}}` }];
  if (first) {
    const next = partSpan(object, 0);
    const gap = gapBefore(text, next);
    return [{ offset: next.offset, length: 0, text: `${member}${hasBreak(gap) ? `,${gap}` : style.comma}` }];
  }
  const last = partSpan(object, count - 1);
  const gap = gapBefore(text, last);
  return [{ offset: endOf(last), length: 0, text: `${hasBreak(gap) ? `,${gap}` : style.comma}${member}` }];
}

function withoutLines({ lines: _, ...style }: ReturnType<typeof styleAt>): ReturnType<typeof styleAt> {
  return style;
}

function hasBreak(text: string): boolean {
  return /[\r\n]/.test(text);
}

function around(span: Span, open: string, close: string): readonly Splice[] {
  return [
    { offset: span.offset, length: 0, text: open },
    { offset: endOf(span), length: 0, text: close },
  ];
}

function spanOf({ offset, length }: Span): Span {
  return { offset, length };
}

/** Sorts splices and drops those that change nothing or lie in a removal. Others that meet cannot be made together. */
export function inOrder(text: string, splices: readonly Splice[]): readonly Splice[] | undefined {
  const ordered: Splice[] = [];
  const sorted = splices
    .filter((splice) => text.slice(splice.offset, endOf(splice)) !== splice.text)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  for (const splice of sorted) {
    const last = ordered.at(-1);
    if (last === undefined || !overlap(last, splice)) ordered.push(splice);
    else if (last.text !== '' || endOf(splice) > endOf(last)) return undefined;
  }
  return ordered.length === 0 ? undefined : ordered;
}

/** Whether two splices meet. What is inserted where another begins or ends has no place of its own. */
export function overlap(a: Span, b: Span): boolean {
  if (a.length === 0 || b.length === 0) return a.offset <= endOf(b) && b.offset <= endOf(a);
  return a.offset < endOf(b) && b.offset < endOf(a);
}

/** A text after some splices, which are in its order and do not overlap. */
export function splice(text: string, splices: readonly Splice[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const change of splices) {
    pieces.push(text.slice(at, change.offset), change.text);
    at = endOf(change);
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}
