import { hasHole, holeCharacter } from '../../model/hole.ts';
import type { JsonNode } from '../../policy/json-node.ts';
import { readJson } from '../../policy/json-reader.ts';
import {
  holeRun,
  isKnown,
  jsonOf,
  type ListValue,
  type MemberValue,
  maybe,
  type ObjectValue,
  type Place,
  type Value,
} from './hcl-value.ts';

/** What a function of Terraform's language gives; nothing where it is not known. */
type HclFunction = (args: readonly Value[], at: Place) => Value | undefined;

/** Texts longer than this are not made. */
export const longest = 1024 * 1024;

/** The functions that are evaluated. `file`, `templatefile`, `try` and `coalesce` need more than their arguments. */
export const functions: Readonly<Record<string, HclFunction>> = {
  jsonencode: ([value], at) => value && { kind: 'string', at, text: jsonOf(value), encoded: value },
  jsondecode: ([value], at) => value && decode(value, at),
  concat: (args, at) => concat(args, at),
  merge: (args, at) => merge(args, at),
  flatten: ([list], at) => list && flatten(list, at),
  toset: ([list], at) => list && distinct(list, at),
  distinct: ([list], at) => list && distinct(list, at),
  tolist: ([list], at) => list && asList(list, at),
  setunion: (args, at) => distinct(concat(args, at), at),
  compact: ([list], at) => list && compact(list, at),
  reverse: ([list], at) =>
    list?.kind === 'list' ? { ...list, at, items: list.items.toReversed() } : undefined,
  sort: ([list], at) => list && sorted(list, at),
  format: (args, at) => format(args, at),
  join: (args, at) => join(args, at),
  lower: ([text], at) => onText(text, at, (known) => known.toLowerCase()),
  upper: ([text], at) => onText(text, at, (known) => known.toUpperCase()),
  trimspace: ([text], at) => onText(text, at, (known) => known.trim()),
  chomp: ([text], at) => onText(text, at, (known) => known.replace(/[\r\n]+$/u, '')),
  replace: (args, at) => replace(args, at),
  split: (args, at) => split(args, at),
  tostring: ([value], at) => onText(value, at, (known) => known),
  tomap: ([value]) => (value?.kind === 'object' ? value : undefined),
  keys: ([value], at) => keys(value, at),
  values: ([value], at) => values(value, at),
  length: ([value], at) => lengthOf(value, at),
  contains: (args, at) => contains(args, at),
  lookup: (args) => lookup(args),
  element: ([list, index]) => element(list, index),
};

function concat(lists: readonly Value[], at: Place): ListValue {
  const items: Value[] = [];
  let { open }: Pick<ListValue, 'open'> = {};
  for (const list of lists) {
    if (list.kind === 'list') {
      // Not spread: there may be more of them than a call takes.
      for (const item of list.items) items.push(list.maybe ? maybe(item) : item);
      open ??= list.open;
    } else if (list.kind !== 'null') {
      open ??= holeOf(list);
    }
  }
  return { kind: 'list', at, items, ...(open === undefined ? {} : { open }) };
}

/** What stands for a value of which not enough is known. */
function holeOf(value: Value): NonNullable<ListValue['open']> {
  return value.kind === 'hole' ? value : { kind: 'hole', at: value.at, written: '…' };
}

/** Later members replace earlier ones; whatever is not known may replace any. */
function merge(objects: readonly Value[], at: Place): ObjectValue {
  let members: MemberValue[] = [];
  let { open }: Pick<ObjectValue, 'open'> = {};
  for (const object of objects) {
    if (object.kind === 'null') continue;
    const known = object.kind === 'object' ? object : undefined;
    if (known?.open !== undefined || known === undefined) {
      open ??= known?.open ?? holeOf(object);
      members = members.map((member) => ({ ...member, value: maybe(member.value) }));
    }
    for (const member of known?.members ?? []) {
      if (known?.maybe || member.value.maybe) members.push({ ...member, value: maybe(member.value) });
      else members = [...members.filter(({ name }) => name !== member.name), member];
    }
  }
  return { kind: 'object', at, members, ...(open === undefined ? {} : { open }) };
}

