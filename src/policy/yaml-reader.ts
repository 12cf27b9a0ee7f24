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
import type { JsonNode } from './json-node.ts';
import type { Duplicate, JsonReading } from './json-reader.ts';
import { neverClosed, type SyntaxErrorReport } from './json-syntax-errors.ts';
import { SyntaxErrorLog } from './syntax-error-log.ts';
import { commentKeyword, yamlComments } from './text-comments.ts';
import { syntaxErrorIn, tabInIndentation, unclosedYamlString } from './yaml-syntax-errors.ts';
import { YamlTree } from './yaml-tree.ts';

/** How many unclosed strings are fixed; each costs reading the text again. */
const mostFixed = 10;
/** Longer texts are not fixed: nobody writes them by hand. */
const longestFixed = 64 * 1024;

/**
 * Reads YAML into the tree that JSON is read into, with places in the text. Several documents are a list. Anchors,
 * aliases and merge keys are followed; syntax errors are collected and read on from.
 */
export function readYaml(text: string): JsonReading {
  const path: (string | number)[] = [];
  const log = new SyntaxErrorLog(text, path);
  const duplicates: Duplicate[] = [];
  const documents = parseFixed(text, log);
  if (documents === undefined) return { root: missing(text), several: false, syntaxErrors: [], duplicates };
  const several = documents.length > 1;
  const items = documents.map((document, index) => {
    if (several) path.push(index);
    const tree = new YamlTree(document, text, { log, path, duplicates });
    const root = tree.root();
    const [first] = document.errors;
    // What the first error of a document makes of the rest is its consequence.
    if (first !== undefined) log.add(syntaxErrorOf(first, document, text));
    if (several) path.pop();
    return root;
  });
  const [only = missing(text)] = items;
  const root: JsonNode = several ? { type: 'list', items, offset: 0, length: text.length } : only;
  return {
    root,
    several,
    syntaxErrors: log.syntaxErrors(),
    duplicates,
    ...(text.includes(commentKeyword) ? { comments: () => yamlComments(text, root) } : {}),
  };
}

function missing(text: string): JsonNode {
  return { type: 'missing', offset: text.length, length: 0 };
}

function syntaxErrorOf(
  { code, pos: [from, to] }: YAMLError,
  document: Document.Parsed,
  text: string,
): SyntaxErrorReport {
  const open = unclosedBracket(document, text);
  if (open !== undefined && (code === 'BAD_INDENT' || code === 'MISSING_CHAR'))
    return neverClosed(open, text[open] === '{' ? '{' : '[', 0, false);
  let offset = Math.min(from, text.length);
  while (text[offset] === ' ') offset++;
  const [line = ''] = text.slice(offset, Math.max(offset + 1, to)).split(/[\r\n]/, 1);
  const written = line.trimEnd();
  return syntaxErrorIn(code, { offset, length: written.length }, written);
}

/**
 * The documents of a text. A string that is not closed swallows what follows up to the next quote: its opening quote is
 * read as a blank then, which moves nothing. So is a tab that indents a line.
 */
function parseFixed(text: string, log: SyntaxErrorLog): readonly Document.Parsed[] | undefined {
  let fixed = text;
  for (let count = 0; ; count++) {
    const documents = parse(fixed);
    if (documents === undefined || count >= mostFixed || text.length > longestFixed) return documents;
    const broken = documents.find(({ errors }) => errors.length > 0);
    if (broken === undefined) return documents;
    if (broken.errors.some(({ code }) => code === 'TAB_AS_INDENT')) {
      fixed = withoutTabs(fixed, log);
      continue;
    }
    const open = unclosedString(broken, fixed);
    if (open === undefined) return documents;
    const lineEnd = /[\r\n]|$/.exec(text.slice(open))?.index ?? 0;
    const written = text.slice(open, open + lineEnd).trimEnd();
    log.add(unclosedYamlString({ offset: open, length: written.length }, written));
    fixed = `${fixed.slice(0, open)} ${fixed.slice(open + 1)}`;
  }
}

function withoutTabs(text: string, log: SyntaxErrorLog): string {
  return text.replace(/^[ \t]+/gm, (indentation, offset: number) => {
    const tab = indentation.indexOf('\t');
    if (tab >= 0) log.add(tabInIndentation(offset + tab));
    return ' '.repeat(indentation.length);
  });
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
  return firstOf(document, (node, start, end) => {
    const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
    return quoted && /[\r\n]/.test(text.slice(start, end));
  });
}

/** Where the first list or map in brackets opens that has no closing one. */
function unclosedBracket(document: Document.Parsed, text: string): number | undefined {
  return firstOf(document, (node, start, end) => {
    if (!(isMap(node) || isSeq(node)) || !node.flow) return false;
    return !text
      .slice(start, end)
      .trimEnd()
      .endsWith(isMap(node) ? '}' : ']');
  });
}

type NodeTest = (node: Node, start: number, end: number) => boolean;

/** Offset of the first node of a kind. */
function firstOf(document: Document.Parsed, isWanted: NodeTest): number | undefined {
  const open: (Node | null)[] = [document.contents];
  let first: number | undefined;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === null) continue;
    const [start, end] = node.range ?? [0, 0];
    if ((first === undefined || start < first) && isWanted(node, start, end)) first = start;
    if (!isMap(node) && !isSeq(node)) continue;
    for (const item of node.items) {
      if (isPair(item)) open.push(item.key as Node | null, item.value as Node | null);
      else open.push(item as Node | null);
    }
  }
  return first;
}
