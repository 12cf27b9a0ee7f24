import type { DocumentPath } from '../../model/policy.ts';
import { type JsonMember, type JsonNode, type JsonObject, memberOf } from '../../policy/json-node.ts';
import { readJson } from '../../policy/json-reader.ts';
import { mayBePlan } from './plan-look.ts';
import { type Expression, notKnown, PlanReferences } from './plan-references.ts';
import { inModule } from './resource-address.ts';
import type { TerraformResource } from './terraform-resource.ts';

/** A resource of a plan or state. Of its attributes numbers and booleans are texts, as Terraform converts them. */
export interface PlanResource extends TerraformResource {
  /** Where its attributes are in the JSON text. */
  readonly path: DocumentPath;
}

/** What a plan or state says. */
export type PlanReading =
  | {
      readonly kind: 'plan' | 'state';
      /** What is there once the plan is applied, each address once; of a state what is there. */
      readonly after: readonly PlanResource[];
      /** What was there before; of a state the same. */
      readonly before: readonly PlanResource[];
      /** What the plan does, and what it read; nothing of a state. */
      readonly changes: readonly PlanChange[];
    }
  /** The text is one, but it cannot be read; `because` says why, as a clause. */
  | { readonly kind: 'unreadable'; readonly because: string };

/** What happens to one resource or data source when the plan is applied. */
export interface PlanChange {
  readonly address: string;
  readonly mode: TerraformResource['mode'];
  readonly type: string;
  /** As the plan names them: `no-op`, `create`, `read`, `update`, `delete`, `forget`; of a replacement two. */
  readonly actions: readonly string[];
}

/** Whether an attribute of a type is wanted; nothing for a type of which none is. */
export type WantedAttributes = (type: string) => ((attribute: string) => boolean) | undefined;

/** What a sensitive value is in its place. */
const sensitive = '(sensitive value)';

/**
 * Reads a plan or a state. Nothing is kept but the resources that are wanted, and of these no value that is marked as
 * sensitive: it is a hole, like what is known only after the plan is applied.
 * @param wanted which attributes of resources and data sources of a type are; nothing of the others
 * @returns `undefined` for a text that is neither.
 */
export function readPlan(file: string, text: string, wanted: WantedAttributes): PlanReading | undefined {
  if (!mayBePlan(text)) return undefined;
  const { root, syntaxErrors } = readJson(text);
  if (root.type !== 'object') return undefined;
  const typeOf = (name: string) => memberOf(root, name)?.value.type;
  const isPlan = typeOf('resource_changes') === 'list' || typeOf('planned_values') === 'object';
  const isShown = !isPlan && objectIn(objectIn(root, 'values') ?? root, 'root_module') !== undefined;
  const isStored =
    !isPlan &&
    !isShown &&
    typeOf('resources') === 'list' &&
    (typeOf('lineage') === 'string' || typeOf('terraform_version') === 'string');
  if (!isPlan && !isShown && !isStored) return undefined;
  const [error] = syntaxErrors;
  if (error !== undefined)
    return {
      kind: 'unreadable',
      because: `it is not JSON as Terraform writes it: ${error.syntaxError.message}`,
    };
  const reader = new PlanReader(file, text, root, wanted);
  if (isPlan) return { kind: 'plan', ...reader.plan() };
  const there = isShown ? reader.values('values') : reader.stored();
  return { kind: 'state', after: there, before: there, changes: [] };
}

/** What is not known of a value, or not to be shown, as plans mark it: `true`, or the same for its parts. */
type Marks = JsonNode | undefined;

/** An object of a plan that is a resource. */
interface Found {
  readonly node: JsonObject;
  readonly address: string;
  readonly mode: TerraformResource['mode'];
  readonly type: string;
}

class PlanReader {
  readonly #file: string;
  readonly #text: string;
  readonly #root: JsonObject;
  readonly #wanted: WantedAttributes;
  readonly #references: PlanReferences;

  constructor(file: string, text: string, root: JsonObject, wanted: WantedAttributes) {
    this.#file = file;
    this.#text = text;
    this.#root = root;
    this.#wanted = wanted;
    this.#references = new PlanReferences(memberOf(root, 'configuration')?.value);
  }

