import type { DocumentPath } from '../model/policy.ts';
import { namesPolicy } from './broken-policy.ts';
import { type Recognised, type RecognisingOptions, recognise } from './document-kind.ts';
import { documentPath, type Envelope, entryOf, envelopesOf, withoutNulls } from './envelope.ts';
import { type JsonNode, memberOf } from './json-node.ts';
import { readJson } from './json-reader.ts';

/** A document of a file: bare, or in an envelope of the IAM API. */
export interface FoundDocument {
  readonly path: DocumentPath;
  /** `undefined` where the envelope has none. */
  readonly node: JsonNode | undefined;
  readonly envelope?: Envelope;
  readonly recognised: Recognised;
  /** The policy that the document holds as a string. */
  readonly encoded?: string;
}

/**
 * The documents of a text that is one, an envelope, or a list of these; several documents one after another are read as
 * a list. Other lists hold whatever they like: of their elements only those count that are recognised. `at` is where the text
 * is in its file.
 */
export function findDocuments(
  root: JsonNode,
  several: boolean,
  { at = [], ...options }: RecognisingOptions & { readonly at?: DocumentPath },
): readonly FoundDocument[] {
  if (!several) {
    const whole = documentsAt(root, at, options);
    if (whole.length > 0 || root.type !== 'list') return whole;
  }
  if (root.type !== 'list') return [];
  const inList = several ? options : { ...options, strict: true };
  return root.items.flatMap((item, index) =>
    item.type === 'object' ? documentsAt(item, [...at, index], inList) : [],
  );
}

function documentsAt(
  node: JsonNode,
  path: DocumentPath,
  options: RecognisingOptions,
): readonly FoundDocument[] {
  const bare = recogniseEncoded(node, path, options);
  if (bare.recognised.kind !== 'none') return [bare];
  const wrapped = envelopesOf(node, path).map((envelope): FoundDocument => {
    const at = documentPath(envelope);
    const none = { path: at, node: undefined, envelope, recognised: { kind: 'none' } } as const;
    if (envelope.document === undefined) return none;
    const found = recogniseEncoded(envelope.document, at, options);
    // Outside of a role, a policy of another kind may well be written as a string.
    const asText = envelope.document.type === 'string' && envelope.displayName === undefined;
    return asText && found.recognised.kind === 'foreign' ? none : { ...found, envelope };
  });
  // Once one of them holds a policy, the others are unreadable rather than none.
  const own = wrapped.some(({ recognised }) => recognised.kind !== 'none') ? wrapped : [];
  return [...own, ...listedAt(node, path, options)];
}

/** Lists of the IAM API, and things of it that have lists: of policies, groups, agencies. */
const lists = ['policies', 'groups', 'group', 'agencies', 'agency'] as const;

/** The deepest of these: `/groups/0/agencies/0/roles`. */
const deepestList = 6;

/** The documents in `{"policies": [{…}]}`, `{"groups": [{"roles": [{…}]}]}` and the like: bare, or in envelopes. */
function listedAt(node: JsonNode, path: DocumentPath, options: RecognisingOptions): readonly FoundDocument[] {
  if (node.type !== 'object' || path.length > deepestList) return [];
  return lists.flatMap((name) => {
    const value = memberOf(node, name)?.value;
    if (value?.type === 'object') return documentsAt(value, [...path, name], { ...options, strict: true });
    if (value?.type !== 'list') return [];
    const found = value.items.map((item, index) =>
      item.type === 'object'
        ? documentsAt(withoutNulls(item), [...path, name, index], { ...options, strict: true })
        : [],
    );
    if (name !== 'policies' || found.every((one) => one.length === 0)) return found.flat();
    // Of a list of policies, an entry without a document may be any.
    return found.flatMap((one, index): readonly FoundDocument[] => {
      const item = value.items[index];
      if (one.length > 0 || item?.type !== 'object') return one;
      const envelope = entryOf(item, [...path, name, index]);
      return [{ path: documentPath(envelope), node: undefined, envelope, recognised: { kind: 'none' } }];
    });
  });
}

/** A string is recognised by its contents. */
function recogniseEncoded(node: JsonNode, path: DocumentPath, options: RecognisingOptions): FoundDocument {
  if (node.type !== 'string') return { path, node, recognised: recognise(node, options) };
  const none = { path, node, recognised: { kind: 'none' } } as const;
  if (!/^\s*\S{0,2}\s*["{[]/.test(node.value)) return none;
  const { root, syntaxErrors } = readJson(node.value);
  const inside = recognise(root, { text: node.value, broken: syntaxErrors.length > 0, strict: false });
  if (inside.kind === 'foreign') return { path, node, recognised: inside };
  const broken = syntaxErrors.length > 0 && namesPolicy(node.value, { quoted: true });
  if (inside.kind === 'none' && !broken) return none;
  return { path, node, recognised: { kind: 'unreadable' }, encoded: node.value };
}