function flatten(list: Value, at: Place): Value | undefined {
  if (list.kind !== 'list') return undefined;
  let { open } = list;
  const items = list.items.flatMap((item): readonly Value[] => {
    if (item.kind === 'hole') {
      // A list perhaps.
      open ??= item;
      return [];
    }
    if (item.kind !== 'list') return [item];
    const flat = flatten(item, at);
    if (flat?.kind !== 'list') return [];
    open ??= flat.open;
    return item.maybe ? flat.items.map(maybe) : flat.items;
  });
  return { kind: 'list', at, items, ...(open === undefined ? {} : { open }) };
}

function distinct(list: Value, at: Place): Value | undefined {
  if (list.kind !== 'list') return asList(list, at);
  const seen = new Set<string>();
  const items = list.items.filter((item) => {
    if (!isKnown(item)) return true;
    const text = jsonOf(item);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
  return { ...list, at, items };
}

function asList(value: Value, at: Place): Value | undefined {
  return value.kind === 'list' ? { ...value, at } : undefined;
}

function compact(list: Value, at: Place): Value | undefined {
  if (list.kind !== 'list') return undefined;
  const items = list.items.flatMap((item): readonly Value[] => {
    if (item.kind === 'null' || (item.kind === 'string' && item.text === '')) return [];
    return item.kind === 'hole' ? [maybe(item)] : [item];
  });
  return { ...list, at, items };
}

function sorted(list: Value, at: Place): Value | undefined {
  if (list.kind !== 'list' || !isKnown(list)) return asList(list, at);
  const items = list.items.toSorted((a, b) => {
    const [one, other] = [jsonOf(a), jsonOf(b)];
    return one < other ? -1 : one > other ? 1 : 0;
  });
  return { ...list, at, items };
}

/** A text as far as it is known; what is not known is a run of one hole character. */
function knownText(value: Value): string {
  if (value.maybe) return holeRun(1);
  switch (value.kind) {
    case 'string':
      return value.text;
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    default:
      return holeRun(1);
  }
}

function made(text: string, at: Place): Value | undefined {
  return text.length > longest ? undefined : { kind: 'string', at, text };
}

function onText(value: Value | undefined, at: Place, change: (text: string) => string): Value | undefined {
  if (value?.kind !== 'string' && value?.kind !== 'number' && value?.kind !== 'boolean') return undefined;
  return made(change(knownText(value)), at);
}

function format([form, ...args]: readonly Value[], at: Place): Value | undefined {
  if (form?.kind !== 'string' || !isKnown(form)) return undefined;
  let next = 0;
  let readable = true;
  let { length } = form.text;
  const text = form.text.replace(
    /%(?:(%)|\[(\d+)\]?([svdq])|([svdq])|.)/gu,
    (_, percent, index, ofIndex, plain) => {
      if (percent !== undefined) return '%';
      const verb = ofIndex ?? plain;
      if (verb === undefined) readable = false;
      if (index !== undefined) next = Number(index) - 1;
      const arg = args[next];
      next += 1;
      if (arg === undefined) readable = false;
      const put = arg === undefined || !readable ? '' : knownText(arg);
      length += put.length;
      if (length > longest) readable = false;
      return verb === 'q' ? JSON.stringify(put) : put;
    },
  );
  return readable ? made(text, at) : undefined;
}

function join([separator, ...lists]: readonly Value[], at: Place): Value | undefined {
  if (separator?.kind !== 'string') return undefined;
  const list = concat(lists, at);
  if (list.items.some((item) => item.maybe)) return undefined;
  const parts = list.items.map(knownText);
  const length = parts.reduce((sum, part) => sum + part.length + separator.text.length, 0);
  if (length > longest) return undefined;
  return made([...parts, ...(list.open === undefined ? [] : [holeRun(1)])].join(separator.text), at);
}

function replace([text, search, put]: readonly Value[], at: Place): Value | undefined {
  if (text?.kind !== 'string' || search?.kind !== 'string' || put?.kind !== 'string') return undefined;
  // `/…/` is a regular expression; and a hole may hold what is searched for.
  if (!isKnown(text) || !isKnown(search) || /^\/.*\/$/su.test(search.text) || search.text === '')
    return undefined;
  const count = text.text.split(search.text).length - 1;
  if (text.text.length + count * put.text.length > longest) return undefined;
  return made(
    text.text.replaceAll(search.text, () => put.text),
    at,
  );
}

function split([separator, text]: readonly Value[], at: Place): Value | undefined {
  if (separator?.kind !== 'string' || text?.kind !== 'string') return undefined;
  if (!isKnown(separator) || !isKnown(text)) return undefined;
  const parts = text.text === '' ? [''] : text.text.split(separator.text);
  return { kind: 'list', at, items: parts.map((part) => ({ kind: 'string', at, text: part })) };
}

function keys(value: Value | undefined, at: Place): Value | undefined {
  if (value?.kind !== 'object') return undefined;
  const { members, open } = value;
  const items = members.map(
    ({ name, nameAt, value: member }): Value => ({
      kind: 'string',
      at: nameAt,
      text: name,
      ...(member.maybe ? { maybe: true } : {}),
    }),
  );
  return { kind: 'list', at, items, ...(open && { open }) };
}

function values(value: Value | undefined, at: Place): Value | undefined {
  if (value?.kind !== 'object') return undefined;
  const { members, open } = value;
  return { kind: 'list', at, items: members.map((member) => member.value), ...(open && { open }) };
}

function lengthOf(value: Value | undefined, at: Place): Value | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'string')
    return isKnown(value) ? { kind: 'number', at, number: value.text.length } : undefined;
  if ((value.kind !== 'list' && value.kind !== 'object') || value.open !== undefined) return undefined;
  const inside = value.kind === 'list' ? value.items : value.members.map((member) => member.value);
  return inside.some((item) => item.maybe) ? undefined : { kind: 'number', at, number: inside.length };
}

