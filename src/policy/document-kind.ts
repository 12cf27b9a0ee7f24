import { readAction } from '../model/action.ts';
import { hasHole } from '../model/hole.ts';
import { inBackticks } from '../model/in-backticks.ts';
import { nearest } from '../model/nearest.ts';
import type { DocumentKind, ForeignDocument } from '../model/policy.ts';
import { namesPolicy } from './broken-policy.ts';
import { meantMember, policyGrammar } from './grammar.ts';
import { type JsonMember, type JsonNode, type JsonObject, memberOf } from './json-node.ts';

/** What a document is, judged by its members. */
export interface Recognised {
  readonly kind: DocumentKind;
  /** For `foreign`. */
  readonly foreign?: ForeignKind;
}

/** A policy of another kind or another cloud, and what it is recognised by, as a clause. */
type ForeignKind = Pick<ForeignDocument, 'looksLike' | 'because'>;

/** What recognising depends on besides the document. */
export interface RecognisingOptions {
  /** The text that the document's tree was read from. */
  readonly text: string;
  /** The text has syntax errors, so that members may be missing by one of them. */
  readonly broken: boolean;
  /** YAML files and lists hold much else: a part of a policy is not enough to make one there. */
  readonly strict: boolean;
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

/** Recognises a document. */
export function recognise(root: JsonNode, options: RecognisingOptions): Recognised {
  // Who gives a hole for a document knows that a policy belongs there.
  if (root.type === 'hole') return { kind: 'policy' };
  if (root.type === 'list') return recogniseList(root.items);
  if (root.type !== 'object' || isAssignments(root)) return none;
  const version = versionOf(root, options.text);
  const statements = statementsOf(root);
  // What the Version is says which language the rest is in: without it nothing is another cloud's for sure.
  const foreign = isVersionOpen(root) ? undefined : foreignKind(version, statements ?? []);
  if (foreign !== undefined && (statements?.some(isStatement) ?? false)) return { kind: 'foreign', foreign };
  if (!looksLikePolicy(root, version, statements, options)) return none;
  if (version === '5.0') return { kind: 'identity-policy' };
  if (version === '1.0') return { kind: 'role' };
  if (version === '1.1' || !options.broken) return { kind: 'policy' };
  return { kind: 'unreadable' };
}

/** Whether the file does not fix the Version. */
function isVersionOpen(root: JsonObject): boolean {
  const value = valueUnder(root, 'Version');
  if (value === undefined) return root.open !== undefined;
  return value.type === 'hole' || value.maybe === true || (value.type === 'string' && hasHole(value.value));
}

/** `Version = "1.1"`, one after another: a language of configurations. A single `=` among colons is a syntax error. */
function isAssignments({ members }: JsonObject): boolean {
  return members.length > 0 && members.every(({ separator }) => separator === '=');
}

/** A list of statements alone is what VPC endpoints take. */
function recogniseList(items: readonly JsonNode[]): Recognised {
  const objects = items.filter((item) => item.type === 'object');
  const whole = objects.length > 0 && objects.every(isWholeStatement);
  const because = 'it is a list of statements without a document around it';
  return whole ? { kind: 'foreign', foreign: { looksLike: 'VPC endpoint policy', because } } : none;
}

/** Stands for itself: with the members that no statement does without, and in another case with a Resource besides. */
function isWholeStatement(object: JsonObject): boolean {
  if (has(object, 'Effect')) return has(object, 'Action') || has(object, 'NotAction');
  return ['effect', 'action', 'resource'].every((name) => has(object, name));
}

/** The value of `Version`, in whatever case that is written: a string, or one of our own as a number. */
function versionOf(root: JsonObject, text: string): string | undefined {
  const value = valueUnder(root, 'Version');
  if (value?.type === 'string') return hasHole(value.value) ? undefined : value.value.trim();
  const written = value?.type === 'number' ? text.slice(value.offset, value.offset + value.length) : '';
  return isPolicyVersion(written) ? written : undefined;
}

function isPolicyVersion(version: string | undefined): boolean {
  return version === '1.1' || version === '1.0' || version === '5.0';
}

/** What stands under `Statement`, or under a name that can only mean it. */
function statementsOf(root: JsonObject): readonly JsonObject[] | undefined {
  const member =
    memberOf(root, 'Statement') ??
    root.members.find(({ name }) => meantMember(name, ['Statement']) !== undefined) ??
    statementsByAnyName(root);
  if (member === undefined) return undefined;
  const { value } = member;
  return (value.type === 'list' ? value.items : [value]).filter((item) => item.type === 'object');
}

/** What holds statements beside the Version of a policy and nothing else is its Statement, where its name is not a word. */
function statementsByAnyName(root: JsonObject): JsonMember | undefined {
  const [one, other] = root.members;
  if (root.members.length !== 2 || one === undefined || other === undefined) return undefined;
  const member = one.name === 'Version' ? other : other.name === 'Version' ? one : undefined;
  if (member?.value.type !== 'list' || /^\w+$/.test(member.name)) return undefined;
  const items = member.value.items.filter((item) => item.type === 'object');
  return items.some((item) => has(item, 'Effect') && has(item, 'Action')) ? member : undefined;
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
  { strict, text }: RecognisingOptions,
): boolean {
  // Others have a `version` too.
  const policyVersion = isPolicyVersion(version) && has(root, 'Version');
  if (strict && statements === undefined) {
    // The rest may be behind a `#`.
    return policyVersion && onlyPolicyMembers(root) && namesPolicy(text, { quoted: false });
  }
  if (strict) return (policyVersion && has(root, 'Statement')) || (statements?.some(isStatement) ?? false);
  if (statements !== undefined) {
    return (
      policyVersion || statements.some(isStatement) || (has(root, 'Statement') && onlyPolicyMembers(root))
    );
  }
  return isBareStatement(root) || (policyVersion && onlyPolicyMembers(root));
}

/** `Effect` and `Action` alone may be anything's: one of them has a value as policies do. */
function isBareStatement(root: JsonObject): boolean {
  const actions = memberOf(root, 'Action') ?? memberOf(root, 'NotAction');
  const effect = memberOf(root, 'Effect')?.value;
  if (actions === undefined || effect === undefined) return false;
  const [text] = texts(effect);
  return (
    (text !== undefined && nearest(text, ['Allow', 'Deny'], { max: 2 }) !== undefined) ||
    texts(actions.value).some((action) => action.includes(':'))
  );
}

function onlyPolicyMembers(root: JsonObject): boolean {
  return root.members.every(({ name }) => meantMember(name, policyGrammar.document) !== undefined);
}

function has(object: JsonObject, name: string): boolean {
  return memberOf(object, name) !== undefined;
}

/** The value of a member as it is written, or else in another case. */
function valueUnder(object: JsonObject, name: string): JsonNode | undefined {
  const folded = name.toLowerCase();
  const member = memberOf(object, name) ?? object.members.find((one) => one.name.toLowerCase() === folded);
  return member?.value;
}

/**
 * The policy of another kind or another cloud that a document is, judged by its Version first. Its members are found in whatever
 * case they are written: the other languages are not ours to correct (iam-language 1.6).
 */
function foreignKind(
  version: string | undefined,
  statements: readonly JsonObject[],
): ForeignKind | undefined {
  if (version === '1.1' || version === '1.0') return undefined;
  const named = `its Version is ${inBackticks(version ?? '')}`;
  if (version === '2016-09-07') return { looksLike: 'SMN topic policy', because: named };
  const traits = traitsOf(statements);
  if (version === '5.0') return traits.principal ? resourcePolicy(traits) : undefined;
  const { actions, resources, principal } = traits;
  const ofTopic = actions.length > 0 && actions.every((action) => /^smn:\w+\*?$/i.test(action));
  if (ofTopic && principal) {
    return {
      looksLike: 'SMN topic policy',
      because: 'it names a `Principal`, and its actions begin with `SMN:`',
    };
  }
  // Other clouds have actions of two segments; those of three are ours, under a Version that is not.
  const ours = actions.length > 0 && actions.every((action) => readAction(action).ok);
  if (ours && !principal && version !== undefined) return undefined;
  const bucket = bucketPolicy(traits, version);
  switch (version) {
    case '2008-10-17':
    case '2012-10-17':
      // OBS takes policies that name the Version of S3.
      return bucket ?? { looksLike: 'AWS policy', because: named };
    case '1':
      return { looksLike: 'Alibaba Cloud policy', because: named };
  }
  for (const [prefix, looksLike] of foreignPrefixes) {
    if (resources.some((resource) => resource.startsWith(prefix)))
      return { looksLike, because: `its resources begin with \`${prefix}\`` };
  }
  if (version === '2.0' && areAll(actions, isOfTencent))
    return { looksLike: 'Tencent Cloud policy', because: named };
  if (version !== undefined) {
    const dated = /^\d{4}-\d{2}-\d{2}$/.test(version);
    return dated ? { looksLike: 'policy of another cloud', because: named } : undefined;
  }
  if (principal && (ours || areAll(actions, isOfSts))) return resourcePolicy(traits);
  return principal
    ? { looksLike: 'OBS bucket policy', because: 'it names a `Principal` and has no Version' }
    : bucket;
}

/** What the statements of a document are recognised by. */
interface Traits {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Some statement says whom it is about. */
  readonly principal: boolean;
  /** Some statement is about everybody. */
  readonly everybody: boolean;
}

function traitsOf(statements: readonly JsonObject[]): Traits {
  const textsOf = (name: string) => statements.flatMap((statement) => texts(valueUnder(statement, name)));
  const principals = statements.flatMap((statement) =>
    ['Principal', 'NotPrincipal'].flatMap((name) => valueUnder(statement, name) ?? []),
  );
  return {
    actions: textsOf('Action'),
    resources: [...textsOf('Resource'), ...textsOf('NotResource')],
    principal: principals.length > 0,
    everybody: principals.some((value) => texts(value).includes('*')),
  };
}

/** A policy with a `Principal`: of an agency, which names no resources, or of a VPC endpoint, which names some. */
function resourcePolicy({ actions, resources, everybody }: Traits): ForeignKind {
  if (!areAll(actions, isOfSts) && (resources.length > 0 || everybody))
    return { looksLike: 'VPC endpoint policy', because: 'it names a `Principal` beside actions of services' };
  return { looksLike: 'trust policy', because: 'it names a `Principal`' };
}

function bucketPolicy({ actions }: Traits, version: string | undefined): ForeignKind | undefined {
  const oneSegment = areAll(actions, (action) => /^[A-Za-z]*\*?$/.test(action));
  if (!oneSegment || areAll(actions, (action) => action === '*')) return undefined;
  const because = `its actions have one segment${version === undefined ? ' and it has no Version' : ''}`;
  return { looksLike: 'OBS bucket policy', because };
}

function isOfSts(action: string): boolean {
  return /^sts:/i.test(action);
}

/** `cos:GetObject`, `name/cos:*`, `*`. */
function isOfTencent(action: string): boolean {
  return action === '*' || /^[\w/]+:[\w*]+$/.test(action);
}

function areAll(list: readonly string[], test: (text: string) => boolean): boolean {
  return list.length > 0 && list.every(test);
}

/** How the resources of other clouds begin. */
const foreignPrefixes = [
  ['arn:', 'AWS policy'],
  ['acs:', 'Alibaba Cloud policy'],
  ['qcs:', 'Tencent Cloud policy'],
] as const;

function texts(node: JsonNode | undefined): readonly string[] {
  if (node?.type === 'string') return [node.value];
  if (node?.type !== 'list') return [];
  return node.items.flatMap((item) => (item.type === 'string' ? [item.value] : []));
}
