import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type YAMLError,
} from 'yaml';
import type { Span } from '../model/policy.ts';
import type { JsonNode } from './json-node.ts';
import type { Duplicate, JsonReading } from './json-reader.ts';
import { SlipLog } from './slip-log.ts';
import { syntaxSlip, unclosedYamlString } from './yaml-slips.ts';
import { YamlTree } from './yaml-tree.ts';

/** How many unclosed strings are mended; each costs reading the text again. */
const mostMended = 10;
/** Longer texts are not mended: nobody writes them by hand. */
const longestMended = 64 * 1024;

/**
 * Reads YAML into the tree that JSON is read into, with places in the text. Several documents are a list. Anchors,
 * aliases and merge keys are followed; slips are collected and read on from.
 */
export function readYaml(text: string): JsonReading {
  const path: (string | number)[] = [];
  const log = new SlipLog(text, path);
  const duplicates: Duplicate[] = [];
  const documents = parseMended(text, log);
  if (documents === undefined) return { root: missing(text), several: false, slips: [], duplicates };
  const several = documents.length > 1;
  const items = documents.map((document, index) => {
    if (several) path.push(index);
    const tree = new YamlTree(document, text, { log, path, duplicates });
    const root = tree.root();
    for (const { code, pos } of rootErrors(document.errors)) log.add(syntaxSlip(code, spanOf(pos, text)));
    if (several) path.pop();
    return root;
  });
  const [only = missing(text)] = items;
  const root: JsonNode = several ? { type: 'list', items, offset: 0, length: text.length } : only;
  return { root, several, slips: log.slips(), duplicates };
}

function missing(text: string): JsonNode {
  return { type: 'missing', offset: text.length, length: 0 };
}

/** What the first error of a document makes of the rest is its consequence; tabs are each an error of their own. */
function rootErrors(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const [first] = errors;
  return first === undefined || tabs.includes(first) ? tabs : [first];
}

function spanOf([from, to]: readonly [number, number], text: string): Span {
  const offset = Math.min(from, text.length);
  return { offset, length: Math.max(0, Math.min(to, text.length) - offset) };
}

/**
 * The documents of a text. A string that is not closed swallows what follows up to the next quote: its opening quote is
 * read as a blank then, which moves nothing.
 */
function parseMended(text: string, log: SlipLog): readonly Document.Parsed[] | undefined {
  let mended = text;
  for (let count = 0; ; count++) {
    const documents = parse(mended);
    if (documents === undefined || count >= mostMended || text.length > longestMended) return documents;
    const broken = documents.find(({ errors }) => errors.length > 0);
    const open = broken && unclosedString(broken, mended);
    if (open === undefined) return documents;
    const lineEnd = /[\r\n]|$/.exec(text.slice(open))?.index ?? 0;
    const written = text.slice(open, open + lineEnd).trimEnd();
    log.add(unclosedYamlString({ offset: open, length: written.length }, written));
    mended = `${mended.slice(0, open)} ${mended.slice(open + 1)}`;
  }
}

/** `undefined`: nested so deep that the library gives up. */
function parse(text: string): readonly Document.Parsed[] | undefined {
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Where the first quoted string over several lines opens, in a document that is broken at it or after it. */
function unclosedString(document: Document.Parsed, text: string): number | undefined {
  const open: (Node | null)[] = [document.contents];
  let first: number | undefined;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')) {
      const [start, end] = node.range ?? [0, 0];
      if (/[\r\n]/.test(text.slice(start, end)) && (first === undefined || start < first)) first = start;
    } else if (isMap(node) || isSeq(node)) {
      for (const item of node.items) {
        if (isPair(item)) open.push(item.key as Node | null, item.value as Node | null);
        else open.push(item as Node | null);
      }
    }
  }
  return first;
}
