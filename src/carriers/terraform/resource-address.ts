import type { DocumentPath } from '../../model/policy.ts';

/** One step of a resource address: a name, and the key of an instance where it has one, as written: `0`, `"eu-de"`. */
interface AddressStep {
  readonly name: string;
  readonly key?: string;
}

/** The parts of an address like `module.team["a"].data.huaweicloud_identity_role.images[0].id`. */
export interface ResourceAddress {
  /** `module.team["a"]`; empty in the root module. */
  readonly module: string;
  /** The modules on the way: their names, and as the address has them, with the keys of instances. */
  readonly modules: readonly { readonly name: string; readonly address: string }[];
  /** `data.huaweicloud_identity_role.images[0]`; undefined where the address is of no resource. */
  readonly resource?: string;
  /** The steps after the resource, or after the modules where there is no resource. */
  readonly rest: readonly string[];
}

/** Reads an address, or a reference to one with an attribute; `undefined` where it is written in no such way. */
export function readAddress(text: string): ResourceAddress | undefined {
  const steps = stepsOf(text);
  if (steps === undefined) return undefined;
  const modules: { readonly name: string; readonly address: string }[] = [];
  let at = 0;
  for (let next = steps[1]; steps[at]?.name === 'module' && next !== undefined; next = steps[at + 1]) {
    at += 2;
    modules.push({ name: next.name, address: written(steps.slice(0, at)) });
  }
  const module = written(steps.slice(0, at));
  const isData = steps[at]?.name === 'data';
  const length = isData ? 3 : 2;
  const resource = steps.slice(at, at + length);
  const [type, name] = resource.slice(-2);
  // `var.images`, `each.value` and `local.roles` are not resources: types of resources begin with their provider.
  if (resource.length < length || type?.key !== undefined || !type?.name.includes('_') || name === undefined)
    return { module, modules, rest: steps.slice(at).map(({ name: step }) => step) };
  return {
    module,
    modules,
    resource: written(resource),
    rest: steps.slice(at + length).map(({ name: step }) => step),
  };
}

/** Where a resource is in its file, for pointers: `module`, `team`, `resource`, its type, its name, the key of an instance. */
export function pathOfAddress(address: string): DocumentPath {
  const steps = stepsOf(address) ?? [{ name: address }];
  const at = steps.findLastIndex(({ name }, i) => i % 2 === 0 && name === 'module');
  const modules = steps.slice(0, at < 0 ? 0 : at + 2);
  const [first, ...more] = steps.slice(modules.length);
  const own =
    first?.name === 'data'
      ? ['data', ...more.flatMap(stepPath)]
      : ['resource', ...[first, ...more].flatMap(stepPath)];
  return [...modules.flatMap(stepPath), ...own];
}

function stepPath(one: AddressStep | undefined): DocumentPath {
  if (one === undefined) return [];
  return one.key === undefined ? [one.name] : [one.name, one.key.replace(/^"|"$/gu, '')];
}

/** An address without the keys of instances. */
export function withoutKeys(address: string): string {
  const steps = stepsOf(address);
  return steps === undefined ? address : steps.map(({ name }) => name).join('.');
}

/** An address in a module, as the root module writes it. */
export function inModule(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}

function written(steps: readonly AddressStep[]): string {
  return steps.map(({ name, key }) => (key === undefined ? name : `${name}[${key}]`)).join('.');
}

/** A key in quotes may hold dots and brackets. */
const step = /([\p{L}_][\p{L}\p{N}_-]*|\*)(?:\[("(?:[^"\\]|\\.)*"|[^"\]]*)\])?(?:\.|$)/uy;

/** Longer ones are of no use to anybody. */
const longest = 2000;

function stepsOf(text: string): readonly AddressStep[] | undefined {
  if (text.length > longest) return undefined;
  const steps: AddressStep[] = [];
  const pattern = new RegExp(step);
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, name = '', key] = match;
    steps.push({ name, ...(key === undefined ? {} : { key }) });
  }
  return steps.length === 0 ? undefined : steps;
}
