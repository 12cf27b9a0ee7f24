import { type Document, type ErrorCode, isMap, isNode, LineCounter, parseDocument, visit } from 'yaml';
import { UsageError } from '../usage-error.ts';

// A library file, loaded when YAML is to be read: that of policies as well, so that the package is there once, and with the
// check of configurations, which are YAML.
export { readYaml as readPolicyYaml } from '../../policy/yaml-reader.ts';
export { configCheck, iamtestCheck } from './schema-checks.ts';

/** A YAML document that was read, and the line of what a path leads to: of the member's name, where it is a member. */
export interface YamlDocument {
  readonly value: unknown;
  readonly lineOf: (path: readonly string[]) => number;
  /** How the text is changed so that a plain word is at a path: its last step is a member that may be missing. */
  readonly spliceFor: (path: readonly string[], word: string) => TextSplice;
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
    spliceFor: (path, word) => spliceFor(document, text, path, word),
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

function spliceFor(document: Document, text: string, path: readonly string[], word: string): TextSplice {
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) {
    const [start, end] = node.range;
    return { start, end, text: word };
  }
  const owner = document.getIn(path.slice(0, -1), true);
  const name = path.at(-1) ?? '';
  if (!isMap(owner) || !owner.range) throw new Error(`nothing is at ${path.join('/')}`);
  const first = owner.items[0]?.key;
  const last = owner.items.at(-1)?.value;
  const end = isNode(last) && last.range ? last.range[1] : owner.range[1];
  if (owner.flow || !isNode(first) || !first.range) return { start: end, end, text: `, ${name}: ${word}` };
  const start = first.range[0];
  const indentation = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  return { start: end, end, text: `\n${indentation}${name}: ${word}` };
}