function contains([list, value]: readonly Value[], at: Place): Value | undefined {
  if (list?.kind !== 'list' || value === undefined || !isKnown(value)) return undefined;
  const text = jsonOf(value);
  const found = list.items.some((item) => isKnown(item) && jsonOf(item) === text);
  return found || isKnown(list) ? { kind: 'boolean', at, boolean: found } : undefined;
}

function lookup([map, key, fallback]: readonly Value[]): Value | undefined {
  if (map?.kind !== 'object' || key?.kind !== 'string' || !isKnown(key) || map.open !== undefined)
    return undefined;
  return map.members.findLast(({ name }) => name === key.text)?.value ?? fallback;
}

function element(list: Value | undefined, index: Value | undefined): Value | undefined {
  if (list?.kind !== 'list' || index?.kind !== 'number' || list.open !== undefined) return undefined;
  if (list.items.length === 0 || list.items.some((item) => item.maybe)) return undefined;
  return list.items[index.number % list.items.length];
}

/** The value that a text is the JSON of. Its places are where the call is: the text may be of another file. */
function decode(value: Value, at: Place): Value | undefined {
  if (value.kind !== 'string') return undefined;
  if (value.encoded !== undefined) return value.encoded;
  if (hasHole(value.text)) return undefined;
  const { root, syntaxErrors } = readJson(value.text);
  return syntaxErrors.length > 0 ? undefined : valueOfJson(root, value.text, at);
}

function valueOfJson(node: JsonNode, text: string, at: Place): Value {
  const written = text.slice(node.offset, node.offset + node.length);
  switch (node.type) {
    case 'object':
      return {
        kind: 'object',
        at,
        members: node.members.map((member) => ({
          name: member.name,
          nameAt: at,
          value: valueOfJson(member.value, text, at),
        })),
      };
    case 'list':
      return { kind: 'list', at, items: node.items.map((item) => valueOfJson(item, text, at)) };
    case 'string':
      return { kind: 'string', at, text: node.value };
    case 'number':
      return { kind: 'number', at, number: Number(written) };
    case 'boolean':
      return { kind: 'boolean', at, boolean: written === 'true' };
    case 'null':
      return { kind: 'null', at };
    default:
      return { kind: 'hole', at, written: holeCharacter };
  }
}
