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
}

/** Path of the policy document inside its envelope. */
export function documentPath({ path }: Envelope): DocumentPath {
  return [...path, 'policy'];
}

/** The envelopes of a text: `{"role": {…}}`, `{"roles": [{…}]}`, an object with `policy`. None for a bare document. */
export function envelopesOf(root: JsonNode): readonly Envelope[] {
  if (root.type !== 'object') return [];
  const role = memberOf(root, 'role')?.value;
  const roles = memberOf(root, 'roles')?.value;
  return [
    ...(role?.type === 'object' && hasPolicy(role) ? [envelopeOf(role, ['role'])] : []),
    ...(roles?.type === 'list' ? listed(roles) : []),
    ...(hasPolicy(root) ? [envelopeOf(root, [])] : []),
  ];
}

/** The roles of a list, once one of them has a policy: other formats have lists of roles too. */
function listed({ items }: JsonList): readonly Envelope[] {
  if (!items.some((item) => item.type === 'object' && hasPolicy(item))) return [];
  return items.map((item, index) => {
    const path = ['roles', index];
    // What is no object holds nothing that can be read, and may hold anything.
    return item.type === 'object' ? envelopeOf(item, path) : { path, document: undefined, systemRole: false };
  });
}

function hasPolicy(node: JsonObject): boolean {
  return memberOf(node, 'policy')?.value.type === 'object';
}

function envelopeOf(node: JsonObject, path: DocumentPath): Envelope {
  const type = textOf(node, 'type');
  // A type that nobody knows fits nowhere.
  const layer = policyLayers.find((known) => known === type) ?? (type === undefined ? undefined : 'XX');
  const displayName = textOf(node, 'display_name');
  const catalog = textOf(node, 'catalog');
  return {
    path,
    document: memberOf(node, 'policy')?.value,
    ...(layer === undefined ? {} : { layer }),
    ...(displayName === undefined ? {} : { displayName }),
    systemRole: catalog !== undefined && catalog !== 'CUSTOMED' && textOf(node, 'flag') === undefined,
  };
}

function textOf(node: JsonObject, name: string): string | undefined {
  const value = memberOf(node, name)?.value;
  return value?.type === 'string' ? value.value : undefined;
}
