import type { Span } from '../../model/policy.ts';
import type {
  Expression,
  HclAttribute,
  HclBlock,
  HclBody,
  HclFile,
  HclMember,
  HclSyntaxError,
  TemplateForm,
  TemplatePart,
} from './hcl-syntax.ts';
import { splatItem } from './hcl-syntax.ts';

/** A node of a syntax tree as tree-sitter's grammar of Terraform has it; offsets in UTF-16 units. */
export interface SyntaxNode {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly children: readonly SyntaxNode[];
  readonly hasError: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
}

/** Calls `use` with the tree of a text and gives back what it gives; the tree is gone afterwards. */
export type HclParser = <T>(text: string, use: (root: SyntaxNode) => T) => T;

/** Expressions nested deeper than this are not read. */
const deepest = 200;

/**
 * Reads a text in Terraform's language. Takes any text and never throws: where one block of it is broken, the others are
 * read for themselves.
 */
export function readHcl(file: string, text: string, parse: HclParser): HclFile {
  const blank = tooMuchWhiteSpace(text);
  if (blank !== undefined) {
    const body: HclBody = { attributes: [], blocks: [], broken: true };
    const message = 'too much white space in a row: what is around it is not read';
    return { file, text, body, syntaxErrors: [{ offset: blank, length: 1, message }], comments: [] };
  }
  // The grammar ends a heredoc with a line only.
  const whole = `${text}\n`;
  const read = parse(whole, (root) =>
    root.hasError ? undefined : new HclTreeReader(whole, 0, text.length).file(root),
  );
  const parts = read === undefined ? readBlocks(text, parse) : [read];
  return {
    file,
    text,
    body: {
      attributes: parts.flatMap(({ body }) => body.attributes),
      blocks: parts.flatMap(({ body }) => body.blocks),
      ...(parts.some(({ body }) => body.broken) ? { broken: true } : {}),
    },
    syntaxErrors: parts.flatMap(({ syntaxErrors }) => syntaxErrors),
    comments: parts.flatMap(({ comments }) => comments),
  };
}

/** Reads a text that is a template: what `templatefile` takes. */
export function readTemplate(text: string, parse: HclParser): Expression | undefined {
  if (tooMuchWhiteSpace(text) !== undefined) return undefined;
  const mark = endMark(text);
  const before = `x = <<${mark}\n`;
  const whole = `${before}${text}\n${mark}\n`;
  return parse(whole, (root) => {
    if (root.hasError) return undefined;
    const { body } = new HclTreeReader(whole, -before.length, text.length).file(root);
    return body.attributes[0]?.value;
  });
}

/** An end of a heredoc that a text does not have. */
function endMark(text: string): string {
  let mark = 'E';
  while (text.includes(mark)) mark += 'E';
  return mark;
}

/** How often a character of white space is looked at in all: the grammar looks at a run of it from each of its characters on. */
const mostWhiteSpace = 10_000_000;

/** Where the longest run of white space begins, in a text that has more of it than is read. */
function tooMuchWhiteSpace(text: string): number | undefined {
  let looks = 0;
  let longest = { index: 0, length: 0 };
  for (const { 0: run, index } of text.matchAll(/\s{256,}/gu)) {
    looks += run.length ** 2;
    if (run.length > longest.length) longest = { index, length: run.length };
  }
  return looks > mostWhiteSpace ? longest.index : undefined;
}

type Part = Pick<HclFile, 'body' | 'syntaxErrors' | 'comments'>;

