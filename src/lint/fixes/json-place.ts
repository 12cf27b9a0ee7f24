import type { DocumentPath, Span } from '../../model/policy.ts';
import { indexOfMember, type JsonList, type JsonNode, type JsonObject } from '../../policy/json-node.ts';

/** A value inside a document, and where it hangs. */
interface JsonPlace {
  readonly value: JsonNode;
  /** What holds it and its number there; absent for the document itself. */
  readonly within?: { readonly container: JsonObject | JsonList; readonly index: number };
}

/**
 * Exactly what a path names, `undefined` where it names nothing.
 * @param member of several members with the last name of the path: the one whose name stands here
 */
export function placeOf(root: JsonNode, path: DocumentPath, member?: Span): JsonPlace | undefined {
  let place: JsonPlace = { value: root };
  for (const [depth, step] of path.entries()) {
    const container = place.value;
    if (container.type !== 'object' && container.type !== 'list') return undefined;
    const chosen = depth === path.length - 1 ? member : undefined;
    const index =
      container.type === 'list'
        ? step
        : chosen === undefined
          ? indexOfMember(container, String(step))
          : indexOfMemberAt(container, chosen);
    if (typeof index !== 'number') return undefined;
    const value = container.type === 'list' ? container.items[index] : container.members[index]?.value;
    if (value === undefined) return undefined;
    place = { value, within: { container, index } };
  }
  return place;
}

/** Number of the member whose name stands there: members are in the order of the text, and may be many. */
function indexOfMemberAt({ members }: JsonObject, { offset }: Span): number | undefined {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((members[middle]?.nameSpan.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return members[low]?.nameSpan.offset === offset ? low : undefined;
}

/** How many items or members there are. */
export function countOf(container: JsonObject | JsonList): number {
  return container.type === 'list' ? container.items.length : container.members.length;
}

/** Where an item stands, or a member with its name. */
export function partSpan(container: JsonObject | JsonList, index: number): Span {
  if (container.type === 'list') {
    const item = container.items[index];
    if (item === undefined) throw new RangeError(`the list has no item ${index}`);
    return item;
  }
  const member = container.members[index];
  if (member === undefined) throw new RangeError(`the object has no member ${index}`);
  const { offset } = member.nameSpan;
  return { offset, length: endOf(member.value) - offset };
}

/** The offset after a span. */
export function endOf({ offset, length }: Span): number {
  return offset + length;
}
