import { type Evaluator, entriesOf, type Scope, within } from './evaluate.ts';
import { attributeOf, type HclBlock, type HclBody, type HclFile } from './hcl-syntax.ts';
import { type MemberValue, maybe, type ObjectValue, type Place, type Value } from './hcl-value.ts';
import type { PlacedBlock, TerraformModule } from './terraform-module.ts';

/** A resource or data source as a module's files have it, with its values. */
export interface ModuleResource {
  /** `module.team.huaweicloud_identity_role.images["a"]` */
  readonly address: string;
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly name: string;
  /** Of an instance of several: what tells it from the others. */
  readonly key?: string | number;
  readonly file: HclFile;
  readonly block: HclBlock;
  /** Nested blocks are lists of objects under their name. */
  readonly attributes: ObjectValue;
  readonly maybe: boolean;
}

/** Which resources are asked for, by their type. */
export type WantedTypes = (mode: ModuleResource['mode'], type: string) => boolean;

export interface ResourceOptions {
  readonly evaluator: Evaluator;
  readonly wants: WantedTypes;
  /** Defaults of variables count. */
  readonly defaults: boolean;
}

/** Arguments of Terraform itself. */
const metaArguments: ReadonlySet<string> = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
]);

/** Resources that are looked at in one folder. */
const mostResources = 20_000;

/** The resources of a module and of the modules that it calls, in the order of the files. */
export function resourcesOf(module: TerraformModule, options: ResourceOptions): readonly ModuleResource[] {
  const found: ModuleResource[] = [];
  collect(module, options, [module.folder], found);
  return found;
}

function collect(
  module: TerraformModule,
  options: ResourceOptions,
  folders: readonly string[],
  found: ModuleResource[],
): void {
  for (const { text, read } of module.files) {
    if (!/\b(?:resource|data|module)\b/u.test(text)) continue;
    const file = read();
    for (const block of file.body.blocks) {
      if (found.length >= mostResources) return;
      if (module.isOverride({ block, file })) continue;
      const placed = module.overriddenBlock({ block, file });
      if (block.type === 'module') collectCalled(module, placed, options, folders, found);
      else found.push(...resourcesOfBlock(module, placed, options));
    }
  }
}

function collectCalled(
  module: TerraformModule,
  call: PlacedBlock,
  options: ResourceOptions,
  folders: readonly string[],
  found: ModuleResource[],
): void {
  for (const instance of module.instancesOf(call, options.defaults)) {
    const child = module.childOf(call, instance);
    if (child === undefined || folders.includes(child.folder)) continue;
    const before = found.length;
    collect(child, options, [...folders, child.folder], found);
    if (!instance.maybe) continue;
    for (let i = before; i < found.length; i += 1) {
      const resource = found[i];
      if (resource !== undefined) found[i] = { ...resource, maybe: true };
    }
  }
}

/** The resources of a module that a block calls, and of those that it calls. */
export function resourcesOfCall(
  module: TerraformModule,
  call: PlacedBlock,
  options: ResourceOptions,
): readonly ModuleResource[] {
  const found: ModuleResource[] = [];
  collectCalled(module, call, options, [module.folder], found);
  return found;
}

/** The resources that one block stands for. */
export function resourcesOfBlock(
  module: TerraformModule,
  placed: PlacedBlock,
  { evaluator, wants, defaults }: ResourceOptions,
): readonly ModuleResource[] {
  const { block, file } = placed;
  const mode = block.type;
  const [type, name] = block.labels;
  if ((mode !== 'resource' && mode !== 'data') || type === undefined || name === undefined) return [];
  if (!wants(mode, type)) return [];
  return module.instancesOf(placed, defaults).map(
    (instance): ModuleResource => ({
      address: `${module.prefix}${mode === 'data' ? 'data.' : ''}${type}.${name}${instance.suffix}`,
      mode,
      type,
      name,
      ...(instance.key === undefined ? {} : { key: instance.key }),
      file,
      block,
      attributes: bodyValue(block.body, instance.scope, placeOfBlock(block, file), evaluator),
      maybe: instance.maybe,
    }),
  );
}

function placeOfBlock({ header }: HclBlock, { file }: HclFile): Place {
  return { ...header, file };
}

/** A body as an object: blocks of the same type are a list, in their order. */
function bodyValue(body: HclBody, scope: Scope, at: Place, evaluator: Evaluator): ObjectValue {
  const members: MemberValue[] = body.attributes
    .filter(({ name }) => !metaArguments.has(name))
    .map(({ name, nameSpan, value }) => ({
      name,
      nameAt: { ...nameSpan, file: at.file },
      value: evaluator.evaluate(value, scope),
    }));
  const lists = new Map<string, { readonly at: Place; readonly items: Value[] }>();
  for (const block of body.blocks) {
    const type = block.type === 'dynamic' ? block.labels[0] : block.type;
    if (type === undefined || metaArguments.has(type)) continue;
    const list = lists.get(type) ?? { at: placeOfBlock(block, scope.file), items: [] };
    lists.set(type, list);
    if (block.type === 'dynamic')
      for (const value of dynamicValues(block, type, scope, evaluator)) list.items.push(value);
    else list.items.push(bodyValue(block.body, scope, placeOfBlock(block, scope.file), evaluator));
  }
  const hole = { kind: 'hole', at, written: '…' } as const;
  for (const [name, { at: listAt, items }] of lists)
    members.push({
      name,
      nameAt: listAt,
      value: { kind: 'list', at: listAt, items, ...(body.broken ? { open: hole } : {}) },
    });
  return { kind: 'object', at, members, ...(body.broken ? { open: hole } : {}) };
}

/** `dynamic "statement" { for_each = …, content { … } }`: a block for each of what is known, and one for what is not. */
function dynamicValues(
  block: HclBlock,
  type: string,
  scope: Scope,
  evaluator: Evaluator,
): readonly ObjectValue[] {
  const content = block.body.blocks.find((inside) => inside.type === 'content');
  const forEach = attributeOf(block.body, 'for_each');
  if (content === undefined || forEach === undefined) return [];
  const iterator = attributeOf(block.body, 'iterator')?.value;
  const name = iterator?.kind === 'variable' ? iterator.name : type;
  const at = placeOfBlock(content, scope.file);
  const over = evaluator.evaluate(forEach.value, scope);
  const sure = scope.defaults ? evaluator.evaluate(forEach.value, { ...scope, defaults: false }) : over;
  const oneOf = (key: Value, value: Value) => {
    const each: Value = {
      kind: 'object',
      at: value.at,
      members: [
        { name: 'key', nameAt: key.at, value: key },
        { name: 'value', nameAt: value.at, value },
      ],
    };
    return bodyValue(content.body, within(scope, [[name, each]]), at, evaluator);
  };
  const isSure = sure.kind === 'list' || sure.kind === 'object';
  const entries = entriesOf(over) ?? [];
  const values = entries.map(({ key, value }) => {
    const item = oneOf(key, value);
    return isSure && !value.maybe && !over.maybe ? item : maybe(item);
  });
  const open =
    over.kind === 'list' || over.kind === 'object' ? over.open : evaluator.hole(forEach.value, scope);
  return open === undefined ? values : [...values, maybe(oneOf(open, open))];
}