/** Where a block begins: its braces do not tell, once one of them is missing. */
const beginningOfBlock =
  /^(?:resource|data|ephemeral|module|locals|variable|output|provider|terraform|moved|removed|import|check)\b[^\n=]*\{/gm;

/** Each block of a broken text by itself: an error of one is not an error of the next. */
function readBlocks(text: string, parse: HclParser): readonly Part[] {
  const starts = [...text.matchAll(beginningOfBlock)].map(({ index }) => index);
  if (starts[0] !== 0) starts.unshift(0);
  return starts.map((start, i) => readBlock(text, { start, end: starts[i + 1] ?? text.length }, parse));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function readBlock(text: string, { start, end }: Range, parse: HclParser): Part {
  const block = `${text.slice(start, end)}\n`;
  const read = (written: string) =>
    parse(written, (root) => {
      const whole = root.isError || root.children.some((child) => child.isError);
      return { lost: whole, ...new HclTreeReader(written, start, end).file(root) };
    });
  const { lost, ...part } = read(block);
  if (!lost) return part;
  const line = lineInTheWay(block, parse);
  if (line === undefined) return part;
  const { body, comments } = read(without(block, line));
  const span = { offset: start + line.start, length: line.end - line.start };
  const syntaxErrors = [{ ...span, message: 'the line cannot be read' }];
  return { body: withGap(body, span), comments, syntaxErrors };
}

/** How many characters are parsed, in all, to find the line that keeps a block from being read. */
const mostSearched = 2 * 1024 * 1024;

/** The one line without which a block can be read, but for the white space around it. */
function lineInTheWay(block: string, parse: HclParser): Range | undefined {
  const lines = [...block.matchAll(/\S[^\n]*/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
  // Without its first line the block is another one.
  return lines
    .slice(1, 1 + Math.floor(mostSearched / block.length))
    .find((line) => parse(without(block, line), (root) => !root.hasError));
}

/** A text of the same length with an empty comment for a line; white space would take longer to read. */
function without(text: string, { start, end }: Range): string {
  return `${text.slice(0, start)}${'#'.repeat(end - start)}${text.slice(end)}`;
}

/** A body of which a part could not be read: what that lies in is not known. */
function withGap(body: HclBody, gap: Span): HclBody {
  const has = ({ offset, length }: Span) => offset <= gap.offset && gap.offset < offset + length;
  const inside = body.blocks.some(has) || body.attributes.some(has);
  return {
    attributes: body.attributes.map((attribute) => {
      const { offset, length } = attribute.value;
      return has(attribute) ? { ...attribute, value: { offset, length, kind: 'unreadable' } } : attribute;
    }),
    blocks: body.blocks.map((block) => (has(block) ? { ...block, body: withGap(block.body, gap) } : block)),
    ...(inside ? {} : { broken: true }),
  };
}

class HclTreeReader {
  readonly #text: string;
  /** Offset of the parsed text in the file, and of the end of what is the file's. */
  readonly #start: number;
  readonly #end: number;
  /** Some part of the tree is broken. */
  #broken = false;
  readonly #syntaxErrors: HclSyntaxError[] = [];
  readonly #unclosedErrors: HclSyntaxError[] = [];
  readonly #comments: Span[] = [];
  #depth = 0;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#start = start;
    this.#end = end;
  }

  file(root: SyntaxNode): Part {
    this.#broken = root.hasError;
    const body = this.#bodyOf(root);
    // What is never closed takes what is around it along: the innermost is the one that is missing.
    const said = this.#syntaxErrors[0] ?? this.#unclosedErrors.toSorted((a, b) => b.offset - a.offset)[0];
    return {
      body,
      syntaxErrors: said === undefined ? [] : [said],
      comments: this.#comments.toSorted((a, b) => a.offset - b.offset),
    };
  }

  #span(node: SyntaxNode): Span {
    const { startIndex, endIndex } = node;
    const offset = Math.min(startIndex + this.#start, this.#end);
    return { offset, length: Math.min(endIndex + this.#start, this.#end) - offset };
  }

  #textOf(node: SyntaxNode): string {
    return this.#text.slice(node.startIndex, node.endIndex);
  }

  #error(node: SyntaxNode, message: string): void {
    const { offset } = this.#span(node);
    this.#syntaxErrors.push({ offset, length: 1, message });
  }

  /** Attributes and blocks of a body, a file, or a part of either that cannot be read as a whole. */
  #bodyOf(node: SyntaxNode): HclBody {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    let broken = false;
    // A broken text leaves errors around what is well: one list of nodes to look at, in the order of the text.
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.#isFault(next)) {
        broken = true;
        this.#complain(next);
      }
      for (const child of next.children.toReversed()) {
        if (child.type === 'attribute' || child.type === 'block') continue;
        if (child.type === 'comment') this.#comments.push(this.#span(child));
        else if (child.type === 'body' || this.#isFault(child)) open.push(child);
      }
      for (const child of next.children) {
        if (child.type === 'attribute') attributes.push(...this.#attribute(child));
        if (child.type === 'block') {
          const block = this.#block(child);
          blocks.push(block);
        }
      }
    }
    const inOrder = <T extends Span>(list: readonly T[]) => list.toSorted((a, b) => a.offset - b.offset);
    return {
      attributes: inOrder(attributes),
      blocks: inOrder(blocks),
      ...(broken ? { broken: true } : {}),
    };
  }

  #isFault(node: SyntaxNode): boolean {
    return this.#broken && (node.isError || node.isMissing);
  }

  #complain(node: SyntaxNode): void {
    const written = this.#textOf(node).trim().split(/\s/u)[0] ?? '';
    if (node.isMissing) this.#error(node, `\`${node.type}\` is missing`);
    else this.#error(node, written === '' ? 'unexpected end' : `unexpected \`${shortened(written)}\``);
  }

  /** A token that the text does not have, as itself or inside of a node that is nothing else. */
  #isMissing(node: SyntaxNode): boolean {
    return this.#broken && node.startIndex === node.endIndex && node.hasError;
  }

  /** Said where it opens. */
  #unclosed(opening: SyntaxNode): void {
    const { offset } = this.#span(opening);
    this.#unclosedErrors.push({ offset, length: 1, message: `\`${this.#textOf(opening)}\` is never closed` });
  }

  #attribute(node: SyntaxNode): readonly HclAttribute[] {
    const name = node.children.find(({ type }) => type === 'identifier');
    const value = node.children.find(({ type }) => type === 'expression');
    const isBroken = node.children.some((child) => this.#isFault(child));
    this.#lookForErrors(node);
    if (name === undefined) return [];
    return [
      {
        ...this.#span(node),
        name: this.#textOf(name),
        nameSpan: this.#span(name),
        value: value === undefined || isBroken ? this.#unreadable(value ?? node) : this.#expression(value),
      },
    ];
  }

  /** Errors and comments inside an expression. */
  #lookForErrors(node: SyntaxNode): void {
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const last = next.children.at(-1);
      if (last !== undefined && this.#isMissing(last)) {
        this.#unclosed(next.children[0] ?? last);
        for (const child of next.children.slice(0, -1).toReversed()) open.push(child);
        continue;
      }
      if (this.#isFault(next)) this.#complain(next);
      else if (next.type === 'comment') this.#comments.push(this.#span(next));
      for (const child of next.children.toReversed()) open.push(child);
    }
  }

  #block(node: SyntaxNode): HclBlock {
    const type = node.children.find((child) => child.type === 'identifier');
    const start = node.children.find((child) => child.type === 'block_start') ?? node;
    const labels = node.children.filter(
      (child, i) => (child.type === 'string_lit' || (child.type === 'identifier' && i > 0)) && child !== type,
    );
    const end = node.children.find((child) => child.type === 'block_end');
    if (end !== undefined && this.#isMissing(end)) this.#unclosed(start);
    const last = labels.at(-1) ?? type ?? start;
    const { offset } = this.#span(node);
    const { offset: lastOffset, length } = this.#span(last);
    this.#depth += 1;
    const body =
      this.#depth > deepest
        ? ({ attributes: [], blocks: [], broken: true } as const)
        : this.#bodyOfBlock(node);
    this.#depth -= 1;
    return {
      ...this.#span(node),
      type: type === undefined ? '' : this.#textOf(type),
      labels: labels.map((label) => this.#label(label)),
      header: { offset, length: lastOffset + length - offset },
      body,
    };
  }

  #bodyOfBlock(node: SyntaxNode): HclBody {
    const inside = node.children.filter(
      (child) => child.type === 'body' || child.type === 'comment' || this.#isFault(child),
    );
    return this.#bodyOf({ ...emptyNode(node), children: inside });
  }

  #label(node: SyntaxNode): string {
    return node.type === 'identifier' ? this.#textOf(node) : this.#textOf(node).replace(/^"|"$/gu, '');
  }

  #unreadable(node: SyntaxNode): Expression {
    return { ...this.#span(node), kind: 'unreadable' };
  }

  #expression(node: SyntaxNode): Expression {
    this.#depth += 1;
    const read =
      this.#depth > deepest || (this.#broken && node.hasError) ? this.#unreadable(node) : this.#known(node);
    this.#depth -= 1;
    return read;
  }

  #known(node: SyntaxNode): Expression {
    const children = node.children.filter(({ type }) => type !== 'comment');
    const [first] = children;
    const span = this.#span(node);
    switch (node.type) {
      case 'expression':
        if (first?.type === '(' && children[1] !== undefined)
          return this.#steps(this.#expression(children[1]), children.slice(3));
        return this.#traversal(children);
      case 'literal_value':
      case 'collection_value':
      case 'template_expr':
      case 'for_expr':
      case 'operation':
        return first === undefined ? this.#unreadable(node) : this.#expression(first);
      case 'variable_expr':
        return { ...span, kind: 'variable', name: this.#textOf(node) };
      case 'numeric_lit':
        return { ...span, kind: 'literal', value: Number(this.#textOf(node)) };
      case 'bool_lit':
        return { ...span, kind: 'literal', value: this.#textOf(node) === 'true' };
      case 'null_lit':
        return { ...span, kind: 'literal', value: null };
      case 'string_lit':
      case 'quoted_template':
        return this.#template(node, children, 'quoted');
      case 'heredoc_template':
        return this.#template(node, children, 'heredoc');
      case 'tuple':
        return { ...span, kind: 'tuple', items: this.#expressions(children) };
      case 'object':
        return { ...span, kind: 'object', members: children.flatMap((child) => this.#member(child)) };
      case 'function_call':
        return this.#call(node, children);
      case 'conditional': {
        const [condition, yes, no] = this.#expressions(children);
        if (condition === undefined || yes === undefined || no === undefined) return this.#unreadable(node);
        return { ...span, kind: 'conditional', condition, yes, no };
      }
      case 'for_tuple_expr':
      case 'for_object_expr':
        return this.#for(node, children);
      case 'unary_operation': {
        const [operator, operand] = children;
        if (operator === undefined || operand === undefined) return this.#unreadable(node);
        return { ...span, kind: 'unary', operator: operator.type, operand: this.#expression(operand) };
      }
      case 'binary_operation':
        return this.#binary(node, children);
      default:
        return this.#unreadable(node);
    }
  }

  #expressions(nodes: readonly SyntaxNode[]): readonly Expression[] {
    return nodes.filter(({ type }) => type === 'expression').map((child) => this.#expression(child));
  }

  /** `a ? …`, `a.b[0].c`: a value and what is taken of it, as a row of siblings. */
  #traversal(nodes: readonly SyntaxNode[]): Expression {
    const [first, ...steps] = nodes;
    if (first === undefined) return { offset: this.#start, length: 0, kind: 'unreadable' };
    return this.#steps(this.#expression(first), steps);
  }

  #steps(start: Expression, steps: readonly SyntaxNode[]): Expression {
    let of = start;
    for (const step of steps) {
      const end = this.#span(step);
      const span = { offset: of.offset, length: end.offset + end.length - of.offset };
      if (step.type === 'get_attr') {
        const name = step.children.find(({ type }) => type === 'identifier');
        of =
          name === undefined
            ? this.#unreadable(step)
            : { ...span, kind: 'attribute', of, name: this.#textOf(name) };
      } else if (step.type === 'index') {
        of = { ...span, kind: 'index', of, key: this.#key(step) };
      } else if (step.type === 'splat') {
        const [splat] = step.children;
        const item: Expression = { ...end, kind: 'variable', name: splatItem };
        const rest = (splat?.children ?? []).filter(({ type }) => type === 'get_attr' || type === 'index');
        of = { ...span, kind: 'splat', of, each: this.#steps(item, rest) };
      } else {
        return { ...span, kind: 'unreadable' };
      }
    }
    return of;
  }

  /** `[0]`, `["a"]`, `.0` */
  #key(node: SyntaxNode): Expression {
    const [index] = node.children;
    const inside = index?.children.find(({ type }) => type === 'expression');
    if (inside !== undefined) return this.#expression(inside);
    const digits = /^\.(\d+)$/u.exec(this.#textOf(node))?.[1];
    if (digits === undefined) return this.#unreadable(node);
    return { ...this.#span(node), kind: 'literal', value: Number(digits) };
  }

  #member(node: SyntaxNode): readonly HclMember[] {
    if (node.type !== 'object_elem') return [];
    const [key, value] = node.children.filter(({ type }) => type === 'expression');
    if (key === undefined || value === undefined) return [];
    return [{ key: this.#memberKey(key), value: this.#expression(value) }];
  }

  /** A bare word is a name; what is computed is in brackets. */
  #memberKey(node: SyntaxNode): Expression {
    const children = node.children.filter(({ type }) => type !== 'comment');
    const [first] = children;
    if (children.length === 1 && first?.type === 'variable_expr') {
      const span = this.#span(first);
      const text = this.#textOf(first);
      return { ...span, kind: 'name', text };
    }
    return this.#expression(node);
  }

  #call(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const name = children.find(({ type }) => type === 'identifier');
    const args = children.find(({ type }) => type === 'function_arguments')?.children ?? [];
    if (name === undefined) return this.#unreadable(node);
    return {
      ...this.#span(node),
      kind: 'call',
      name: this.#textOf(name),
      args: this.#expressions(args),
      spread: args.some(({ type }) => type === 'ellipsis'),
    };
  }

  #for(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const intro = children.find(({ type }) => type === 'for_intro');
    const cond = children.find(({ type }) => type === 'for_cond');
    const names = (intro?.children ?? []).filter(({ type }) => type === 'identifier');
    const [over] = this.#expressions(intro?.children ?? []);
    const results = this.#expressions(children);
    const [condition] = this.#expressions(cond?.children ?? []);
    const valueName = names.at(-1);
    const keyName = names.length > 1 ? names[0] : undefined;
    const value = results.at(-1);
    const isObject = node.type === 'for_object_expr';
    const key = isObject && results.length > 1 ? results[0] : undefined;
    if (over === undefined || valueName === undefined || value === undefined || (isObject && !key))
      return this.#unreadable(node);
    return {
      ...this.#span(node),
      kind: 'for',
      ...(keyName === undefined ? {} : { keyName: this.#textOf(keyName) }),
      valueName: this.#textOf(valueName),
      over,
      ...(key === undefined ? {} : { key }),
      value,
      ...(condition === undefined ? {} : { condition }),
      groups: children.some(({ type }) => type === 'ellipsis'),
    };
  }

  #binary(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    // A side may be a row of siblings: `a.b == c.d`.
    const at = children.findIndex(({ type }) => operators.has(type));
    const operator = children[at];
    if (operator === undefined || at === 0 || at === children.length - 1) return this.#unreadable(node);
    return {
      ...this.#span(node),
      kind: 'binary',
      operator: operator.type,
      left: this.#traversal(children.slice(0, at)),
      right: this.#traversal(children.slice(at + 1)),
    };
  }

  #template(node: SyntaxNode, children: readonly SyntaxNode[], form: TemplateForm): Expression {
    const span = this.#span(node);
    const parts: TemplatePart[] = [];
    const { from, to } = form === 'quoted' ? insideQuotes(span) : this.#insideHeredoc(children);
    let at = from;
    const textUpTo = (end: number) => {
      if (end > at) parts.push({ kind: 'text', offset: at, length: end - at });
    };
    for (const child of children) {
      if (child.type !== 'template_interpolation' && child.type !== 'template_directive') continue;
      const place = this.#span(child);
      textUpTo(place.offset);
      parts.push(
        child.type === 'template_directive' ? { ...place, kind: 'directive' } : this.#interpolation(child),
      );
      at = place.offset + place.length;
    }
    textUpTo(to);
    return { ...span, kind: 'template', form, parts };
  }

  /** From the line after its beginning to the line with its end. */
  #insideHeredoc(children: readonly SyntaxNode[]): { readonly from: number; readonly to: number } {
    const marks = children.filter(({ type }) => type === 'heredoc_identifier');
    const [start, end] = [marks[0], marks.at(-1)];
    if (start === undefined || end === undefined || start === end) return { from: 0, to: 0 };
    const from = this.#text.indexOf('\n', start.endIndex) + 1;
    const to = this.#text.lastIndexOf('\n', end.startIndex) + 1;
    // A text that ends without a line of its own: the end of the heredoc was added to it.
    const last = Math.min(Math.max(from, to) + this.#start, this.#end);
    return { from: from + this.#start, to: last };
  }

  #interpolation(node: SyntaxNode): TemplatePart {
    const { children } = node;
    const value = children.find(({ type }) => type === 'expression');
    const at = value === undefined ? -1 : children.indexOf(value);
    return {
      ...this.#span(node),
      kind: 'interpolation',
      value: value === undefined ? this.#unreadable(node) : this.#expression(value),
      stripsBefore: children.some(({ type }, i) => type === 'strip_marker' && i < at),
      stripsAfter: children.some(({ type }, i) => type === 'strip_marker' && i > at),
    };
  }
}

const operators: ReadonlySet<string> = new Set([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '+',
  '-',
  '*',
  '/',
  '%',
]);

function insideQuotes({ offset, length }: Span): { readonly from: number; readonly to: number } {
  return { from: offset + 1, to: offset + length - 1 };
}

function emptyNode({ startIndex, endIndex }: SyntaxNode): SyntaxNode {
  return {
    type: 'body',
    startIndex,
    endIndex,
    children: [],
    hasError: false,
    isError: false,
    isMissing: false,
  };
}

function shortened(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
