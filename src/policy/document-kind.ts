import { nearest } from '../model/nearest.ts';
import type { DocumentKind } from '../model/policy.ts';
import { type JsonNode, type JsonObject, memberOf } from './json-node.ts';

/** What a document is, judged by its members. */
export interface Recognised {
  readonly kind: DocumentKind;
  /** For `foreign`: what it looks like. */
  readonly foreign?: string;
}

const none: Recognised = { kind: 'none' };

/** Names that make an object a statement. */
const statementNames = [
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
] as const;

/** Recognises a document. `broken`: the text is not JSON, so that members may be missing by a slip. */
export function recognise(root: JsonNode, broken: boolean): Recognised {
  if (root.type === 'list') return recogniseList(root.items);
  if (root.type !== 'object' || root.members.some((member) => member.separator === '=')) return none;
  const version = versionOf(root);
  const statements = statementsOf(root);
  const foreign = foreignKind(version, statements ?? []);
  if (foreign !== undefined && (statements?.some(isStatement) ?? false)) return { kind: 'foreign', foreign };
  if (!looksLikePolicy(root, version, statements)) return none;
  if (version === '5.0') return { kind: 'identity-policy' };
  if (version === '1.0') return { kind: 'role' };
  if (version === '1.1' || !broken) return { kind: 'policy' };
  return { kind: 'unreadable' };
}

/** A list of statements alone is what VPC endpoints take. */
function recogniseList(items: readonly JsonNode[]): Recognised {
  const objects = items.filter((item) => item.type === 'object');
  const whole =
    objects.length > 0 && objects.every((object) => has(object, 'Effect') && has(object, 'Action'));
  return whole ? { kind: 'foreign', foreign: 'VPC endpoint policy' } : none;
}

/** The value of `Version`, where it is a string. */
function versionOf(root: JsonObject): string | undefined {
  const value = memberOf(root, 'Version')?.value;
  return value?.type === 'string' ? value.value.trim() : undefined;
}

/** What stands under `Statement`, or under a name that can only mean it. */
function statementsOf(root: JsonObject): readonly JsonObject[] | undefined {
  const member =
    memberOf(root, 'Statement') ??
    root.members.find(({ name }) => nearest(name, ['Statement'], { max: 2 }) !== undefined);
  if (member === undefined) return undefined;
  const { value } = member;
  return (value.type === 'list' ? value.items : [value]).filter((item) => item.type === 'object');
}

/** One name as policies write it is enough; other spellings have to come in pairs, for other formats have actions too. */
function isStatement(object: JsonObject): boolean {
  const names = new Set(object.members.map(({ name }) => name));
  if (statementNames.some((name) => names.has(name))) return true;
  const folded = new Set([...names].map((name) => name.toLowerCase()));
  return folded.has('effect') && folded.has('action');
}

function looksLikePolicy(
  root: JsonObject,
  version: string | undefined,
  statements: readonly JsonObject[] | undefined,
): boolean {
  const policyVersion = version === '1.1' || version === '1.0' || version === '5.0';
  if (statements !== undefined) {
    return (
      policyVersion || statements.some(isStatement) || (has(root, 'Statement') && onlyPolicyMembers(root))
    );
  }
  const bareStatement = has(root, 'Effect') && (has(root, 'Action') || has(root, 'NotAction'));
  return bareStatement || (policyVersion && onlyPolicyMembers(root));
}

function onlyPolicyMembers(root: JsonObject): boolean {
  const known = ['Version', 'Statement', 'Depends'];
  return root.members.every(({ name }) => nearest(name, known, { max: 2 }) !== undefined);
}

function has(object: JsonObject, name: string): boolean {
  return memberOf(object, name) !== undefined;
}

/** The policy of another kind or another cloud that a document is, judged by its Version first. */
function foreignKind(version: string | undefined, statements: readonly JsonObject[]): string | undefined {
  const principal = statements.some(
    (statement) => has(statement, 'Principal') || has(statement, 'NotPrincipal'),
  );
  switch (version) {
    case '1.1':
    case '1.0':
      return undefined;
    case '5.0':
      return principal ? 'trust policy' : undefined;
    case '2016-09-07':
      return 'SMN topic policy';
    case '2008-10-17':
    case '2012-10-17':
      return 'AWS policy';
    case '1':
      return 'Alibaba Cloud policy';
  }
  const resources = statements.flatMap((statement) => texts(memberOf(statement, 'Resource')?.value));
  if (resources.some((resource) => resource.startsWith('arn:'))) return 'AWS policy';
  if (resources.some((resource) => resource.startsWith('acs:'))) return 'Alibaba Cloud policy';
  if (resources.some((resource) => resource.startsWith('qcs:'))) return 'Tencent Cloud policy';
  if (version !== undefined)
    return /^\d{4}-\d{2}-\d{2}$/.test(version) ? 'policy of another cloud' : undefined;
  const actions = statements.flatMap((statement) => texts(memberOf(statement, 'Action')?.value));
  const oneSegment = actions.length > 0 && actions.every((action) => /^[A-Za-z]*\*?$/.test(action));
  return principal || (oneSegment && actions.some((action) => action !== '*'))
    ? 'OBS bucket policy'
    : undefined;
}

function texts(node: JsonNode | undefined): readonly string[] {
  if (node?.type === 'string') return [node.value];
  if (node?.type !== 'list') return [];
  return node.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
}
