import { namesPolicyMember } from '../form-of.ts';
import { functions, longest } from './hcl-functions.ts';
import type { Expression, HclFile, TemplatePart } from './hcl-syntax.ts';
import { splatItem } from './hcl-syntax.ts';
import {
  type HoleValue,
  holeRun,
  isKnown,
  jsonOf,
  type MemberValue,
  maybe,
  type Place,
  type StringValue,
  spreadItems,
  textOf,
  type Value,
} from './hcl-value.ts';
import { addTemplateText, TextBuilder } from './template-text.ts';

/** Where an expression stands: what its names mean. */
export interface Scope {
  readonly file: HclFile;
  /** Names of a `for`, of a `dynamic`, `each`, `count`. */
  readonly names: ReadonlyMap<string, Value>;
  readonly module: ModuleNames;
  /** Defaults of variables count: they do for what is said, never for what is decided. */
  readonly defaults: boolean;
}

/** A step of `a.b["c"][0]`; `undefined` where it is not known. */
export type Step = string | number | undefined;

/** What the names of a module mean. */
export interface ModuleNames {
  /**
   * The value of a name with steps from it, as in `local.actions[0]`, and how many of the steps that is of; nothing where
   * nobody knows.
   */
  readonly lookUp: (root: string, steps: readonly Step[], scope: Scope) => LookedUp | undefined;
  /** The text of a file that `path`, seen from where Terraform runs, leads to. */
  readonly readText: (path: string) => string | undefined;
  /** A text as a template. */
  readonly readTemplate: (
    text: string,
  ) => { readonly file: HclFile; readonly template: Expression } | undefined;
}

export interface LookedUp {
  readonly value: Value;
  readonly used: number;
}

/** How much is evaluated of one folder. Past it nothing is known any more. */
export interface Budget {
  readonly values: number;
  readonly characters: number;
  readonly depth: number;
}

export const wholeBudget: Budget = { values: 200_000, characters: 16 * 1024 * 1024, depth: 200 };

