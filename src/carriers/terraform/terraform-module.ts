import { hasHole } from '../../model/hole.ts';
import {
  type Evaluator,
  entriesOf,
  type LookedUp,
  type ModuleNames,
  type Scope,
  type Step,
  within,
} from './evaluate.ts';
import {
  attributeOf,
  type Expression,
  type HclAttribute,
  type HclBlock,
  type HclFile,
} from './hcl-syntax.ts';
import { type HoleValue, isKnown, maybe, textOf, type Value } from './hcl-value.ts';
import { isOverrideFile, overridden } from './override-files.ts';

/** A file of a folder, read when somebody needs what is in it. */
export interface ModuleFile {
  readonly name: string;
  readonly text: string;
  /** The file is there, and what it says is not known: it is read as broken. */
  readonly unread?: true;
  readonly read: () => HclFile;
}

/** What Terraform's files are read from: the bounds are its own. */
export interface ModuleSource {
  /** Files of Terraform's language in a folder, seen from where Terraform runs (`.`, `./modules/team`). */
  readonly filesIn: (folder: string) => readonly ModuleFile[];
  /** The text of a file; nothing where it may not, or cannot, be read. */
  readonly readText: (path: string) => string | undefined;
  readonly readTemplate: ModuleNames['readTemplate'];
}

/** How a module is called by another one. */
interface ModuleCall {
  readonly block: HclBlock;
  readonly scope: Scope;
}

/** A block with the file that it is written in. */
export interface PlacedBlock {
  readonly block: HclBlock;
  readonly file: HclFile;
}

/** An instance of a block that `count` or `for_each` repeats. */
export interface Instance {
  /** `["a"]`, `[0]`, or nothing where there is one. */
  readonly suffix: string;
  readonly key?: string | number;
  readonly scope: Scope;
  readonly maybe: boolean;
}

/** Modules inside of modules are read as far as this. */
const deepestModule = 8;
/** Instances of one block that are told apart. */
const mostInstances = 200;

/** A module of Terraform: the files of a folder, and the values that it is called with. */
export class TerraformModule implements ModuleNames {
  /** `module.team.`, or nothing for the one that Terraform runs in. */
  readonly prefix: string;
  readonly folder: string;
  readonly #source: ModuleSource;
  readonly #evaluator: Evaluator;
  readonly #call: ModuleCall | undefined;
  readonly #depth: number;
  #files: readonly ModuleFile[] | undefined;
  readonly #blocks = new Map<string, PlacedBlock | undefined>();
  readonly #values = new Map<string, Value>();
  readonly #evaluating = new Set<string>();
  readonly #modules = new Map<string, TerraformModule | undefined>();

  constructor(
    source: ModuleSource,
    evaluator: Evaluator,
    options: {
      readonly folder?: string;
      readonly prefix?: string;
      readonly call?: ModuleCall;
      readonly depth?: number;
    } = {},
  ) {
    const { folder = '.', prefix = '', call, depth = 0 } = options;
    this.folder = folder;
    this.prefix = prefix;
    this.#source = source;
    this.#evaluator = evaluator;
    this.#call = call;
    this.#depth = depth;
  }

  get files(): readonly ModuleFile[] {
    this.#files ??= this.#source.filesIn(this.folder);
    return this.#files;
  }

  readonly readText: ModuleNames['readText'] = (path) => this.#source.readText(path);
  readonly readTemplate: ModuleNames['readTemplate'] = (text) => this.#source.readTemplate(text);

  scopeOf(file: HclFile, defaults: boolean): Scope {
    return { file, names: new Map(), module: this, defaults };
  }

  readonly lookUp: ModuleNames['lookUp'] = (root, steps, scope) => {
    const [first, second] = steps;
    if (root === 'path') return this.#path(first, scope);
    if (typeof first !== 'string') return undefined;
    if (root === 'local') return this.#once(`local.${first}`, scope, () => this.#local(first, scope));
    if (root === 'var') return this.#once(`var.${first}`, scope, () => this.#variable(first, scope));
    if (root === 'module') return this.#output(first, steps, scope);
    if (root === 'data') {
      if (typeof second !== 'string') return undefined;
      return this.#resource('data', first, second, steps.slice(2), 2, scope);
    }
    if (notResources.has(root)) return undefined;
    return this.#resource('resource', root, first, steps.slice(1), 1, scope);
  };

