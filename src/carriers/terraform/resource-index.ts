import { hasHole } from '../../model/hole.ts';
import { type JsonNode, type JsonObject, memberOf } from '../../policy/json-node.ts';
import { readAddress, withoutKeys } from './resource-address.ts';
import type { TerraformResource } from './terraform-resource.ts';

/** What an attribute that names another resource leads to. */
export type Target =
  /** `address` has the key of an instance where the reference has one. */
  | { readonly kind: 'resource'; readonly resource: TerraformResource; readonly address: string }
  /** A resource that is not among those that are known. */
  | { readonly kind: 'reference'; readonly address: string; readonly written: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly written: string }
  /** The attribute has no value. */
  | { readonly kind: 'absent' };

/** Finds resources by what attributes of others have in their place. */
export class ResourceIndex {
  readonly #byAddress: ReadonlyMap<string, TerraformResource>;
  /** By address without the keys of instances. */
  readonly #instances = new Map<string, TerraformResource[]>();
  readonly #byId = new Map<string, TerraformResource>();

  /** @param hasOwnId whether the `id` of a resource of a type is its own, not that of what it is about */
  constructor(resources: readonly TerraformResource[], hasOwnId: (type: string) => boolean) {
    this.#byAddress = new Map(resources.map((resource) => [resource.address, resource]));
    for (const resource of resources) {
      add(this.#instances, withoutKeys(resource.address), resource);
      const id = textOf(resource.attributes, 'id');
      if (id === undefined || !hasOwnId(resource.type)) continue;
      // A data source may be of a resource that is here too.
      const known = this.#byId.get(id);
      if (known === undefined || (known.mode === 'data' && resource.mode === 'resource'))
        this.#byId.set(id, resource);
    }
  }

  /** What an attribute leads to. */
  target(node: JsonNode | undefined): Target {
    if (node === undefined || node.type === 'null' || node.type === 'missing') return { kind: 'absent' };
    if (node.type === 'string') {
      if (node.value === '') return { kind: 'absent' };
      if (hasHole(node.value)) return { kind: 'hole', written: node.value };
      const resource = this.#byId.get(node.value);
      return resource === undefined
        ? { kind: 'text', text: node.value }
        : { kind: 'resource', resource, address: resource.address };
    }
    if (node.type !== 'hole') return { kind: 'hole', written: '(a value of another type)' };
    const { reference, written } = node;
    if (reference === undefined) return { kind: 'hole', written };
    const { address } = reference;
    const found = this.#find(address);
    if (found === undefined) return { kind: 'reference', address, written };
    const id = textOf(found.attributes, 'id');
    const resource = (id === undefined ? undefined : this.#byId.get(id)) ?? found;
    return { kind: 'resource', resource, address: this.#byAddress.has(address) ? resource.address : address };
  }

  /** An instance that is not known by its own address may be one of a resource that is known as a whole. */
  #find(address: string): TerraformResource | undefined {
    const exact = this.#byAddress.get(address);
    if (exact !== undefined) return exact;
    const whole = withoutKeys(address);
    const [only, ...more] = this.#instances.get(whole) ?? [];
    if (only === undefined || more.length > 0) return undefined;
    // One instance of several is known: the other ones are others.
    return only.address === whole || address === whole ? only : undefined;
  }
}

/** The module of an address, for telling its variables from those of other modules. */
export function moduleOf(address: string): string {
  return readAddress(address)?.module ?? '';
}

/** A text that is an attribute of an object, and not empty or a hole in any part. */
export function textOf(object: JsonObject, name: string): string | undefined {
  const value = memberOf(object, name)?.value;
  return value?.type === 'string' && value.value !== '' && !hasHole(value.value) ? value.value : undefined;
}

/** The value of an attribute; a hole where the object may have attributes that are not known. */
export function attributeOf(object: JsonObject, name: string): JsonNode | undefined {
  return memberOf(object, name)?.value ?? object.open;
}

function add(map: Map<string, TerraformResource[]>, key: string, resource: TerraformResource): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [resource]);
  else known.push(resource);
}
