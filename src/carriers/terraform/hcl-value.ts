import { holeCharacter } from '../../model/hole.ts';
import type { Span } from '../../model/policy.ts';
import type { JsonHole, JsonNode } from '../../policy/json-node.ts';

/** Where a value is written. */
export interface Place extends Span {
  readonly file: string;
}

interface Placed {
  readonly at: Place;
  /** The value is there under a condition only. */
  readonly maybe?: true;
}

/** A run of a text and what it comes from: as it is written, or, where it is not `exact`, put in the place of a span. */
export interface Segment {
  readonly length: number;
  readonly from: Span;
  readonly exact: boolean;
}

export interface StringValue extends Placed {
  readonly kind: 'string';
  /** What is not known are runs of {@link holeCharacter}. */
  readonly text: string;
  /** Where each part of it is written, in the file that `at` names; absent where a function made it. */
  readonly segments?: readonly Segment[];
  /** The value that the text is the JSON of. */
  readonly encoded?: Value;
  /** The text is the content of a file. */
  readonly read?: true;
}

export interface ListValue extends Placed {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** There are more items, which are not known. */
  readonly open?: HoleValue;
}

export interface MemberValue {
  readonly name: string;
  readonly nameAt: Place;
  readonly value: Value;
}

export interface ObjectValue extends Placed {
  readonly kind: 'object';
  readonly members: readonly MemberValue[];
  readonly open?: HoleValue;
}

/** A value that nothing fixes. */
export interface HoleValue extends Placed {
  readonly kind: 'hole';
  readonly written: string;
  readonly reference?: JsonHole['reference'];
}

/** One of several values, nobody knows which. */
export interface EitherValue extends Placed {
  readonly kind: 'either';
  readonly options: readonly Value[];
}

/** What an expression comes to. */
export type Value =
  | StringValue
  | ListValue
  | ObjectValue
  | HoleValue
  | EitherValue
  | (Placed & { readonly kind: 'number'; readonly number: number })
  | (Placed & { readonly kind: 'boolean'; readonly boolean: boolean })
  | (Placed & { readonly kind: 'null' });

/** A text for what takes as many characters. */
export function holeRun(length: number): string {
  return holeCharacter.repeat(Math.max(1, length));
}

/** Whether a part of a value, however deep, is not known. */
export function isKnown(value: Value): boolean {
  if (value.maybe) return false;
  switch (value.kind) {
    case 'hole':
    case 'either':
      return false;
    case 'string':
      return value.encoded === undefined ? !value.text.includes(holeCharacter) : isKnown(value.encoded);
    case 'list':
      return value.open === undefined && value.items.every(isKnown);
    case 'object':
      return value.open === undefined && value.members.every((member) => isKnown(member.value));
    default:
      return true;
  }
}

/** The same value where nobody knows whether it is there. */
export function maybe<V extends Value>(value: V): V {
  return value.maybe ? value : { ...value, maybe: true };
}

/** The text of a value where Terraform makes one of it; `undefined` where it cannot, or nobody knows. */
export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    default:
      return undefined;
  }
}

/** Items of a list: one of several values is each of them, under a condition. */
export function spreadItems(items: readonly Value[]): readonly Value[] {
  if (!items.some(({ kind }) => kind === 'either')) return items;
  return items.flatMap((item) => (item.kind === 'either' ? spreadItems(item.options).map(maybe) : [item]));
}

/**
 * A value as JSON: what is not known are runs of the hole character, as a value or inside of a string. What may or may not be
 * there makes a hole of what holds it.
 */
export function jsonOf(value: Value): string {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(value.text);
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    case 'null':
      return 'null';
    case 'list':
      if (value.open !== undefined || value.items.some((item) => item.maybe)) return holeRun(1);
      return `[${value.items.map(jsonOf).join(',')}]`;
    case 'object':
      if (value.open !== undefined || value.members.some((member) => member.value.maybe)) return holeRun(1);
      return `{${value.members.map((member) => `${JSON.stringify(member.name)}:${jsonOf(member.value)}`).join(',')}}`;
    default:
      return holeRun(1);
  }
}

/** A value as a tree of a document that is written in one file: what is written elsewhere is where it is put. */
export function treeOf(value: Value, file: string, around: Span): JsonNode {
  const { offset, length } = value.at.file === file ? value.at : around;
  const placed = { offset, length, ...(value.maybe ? { maybe: true as const } : {}) };
  const inside = { offset, length };
  switch (value.kind) {
    case 'string':
      return { ...placed, type: 'string', value: value.text };
    case 'list':
      return {
        ...placed,
        type: 'list',
        items: spreadItems(value.items).map((item) => treeOf(item, file, inside)),
        ...openOf(value.open, file, inside),
      };
    case 'object':
      return {
        ...placed,
        type: 'object',
        members: value.members.map(({ name, nameAt, value: member }) => ({
          name,
          nameSpan: nameAt.file === file ? { offset: nameAt.offset, length: nameAt.length } : inside,
          // However it is written: it says nothing about the document.
          separator: ':',
          value: treeOf(member, file, inside),
        })),
        ...openOf(value.open, file, inside),
      };
    case 'either':
      return { ...placed, type: 'hole', written: '… ? … : …' };
    case 'hole':
      return {
        ...placed,
        type: 'hole',
        written: value.written,
        ...(value.reference === undefined ? {} : { reference: value.reference }),
      };
    default:
      return { ...placed, type: value.kind };
  }
}

function openOf(open: HoleValue | undefined, file: string, around: Span): { readonly open?: JsonHole } {
  if (open === undefined) return {};
  const { offset, length } = open.at.file === file ? open.at : around;
  return {
    open: {
      type: 'hole',
      offset,
      length,
      written: open.written,
      ...(open.reference === undefined ? {} : { reference: open.reference }),
    },
  };
}

/** Offset in the file of an offset in a text. */
export function placeIn({ at, segments, text }: StringValue): (offset: number) => number {
  if (segments === undefined) return (offset) => (offset < text.length ? at.offset : at.offset + at.length);
  return (offset) => {
    let start = 0;
    for (const { length, from, exact } of segments) {
      if (offset < start + length) return exact ? from.offset + offset - start : from.offset;
      start += length;
    }
    const last = segments.at(-1);
    return last === undefined ? at.offset : last.from.offset + last.from.length;
  };
}

/** Whether a text is in the file as it is, holes counted as what is written in their place. */
export function isVerbatim({ text, segments }: StringValue): boolean {
  if (segments === undefined || segments.length === 0) return false;
  let start = 0;
  let next: number | undefined;
  for (const { length, from, exact } of segments) {
    const isHole = length === from.length && isHoleRun(text.slice(start, start + length));
    if (!(exact || isHole) || (next !== undefined && next !== from.offset)) return false;
    next = from.offset + from.length;
    start += length;
  }
  return true;
}

function isHoleRun(text: string): boolean {
  return text.length > 0 && [...text].every((character) => character === holeCharacter);
}
