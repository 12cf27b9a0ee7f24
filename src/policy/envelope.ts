import { type DocumentPath, type PolicyLayer, policyLayers } from '../model/policy.ts';
import { type JsonList, type JsonNode, type JsonObject, memberOf } from './json-node.ts';

/** What the IAM API wraps around a policy document (iam-language 1.4). */
export interface Envelope {
  /** Where the wrapping object stands. */
  readonly path: DocumentPath;
  /** The policy document; absent where the API left it out. */
  readonly document: JsonNode | undefined;
  readonly layer?: PolicyLayer;
  readonly displayName?: string;
  /** The reply describes one of the vendor's roles, which have no flag; system policies carry `fine_grained`. */
  readonly systemRole: boolean;
  /** The catalog tells; a body without one that has a type customers can give is what they send. */
  readonly origin?: 'vendor' | 'customer';
}

/** Path of the policy document inside its envelope. */
export function documentPath({ path }: Envelope): DocumentPath {
  return [...path, 'policy'];
}

/**
 * The envelopes of a document: `{"role": {…}}`, `{"roles": [{…}]}`, an object with `policy`. None for a bare document.
 * @param at where the document stands
 */
export function envelopesOf(root: JsonNode, at: DocumentPath): readonly Envelope[] {
  if (root.type !== 'object') return [];
  const role = memberOf(root, 'role')?.value;
  const roles = memberOf(root, 'roles')?.value;
  return [
    ...(role?.type === 'object' && hasPolicy(role) ? [envelopeOf(role, [...at, 'role'])] : []),
    ...(roles?.type === 'list' ? listed(roles, [...at, 'roles']) : []),
    ...(hasPolicy(root) ? [envelopeOf(root, at)] : []),
  ];
}

/** The roles of a list, once one of them has a policy: other formats have lists of roles too. */
function listed({ items }: JsonList, at: DocumentPath): readonly Envelope[] {
  if (!items.some((item) => item.type === 'object' && hasPolicy(item))) return [];
  return items.map((item, index) => {
    const path = [...at, index];
    // What is no object holds nothing that can be read, and may hold anything.
    return item.type === 'object' ? envelopeOf(item, path) : { path, document: undefined, systemRole: false };
  });
}

function hasPolicy(node: JsonObject): boolean {
  const policy = memberOf(node, 'policy')?.value;
  return policy?.type === 'object' || (policy?.type === 'string' && isRole(node));
}

/** A policy as a string is a slip in a role only: elsewhere, as in Terraform's plans, it is the form that is asked for. */
function isRole(node: JsonObject): boolean {
  return textOf(node, 'display_name') !== undefined;
}

function envelopeOf(node: JsonObject, path: DocumentPath): Envelope {
  const document = memberOf(node, 'policy')?.value;
  const type = textOf(node, 'type');
  // A type that nobody knows fits nowhere.
  const layer = policyLayers.find((known) => known === type) ?? (type === undefined ? undefined : 'XX');
  const displayName = textOf(node, 'display_name');
  const catalog = textOf(node, 'catalog');
  const origin = catalog === undefined ? sent(layer) : catalog === 'CUSTOMED' ? 'customer' : 'vendor';
  return {
    path,
    document: document?.type === 'null' ? undefined : document && withoutNulls(document),
    ...(layer === undefined ? {} : { layer }),
    ...(displayName === undefined ? {} : { displayName }),
    systemRole: origin === 'vendor' && textOf(node, 'flag') === undefined,
    ...(origin === undefined ? {} : { origin }),
  };
}

/**
 * The document without the members that are `null`: the API writes so, in what it replies, what a policy does not have. Not so
 * inside a Condition, whose names are the author's: a key that has lost its values is not the same as none.
 */
function withoutNulls(node: JsonNode): JsonNode {
  if (node.type === 'list') return { ...node, items: node.items.map(withoutNulls) };
  if (node.type !== 'object') return node;
  const members = node.members.filter(({ value }) => value.type !== 'null');
  return {
    ...node,
    members: members.map((member) =>
      member.name === 'Condition' ? member : { ...member, value: withoutNulls(member.value) },
    ),
  };
}

/** Customers can give these two types only. */
function sent(layer: PolicyLayer | undefined): 'customer' | undefined {
  return layer === 'AX' || layer === 'XA' ? 'customer' : undefined;
}

function textOf(node: JsonObject, name: string): string | undefined {
  const value = memberOf(node, name)?.value;
  return value?.type === 'string' ? value.value : undefined;
}
