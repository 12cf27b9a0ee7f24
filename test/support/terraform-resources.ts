import type { TerraformGrant, TerraformHolder } from '../../src/carriers/terraform/terraform-holder.ts';
import type { TerraformResource } from '../../src/carriers/terraform/terraform-resource.ts';
import type { GrantTable } from '../../src/model/terraform-grants.ts';
import type { JsonNode, JsonObject } from '../../src/policy/json-node.ts';
import { testData } from './test-data.ts';

/** A resource as fixtures write it. In values `$hole`, `$to` (`address.attribute`), `$maybe` and `$open` say what is not fixed. */
export interface WrittenResource {
  readonly address: string;
  readonly maybe?: true;
  readonly file?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const nowhere = { offset: 0, length: 0 };

export function grantTable(): GrantTable {
  return JSON.parse(testData().get('terraform-grants.json') ?? '') as GrantTable;
}

/** The offset of a resource is its number. */
export function resourcesOf(written: readonly WrittenResource[]): readonly TerraformResource[] {
  return written.map(({ address, maybe, file = 'main.tf', attributes = {} }, at) => {
    const parts = address.replace(/\[[^\]]*\]/gu, '').split('.');
    return {
      address,
      mode: parts.includes('data') ? 'data' : 'resource',
      type: parts.at(-2) ?? '',
      attributes: nodeOf(attributes) as JsonObject,
      file,
      span: { offset: at, length: 1 },
      ...(maybe ? { maybe } : {}),
    };
  });
}

function nodeOf(value: unknown): JsonNode {
  if (value === null) return { type: 'null', ...nowhere };
  if (Array.isArray(value)) {
    const open = value.find((item) => typeof item === 'object' && item !== null && '$open' in item) as
      | { readonly $open: string }
      | undefined;
    const items = value.filter((item) => item !== open).map(nodeOf);
    return { type: 'list', items, ...nowhere, ...(open === undefined ? {} : { open: hole(open.$open) }) };
  }
  if (typeof value !== 'object') return { type: 'string', value: String(value), ...nowhere };
  const object = value as Readonly<Record<string, unknown>>;
  if ('$hole' in object) return hole(String(object.$hole));
  if ('$maybe' in object) return { ...nodeOf(object.$maybe), maybe: true };
  if ('$to' in object) {
    const to = String(object.$to);
    const dot = to.lastIndexOf('.');
    return { ...hole(to), reference: { address: to.slice(0, dot), attribute: to.slice(dot + 1) } };
  }
  const members = Object.entries(object).map(
    ([name, member]) => ({ name, nameSpan: nowhere, separator: ':', value: nodeOf(member) }) as const,
  );
  return { type: 'object', members, ...nowhere };
}

function hole(written: string): Extract<JsonNode, { type: 'hole' }> {
  return { type: 'hole', written, ...nowhere };
}

/** What each holder is granted, a line for each grant. */
export function grantsInWords(holders: readonly TerraformHolder[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    holders.map(({ address, kind, cloud, grants }) => [
      `${kind} ${address}${cloud === undefined ? '' : ` in ${cloud}`}`,
      grants.map(grantInWords),
    ]),
  );
}

function grantInWords({ role, scope, maybe }: TerraformGrant): string {
  const what =
    role.kind === 'policy'
      ? `policy ${role.address}${role.name === undefined ? '' : ` by name`}`
      : `${role.kind} ${role.kind === 'unknown' ? role.written : role.name}`;
  return `${maybe ? 'maybe ' : ''}${what} @ ${scopeInWords(scope)}`;
}

function scopeInWords(scope: TerraformGrant['scope']): string {
  switch (scope.kind) {
    case 'global-project':
      return `global for ${scope.service}`;
    case 'project':
    case 'enterprise-project':
      return `${scope.kind} ${scope.name}${scope.hole ? ' (hole)' : ''}`;
    case 'unknown':
      return `any of ${scope.of.join(', ')}`;
    default:
      return scope.kind;
  }
}

/** A value without its places, holes as `$hole` and `$to`. */
export function plain(node: JsonNode): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries([
        ...node.members.map(({ name, value }) => [name, plain(value)] as const),
        ...(node.open === undefined ? [] : [['$open', node.open.written]]),
      ]);
    case 'list':
      return [...node.items.map(plain), ...(node.open === undefined ? [] : [{ $open: node.open.written }])];
    case 'string':
      return node.value;
    case 'hole': {
      const { reference } = node;
      const value =
        reference === undefined
          ? { $hole: node.written }
          : { $to: `${reference.address}.${reference.attribute}` };
      return node.maybe ? { $maybe: value } : value;
    }
    default:
      return node.type;
  }
}
