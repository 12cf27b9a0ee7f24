import {
  type Document,
  type ErrorCode,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import { UsageError } from '../usage-error.ts';

// A library file, loaded when YAML is to be read: that of policies as well, so that the package is there once, and with the
// check of configurations, which are YAML.
export { readYaml as readPolicyYaml } from '../../policy/yaml-reader.ts';
export { configCheck, iamtestCheck } from './schema-checks.ts';

/** A YAML document that was read, and the line of what a path leads to: of the member's name, where it is a member. */
export interface YamlDocument {
  readonly value: unknown;
  readonly lineOf: (path: readonly string[]) => number;
  /**
   * How the text is changed so that a text, or a list of them, is at a path: its last step is a member that may be missing.
   * `undefined` where that is not plain, as below an alias.
   */
  readonly spliceFor: (path: readonly string[], value: string | readonly string[]) => TextSplice | undefined;
}

/** Another text for a part of one, by offsets. */
export interface TextSplice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Any YAML or JSON as data; numbers as they are written. @throws UsageError naming file and line. */
export function readYaml(file: string, text: string): unknown {
  const { document } = parseYamlDocument(file, text);
  visit(document, {
    Scalar(_, node) {
      // `007` and numbers beyond the platform's precision would come back as other texts.
      if (typeof node.value === 'number' || typeof node.value === 'bigint')
        node.value = node.source ?? String(node.value);
    },
  });
  return document.toJS();
}

/** A document whose places matter. @throws UsageError naming file and line. */
export function readYamlDocument(file: string, text: string): YamlDocument {
  const { document, lineCounter } = parseYamlDocument(file, text);
  return {
    value: document.toJS(),
    lineOf: (path) => lineOf(document, lineCounter, path),
    spliceFor: (path, value) => spliceFor(document, text, path, value),
  };
}

function parseYamlDocument(
  file: string,
  text: string,
): { readonly document: Document; readonly lineCounter: LineCounter } {
  const lineCounter = new LineCounter();
  const document = parseNested(file, text, { lineCounter, prettyErrors: false, stringKeys: true });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    const words = messages[error.code] ?? `it is not YAML: ${inLowerCase(oneLine(error.message))}`;
    throw new UsageError(`${file}:${lineCounter.linePos(error.pos[0]).line}: ${words}`);
  }
  try {
    // Aliases that grow without bound show only now.
    document.toJS();
  } catch (failure) {
    if (failure instanceof RangeError) throw new UsageError(`${file}: it is nested too deeply`);
    // What the library says of aliases and merged maps is about the file; other kinds of errors are our own failures.
    const isOfFile = failure instanceof ReferenceError || (failure as Error).constructor === Error;
    if (!isOfFile) throw failure;
    throw new UsageError(`${file}: ${oneLine((failure as Error).message)}`);
  }
  return { document, lineCounter };
}

/** @throws UsageError for a text that is nested deeper than the library's recursion reaches. */
function parseNested(file: string, text: string, options: Parameters<typeof parseDocument>[1]): Document {
  try {
    return parseDocument(text, options);
  } catch (failure) {
    if (failure instanceof RangeError) throw new UsageError(`${file}: it is nested too deeply`);
    throw failure;
  }
}

/** Words of our own where the library's speak of its functions. */
const messages: Readonly<Partial<Record<ErrorCode, string>>> = {
  MULTIPLE_DOCS: 'the file holds several documents, and has to be one',
  NON_STRING_KEY: 'a key has to be a text',
  TAG_RESOLVE_FAILED: 'tags (`!…`) have no meaning here',
  DUPLICATE_KEY: 'the key stands there twice',
  TAB_AS_INDENT: 'a tab indents the line, but YAML takes blanks only',
};

/** As messages of our own begin. */
function inLowerCase(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function oneLine(text: string): string {
  if (/call stack/iu.test(text)) return 'it is nested too deeply';
  return text.replace(/\s+/gu, ' ').trim();
}

function lineOf(document: Document, lines: LineCounter, path: readonly string[]): number {
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  const members = (parent ?? document.contents) as { items?: readonly { key?: unknown }[] } | null;
  const last = path.at(-1);
  const pair = members?.items?.find(({ key }) => isNode(key) && String(key) === last);
  const node = isNode(pair?.key) ? pair.key : document.getIn(path, true);
  const offset = isNode(node) ? node.range?.[0] : undefined;
  return offset === undefined ? 1 : lines.linePos(offset).line;
}

function spliceFor(
  document: Document,
  text: string,
  path: readonly string[],
  value: string | readonly string[],
): TextSplice | undefined {
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) {
    const [start, end] = node.range;
    // A list of one item a line ends with a line break.
    const length = text.slice(start, end).trimEnd().length;
    return { start, end: start + length, text: inPlaceOf(node, value, text) };
  }
  const owner = document.getIn(path.slice(0, -1), true);
  const name = path.at(-1) ?? '';
  if (!isMap(owner) || !owner.range) return undefined;
  const first = owner.items[0]?.key;
  const last = owner.items.at(-1)?.value;
  if (!isNode(first) || !first.range || !isNode(last) || !last.range) return undefined;
  const [, end] = last.range;
  const written = `${name}: ${inFlow(value)}`;
  if (owner.flow) return { start: end, end, text: `, ${written}` };
  const lineBreak = lineBreakOf(text);
  const indentation = indentationAt(first.range[0], text);
  // After what else is in the line, a comment for instance; a text of several lines ends with its line break.
  const isAtLineStart = text[end - 1] === '\n';
  if (isAtLineStart) return { start: end, end, text: `${indentation}${written}${lineBreak}` };
  const [, rest = ''] = /^([^\r\n]*)/u.exec(text.slice(end)) ?? [];
  const at = /^[ \t]*(?:#|$)/u.test(rest) ? end + rest.length : end;
  return { start: at, end: at, text: `${lineBreak}${indentation}${written}` };
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Blanks as wide as what stands before an offset in its line. */
function indentationAt(offset: number, text: string): string {
  return ' '.repeat(offset - (text.lastIndexOf('\n', offset - 1) + 1));
}

/** A value in the form that the one before it has: quotes stay, and so does a list of one item a line. */
function inPlaceOf(node: Node, value: string | readonly string[], text: string): string {
  if (typeof value !== 'string') {
    const [first] = isSeq(node) ? node.items : [];
    if (!isSeq(node) || node.flow || value.length === 0 || !isNode(first) || !node.range)
      return inFlow(value);
    return value
      .map((one) => `- ${inFlow(one)}`)
      .join(lineBreakOf(text) + indentationAt(node.range[0], text));
  }
  if (!isScalar(node) || typeof node.type !== 'string') return inFlow(value);
  if (node.type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  return node.type === 'QUOTE_SINGLE' ? `'${value.replaceAll("'", "''")}'` : inFlow(value);
}

/** A text or list that reads the same inside brackets and outside of them. */
function inFlow(value: string | readonly string[]): string {
  if (typeof value !== 'string') return `[${value.map(inFlow).join(', ')}]`;
  const isPlain =
    /^[A-Za-z][\w./-]*(?:[:#][\w./-]+)*$/u.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(value);
  return isPlain ? value : JSON.stringify(value);
}
