import { rstText } from './rst-text.ts';

/** A block of reStructuredText. Tables keep their lines: what reads them is not decided here. */
export type RstBlock =
  | { readonly kind: 'heading'; readonly mark: string; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly (readonly RstBlock[])[] }
  | {
      readonly kind: 'directive';
      readonly name: string;
      readonly argument: string;
      readonly blocks: readonly RstBlock[];
    }
  | { readonly kind: 'table'; readonly form: 'grid' | 'simple'; readonly lines: readonly string[] };

const bullet = /^(?:[-*+•]|#\.|\d+\.)(?:\s+|$)/u;
const directive = /^\.\.\s+([\w-]+)::\s*(.*)$/u;
const gridBorder = /^\+(?:[-=]+\+)+$/u;
const simpleBorder = /^=+(?:\s+=+)+$/u;
const underline = /^([=\-`:'"~^_*+#])\1{2,}$/u;
const fieldLine = /^:[\w -]+:(?:\s|$)/u;
/** Directives whose content is sample text, not part of the page's statements. */
const opaque = new Set(['code-block', 'code', 'image', 'figure', 'raw']);

/** Reads lines of reStructuredText into blocks; indentation nests. */
export function readRstBlocks(lines: readonly string[]): RstBlock[] {
  const blocks: RstBlock[] = [];
  let at = 0;
  let isLiteral = false;
  while (at < lines.length) {
    const indent = indentOf(lines[at] ?? '');
    if ((lines[at] ?? '').trim() === '') at += 1;
    else if (indent > 0) {
      const end = endOfIndented(lines, at, indent);
      if (!isLiteral) blocks.push(...readRstBlocks(dedent(lines.slice(at, end))));
      isLiteral = false;
      at = end;
    } else {
      const { block, end, announcesLiteral = false } = readBlock(lines, at);
      if (block !== undefined) blocks.push(block);
      isLiteral = announcesLiteral;
      at = end;
    }
  }
  return blocks;
}

/** A block that was read, if its lines say anything, and where what follows begins. */
interface BlockReading {
  readonly block?: RstBlock | undefined;
  readonly end: number;
  /** What is indented after it is sample text. */
  readonly announcesLiteral?: boolean;
}

/** Reads the block that begins at a line without indentation. */
function readBlock(lines: readonly string[], at: number): BlockReading {
  const line = lines[at] ?? '';
  if (line.startsWith('..') && (line === '..' || line[2] === ' ')) {
    const end = endOfIndented(lines, at + 1, 1);
    return { block: readDirective(line, lines.slice(at + 1, end)), end };
  }
  if (gridBorder.test(line)) {
    const end = endWhere(lines, at, (text) => /^[+|]/u.test(text));
    return { block: { kind: 'table', form: 'grid', lines: lines.slice(at, end) }, end };
  }
  if (simpleBorder.test(line)) {
    const end = endOfSimpleTable(lines, at);
    return { block: { kind: 'table', form: 'simple', lines: lines.slice(at, end) }, end };
  }
  if (bullet.test(line)) {
    const { items, end } = readList(lines, at);
    return { block: { kind: 'list', items }, end };
  }
  if (isUnderline(lines[at + 1])) {
    const mark = lines[at + 1]?.[0] ?? '';
    return { block: { kind: 'heading', mark, text: rstText(line.trim()) }, end: at + 2 };
  }
  const end = endWhere(lines, at, (text) => text.trim() !== '' && indentOf(text) === 0);
  const parts = lines.slice(at, end).map((part) => part.trim());
  const text = parts.join(' ');
  const says = text !== '::' && !fieldLine.test(text);
  return {
    block: says ? { kind: 'paragraph', text: rstText(text) } : undefined,
    end,
    announcesLiteral: text.endsWith('::'),
  };
}

/** @param below the lines that are indented under it */
function readDirective(line: string, below: readonly string[]): RstBlock | undefined {
  const [, name, argument = ''] = directive.exec(line) ?? [];
  if (name === undefined || opaque.has(name)) return undefined;
  const content = dedent(below).filter((text) => !fieldLine.test(text));
  return { kind: 'directive', name, argument: rstText(argument), blocks: readRstBlocks(content) };
}

function readList(lines: readonly string[], start: number): { items: RstBlock[][]; end: number } {
  const items: RstBlock[][] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const mark = bullet.exec(line)?.[0];
    if (mark === undefined) break;
    const end = endOfIndented(lines, at + 1, 1);
    // An item that continues without a blank line is indented under its text, so one dedent serves both.
    const first = line.slice(mark.length);
    const rest = dedent(lines.slice(at + 1, end));
    items.push(readRstBlocks([first, ...rest]));
    at = end;
  }
  return { items, end: at };
}

function isUnderline(next: string | undefined): boolean {
  return next !== undefined && underline.test(next.trim()) && indentOf(next) === 0 && next.trim().length >= 3;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map(indentOf);
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return lines.map((line) => line.slice(common));
}

/** End of the run of lines that are blank or indented at least so far; trailing blank lines left out. */
function endOfIndented(lines: readonly string[], start: number, indent: number): number {
  const end = endWhere(lines, start, (line) => line.trim() === '' || indentOf(line) >= indent);
  let last = end;
  while (last > start && (lines[last - 1] ?? '').trim() === '') last -= 1;
  return last;
}

function endWhere(lines: readonly string[], start: number, holds: (line: string) => boolean): number {
  let at = start;
  while (at < lines.length && holds(lines[at] ?? '')) at += 1;
  return at;
}

/** A simple table ends with a border that a blank line, or nothing, follows. */
function endOfSimpleTable(lines: readonly string[], start: number): number {
  for (let at = start + 1; at < lines.length; at += 1) {
    if (simpleBorder.test(lines[at] ?? '') && (lines[at + 1] ?? '').trim() === '') return at + 1;
  }
  return lines.length;
}
