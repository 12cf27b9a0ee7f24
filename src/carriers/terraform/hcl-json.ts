import type { Span } from '../../model/policy.ts';
import type { JsonMember, JsonNode, JsonObject } from '../../policy/json-node.ts';
import { readJson } from '../../policy/json-reader.ts';
import type {
  Expression,
  HclAttribute,
  HclBlock,
  HclBody,
  HclFile,
  HclMember,
  TemplatePart,
} from './hcl-syntax.ts';

/** Kinds of blocks by how many labels they have: in JSON each is a name inside of the other. */
const labelsOf: ReadonlyMap<string, number> = new Map([
  ['resource', 2],
  ['data', 2],
  ['ephemeral', 2],
  ['module', 1],
  ['variable', 1],
  ['output', 1],
  ['provider', 1],
  ['locals', 0],
  ['terraform', 0],
]);

/** Reads a file of Terraform's JSON syntax (`.tf.json`). Of templates only names and their steps are read. */
export function readHclJson(file: string, text: string): HclFile {
  const { root, syntaxErrors } = readJson(text);
  const [error] = syntaxErrors;
  const blocks =
    root.type === 'object' ? root.members.flatMap((member) => new JsonBody(text).blocksOf(member)) : [];
  return {
    file,
    text,
    body: { attributes: [], blocks, ...(error === undefined ? {} : { broken: true }) },
    syntaxErrors: error === undefined ? [] : [said(error.syntaxError)],
    comments: [],
  };
}

function said({ offset, length, message }: Span & { readonly message: string }): HclFile['syntaxErrors'][0] {
  return { offset, length, message };
}

class JsonBody {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  blocksOf(member: JsonMember): readonly HclBlock[] {
    const count = labelsOf.get(member.name);
    return count === undefined ? [] : this.#labelled(member.name, member, [], count);
  }

  #labelled(type: string, member: JsonMember, labels: readonly string[], more: number): readonly HclBlock[] {
    return eachOf(member.value).flatMap((node) => {
      if (node.type !== 'object') return [];
      if (more > 0)
        return node.members.flatMap((inner) =>
          this.#labelled(type, inner, [...labels, inner.name], more - 1),
        );
      return [this.#block(type, labels, member.nameSpan, node)];
    });
  }

  #block(type: string, labels: readonly string[], header: Span, node: JsonObject): HclBlock {
    return { offset: node.offset, length: node.length, type, labels, header, body: this.#body(node) };
  }

  #body(node: JsonObject): HclBody {
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (const member of node.members) {
      const { name, nameSpan, value } = member;
      if (name === 'dynamic') blocks.push(...this.#dynamic(value));
      // A comment.
      else if (name !== '//')
        attributes.push({
          offset: nameSpan.offset,
          length: nameSpan.length,
          name,
          nameSpan,
          value: this.#expression(value),
        });
    }
    return { attributes, blocks };
  }

  /** `"dynamic": {"statement": {"for_each": …, "content": {…}}}` */
  #dynamic(value: JsonNode): readonly HclBlock[] {
    return eachOf(value).flatMap((node) => {
      if (node.type !== 'object') return [];
      return node.members.flatMap(({ name, nameSpan, value: inner }) =>
        eachOf(inner).flatMap((block) => {
          if (block.type !== 'object') return [];
          const content = block.members.filter((member) => member.name === 'content');
          const rest = block.members.filter((member) => member.name !== 'content');
          const outer = this.#block('dynamic', [name], nameSpan, { ...block, members: rest });
          const inside = content.flatMap((member) =>
            eachOf(member.value).flatMap((one) =>
              one.type === 'object' ? [this.#block('content', [], member.nameSpan, one)] : [],
            ),
          );
          return [{ ...outer, body: { ...outer.body, blocks: inside } }];
        }),
      );
    });
  }

  #expression(node: JsonNode): Expression {
    const span = { offset: node.offset, length: node.length };
    const written = this.#text.slice(node.offset, node.offset + node.length);
    switch (node.type) {
      case 'object':
        return { ...span, kind: 'object', members: node.members.map((member) => this.#member(member)) };
      case 'list':
        return { ...span, kind: 'tuple', items: node.items.map((item) => this.#expression(item)) };
      case 'string':
        return this.#template(span);
      case 'number':
        return { ...span, kind: 'literal', value: Number(written) };
      case 'boolean':
        return { ...span, kind: 'literal', value: written === 'true' };
      case 'null':
        return { ...span, kind: 'literal', value: null };
      default:
        return { ...span, kind: 'unreadable' };
    }
  }

  #member({ nameSpan, value }: JsonMember): HclMember {
    return { key: this.#template(nameSpan), value: this.#expression(value) };
  }

  /** What stands between quotes, with what is put in. */
  #template({ offset, length }: Span): Expression {
    const parts: TemplatePart[] = [];
    const end = offset + length - 1;
    let at = offset + 1;
    const textUpTo = (to: number) => {
      if (to > at) parts.push({ kind: 'text', offset: at, length: to - at });
    };
    for (let next = this.#opening(at, end); next < end; next = this.#opening(at, end)) {
      textUpTo(next);
      const close = this.#closing(next + 2, end);
      const span = { offset: next, length: close - next };
      const value = this.#traversal(next + 2, close - 1);
      parts.push(
        this.#text[next] === '%'
          ? { ...span, kind: 'directive' }
          : { ...span, kind: 'interpolation', value, stripsBefore: false, stripsAfter: false },
      );
      at = close;
    }
    textUpTo(end);
    return { offset, length, kind: 'template', form: 'json', parts };
  }

  /** Where the next `${` or `%{` is; `$${` is not one. */
  #opening(from: number, end: number): number {
    for (let at = from; at < end - 1; at += 1) {
      const sign = this.#text[at];
      if (sign === '\\') at += 1;
      else if ((sign === '$' || sign === '%') && this.#text[at + 1] === sign && this.#text[at + 2] === '{')
        at += 2;
      else if ((sign === '$' || sign === '%') && this.#text[at + 1] === '{') return at;
    }
    return end;
  }

  /** The offset behind the bracket that closes. */
  #closing(from: number, end: number): number {
    let depth = 1;
    for (let at = from; at < end; at += 1) {
      const sign = this.#text[at];
      if (sign === '{') depth += 1;
      if (sign === '}') depth -= 1;
      if (depth === 0) return at + 1;
    }
    return end;
  }

  /** `local.a.b[0]`, `each.value["c"]`; whatever else there is. */
  #traversal(start: number, end: number): Expression {
    const span = { offset: start, length: Math.max(0, end - start) };
    const match = /^\s*([A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*|\[(?:\d+|\\"[^"\\]*\\")\])*)\s*$/u.exec(
      this.#text.slice(start, end),
    );
    if (match === null) return { ...span, kind: 'unreadable' };
    const [, name = '', steps = ''] = match;
    let of: Expression = { ...span, kind: 'variable', name };
    for (const [, attribute, index, key] of steps.matchAll(/\.([\w-]+)|\[(\d+)\]|\[\\"([^"\\]*)\\"\]/gu)) {
      if (attribute !== undefined) of = { ...span, kind: 'attribute', of, name: attribute };
      else if (index !== undefined)
        of = { ...span, kind: 'index', of, key: { ...span, kind: 'literal', value: Number(index) } };
      else of = { ...span, kind: 'index', of, key: { ...span, kind: 'name', text: key ?? '' } };
    }
    return of;
  }
}

function eachOf(node: JsonNode): readonly JsonNode[] {
  return node.type === 'list' ? node.items : [node];
}
