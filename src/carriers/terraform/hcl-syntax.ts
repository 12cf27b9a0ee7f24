import type { Span } from '../../model/policy.ts';

/** A file in Terraform's language (`.tf`, `.tofu`, `.tf.json`), as far as it can be read. */
export interface HclFile {
  readonly file: string;
  readonly text: string;
  readonly body: HclBody;
  /** The first syntax error of each top-level block; the rest of the file is read all the same. */
  readonly syntaxErrors: readonly HclSyntaxError[];
  readonly comments: readonly Span[];
}

/** Where the text stops being the language, and what is wrong there. */
export interface HclSyntaxError extends Span {
  readonly message: string;
}

/** What stands between two braces, or in a file. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
  /** Part of it cannot be read: there may be more. */
  readonly broken?: true;
}

export interface HclAttribute extends Span {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: Expression;
}

/** `resource "type" "name" { … }` */
export interface HclBlock extends Span {
  readonly type: string;
  readonly labels: readonly string[];
  /** The span of the type and the labels. */
  readonly header: Span;
  readonly body: HclBody;
}

/** A part of a template: a text as it is written, or what is put in its place. */
export type TemplatePart =
  | ({ readonly kind: 'text' } & Span)
  | ({
      readonly kind: 'interpolation';
      readonly value: Expression;
      /** `~`: white space before, or after, is left out. */
      readonly stripsBefore: boolean;
      readonly stripsAfter: boolean;
    } & Span)
  | ({ readonly kind: 'directive' } & Span);

/** How the characters of a template are written; `json`: as a string of a `.tf.json`. */
export type TemplateForm = 'quoted' | 'heredoc' | 'json';

export type Expression = Span &
  (
    | { readonly kind: 'literal'; readonly value: number | boolean | null }
    | { readonly kind: 'template'; readonly form: TemplateForm; readonly parts: readonly TemplatePart[] }
    /** A bare word where a text belongs. */
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'tuple'; readonly items: readonly Expression[] }
    | { readonly kind: 'object'; readonly members: readonly HclMember[] }
    | { readonly kind: 'variable'; readonly name: string }
    | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
    | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression }
    /** `list[*].name`: `each` is applied to {@link splatItem}. */
    | { readonly kind: 'splat'; readonly of: Expression; readonly each: Expression }
    | {
        readonly kind: 'call';
        readonly name: string;
        readonly args: readonly Expression[];
        /** The last argument is a list of arguments: `concat(lists...)`. */
        readonly spread: boolean;
      }
    | {
        readonly kind: 'conditional';
        readonly condition: Expression;
        readonly yes: Expression;
        readonly no: Expression;
      }
    | {
        readonly kind: 'for';
        readonly keyName?: string;
        readonly valueName: string;
        readonly over: Expression;
        /** Of an object: the name of each member. */
        readonly key?: Expression;
        readonly value: Expression;
        readonly condition?: Expression;
        readonly groups: boolean;
      }
    | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    /** What another file says instead. */
    | { readonly kind: 'elsewhere'; readonly file: HclFile; readonly value: Expression }
    /** What cannot be read, or what nobody evaluates. */
    | { readonly kind: 'unreadable' }
  );

export interface HclMember {
  readonly key: Expression;
  readonly value: Expression;
}

/** The variable that stands for an item in what a splat does with each: no name of the language. */
export const splatItem = '*';

/** The attribute of a name: the last one counts nowhere, for a second one is an error of the language. */
export function attributeOf(body: HclBody, name: string): HclAttribute | undefined {
  return body.attributes.find((attribute) => attribute.name === name);
}
