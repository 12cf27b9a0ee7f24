import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Span } from '../model/policy.ts';
import type { JsonMember, JsonNode, JsonObject } from './json-node.ts';
import { type Duplicate, deepest, mostDuplicates } from './json-reader.ts';
import { tooDeep } from './json-slips.ts';
import type { SlipLog } from './slip-log.ts';
import { endlessAlias, nameIsNoText, notAnAlias, tooMuchMerged, unknownTag } from './yaml-slips.ts';

/** Where what is met on the way goes. */
interface YamlNotes {
  readonly log: SlipLog;
  /** Path of what is being read: the slips' places. */
  readonly path: (string | number)[];
  readonly duplicates: Duplicate[];
}

/** Tags of the language itself; any other is a matter of some program. */
const ownTags = /^(?:!|tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|merge))$/;

/** Merge keys copy what they name: more of it than this is not read. */
const mostMerged = 100_000;

/** One document of YAML as a tree of JSON. What an alias stands for is read once and shared. */
export class YamlTree {
  readonly #document: Document.Parsed;
  readonly #text: string;
  readonly #notes: YamlNotes;
  readonly #anchors = new Map<string, JsonNode | 'open'>();
  /** Levels below a node, aliases followed. */
  readonly #heights = new Map<JsonNode, number>();
  #mergedMembers = 0;

  constructor(document: Document.Parsed, text: string, notes: YamlNotes) {
    this.#document = document;
    this.#text = text;
    this.#notes = notes;
  }

  root(): JsonNode {
    const { contents, range } = this.#document;
    return contents === null ? { type: 'null', offset: range?.[0] ?? 0, length: 0 } : this.#read(contents, 0);
  }

  #read(node: Node, depth: number): JsonNode {
    if (isAlias(node)) return this.#alias(node.source, this.#spanOf(node));
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    // The name stands for this from here on, also where an earlier anchor had it.
    if (anchor !== undefined) this.#anchors.set(anchor, 'open');
    const read = depth >= deepest ? this.#tooDeep(node) : this.#content(node, depth);
    if (anchor !== undefined) this.#anchors.set(anchor, read);
    return read;
  }

  #content(node: Node, depth: number): JsonNode {
    const span = this.#spanOf(node);
    this.#tag(node, span);
    if (isMap(node)) return this.#noted(this.#object(node, span, depth), span);
    if (isSeq(node)) return this.#noted(this.#list(node, span, depth), span);
    return isScalar(node) ? scalar(node, span) : { type: 'null', ...span };
  }

  #list(node: YAMLSeq, span: Span, depth: number): JsonNode {
    const items = node.items.map((item, index) => this.#inside(index, item as Node | null, span, depth));
    return { type: 'list', items, ...span };
  }

  #object(node: YAMLMap, span: Span, depth: number): JsonObject {
    const own: JsonMember[] = [];
    const merged: JsonMember[] = [];
    const names = new Map<string, Span>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const nameSpan = this.#spanOf(pair.key);
      if (isMerge(pair.key)) {
        if (pair.value !== null) merged.unshift(...this.#merged(pair.value, nameSpan, depth));
        continue;
      }
      const name = this.#name(pair.key, nameSpan);
      const end = { offset: nameSpan.offset + nameSpan.length, length: 0 };
      const value = this.#inside(name, pair.value, end, depth);
      const first = names.get(name);
      const path = [...this.#notes.path, name];
      if (first === undefined) names.set(name, nameSpan);
      else if (own.length - names.size < mostDuplicates)
        this.#notes.duplicates.push({ path, member: name, first, again: nameSpan });
      own.push({ name, nameSpan, separator: ':', value });
    }
    // The last member of a name counts: what is written out counts before what is merged in.
    return { type: 'object', members: [...merged, ...own], ...span };
  }

  /** Members of the maps that a merge key names, each name once; the first map that has it counts. */
  #merged(value: Node, key: Span, depth: number): readonly JsonMember[] {
    const read = this.#read(value, depth + 1);
    const maps = read.type === 'list' ? read.items.toReversed() : [read];
    const members = new Map<string, JsonMember>();
    for (const map of maps) {
      if (map.type !== 'object') continue;
      this.#mergedMembers += map.members.length;
      if (this.#mergedMembers > mostMerged) {
        this.#notes.log.add(tooMuchMerged(key));
        break;
      }
      for (const member of map.members) members.set(member.name, member);
    }
    return [...members.values()];
  }

  #inside(step: string | number, node: Node | null, nowhere: Span, depth: number): JsonNode {
    if (node === null) return { type: 'null', ...nowhere };
    this.#notes.path.push(step);
    const read = this.#read(node, depth + 1);
    this.#notes.path.pop();
    return read;
  }

  #name(key: Node | null, span: Span): string {
    if (key === null) return '';
    if (isScalar(key) && typeof key.value === 'string') return key.value;
    if (!isScalar(key)) this.#notes.log.add(nameIsNoText(span));
    return this.#text.slice(span.offset, span.offset + span.length);
  }

  #alias(name: string, span: Span): JsonNode {
    const found = this.#anchors.get(name);
    const written = this.#text.slice(span.offset, span.offset + span.length);
    if (found === 'open') this.#notes.log.add(endlessAlias(span, written));
    if (found === undefined) this.#notes.log.add(notAnAlias(span, written));
    return found === undefined || found === 'open' ? { type: 'string', value: written, ...span } : found;
  }

  #tag({ tag }: Node, span: Span): void {
    if (tag === undefined || ownTags.test(tag)) return;
    this.#notes.log.add(unknownTag({ offset: span.offset, length: 0 }, tag));
  }

  /** Keeps a node's height: aliases in aliases reach deeper than brackets do. */
  #noted(node: JsonNode, span: Span): JsonNode {
    const below =
      node.type === 'list'
        ? node.items
        : node.type === 'object'
          ? node.members.map(({ value }) => value)
          : [];
    let height = 0;
    for (const child of below) height = Math.max(height, (this.#heights.get(child) ?? 0) + 1);
    if (height > deepest) return this.#cutAt(span);
    this.#heights.set(node, height);
    return node;
  }

  #tooDeep(node: Node): JsonNode {
    return this.#cutAt(this.#spanOf(node));
  }

  #cutAt({ offset }: Span): JsonNode {
    this.#notes.log.add(tooDeep(offset, deepest));
    return { type: 'missing', offset, length: 0 };
  }

  /** Without the white space and line ends that the library counts in. */
  #spanOf(node: Node | null): Span {
    const [offset, end] = node?.range ?? [0, 0];
    let to = Math.min(end, this.#text.length);
    while (to > offset && /\s/.test(this.#text[to - 1] ?? '')) to--;
    return { offset, length: to - offset };
  }
}

function isMerge(key: Node | null): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

function scalar({ value }: Scalar, span: Span): JsonNode {
  switch (typeof value) {
    case 'string':
      return { type: 'string', value, ...span };
    case 'number':
    case 'bigint':
      return { type: 'number', ...span };
    case 'boolean':
      return { type: 'boolean', ...span };
    default:
      return { type: 'null', ...span };
  }
}
