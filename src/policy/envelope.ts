import { hasHole } from '../model/hole.ts';
import { nearest } from '../model/nearest.ts';
import { type DocumentPath, type Fault, type PolicyLayer, policyLayers } from '../model/policy.ts';
import { meantMember, roleMembers } from './grammar.ts';
import { type JsonList, type JsonMember, type JsonNode, type JsonObject, memberOf } from './json-node.ts';
import { mismatchOf } from './type-mismatch.ts';

/** What the IAM API wraps around a policy document (iam-language 1.4). */
export interface Envelope {
  /** Where the wrapping object stands. */
  readonly path: DocumentPath;
  /** Name of the member that holds the policy: `policy`, unless it is misspelt. */
  readonly member: string;
  /** What is wrong with the envelope itself. */
  readonly faults: readonly Fault[];
  /** The policy document; absent where the API left it out. */
  readonly document: JsonNode | undefined;
  readonly layer?: PolicyLayer;
  /** Where the layer is declared, if the file does not fix it. */
  readonly layerHole?: DocumentPath;
  readonly displayName?: string;
  /** The reply describes one of the vendor's roles, which have no flag; system policies carry `fine_grained`. */
  readonly systemRole: boolean;
  /** The catalog tells; a body without one that has a type customers can give is what they send. */
  readonly origin?: 'vendor' | 'customer';
}

/** Path of the policy document inside its envelope. */
export function documentPath({ path, member }: Envelope): DocumentPath {
  return [...path, member];
}

/**
 * The envelopes of a document: `{"role": {…}}`, `{"roles": [{…}]}`, an object with `policy`, a request for credentials. None for a bare document. Names and
 * types that are nearly these count, with a fault, where what they hold is a role for sure.
 * @param at where the document is
 */
export function envelopesOf(root: JsonNode, at: DocumentPath): readonly Envelope[] {
  if (root.type !== 'object') return [];
  const own = hasPolicy(root) ? [envelopeOf(root, at)] : [];
  return [...wrappersOf(root, at).flatMap(wrapped), ...own, ...credentialEnvelopes(root, at)];
}

/** What asks for temporary credentials may narrow them: `{"auth": {"identity": {"policy": {…}}}}`. */
function credentialEnvelopes(root: JsonObject, at: DocumentPath): readonly Envelope[] {
  const auth = memberOf(root, 'auth')?.value;
  const identity = auth?.type === 'object' ? memberOf(auth, 'identity')?.value : undefined;
  const document = identity?.type === 'object' ? memberOf(identity, 'policy')?.value : undefined;
  if (document?.type !== 'object') return [];
  const path = [...at, 'auth', 'identity'];
  return [{ path, member: 'policy', document: withoutNulls(document), systemRole: false, faults: [] }];
}

/** An entry of a list that the IAM API gives: what it says of its policy, should that be left out. */
export function entryOf(node: JsonObject, path: DocumentPath): Envelope {
  return envelopeOf(node, path);
}

/** What holds one role or several. */
interface Wrapper {
  readonly meant: 'role' | 'roles';
  readonly value: JsonNode;
  readonly path: DocumentPath;
  readonly faults: readonly Fault[];
}

function wrappersOf(root: JsonObject, at: DocumentPath): readonly Wrapper[] {
  const exact = (['role', 'roles'] as const).flatMap((meant): Wrapper[] => {
    const value = memberOf(root, meant)?.value;
    return value === undefined ? [] : [{ meant, value, path: [...at, meant], faults: [] }];
  });
  if (exact.length > 0) return exact;
  return root.members.flatMap(({ name: member, value }): Wrapper[] => {
    const meant = value.type === 'list' ? 'roles' : 'role';
    if (!holdsRole(value) || nearest(member, ['role', 'roles'], { max: 1 }) === undefined) return [];
    const path = [...at, member];
    return [
      { meant, value, path, faults: [{ kind: 'unknown-member', path, member, known: [meant], meant }] },
    ];
  });
}

/** Whether a value is a role beyond doubt, or a list of some. */
function holdsRole(value: JsonNode): boolean {
  const candidates = value.type === 'list' ? value.items : [value];
  return candidates.some((item) => item.type === 'object' && isRole(item) && hasPolicy(item));
}

