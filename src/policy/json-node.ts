import { hasHole } from '../model/hole.ts';
import type { DocumentPath, Span } from '../model/policy.ts';

/** A member of an object. `name` is decoded, `nameSpan` covers the quotes. */
export interface JsonMember {
  readonly name: string;
  readonly nameSpan: Span;
  /** What stands between name and value: HCL and other look-alikes assign with `=`. */
  readonly separator: ':' | '=' | 'none';
  readonly value: JsonNode;
}

/** What every value may say besides its place (design 4.2). */
interface Placed extends Span {
  /** The value is there under a condition only: `cond ? [..] : []`. */
  readonly maybe?: true;
}

export interface JsonObject extends Placed {
  readonly type: 'object';
  /** There are more members, which are not known: `merge({..}, var.more)`. */
  readonly open?: JsonHole;
  /** In the order of the text, duplicates included. */
  readonly members: readonly JsonMember[];
}

export interface JsonList extends Placed {
  readonly type: 'list';
  /** There are more items, which are not known: `concat([..], var.more)`. */
  readonly open?: JsonHole;
  readonly items: readonly JsonNode[];
}

interface JsonString extends Placed {
  readonly type: 'string';
  /** Each part that the file does not fix is a run of {@link holeCharacter}. */
  readonly value: string;
}

/** A value that the file does not fix: a variable, or a call whose result is not known. */
export interface JsonHole extends Placed {
  readonly type: 'hole';
  /** As it is written: `var.region`. */
  readonly written: string;
  /** What the value is of, where it is an attribute of something known by its address: `huaweicloud_identity_role.images`, `id`. */
  readonly reference?: { readonly address: string; readonly attribute: string };
}

interface JsonScalar extends Placed {
  /** `missing`: a broken text has nothing where a value belongs. */
  readonly type: 'number' | 'boolean' | 'null' | 'missing';
}

/** A JSON value with its place in the text. */
export type JsonNode = JsonObject | JsonList | JsonString | JsonHole | JsonScalar;

/** The member that counts for a name: the last one, as `JSON.parse` has it. */
export function memberOf(object: JsonObject, name: string): JsonMember | undefined {
  return object.members[indexOfMember(object, name)];
}

/** Its number; -1 where no member has the name. */
export function indexOfMember(object: JsonObject, name: string): number {
  const { members } = object;
  if (members.length <= fewMembers) return members.findLastIndex((member) => member.name === name);
  let known = indexes.get(object);
  // The reader asks while an object grows: an index counts only for as many members as it was made of.
  if (known?.size !== members.length) {
    known = { size: members.length, index: new Map(members.map((member, at) => [member.name, at])) };
    indexes.set(object, known);
  }
  return known.index.get(name) ?? -1;
}

/** Up to here, looking through the members is faster than an index of them. */
const fewMembers = 16;

const indexes = new WeakMap<
  JsonObject,
  { readonly size: number; readonly index: ReadonlyMap<string, number> }
>();

/** Whether two values are the same but for white space and escapes. Members count in their order. */
export function isSameValue(one: JsonNode, other: JsonNode, text: string): boolean {
  switch (one.type) {
    case 'object':
      return (
        other.type === 'object' &&
        one.members.length === other.members.length &&
        one.members.every((member, i) => {
          const counterpart = other.members[i];
          return member.name === counterpart?.name && isSameValue(member.value, counterpart.value, text);
        })
      );
    case 'list':
      return (
        other.type === 'list' &&
        one.items.length === other.items.length &&
        one.items.every((item, i) => {
          const counterpart = other.items[i];
          return counterpart !== undefined && isSameValue(item, counterpart, text);
        })
      );
    case 'string':
      return other.type === 'string' && one.value === other.value && !hasHole(one.value);
    case 'missing':
    case 'hole':
      return false;
    default:
      return (
        one.type === other.type &&
        text.slice(one.offset, one.offset + one.length) ===
          text.slice(other.offset, other.offset + other.length)
      );
  }
}

/** What a path leads to: the value, and the member that holds it where there is one. */
interface Found {
  readonly value: JsonNode;
  readonly member: JsonMember | undefined;
}

/** Follows a path as far as it goes: for a path that does not exist, its nearest existing ancestor. */
export function follow(root: JsonNode, path: DocumentPath): Found {
  let found: Found = { value: root, member: undefined };
  for (const step of path) {
    const { value } = found;
    if (value.type === 'object') {
      const member = memberOf(value, String(step));
      if (member === undefined) return found;
      found = { value: member.value, member };
    } else if (value.type === 'list') {
      const item = typeof step === 'number' ? value.items[step] : undefined;
      if (item === undefined) return found;
      found = { value: item, member: undefined };
    } else {
      return found;
    }
  }
  return found;
}

/** Each name once, with the value that counts: a repeated name is a fault of its own. */
export function* lastMembers(
  node: JsonObject,
): Generator<{ readonly name: string; readonly value: JsonNode }> {
  const seen = new Map<string, JsonNode>();
  for (const { name, value } of node.members) seen.set(name, value);
  for (const [name, value] of seen) yield { name, value };
}