  plan(): Omit<Extract<PlanReading, { kind: 'plan' | 'state' }>, 'kind'> {
    const changes = itemsOf(memberOf(this.#root, 'resource_changes')?.value).flatMap((node, at) => {
      const found = this.#found(node);
      const change = found && objectIn(found.node, 'change');
      // A deposed object is what is left of one that was replaced: it is there only until it is deleted.
      if (found === undefined || change === undefined || memberOf(found.node, 'deposed') !== undefined)
        return [];
      return [{ found, change, path: ['resource_changes', at, 'change'] as const }];
    });
    const after = changes.flatMap(({ found, change, path }) => {
      const planned = this.#change(found, change, path, 'after');
      // What Terraform only forgets stays there.
      const isForgotten = planned.length === 0 && textsIn(change, 'actions').includes('forget');
      return isForgotten ? this.#change(found, change, path, 'before') : planned;
    });
    const before = changes.flatMap(({ found, change, path }) => this.#change(found, change, path, 'before'));
    const changed = new Set(changes.map(({ found }) => found.address));
    const prior = this.#shown(['prior_state', 'values', 'root_module'], true);
    // Data sources that were read before the plan are in the prior state only.
    const data = prior.filter(({ mode }) => mode === 'data');
    return {
      after: distinct([
        ...after,
        ...this.values('planned_values').filter(({ address }) => !changed.has(address)),
        ...data,
      ]),
      before: distinct([...before, ...prior]),
      changes: [...this.#changes(), ...unchanged(prior, changed)],
    };
  }

  /** Also of what is left of a resource that was replaced. */
  #changes(): readonly PlanChange[] {
    return itemsOf(memberOf(this.#root, 'resource_changes')?.value).flatMap((node) => {
      const found = this.#found(node);
      const change = found && objectIn(found.node, 'change');
      if (found === undefined || change === undefined) return [];
      const { address, mode, type } = found;
      return [{ address, mode, type, actions: textsIn(change, 'actions') }];
    });
  }

  /** The resources of `values` or `planned_values`. What is not known yet is left out of the latter. */
  values(member: 'values' | 'planned_values'): readonly PlanResource[] {
    return this.#shown([member, 'root_module'], member === 'values');
  }

  /** The resources of a state file. */
  stored(): readonly PlanResource[] {
    const resources = itemsOf(memberOf(this.#root, 'resources')?.value);
    const all = resources.flatMap((resource, at) => {
      if (resource.type !== 'object') return [];
      const [type, name] = [textIn(resource, 'type'), textIn(resource, 'name')];
      const mode = modeOf(resource);
      if (type === undefined || name === undefined || mode === undefined || this.#wanted(type) === undefined)
        return [];
      const own = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
      const address = inModule(textIn(resource, 'module') ?? '', own);
      return itemsOf(memberOf(resource, 'instances')?.value).flatMap((instance, number) => {
        if (instance.type !== 'object' || memberOf(instance, 'deposed') !== undefined) return [];
        const key = memberOf(instance, 'index_key')?.value;
        const values = objectIn(instance, 'attributes');
        if (values === undefined) return [];
        const keyed = key === undefined ? address : `${address}[${this.#written(key)}]`;
        const hidden = storedMarks(memberOf(instance, 'sensitive_attributes')?.value);
        const found = { node: instance, address: keyed, mode, type };
        return [
          this.#resource(found, values, ['resources', at, 'instances', number, 'attributes'], {
            isHidden: (path) => hidden.has(JSON.stringify(path)),
          }),
        ];
      });
    });
    return distinct(all);
  }

  /** @param complete whether an attribute that is not there has no value, rather than one that is not known yet */
  #shown(at: readonly string[], complete: boolean): readonly PlanResource[] {
    let module: JsonNode | undefined = this.#root;
    for (const step of at) module = module?.type === 'object' ? memberOf(module, step)?.value : undefined;
    const resources: PlanResource[] = [];
    const modules: { readonly node: JsonNode | undefined; readonly path: DocumentPath }[] = [
      { node: module, path: at },
    ];
    // Appended to while it is gone through.
    for (const { node, path } of modules) {
      if (node?.type !== 'object') continue;
      for (const [index, one] of itemsOf(memberOf(node, 'resources')?.value).entries()) {
        const found = this.#found(one);
        const values = found && objectIn(found.node, 'values');
        if (found === undefined || values === undefined || memberOf(found.node, 'deposed_key') !== undefined)
          continue;
        const hidden = memberOf(found.node, 'sensitive_values')?.value;
        resources.push(
          this.#resource(found, values, [...path, 'resources', index, 'values'], {
            hidden,
            ...(complete ? {} : { incomplete: true }),
          }),
        );
      }
      for (const [index, child] of itemsOf(memberOf(node, 'child_modules')?.value).entries())
        modules.push({ node: child, path: [...path, 'child_modules', index] });
    }
    return distinct(resources);
  }

  #found(node: JsonNode): Found | undefined {
    if (node.type !== 'object') return undefined;
    const [address, type, mode] = [textIn(node, 'address'), textIn(node, 'type'), modeOf(node)];
    return address === undefined ||
      type === undefined ||
      mode === undefined ||
      this.#wanted(type) === undefined
      ? undefined
      : { node, address, type, mode };
  }

  #change(
    found: Found,
    change: JsonObject,
    path: DocumentPath,
    side: 'after' | 'before',
  ): readonly PlanResource[] {
    const values = objectIn(change, side);
    if (values === undefined) return [];
    const unknown = side === 'after' ? memberOf(change, 'after_unknown')?.value : undefined;
    const hidden = memberOf(change, `${side}_sensitive`)?.value;
    return [this.#resource(found, values, [...path, side], { unknown, hidden })];
  }

  #resource(found: Found, values: JsonObject, path: DocumentPath, marked: Marked): PlanResource {
    const { node, address, mode, type } = found;
    const expression = this.#references.expressionsOf(address);
    const isWanted = this.#wanted(type) ?? (() => false);
    const kept = { ...values, members: values.members.filter(({ name }) => isWanted(name)) };
    const attributes = this.#value(kept, { ...marked, expression, address, path: [], isWanted });
    const { offset, length } = node;
    const whole: JsonObject =
      attributes.type === 'object' ? attributes : { ...values, members: [], open: hole(values, sensitive) };
    return { address, mode, type, attributes: whole, file: this.#file, span: { offset, length }, path };
  }

  #value(node: JsonNode, marked: ValueMarks): JsonNode {
    const { unknown, hidden, isHidden, path } = marked;
    if (this.#isTrue(hidden) || isHidden?.(path)) return hole(node, sensitive);
    if (this.#isTrue(unknown)) return this.#unknown(node, marked);
    switch (node.type) {
      case 'object':
        return this.#object(node, marked);
      case 'list':
        return { ...node, items: this.#items(node.items, marked) };
      case 'number':
      case 'boolean':
        return { type: 'string', value: this.#written(node), offset: node.offset, length: node.length };
      default:
        return node;
    }
  }

  #object(node: JsonObject, marked: ValueMarks): JsonObject {
    const { unknown, incomplete, isWanted = () => true } = marked;
    const members = node.members.flatMap((member): JsonMember[] => {
      const value = this.#value(member.value, marksOf(marked, member.name));
      // An attribute without a value is not there.
      return value.type === 'null' ? [] : [{ ...member, value }];
    });
    const left = (unknown?.type === 'object' ? unknown.members : []).filter(
      ({ name }) => memberOf(node, name) === undefined && isWanted(name),
    );
    // What is not known yet is left out of the values.
    const added = left.flatMap((member): JsonMember[] => {
      const inner = marksOf(marked, member.name);
      return this.#isTrue(inner.unknown) ? [{ ...member, value: this.#unknown(node, inner) }] : [];
    });
    const { offset, length, type } = node;
    return {
      type,
      offset,
      length,
      members: [...members, ...added],
      ...(incomplete ? { open: hole(node, notKnown) } : {}),
    };
  }

  /** Where all items are not known yet, the order of a set's does not matter. */
  #items(items: readonly JsonNode[], marked: ValueMarks): readonly JsonNode[] {
    const known = items.map((item, index) => this.#value(item, marksOf(marked, index)));
    const marks = marked.unknown?.type === 'list' ? marked.unknown.items : [];
    if (!known.every((item, index) => item.type === 'hole' && this.#isTrue(marks[index]))) return known;
    const references = this.#references.unknownItems(marked.address, marked.expression);
    return references?.length === items.length
      ? known.map((item, index) => ({ ...item, ...references[index] }))
      : known;
  }

  /** What a value refers to that is not known yet; of a list that may be any of several things, each of them maybe. */
  #unknown(place: JsonNode, { address, expression }: ValueMarks): JsonNode {
    const value = { ...hole(place, notKnown), ...this.#references.unknownValue(address, expression) };
    const items =
      value.reference === undefined ? this.#references.unknownItems(address, expression) : undefined;
    if (items === undefined) return value;
    const { offset, length } = place;
    return {
      type: 'list',
      offset,
      length,
      items: items.map((item) => ({ ...hole(place, item.written), ...item, maybe: true as const })),
      open: hole(place, notKnown),
    };
  }

  #isTrue(node: JsonNode | undefined): boolean {
    return node?.type === 'boolean' && this.#written(node) === 'true';
  }

  #written({ offset, length }: JsonNode): string {
    return this.#text.slice(offset, offset + length);
  }
}

/** What is not among the changes: data sources that were read before the plan was made, and what was only looked at. */
function unchanged(prior: readonly PlanResource[], changed: ReadonlySet<string>): readonly PlanChange[] {
  return prior
    .filter(({ address }) => !changed.has(address))
    .map(({ address, mode, type }) => ({
      address,
      mode,
      type,
      actions: [mode === 'data' ? 'read' : 'no-op'],
    }));
}

/** What of a resource's values is not known or hidden. */
interface Marked {
  readonly unknown?: Marks;
  readonly hidden?: Marks;
  /** The same as state files write it. */
  readonly isHidden?: (path: DocumentPath) => boolean;
  /** What is not known yet is left out, and nothing says what that is. */
  readonly incomplete?: true;
}

/** The same for a value inside of it. */
interface ValueMarks extends Marked {
  readonly expression: Expression;
  readonly address: string;
  readonly path: DocumentPath;
  /** Of a resource as a whole: its attributes that are wanted. */
  readonly isWanted?: (attribute: string) => boolean;
}

function marksOf({ isWanted: _, ...marked }: ValueMarks, step: string | number): ValueMarks {
  const inside = (node: JsonNode | undefined): JsonNode | undefined => {
    if (node?.type === 'object' && typeof step === 'string') return memberOf(node, step)?.value;
    if (node?.type === 'list' && typeof step === 'number') return node.items[step];
    return undefined;
  };
  // The references of an expression are those of all its parts.
  const { expression } = marked;
  const isWhole = expression?.type === 'object' && memberOf(expression, 'references') !== undefined;
  return {
    ...marked,
    unknown: inside(marked.unknown),
    hidden: inside(marked.hidden),
    expression: isWhole ? undefined : inside(expression),
    path: [...marked.path, step],
  };
}

function hole({ offset, length }: JsonNode, written: string): Extract<JsonNode, { type: 'hole' }> {
  return { type: 'hole', written, offset, length };
}

/** What a state file calls sensitive: a list of paths, each a list of steps. */
function storedMarks(node: JsonNode | undefined): ReadonlySet<string> {
  const paths = itemsOf(node).map((path) =>
    itemsOf(path).flatMap((step) => {
      const value = step.type === 'object' ? memberOf(step, 'value')?.value : undefined;
      return value?.type === 'string' ? [value.value] : [];
    }),
  );
  return new Set(paths.map((path) => JSON.stringify(path)));
}

/** Each address once: the first counts. */
function distinct(resources: readonly PlanResource[]): readonly PlanResource[] {
  const known = new Map<string, PlanResource>();
  for (const resource of resources) if (!known.has(resource.address)) known.set(resource.address, resource);
  return [...known.values()];
}

function modeOf(node: JsonObject): TerraformResource['mode'] | undefined {
  const mode = textIn(node, 'mode');
  return mode === 'managed' ? 'resource' : mode === 'data' ? 'data' : undefined;
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.type === 'list' ? node.items : [];
}

function objectIn(node: JsonObject, name: string): JsonObject | undefined {
  const found = memberOf(node, name)?.value;
  return found?.type === 'object' ? found : undefined;
}

function textIn(node: JsonObject, name: string): string | undefined {
  const found = memberOf(node, name)?.value;
  return found?.type === 'string' ? found.value : undefined;
}

function textsIn(node: JsonObject, name: string): readonly string[] {
  return itemsOf(memberOf(node, name)?.value).flatMap((item) => (item.type === 'string' ? [item.value] : []));
}