function wrapped({ meant, value, path, faults }: Wrapper): readonly Envelope[] {
  const withFaults = (envelopes: readonly Envelope[], more: readonly Fault[]) =>
    envelopes.map((envelope, index) =>
      index === 0 ? { ...envelope, faults: [...more, ...envelope.faults] } : envelope,
    );
  if (value.type === 'list') {
    const mismatch = meant === 'role' && holdsRole(value) ? mismatchOf(path, value, 'an object') : undefined;
    if (meant === 'role' && mismatch === undefined) return [];
    return withFaults(listed(value, path), mismatch ? [{ kind: 'wrong-type', ...mismatch }] : faults);
  }
  if (value.type !== 'object' || !hasPolicy(value)) return [];
  if (meant === 'role') return withFaults([envelopeOf(value, path)], faults);
  const mismatch = holdsRole(value) ? mismatchOf(path, value, 'a list of roles') : undefined;
  return mismatch === undefined
    ? []
    : withFaults([envelopeOf(value, path)], [{ kind: 'wrong-type', ...mismatch }]);
}

/** The roles of a list, once one of them has a policy: other formats have lists of roles too. */
function listed({ items }: JsonList, at: DocumentPath): readonly Envelope[] {
  if (!items.some((item) => item.type === 'object' && hasPolicy(item))) return [];
  return items.map((item, index) => {
    const path = [...at, index];
    // What is not an object holds nothing that can be read, and may hold anything.
    return item.type === 'object'
      ? envelopeOf(item, path)
      : { path, member: 'policy', document: undefined, systemRole: false, faults: [] };
  });
}

function hasPolicy(node: JsonObject): boolean {
  const policy = policyMember(node)?.value;
  if (policy?.type === 'hole') return isRole(node);
  return policy?.type === 'object' || (policy?.type === 'string' && hasOnlyRoleMembers(node));
}

/** The member that holds the policy, under its name or, where it can mean nothing else, under one that is nearly it. */
function policyMember(node: JsonObject): JsonMember | undefined {
  const exact = memberOf(node, 'policy');
  if (exact !== undefined) return exact;
  const role = isRole(node);
  const alone = node.members.length === 1;
  return node.members.find(({ name, value }) => {
    const beyondDoubt =
      value.type === 'object' ? role || /[^\w.-]/u.test(name) : value.type === 'string' && (alone || role);
    return beyondDoubt && meantMember(name, ['policy']) !== undefined;
  });
}

function isRole(node: JsonObject): boolean {
  const name = memberOf(node, 'display_name')?.value.type;
  return name === 'string' || name === 'hole';
}

const membersOfRole: readonly string[] = [...roleMembers.own, ...roleMembers.common];

/** A policy as a string is a fault in a role only: elsewhere, as in Terraform's plans, it is the form that is asked for. */
function hasOnlyRoleMembers(node: JsonObject): boolean {
  if (isRole(node)) return true;
  const type = textOf(node, 'type');
  const layer = type === undefined || hasHole(type) || policyLayers.some((known) => known === type);
  const known = node.members.every(({ name }) => membersOfRole.includes(name));
  return layer && (known || node.members.length === 1);
}

function envelopeOf(node: JsonObject, path: DocumentPath): Envelope {
  const holder = policyMember(node);
  const document = holder?.value;
  const member = holder?.name ?? 'policy';
  const type = textOf(node, 'type');
  const layerIsHole = memberOf(node, 'type')?.value.type === 'hole' || hasHole(type ?? '');
  // A type that nobody knows fits nowhere.
  const layer = layerIsHole
    ? undefined
    : (policyLayers.find((known) => known === type) ?? (type === undefined ? undefined : 'XX'));
  const displayName = textOf(node, 'display_name');
  const catalog = textOf(node, 'catalog');
  const origin = catalog === undefined ? sent(layer) : catalog === 'CUSTOMED' ? 'customer' : 'vendor';
  const misspelt: Fault = {
    kind: 'unknown-member',
    path: [...path, member],
    member,
    known: membersOfRole,
    meant: 'policy',
  };
  return {
    path,
    member,
    faults: member === 'policy' ? [] : [misspelt],
    document: document?.type === 'null' ? undefined : document && withoutNulls(document),
    ...(layer === undefined ? {} : { layer }),
    ...(layerIsHole ? { layerHole: [...path, 'type'] } : {}),
    ...(displayName === undefined ? {} : { displayName }),
    systemRole: origin === 'vendor' && textOf(node, 'flag') === undefined,
    ...(origin === undefined ? {} : { origin }),
  };
}

/**
 * The document without the members that are `null`: the API writes so, in what it replies, what a policy does not have. Not so
 * inside a Condition, whose names are the author's: a key that has lost its values is not the same as none.
 */
export function withoutNulls(node: JsonNode): JsonNode {
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
