import type { Span, TextComment, TextNode } from '../model/policy.ts';

/** What a comment that means this program begins with, behind its mark. */
export const commentKeyword = 'iamscope-ignore';

/** What of a file may be covered by a comment: trees of its documents, and what is around one: its resource. */
export interface CoveredText {
  readonly text: string;
  readonly roots: readonly TextNode[];
  readonly around?: readonly Span[];
}

/**
 * The comments of a text in YAML that mean this program, each with what it covers.
 * @param root all that was read of the text
 */
export function yamlComments(text: string, root: TextNode): readonly TextComment[] {
  const strings = scalarsOf(root);
  const marks = [...text.matchAll(/(?<![^\s])#+[ \t]*iamscope-ignore[^\r\n]*/g)];
  const comments = marks
    .map(({ 0: { length }, index: offset }) => ({ offset, length }))
    .filter(({ offset }) => !strings.some((one) => offset >= one.offset && offset < one.offset + one.length));
  return coveringComments(comments, { text, roots: [root] });
}

/**
 * The comments that mean this program, with what they cover: a comment that has its line to itself the value, item or member that follows it; one that ends
 * a line the item or member that begins on the line, or else ends on it.
 * @param comments in the order of the text
 */
export function coveringComments(
  comments: readonly Span[],
  { text, roots, around = [] }: CoveredText,
): readonly TextComment[] {
  const own = comments.filter(({ offset, length }) => isOurs.test(text.slice(offset, offset + length)));
  if (own.length === 0) return [];
  // A block has the place of its first line.
  const blocks = new Map(around.map((block) => [block.offset, block]));
  const parts = partsOf(roots).map((part) => largest([part, blocks.get(part.offset) ?? part]) ?? part);
  const wholes = [...roots.filter(({ type }) => type !== 'list'), ...around];
  return own.map(({ offset, length }) => {
    const lineStart = text.slice(0, offset).search(/[^\r\n]*$/);
    const written = text.slice(offset, offset + length);
    const isAlone = text.slice(lineStart, offset).trim() === '';
    const covers = isAlone
      ? following(text, offset + length, [...wholes, ...parts])
      : ending(text, lineStart, offset, { parts, wholes });
    return { offset, length, text: textOf(written), ...(covers === undefined ? {} : { covers }) };
  });
}

const isOurs = /^(?:#+|\/\/+|\/\*+)\s*iamscope-ignore(?![\w-])/;

/** Without its marks. */
function textOf(comment: string): string {
  return comment
    .replace(/^(?:#+|\/\/+|\/\*+)/, '')
    .replace(/\*+\/$/, '')
    .trim();
}

/** What begins next, as much of it as there is; not behind more than the line that opens it. */
function following(text: string, end: number, spans: readonly Span[]): Span | undefined {
  const next = spans.filter(({ offset }) => offset >= end);
  const first = Math.min(...next.map(({ offset }) => offset));
  if (next.length === 0) return undefined;
  const between = text.slice(end, first).split(/\r\n|\r|\n/);
  const lines = between.slice(0, -1).filter((line) => !/^\s*(?:$|#|\/\/)/.test(line));
  return lines.length > 1 ? undefined : largest(next.filter(({ offset }) => offset === first));
}

function ending(
  text: string,
  start: number,
  end: number,
  { parts, wholes }: { readonly parts: readonly Span[]; readonly wholes: readonly Span[] },
): Span | undefined {
  const isOn = (offset: number) => offset >= start && offset <= end;
  const begun = (spans: readonly Span[]) => spans.filter(({ offset }) => isOn(offset));
  const ended = parts.filter(({ offset, length }) => isOn(offset + length) && length > 0);
  const line = text.slice(start, end).trimStart();
  // A line of closing brackets ends what began further up.
  const closes = /^[\]})]/.test(line);
  return (closes ? largest(ended) : largest(begun(parts))) ?? largest(begun(wholes)) ?? largest(ended);
}

function largest(spans: readonly Span[]): Span | undefined {
  return spans.reduce<Span | undefined>(
    (best, one) => (best === undefined || one.length > best.length ? one : best),
    undefined,
  );
}

/** Items of lists, and members from their names to the ends of their values. */
function partsOf(roots: readonly TextNode[]): readonly Span[] {
  const parts: Span[] = [];
  for (const node of nodesOf(roots)) {
    for (const { offset, length } of node.items ?? []) parts.push({ offset, length });
    for (const { nameSpan, value } of node.members ?? []) {
      const end = Math.max(value.offset + value.length, nameSpan.offset + nameSpan.length);
      // What an alias stands for lies elsewhere.
      const isBelow = value.offset >= nameSpan.offset;
      parts.push({ offset: nameSpan.offset, length: isBelow ? end - nameSpan.offset : nameSpan.length });
    }
  }
  return parts;
}

function scalarsOf(root: TextNode): readonly Span[] {
  const scalars: Span[] = [];
  for (const node of nodesOf([root])) {
    if (node.items === undefined && node.members === undefined) scalars.push(node);
    for (const { nameSpan } of node.members ?? []) scalars.push(nameSpan);
  }
  return scalars;
}

/** Each node once: aliases share them. */
function nodesOf(roots: readonly TextNode[]): ReadonlySet<TextNode> {
  const nodes = new Set<TextNode>(roots);
  for (const node of nodes) {
    for (const item of node.items ?? []) nodes.add(item);
    for (const { value } of node.members ?? []) nodes.add(value);
  }
  return nodes;
}
