import { type JsonHole, type JsonNode, type JsonObject, memberOf } from '../../policy/json-node.ts';
import { inModule, readAddress, withoutKeys } from './resource-address.ts';

/** What an attribute is set to in the sources that a plan was made of, as far as the plan says: `expressions`. */
export type Expression = JsonNode | undefined;

/** A module in the `configuration` of a plan. */
interface Module {
  readonly node: JsonObject;
  /** What the attributes of its resources are set to, by address. */
  readonly expressions: ReadonlyMap<string, JsonObject | undefined>;
  /** With the keys of instances: `module.team["a"]`; empty for the root. */
  readonly address: string;
  readonly parent: Module | undefined;
  /** The call of the module in its parent. */
  readonly call: JsonObject | undefined;
}

/** A value that is not known before the plan is applied. */
export type UnknownValue = Pick<JsonHole, 'written' | 'reference'>;

/** Values follow one another through this many modules at most. */
const farthest = 64;

/** Tells what attributes that are not known yet refer to. */
export class PlanReferences {
  /** Those that were asked for, by address. */
  readonly #modules = new Map<string, Module>();

  constructor(configuration: JsonNode | undefined) {
    const root = objectIn(configuration, 'root_module');
    if (root !== undefined)
      this.#modules.set('', moduleOf(root, { address: '', parent: undefined, call: undefined }));
  }

  /** The expressions of a resource's attributes. */
  expressionsOf(address: string): Expression {
    const read = readAddress(address);
    const module = read && this.#moduleAt(read.module);
    if (read?.resource === undefined || module === undefined) return undefined;
    return module.expressions.get(withoutKeys(read.resource));
  }

  /** What a value that is not known yet is, by the references of its expression. */
  unknownValue(address: string, expression: Expression): UnknownValue {
    const module = this.#moduleAt(readAddress(address)?.module ?? '');
    const [only, ...more] = mainReferences(expression);
    if (module === undefined || only === undefined || more.length > 0) return { written: notKnown };
    return this.#follow(only, module, 0);
  }

  /** The values of a list that is not known yet, where all of them are attributes of resources. */
  unknownItems(address: string, expression: Expression): readonly UnknownValue[] | undefined {
    const module = this.#moduleAt(readAddress(address)?.module ?? '');
    const main = mainReferences(expression);
    if (module === undefined || main.length === 0) return undefined;
    const items = main.map((reference) => this.#follow(reference, module, 0));
    return items.every(({ reference }) => reference !== undefined) ? items : undefined;
  }

  #follow(reference: string, module: Module, steps: number): UnknownValue {
    const unknown = { written: inModule(module.address, reference) };
    const read = readAddress(reference);
    if (read === undefined || steps > farthest) return { written: notKnown };
    if (read.resource !== undefined) {
      const [attribute, ...more] = read.rest;
      if (attribute === undefined || more.length > 0) return unknown;
      return {
        ...unknown,
        reference: { address: inModule(module.address, inModule(read.module, read.resource)), attribute },
      };
    }
    const [first, second, ...more] = read.rest;
    if (more.length > 0) return unknown;
    if (first === 'var' && second !== undefined && read.module === '') {
      if (module.parent === undefined || module.call === undefined) return unknown;
      const passed = memberIn(memberOf(module.call, 'expressions')?.value, second);
      return this.#followOnly(passed, module.parent, steps, unknown);
    }
    if (read.module !== '' && first !== undefined && second === undefined) {
      const child = this.#moduleAt(inModule(module.address, read.module));
      const output = child && memberIn(memberOf(child.node, 'outputs')?.value, first);
      // Without a key a module that is called several times is all of its instances.
      if (child === undefined || isRepeated(child.call, read.module)) return unknown;
      return this.#followOnly(memberIn(output, 'expression'), child, steps, unknown);
    }
    return unknown;
  }

  #followOnly(expression: Expression, module: Module, steps: number, unknown: UnknownValue): UnknownValue {
    const [only, ...more] = mainReferences(expression);
    return only === undefined || more.length > 0 ? unknown : this.#follow(only, module, steps + 1);
  }

  #moduleAt(address: string): Module | undefined {
    const known = this.#modules.get(address);
    if (known !== undefined) return known;
    const steps = readAddress(address)?.modules ?? [];
    const [last, before] = [steps.at(-1), steps.at(-2)];
    const parent = last && this.#moduleAt(before?.address ?? '');
    const call = last && parent && objectIn(memberOf(parent.node, 'module_calls')?.value, last.name);
    const node = call && objectIn(call, 'module');
    if (parent === undefined || node === undefined) return undefined;
    const module = moduleOf(node, { address, parent, call });
    this.#modules.set(address, module);
    return module;
  }
}

function moduleOf(node: JsonObject, place: Pick<Module, 'address' | 'parent' | 'call'>): Module {
  const resources = itemsOf(memberOf(node, 'resources')?.value).map(
    (one) => [textIn(one, 'address') ?? '', objectIn(one, 'expressions')] as const,
  );
  return { node, expressions: new Map(resources), ...place };
}

/** How a value is shown of which a plan says only that it is known after it is applied. */
export const notKnown = '(known after apply)';

function isRepeated(call: JsonObject | undefined, address: string): boolean {
  if (call === undefined || address.endsWith(']')) return false;
  return ['count_expression', 'for_each_expression'].some((name) => memberOf(call, name) !== undefined);
}

/** What an expression refers to, each once: of `a.b.id` and `a.b` the first. */
function mainReferences(expression: Expression): readonly string[] {
  const listed = itemsOf(memberIn(expression, 'references')).flatMap((item) =>
    item.type === 'string' ? [item.value] : [],
  );
  const all = [...new Set(listed)];
  const isPart = (text: string) =>
    all.some(
      (other) =>
        other.length > text.length && /^[.[]/u.test(other.slice(text.length)) && other.startsWith(text),
    );
  return all.filter((text) => !isPart(text));
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.type === 'list' ? node.items : [];
}

function memberIn(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.type === 'object' ? memberOf(node, name)?.value : undefined;
}

function objectIn(node: JsonNode | undefined, name: string): JsonObject | undefined {
  const found = memberIn(node, name);
  return found?.type === 'object' ? found : undefined;
}

function textIn(node: JsonNode, name: string): string | undefined {
  const found = memberIn(node, name);
  return found?.type === 'string' ? found.value : undefined;
}