/** Whether a file holds a policy, a part of one, or names of actions: what else files hold is never shown, so it is not known. */
function isOfPolicies(text: string): boolean {
  if (namesPolicyMember(text) || /"Version"\s*:|\b(?:Effect|Action)\b/u.test(text)) return true;
  const words = text.match(/[^\s[\]",]+/gu) ?? [];
  return words.every((word) => /^[\w*.-]+:[\w*.-]+:[\w*.-]+$/u.test(word));
}

/** Evaluates expressions. Never throws; what it cannot tell is a hole. */
export class Evaluator {
  /** Values written in it keep their places. */
  readonly home: string;
  readonly #budget: Budget;
  #values = 0;
  #characters = 0;
  #depth = 0;
  #exceeded: Place | undefined;
  readonly #sizes = new WeakMap<Value, number>();

  constructor(home: string, budget: Budget = wholeBudget) {
    this.home = home;
    this.#budget = budget;
  }

  /** Where the evaluation came to its bounds. */
  get exceeded(): Place | undefined {
    return this.#exceeded;
  }

  evaluate(expression: Expression, scope: Scope): Value {
    this.#values += 1;
    this.#depth += 1;
    const { depth } = this.#budget;
    const value =
      this.#isSpent(expression, scope) || this.#depth > depth
        ? this.#over(expression, scope)
        : this.#value(expression, scope);
    this.#depth -= 1;
    // Parts that are named several times are there once, and count as often as they are named.
    return this.#sizeOf(value) > this.#budget.values ? this.#over(expression, scope) : value;
  }

  /** How many values a value is made of, each part as often as it is there. */
  #sizeOf(value: Value): number {
    if (value.kind === 'string') return value.encoded === undefined ? 1 : this.#sizeOf(value.encoded) + 1;
    if (value.kind !== 'list' && value.kind !== 'object' && value.kind !== 'either') return 1;
    const known = this.#sizes.get(value);
    if (known !== undefined) return known;
    const inside =
      value.kind === 'list'
        ? value.items
        : value.kind === 'either'
          ? value.options
          : value.members.map((member) => member.value);
    const size = inside.reduce((sum, part) => sum + this.#sizeOf(part), 1);
    this.#sizes.set(value, size);
    return size;
  }

  #isSpent(expression: Expression, { file }: Scope): boolean {
    const { values, characters } = this.#budget;
    if (this.#exceeded === undefined && (this.#values > values || this.#characters > characters))
      this.#exceeded = { file: file.file, offset: expression.offset, length: expression.length };
    return this.#exceeded !== undefined;
  }

  #over(expression: Expression, scope: Scope): Value {
    const { file, offset, length } = placeOf(expression, scope);
    this.#exceeded ??= { file, offset, length };
    return this.hole(expression, scope);
  }

  hole(expression: Expression, scope: Scope, reference?: HoleValue['reference']): HoleValue {
    return {
      kind: 'hole',
      at: placeOf(expression, scope),
      written: writtenIn(scope.file, expression),
      ...(reference === undefined ? {} : { reference }),
    };
  }

  /** A text that was made: it counts, and past the bounds it is not kept. */
  madeText(text: string, at: Place): Value {
    this.#characters += text.length;
    return { kind: 'string', text, at };
  }

  #value(expression: Expression, scope: Scope): Value {
    const at = placeOf(expression, scope);
    switch (expression.kind) {
      case 'literal':
        return literalValue(expression.value, at);
      case 'name':
        return { kind: 'string', text: expression.text, at };
      case 'template':
        return this.#template(expression, scope);
      case 'tuple':
        return {
          kind: 'list',
          at,
          items: spreadItems(expression.items.map((item) => this.evaluate(item, scope))),
        };
      case 'object':
        return this.#object(expression, scope);
      case 'variable':
      case 'attribute':
      case 'index':
        return this.#traversal(expression, scope);
      case 'splat':
        return this.#splat(expression, scope);
      case 'call':
        return this.#call(expression, scope);
      case 'conditional':
        return this.#conditional(expression, scope);
      case 'for':
        return this.#for(expression, scope);
      case 'unary':
        return this.#unary(expression, scope);
      case 'binary':
        return this.#binary(expression, scope);
      case 'elsewhere':
        return this.evaluate(expression.value, { ...scope, file: expression.file });
      case 'unreadable':
        return this.hole(expression, scope);
    }
  }

  #object(expression: Extract<Expression, { kind: 'object' }>, scope: Scope): Value {
    const at = placeOf(expression, scope);
    const members: MemberValue[] = [];
    let open: HoleValue | undefined;
    for (const member of expression.members) {
      const key = this.evaluate(member.key, scope);
      const name = isKnown(key) ? textOf(key) : undefined;
      const value = this.evaluate(member.value, scope);
      if (name === undefined) open ??= this.hole(member.key, scope);
      else members.push({ name, nameAt: placeOf(member.key, scope), value });
    }
    return { kind: 'object', at, members, ...(open === undefined ? {} : { open }) };
  }

  // Names

  #traversal(expression: Expression, scope: Scope): Value {
    const { root, steps } = this.#chain(expression, scope);
    if (root.kind !== 'variable') return this.#follow(this.evaluate(root, scope), steps, expression, scope);
    const own = scope.names.get(root.name);
    if (own !== undefined) return this.#follow(own, steps, expression, scope);
    const found = scope.module.lookUp(root.name, steps, scope);
    if (found === undefined) return this.hole(expression, scope);
    const at = placeOf(expression, scope);
    const value = found.value.at.length === 0 ? { ...found.value, at } : this.#across(found.value, at);
    return this.#follow(value, steps.slice(found.used), expression, scope);
  }

  #chain(
    expression: Expression,
    scope: Scope,
  ): { readonly root: Expression; readonly steps: readonly Step[] } {
    const steps: Step[] = [];
    let root = expression;
    while (root.kind === 'attribute' || root.kind === 'index') {
      steps.push(root.kind === 'attribute' ? root.name : this.#stepOf(root.key, scope));
      root = root.of;
    }
    return { root, steps: steps.reverse() };
  }

  #stepOf(key: Expression, scope: Scope): Step {
    const value = this.evaluate(key, scope);
    if (!isKnown(value)) return undefined;
    return value.kind === 'number' ? value.number : textOf(value);
  }

  #follow(value: Value, steps: readonly Step[], expression: Expression, scope: Scope): Value {
    let found: Value = value;
    for (const step of steps) {
      const next = stepInto(found, step);
      if (next === undefined) return this.hole(expression, scope);
      found = next;
    }
    return found;
  }

  /** A value from another file is, in this one, where it is named. */
  #across(value: Value, at: Place): Value {
    if (at.file !== this.home || value.at.file === this.home) return value;
    return this.moved(value, at);
  }

  moved(value: Value, at: Place): Value {
    this.#values += 1;
    switch (value.kind) {
      case 'string': {
        const { segments: _, ...text } = value;
        return { ...text, at, ...(value.encoded && { encoded: this.moved(value.encoded, at) }) };
      }
      case 'list':
        return { ...value, at, items: value.items.map((item) => this.moved(item, at)) };
      case 'object':
        return {
          ...value,
          at,
          members: value.members.map((member) => ({
            ...member,
            nameAt: at,
            value: this.moved(member.value, at),
          })),
        };
      case 'either':
        return { ...value, at, options: value.options.map((option) => this.moved(option, at)) };
      default:
        return { ...value, at };
    }
  }

  #splat(expression: Extract<Expression, { kind: 'splat' }>, scope: Scope): Value {
    const of = this.evaluate(expression.of, scope);
    const at = placeOf(expression, scope);
    if (of.kind === 'null') return { kind: 'list', at, items: [] };
    if (of.kind === 'hole' || of.kind === 'either') return this.hole(expression, scope);
    const { items, open } = of.kind === 'list' ? of : { items: [of], open: undefined };
    const each = (item: Value) => {
      const value = this.evaluate(expression.each, within(scope, [[splatItem, item]]));
      return item.maybe ? maybe(value) : value;
    };
    return { kind: 'list', at, items: spreadItems(items.map(each)), ...(open && { open }) };
  }

  // Calls

  #call(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
    const at = placeOf(expression, scope);
    const { name } = expression;
    if (name === 'file') return this.#file(expression, scope);
    if (name === 'templatefile') return this.#templateFile(expression, scope);
    if (name === 'try' || name === 'coalesce') return this.#firstKnown(expression, scope);
    const args = this.#args(expression, scope);
    const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (args === undefined || run === undefined) return this.hole(expression, scope);
    const [first] = args;
    if (first?.kind === 'either' && args.length === 1) {
      const options = first.options.map((option) => run([option], at) ?? this.hole(expression, scope));
      return oneOf(options, at);
    }
    const value = run(args, at) ?? this.hole(expression, scope);
    if (value.kind === 'string') this.#characters += value.text.length;
    if (value.kind === 'list') this.#values += value.items.length;
    return value;
  }

  #args({ args, spread }: Extract<Expression, { kind: 'call' }>, scope: Scope): readonly Value[] | undefined {
    const values = args.map((arg) => this.evaluate(arg, scope));
    const last = values.at(-1);
    if (!spread || last === undefined) return values;
    if (last.kind !== 'list' || last.open !== undefined || last.items.some((item) => item.maybe))
      return undefined;
    return [...values.slice(0, -1), ...last.items];
  }

  #file(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
    const text = this.#textOfFile(expression, scope);
    if (text === undefined) return this.hole(expression, scope);
    return { ...this.madeText(text, placeOf(expression, scope)), read: true } as StringValue;
  }

  #textOfFile({ args }: Extract<Expression, { kind: 'call' }>, scope: Scope): string | undefined {
    const [path] = args.map((arg) => this.evaluate(arg, scope));
    if (path?.kind !== 'string' || !isKnown(path)) return undefined;
    const text = scope.module.readText(path.text);
    return text !== undefined && isOfPolicies(text) ? text : undefined;
  }

  #templateFile(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
    const text = this.#textOfFile(expression, scope);
    const read = text === undefined ? undefined : scope.module.readTemplate(text);
    const variables = expression.args[1];
    if (read === undefined || variables === undefined) return this.hole(expression, scope);
    const names = this.evaluate(variables, scope);
    const members = names.kind === 'object' ? names.members : [];
    const inside: Scope = {
      ...scope,
      file: read.file,
      names: new Map(members.map(({ name, value }) => [name, value])),
      module: { ...scope.module, lookUp: () => undefined },
    };
    const value = this.evaluate(read.template, inside);
    return this.moved(value, placeOf(expression, scope));
  }

  /** `try(a, b)`: of what is not known, nobody knows whether it fails. */
  #firstKnown(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
    for (const arg of expression.args) {
      const value = this.evaluate(arg, scope);
      if (value.kind === 'null') continue;
      const empty = expression.name === 'coalesce' && value.kind === 'string' && value.text === '';
      if (!empty)
        return isKnown(value) || value.kind === 'list' || value.kind === 'object'
          ? value
          : this.hole(expression, scope);
    }
    return this.hole(expression, scope);
  }

  // Choices

  /** A known condition chooses; a default of a variable is not known here, for everybody may set another. */
  condition(expression: Expression, scope: Scope): boolean | undefined {
    return truthOf(this.evaluate(expression, { ...scope, defaults: false }));
  }

  #conditional(expression: Extract<Expression, { kind: 'conditional' }>, scope: Scope): Value {
    const { condition, yes, no } = expression;
    const truth = this.condition(condition, scope);
    if (truth !== undefined) return this.evaluate(truth ? yes : no, scope);
    const options = [yes, no].map((option) => this.evaluate(option, scope));
    return oneOf(options, placeOf(expression, scope));
  }

  #for(expression: Extract<Expression, { kind: 'for' }>, scope: Scope): Value {
    const over = this.evaluate(expression.over, scope);
    const at = placeOf(expression, scope);
    const entries = entriesOf(over);
    if (entries === undefined) return this.hole(expression, scope);
    const members: MemberValue[] = [];
    const items: Value[] = [];
    let open = over.kind === 'list' || over.kind === 'object' ? over.open : undefined;
    for (const { key, value } of entries) {
      if (this.#isSpent(expression, scope)) return this.hole(expression, scope);
      const { keyName, valueName } = expression;
      const names: (readonly [string, Value])[] = [[valueName, value]];
      if (keyName !== undefined) names.push([keyName, key]);
      const inside = within(scope, names);
      const truth = expression.condition === undefined ? true : this.condition(expression.condition, inside);
      if (truth === false) continue;
      const result = this.evaluate(expression.value, inside);
      const item = truth === undefined || value.maybe ? maybe(result) : result;
      if (expression.key === undefined) {
        items.push(item);
        continue;
      }
      const name = this.evaluate(expression.key, inside);
      const text = isKnown(name) ? textOf(name) : undefined;
      if (text === undefined) open ??= this.hole(expression.key, inside);
      else this.#addMember(members, { name: text, nameAt: name.at, value: item }, expression.groups);
    }
    const more = open === undefined ? {} : { open };
    return expression.key === undefined
      ? { kind: 'list', at, items: spreadItems(items), ...more }
      : { kind: 'object', at, members, ...more };
  }

  #addMember(members: MemberValue[], member: MemberValue, groups: boolean): void {
    if (!groups) {
      members.push(member);
      return;
    }
    const index = members.findIndex(({ name }) => name === member.name);
    const before = members[index]?.value;
    const { at } = member.value;
    if (before?.kind !== 'list')
      members.push({ ...member, value: { kind: 'list', at, items: [member.value] } });
    else members[index] = { ...member, value: { ...before, items: [...before.items, member.value] } };
  }

  #unary(expression: Extract<Expression, { kind: 'unary' }>, scope: Scope): Value {
    const at = placeOf(expression, scope);
    const value = this.evaluate(expression.operand, scope);
    if (expression.operator === '!') {
      const truth = truthOf(value);
      return truth === undefined ? this.hole(expression, scope) : { kind: 'boolean', at, boolean: !truth };
    }
    return value.kind === 'number'
      ? { kind: 'number', at, number: -value.number }
      : this.hole(expression, scope);
  }

  #binary(expression: Extract<Expression, { kind: 'binary' }>, scope: Scope): Value {
    const at = placeOf(expression, scope);
    const [left, right] = [expression.left, expression.right].map((side) => this.evaluate(side, scope));
    const { operator } = expression;
    if (left === undefined || right === undefined) return this.hole(expression, scope);
    const truth = truthOfOperation(operator, left, right);
    if (truth !== undefined) return { kind: 'boolean', at, boolean: truth };
    const number =
      left.kind === 'number' && right.kind === 'number'
        ? arithmetic(operator, left.number, right.number)
        : undefined;
    return number === undefined ? this.hole(expression, scope) : { kind: 'number', at, number };
  }

  // Templates

  #template(expression: Extract<Expression, { kind: 'template' }>, scope: Scope): Value {
    const { form, parts } = expression;
    const [only] = parts;
    // `"${x}"` is x itself.
    if (form !== 'heredoc' && parts.length === 1 && only?.kind === 'interpolation')
      return this.evaluate(only.value, scope);
    const { text, segments } = this.#textOfParts(expression, scope);
    this.#characters += text.length;
    return { kind: 'string', text, segments, at: placeOf(expression, scope) };
  }

  #textOfParts({ form, parts }: Extract<Expression, { kind: 'template' }>, scope: Scope) {
    const builder = new TextBuilder();
    for (const [i, part] of parts.entries()) {
      if (part.kind === 'interpolation') {
        const value = this.evaluate(part.value, scope);
        const put = value.maybe ? undefined : textOf(value);
        const isTooLong = put !== undefined && builder.length + put.length > longest;
        builder.addInstead(put === undefined || isTooLong ? holeRun(part.length) : put, part);
      } else if (part.kind === 'directive') {
        builder.addInstead(holeRun(part.length), part);
      } else {
        const { offset, text } = stripped(scope.file.text, part, parts[i - 1], parts[i + 1]);
        addTemplateText(builder, form, text, offset);
      }
    }
    return builder.build();
  }
}