  /** A value that does not depend on who asks; one that depends on itself is not known. */
  #once(name: string, { defaults }: Scope, evaluate: () => Value | undefined): LookedUp | undefined {
    const key = `${name} ${defaults}`;
    const known = this.#values.get(key);
    if (known !== undefined) return { value: known, used: 1 };
    if (this.#evaluating.has(key)) return undefined;
    this.#evaluating.add(key);
    const value = evaluate();
    this.#evaluating.delete(key);
    if (value === undefined) return undefined;
    this.#values.set(key, value);
    return { value, used: 1 };
  }

  /** Where the module is, as Terraform's `path` says it. */
  #path(name: Step, { file }: Scope): LookedUp | undefined {
    const text = name === 'module' ? this.folder : name === 'root' || name === 'cwd' ? '.' : undefined;
    if (text === undefined) return undefined;
    return { value: { kind: 'string', text, at: { file: file.file, offset: 0, length: 0 } }, used: 1 };
  }

  #local(name: string, { defaults }: Scope): Value | undefined {
    const found = this.#attributeOfLocals(name);
    if (found === undefined) return undefined;
    return this.#evaluator.evaluate(found.attribute.value, this.scopeOf(found.file, defaults));
  }

  #attributeOfLocals(name: string): { readonly attribute: HclAttribute; readonly file: HclFile } | undefined {
    // The last override counts.
    const overrides = this.files.filter((one) => isOverrideFile(one.name)).reverse();
    for (const { text, read } of [...overrides, ...this.files]) {
      if (!text.includes('locals') || !text.includes(name)) continue;
      const file = read();
      for (const block of file.body.blocks) {
        const attribute = block.type === 'locals' ? attributeOf(block.body, name) : undefined;
        if (attribute !== undefined) return { attribute, file };
      }
    }
    return undefined;
  }

  /** What a module is called with; of the one that Terraform runs in, nobody knows, but for the default. */
  #variable(name: string, { defaults }: Scope): Value | undefined {
    const given = this.#call && attributeOf(this.#call.block.body, name);
    if (this.#call !== undefined && given !== undefined)
      return this.#evaluator.evaluate(given.value, { ...this.#call.scope, defaults });
    if (this.#call === undefined ? !defaults : this.#call.block.body.broken) return undefined;
    const found = this.block('variable', [name]);
    const fallback = found && attributeOf(found.block.body, 'default');
    if (found === undefined || fallback === undefined) return undefined;
    const value = this.#evaluator.evaluate(fallback.value, this.scopeOf(found.file, defaults));
    // An empty default says that there is something to set.
    return this.#call === undefined && isEmpty(value) ? undefined : value;
  }

  /** The first block of a kind with these labels, with what override files say of it. */
  block(type: string, labels: readonly string[]): PlacedBlock | undefined {
    const key = [type, ...labels].join(' ');
    if (!this.#blocks.has(key)) this.#blocks.set(key, this.#findBlock(type, labels));
    return this.#blocks.get(key);
  }

  #findBlock(type: string, labels: readonly string[]): PlacedBlock | undefined {
    const first = (files: readonly ModuleFile[]) => this.#blocksIn(files, type, labels)[0];
    const base = first(this.files.filter((one) => !isOverrideFile(one.name)));
    return base === undefined ? first(this.files) : this.overriddenBlock(base);
  }

  #blocksIn(files: readonly ModuleFile[], type: string, labels: readonly string[]): readonly PlacedBlock[] {
    return files.flatMap(({ text, read }) => {
      if (!labels.every((label) => text.includes(label))) return [];
      const file = read();
      return file.body.blocks.flatMap((block) =>
        block.type === type && labels.every((label, i) => block.labels[i] === label) ? [{ block, file }] : [],
      );
    });
  }

  /** A block of one of the files with what override files say of it. */
  overriddenBlock({ block, file }: PlacedBlock): PlacedBlock {
    const overrides = this.files.filter((one) => isOverrideFile(one.name));
    if (overrides.length === 0 || isOverrideFile(file.file)) return { block, file };
    return { block: overridden(block, this.#blocksIn(overrides, block.type, block.labels)), file };
  }

  /** Whether a block only says what is put into the block of that name in another file. */
  isOverride({ block, file }: PlacedBlock): boolean {
    if (!isOverrideFile(file.file)) return false;
    const found = this.block(block.type, block.labels);
    return found !== undefined && !isOverrideFile(found.file.file);
  }

  /** `module.team.role_id`, `module.team["a"].role_id`: an output of a module that is in this folder's reach. */
  #output(name: string, steps: readonly Step[], scope: Scope): LookedUp | undefined {
    const call = this.block('module', [name]);
    if (call === undefined) return undefined;
    const instances = this.instancesOf(call, scope.defaults);
    const indexed = attributeOf(call.block.body, 'count') ?? attributeOf(call.block.body, 'for_each');
    const key = indexed === undefined ? undefined : steps[1];
    const used = indexed === undefined ? 2 : 3;
    const output = steps[used - 1];
    const instance =
      instances.find((one) => one.key === key) ?? (instances.length === 1 ? instances[0] : undefined);
    if (typeof output !== 'string' || instance === undefined) return undefined;
    const child = this.childOf(call, instance);
    const found = child?.block('output', [output]);
    const value = found && attributeOf(found.block.body, 'value');
    if (child === undefined || found === undefined || value === undefined) return undefined;
    const name_ = `${this.prefix}module.${name}${instance.suffix}.${output}`;
    const once = this.#once(name_, scope, () =>
      this.#evaluator.evaluate(value.value, child.scopeOf(found.file, scope.defaults)),
    );
    return once && { value: instance.maybe ? maybe(once.value) : once.value, used };
  }

  /** The module that a call leads to; nothing where it is not in a folder here. */
  childOf(call: PlacedBlock, instance: Instance): TerraformModule | undefined {
    const [name = ''] = call.block.labels;
    const prefix = `${this.prefix}module.${name}${instance.suffix}.`;
    if (!this.#modules.has(prefix)) this.#modules.set(prefix, this.#openChild(call, instance, prefix));
    return this.#modules.get(prefix);
  }

  #openChild({ block }: PlacedBlock, { scope }: Instance, prefix: string): TerraformModule | undefined {
    const source = attributeOf(block.body, 'source');
    const path = source && this.#evaluator.evaluate(source.value, scope);
    if (path?.kind !== 'string' || !/^\.\.?\//u.test(path.text) || !isKnown(path)) return undefined;
    if (this.#depth >= deepestModule) return undefined;
    const folder = this.folder === '.' ? path.text : `${this.folder}/${path.text}`;
    const call = { block, scope };
    return new TerraformModule(this.#source, this.#evaluator, {
      folder,
      prefix,
      call,
      depth: this.#depth + 1,
    });
  }

  /** An attribute of a resource of this module where it is written; else a hole that says whose it is. */
  #resource(
    mode: 'resource' | 'data',
    type: string,
    name: string,
    steps: readonly Step[],
    used: number,
    scope: Scope,
  ): LookedUp | undefined {
    const found = this.block(mode, [type, name]);
    const [first, second] = steps;
    const repeated =
      found !== undefined &&
      (attributeOf(found.block.body, 'count') ?? attributeOf(found.block.body, 'for_each')) !== undefined;
    const indexed = typeof first === 'number' || (repeated && steps.length > 0);
    const attribute = indexed ? second : first;
    const suffix = indexed && first !== undefined ? suffixOf(first) : '';
    const address = `${this.prefix}${mode === 'data' ? 'data.' : ''}${type}.${name}${suffix}`;
    if (attribute !== undefined && typeof attribute !== 'string') return undefined;
    const usedSteps = used + (indexed ? 1 : 0) + (attribute === undefined ? 0 : 1);
    const written = found && attribute !== undefined ? attributeOf(found.block.body, attribute) : undefined;
    if (written !== undefined && found !== undefined) {
      const instance = this.#instance(found, first, scope.defaults, repeated);
      const once =
        instance &&
        this.#once(`${address}.${attribute}`, scope, () =>
          this.#evaluator.evaluate(written.value, { ...instance.scope, defaults: scope.defaults }),
        );
      if (once !== undefined)
        return { value: instance?.maybe ? maybe(once.value) : once.value, used: usedSteps };
    }
    const { file } = scope.file;
    const value: HoleValue = {
      kind: 'hole',
      at: { file, offset: 0, length: 0 },
      written: attribute === undefined ? address : `${address}.${attribute}`,
      reference: { address, attribute: attribute ?? '' },
    };
    return { value, used: usedSteps };
  }

  #instance(found: PlacedBlock, key: Step, defaults: boolean, repeated: boolean): Instance | undefined {
    if (!repeated) return { suffix: '', scope: this.scopeOf(found.file, defaults), maybe: false };
    return this.instancesOf(found, defaults).find((one) => one.key === key);
  }

  /** The instances of a block, as far as its `count` or `for_each` is known. */
  instancesOf({ block, file }: PlacedBlock, defaults: boolean): readonly Instance[] {
    const scope = this.scopeOf(file, defaults);
    const count = attributeOf(block.body, 'count');
    const forEach = attributeOf(block.body, 'for_each');
    if (count !== undefined) return this.#counted(count, scope);
    if (forEach !== undefined) return this.#forEach(forEach, scope);
    return [{ suffix: '', scope, maybe: false }];
  }

  #counted({ value: expression }: HclAttribute, scope: Scope): readonly Instance[] {
    const value = this.#evaluator.evaluate(expression, { ...scope, defaults: false });
    const count =
      value.kind === 'number' && !value.maybe ? value.number : Number(isKnown(value) ? textOf(value) : NaN);
    const instance = (number: number | undefined): Instance => {
      const index: Value =
        number === undefined
          ? this.#evaluator.hole(expression, scope)
          : { kind: 'number', number, at: value.at };
      return {
        suffix: number === undefined ? '' : `[${number}]`,
        ...(number === undefined ? {} : { key: number }),
        scope: within(scope, [['count', objectOf({ index }, value)]]),
        maybe: number === undefined,
      };
    };
    if (!Number.isInteger(count) || count > mostInstances) return this.#choices(value, instance);
    return Array.from({ length: Math.max(0, count) }, (_, number) => instance(number));
  }

  /** `cond ? 1 : 0` is the first one, perhaps. */
  #choices(value: Value, instance: (number: number | undefined) => Instance): readonly Instance[] {
    const ofOne =
      value.kind === 'either' &&
      value.options.every(
        (option) => option.kind === 'number' && (option.number === 0 || option.number === 1),
      );
    return [ofOne ? { ...instance(0), maybe: true } : instance(undefined)];
  }

  #forEach({ value: expression }: HclAttribute, scope: Scope): readonly Instance[] {
    const sure = this.#evaluator.evaluate(expression, { ...scope, defaults: false });
    const value = isIterable(sure) || !scope.defaults ? sure : this.#evaluator.evaluate(expression, scope);
    const isSure = isIterable(sure);
    const entries = isIterable(value) ? entriesOf(value) : undefined;
    const instances = (entries ?? [])
      .slice(0, mostInstances)
      .flatMap(({ key, value: item }): readonly Instance[] => {
        // A set's keys are its values.
        const of = value.kind === 'list' ? item : key;
        const name = textOf(of);
        if (name === undefined || hasHole(name)) return [this.#anyInstance(expression, scope)];
        const each = objectOf({ key: { ...of, kind: 'string', text: name } as Value, value: item }, value);
        const there = isSure && !item.maybe && !value.maybe;
        return [{ suffix: suffixOf(name), key: name, scope: within(scope, [['each', each]]), maybe: !there }];
      });
    const isOpen = (value.kind === 'list' || value.kind === 'object') && value.open !== undefined;
    if (entries === undefined || isOpen) return [...instances, this.#anyInstance(expression, scope)];
    return instances;
  }

  #anyInstance(expression: Expression, scope: Scope): Instance {
    const hole = this.#evaluator.hole(expression, scope);
    const each = objectOf(
      { key: { ...hole, written: 'each.key' }, value: { ...hole, written: 'each.value' } },
      hole,
    );
    return { suffix: '', scope: within(scope, [['each', each]]), maybe: true };
  }
}

/** Names that are not types of resources. */
const notResources: ReadonlySet<string> = new Set(['each', 'count', 'self', 'terraform', 'ephemeral', '*']);

function isIterable(value: Value): boolean {
  return value.kind === 'list' || value.kind === 'object';
}

function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case 'null':
      return true;
    case 'string':
      return value.text === '';
    case 'list':
      return value.items.length === 0 && value.open === undefined;
    case 'object':
      return value.members.length === 0 && value.open === undefined;
    default:
      return false;
  }
}

function suffixOf(key: string | number): string {
  return typeof key === 'number' ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

function objectOf(members: Readonly<Record<string, Value>>, { at }: Value): Value {
  return {
    kind: 'object',
    at,
    members: Object.entries(members).map(([name, value]) => ({ name, nameAt: at, value })),
  };
}