function stripped(
  file: string,
  { offset, length }: TemplatePart,
  before: TemplatePart | undefined,
  after: TemplatePart | undefined,
): { readonly offset: number; readonly text: string } {
  const written = file.slice(offset, offset + length);
  const text = before?.kind === 'interpolation' && before.stripsAfter ? written.trimStart() : written;
  const start = offset + written.length - text.length;
  return {
    offset: start,
    text: after?.kind === 'interpolation' && after.stripsBefore ? text.trimEnd() : text,
  };
}

export function placeOf({ offset, length }: Expression, { file }: Scope): Place {
  return { file: file.file, offset, length };
}

/** As it is written, in one line. */
export function writtenIn({ text }: HclFile, { offset, length }: Expression): string {
  const line = text
    .slice(offset, offset + Math.min(length, 400))
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

export function within(scope: Scope, names: readonly (readonly [string, Value])[]): Scope {
  return { ...scope, names: new Map([...scope.names, ...names]) };
}

export function literalValue(value: number | boolean | null, at: Place): Value {
  if (value === null) return { kind: 'null', at };
  return typeof value === 'number'
    ? { kind: 'number', at, number: value }
    : { kind: 'boolean', at, boolean: value };
}

/** One of several values. Of lists it is a list of all their items, each under a condition. */
export function oneOf(options: readonly Value[], at: Place): Value {
  const flat = options.flatMap((option) => (option.kind === 'either' ? option.options : [option]));
  const lists = flat.filter((option) => option.kind === 'list');
  if (lists.length > 0 && flat.every(({ kind }) => kind === 'list' || kind === 'null')) {
    const open = lists.find((list) => list.open !== undefined)?.open;
    const items = lists.flatMap((list) => list.items.map(maybe));
    return { kind: 'list', at, items, ...(open === undefined ? {} : { open }) };
  }
  return { kind: 'either', at, options: flat };
}

/** What a step of a path leads to; `undefined` where nobody knows. */
export function stepInto(value: Value, step: Step): Value | undefined {
  if (step === undefined) return undefined;
  if (value.kind === 'either') {
    const options = value.options.map((option) => stepInto(option, step));
    return options.includes(undefined) ? undefined : oneOf(options as readonly Value[], value.at);
  }
  if (value.kind === 'hole') {
    const { reference } = value;
    if (reference === undefined || reference.attribute !== '' || typeof step !== 'string') return undefined;
    return { ...value, written: `${value.written}.${step}`, reference: { ...reference, attribute: step } };
  }
  if (value.kind === 'object' && value.open === undefined) {
    return value.members.findLast(({ name }) => name === String(step))?.value;
  }
  if (value.kind === 'list' && value.open === undefined && !value.items.some((item) => item.maybe))
    return value.items[Number(step)];
  return undefined;
}

interface EntryValue {
  readonly key: Value;
  readonly value: Value;
}

/** What a `for` or `for_each` goes through; `undefined` where it is not known. */
export function entriesOf(over: Value): readonly EntryValue[] | undefined {
  if (over.kind === 'list')
    return over.items.map((value, number) => ({ key: { kind: 'number', number, at: value.at }, value }));
  if (over.kind === 'object')
    return over.members.map(({ name, nameAt, value }) => ({
      key: { kind: 'string', text: name, at: nameAt },
      value,
    }));
  return undefined;
}

export function truthOf(value: Value): boolean | undefined {
  if (value.maybe) return undefined;
  if (value.kind === 'boolean') return value.boolean;
  if (value.kind !== 'string') return undefined;
  return value.text === 'true' ? true : value.text === 'false' ? false : undefined;
}

function truthOfOperation(operator: string, left: Value, right: Value): boolean | undefined {
  if (operator === '&&' || operator === '||') {
    const decisive = operator === '||';
    const [one, other] = [truthOf(left), truthOf(right)];
    if (one === decisive || other === decisive) return decisive;
    return one === undefined || other === undefined ? undefined : !decisive;
  }
  if (!isKnown(left) || !isKnown(right)) return undefined;
  if (operator === '==' || operator === '!=') return (jsonOf(left) === jsonOf(right)) === (operator === '==');
  if (left.kind !== 'number' || right.kind !== 'number') return undefined;
  switch (operator) {
    case '<':
      return left.number < right.number;
    case '<=':
      return left.number <= right.number;
    case '>':
      return left.number > right.number;
    case '>=':
      return left.number >= right.number;
    default:
      return undefined;
  }
}

function arithmetic(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '%':
      return right === 0 ? undefined : left % right;
    default:
      return undefined;
  }
}
