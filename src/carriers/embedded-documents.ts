import type { DocumentPath, PolicyLayer, Span } from '../model/policy.ts';
import { type JsonMember, type JsonNode, type JsonObject, memberOf } from '../policy/json-node.ts';
import { type JsonReading, readJson } from '../policy/json-reader.ts';
import type { YamlReader } from '../policy/read-policy-file.ts';
import { largest } from '../policy/text-size.ts';
import { mayBeYaml } from '../policy/yaml-look.ts';
import type { CarriedDocument, CarriedText, CarriedTree, Carrier } from './carried-document.ts';
import { carriedLines, linesOf } from './carried-lines.ts';
import { readContent } from './placed-reading.ts';
import { stringText } from './string-text.ts';

/** A text of JSON or YAML, as it was read. */
interface TextTree {
  readonly text: string;
  readonly reading: JsonReading;
  readonly writing: 'json' | 'yaml';
  readonly readYaml: YamlReader | undefined;
}

/**
 * The documents that a text of JSON or YAML holds in another form than as they are: as texts (values of a Kubernetes ConfigMap,
 * the policy of a request for credentials), or as the statements of a Crossplane `RoleV3`.
 */
function embeddedDocuments(tree: TextTree): readonly CarriedDocument[] {
  const documents: CarriedDocument[] = [];
  const open: Place[] = [{ node: tree.reading.root, path: [] }];
  let left = mostPlaces;
  for (let place = open.pop(); place !== undefined && left > 0; place = open.pop(), left -= 1) {
    const { node, path } = place;
    if (node.type === 'list') {
      for (const [index, item] of node.items.entries()) open.push({ node: item, path: [...path, index] });
    } else if (node.type === 'object') {
      const found = documentsOf(node, path, tree);
      documents.push(...found);
      if (found.length > 0 || path.length > deepest) continue;
      for (const { name, value } of node.members) open.push({ node: value, path: [...path, name] });
    }
  }
  return documents.sort((a, b) => placeOf(a) - placeOf(b));
}

/** More values than this are not looked at: none of the files that are written by hand has as many. */
const mostPlaces = 100_000;

/** `/items/0/spec/resources/0/base/spec/forProvider` and more. */
const deepest = 16;

interface Place {
  readonly node: JsonNode;
  readonly path: DocumentPath;
}

function placeOf({ content }: CarriedDocument): number {
  return content.kind === 'text' ? content.placeOf(0) : content.root.offset;
}

function documentsOf(node: JsonObject, path: DocumentPath, tree: TextTree): readonly CarriedDocument[] {
  const kind = stringOf(node, 'kind');
  if (kind === 'ConfigMap' || kind === 'Secret') return configMapDocuments(node, path, tree);
  const spec = objectOf(node, 'spec');
  if (spec !== undefined && (kind === 'RoleV3' || ofOurClouds.test(stringOf(node, 'apiVersion') ?? '')))
    return statementDocuments(node, spec, path, tree);
  return credentialDocuments(node, path, tree);
}

/** Groups of resources of Crossplane's providers. */
const ofOurClouds = /telekom|huawei|flexibleengine/i;

/** The values of `data` (of a Secret `stringData`) that are texts. */
function configMapDocuments(
  node: JsonObject,
  path: DocumentPath,
  tree: TextTree,
): readonly CarriedDocument[] {
  const name = nameOf(node);
  return ['data', 'stringData'].flatMap((member) => {
    const values = objectOf(node, member)?.members ?? [];
    return values.flatMap(({ name: key, value }): CarriedDocument[] => {
      const content = embeddedText(value, tree);
      if (content === undefined) return [];
      const called = name === undefined ? key : `${name}/${key}`;
      return [{ path: [...path, member, key], name: called, content, anything: true }];
    });
  });
}

/** `{"auth": {"identity": {"policy": "…"}}}` */
function credentialDocuments(
  node: JsonObject,
  path: DocumentPath,
  tree: TextTree,
): readonly CarriedDocument[] {
  const auth = objectOf(node, 'auth');
  const identity = auth && objectOf(auth, 'identity');
  const value = identity && memberOf(identity, 'policy')?.value;
  const content = value && embeddedText(value, tree);
  return content === undefined
    ? []
    : [{ path: [...path, 'auth', 'identity', 'policy'], content, anything: true }];
}

/** Arguments of a statement in Terraform and Crossplane, and the members that they become. */
const memberOfArgument: ReadonlyMap<string, string> = new Map([
  ['effect', 'Effect'],
  ['action', 'Action'],
  ['resource', 'Resource'],
  ['condition', 'Condition'],
]);

/** The statements of a resource that Crossplane makes from Terraform's: under `forProvider` or `initProvider`. */
function statementDocuments(
  node: JsonObject,
  spec: JsonObject,
  path: DocumentPath,
  tree: TextTree,
): readonly CarriedDocument[] {
  return ['forProvider', 'initProvider'].flatMap((member): CarriedDocument[] => {
    const values = objectOf(spec, member);
    const statements = values && memberOf(values, 'statement');
    if (values === undefined || statements === undefined || !holdsStatements(statements.value)) return [];
    const { offset } = statements.nameSpan;
    const version: JsonMember = {
      name: 'Version',
      nameSpan: { offset, length: 0 },
      separator: ':',
      value: { type: 'string', value: '1.1', offset, length: 0 },
    };
    const list: JsonMember = {
      ...statements,
      name: 'Statement',
      value: mapItems(statements.value, (item) => statementOf(item, tree)),
    };
    const root: JsonObject = {
      ...spanFrom(statements.nameSpan, statements.value),
      type: 'object',
      members: [version, list],
    };
    const [name, displayName] = [nameOf(node), stringOf(values, 'displayName')];
    const written = memberOf(values, 'displayLayer')?.value;
    const declared = written?.type === 'string' ? layers.get(written.value) : undefined;
    return [
      {
        path: [...path, 'spec', member],
        content: { kind: 'tree', root },
        ...(name === undefined ? {} : { name }),
        ...(displayName === undefined ? {} : { displayName }),
        ...(declared === undefined || written?.type !== 'string'
          ? {}
          : {
              layer: declared.layer,
              writtenLayer: {
                offset: written.offset,
                length: written.length,
                argument: 'displayLayer',
                value: written.value,
                other: declared.other,
              },
            }),
      },
    ];
  });
}

/** Words of `displayLayer`, each with the other one. */
const layers: ReadonlyMap<string, { readonly layer: PolicyLayer; readonly other: string }> = new Map([
  ['domain', { layer: 'AX', other: 'project' }],
  ['project', { layer: 'XA', other: 'domain' }],
]);

/** Other resources have statements too: some part of one is ours. */
function holdsStatements(value: JsonNode): boolean {
  const items = value.type === 'list' ? value.items : [value];
  return items.some(
    (item) =>
      item.type === 'object' && item.members.some(({ name }) => name === 'action' || name === 'effect'),
  );
}

function mapItems(node: JsonNode, change: (item: JsonNode) => JsonNode): JsonNode {
  return node.type === 'list' ? { ...node, items: node.items.map(change) } : change(node);
}

function statementOf(item: JsonNode, tree: TextTree): JsonNode {
  if (item.type !== 'object') return item;
  const members = item.members.flatMap((member): JsonMember[] => {
    const name = memberOfArgument.get(member.name) ?? member.name;
    if (member.value.type === 'null') return [];
    return [
      { ...member, name, value: name === 'Condition' ? conditionOf(member.value, tree) : member.value },
    ];
  });
  return { ...item, members };
}

/** A condition is JSON as text: what it says takes the place of the text. */
function conditionOf(value: JsonNode, tree: TextTree): JsonNode {
  const content = value.type === 'string' ? contentOf(value, value.value, tree) : undefined;
  const [read] = content === undefined ? [] : readContent(content, { each: false });
  return read === undefined || read.reading.syntaxErrors.length > 0 ? value : read.reading.root;
}

/** A value that is the text of a document, where it looks like one. */
function embeddedText(value: JsonNode, tree: TextTree): CarriedText | undefined {
  if (value.type !== 'string') return undefined;
  const text = value.value;
  const content = contentOf(value, text, tree);
  if (/^\s*[{["]/.test(text)) return content;
  const { readYaml } = tree;
  return readYaml !== undefined && mayBeYaml(text) ? { ...content, read: readYaml } : undefined;
}

/** Where the characters of a string are: in JSON behind its escapes, in YAML line by line. */
function contentOf(span: Span, value: string, { text, writing }: TextTree): CarriedText {
  const written = text.slice(span.offset, span.offset + span.length);
  if (writing === 'json' || /^"[^\r\n]*"$/.test(written)) return stringText(text, span, value);
  return linesWithin(span, written, value) ?? coarse(span, value);
}

/** A block of YAML (`|`), or a text on one line: each line of the value ends a line of what is written. */
function linesWithin({ offset }: Span, written: string, value: string): CarriedText | undefined {
  const quote = /^'/.test(written) ? 1 : 0;
  if (quote === 1 && value.includes("'")) return undefined;
  const lines = [...linesOf(written.slice(quote, written.length - quote))];
  const isBlock = /^[|>]/.test(written);
  let at = isBlock ? 1 : 0;
  const own = [];
  for (const { text: line } of linesOf(value)) {
    const content = line.replace(/[\r\n]+$/, '');
    const source = lines[at];
    const ending = source?.text.replace(/[\r\n]+$/, '') ?? '';
    if (source === undefined && content === '') break;
    if (source === undefined || !ending.endsWith(content)) return undefined;
    const start = ending.length - content.length;
    own.push({ place: offset + quote + source.place + start, text: line });
    at += 1;
  }
  return own.length === 0 ? undefined : { ...carriedLines(own), text: value };
}

/** A text whose characters cannot be told apart in the file. */
function coarse({ offset, length }: Span, text: string): CarriedText {
  return {
    kind: 'text',
    text,
    verbatim: false,
    placeOf: (place) => (place >= text.length ? offset + length : offset),
  };
}

function spanFrom(first: Span, last: Span): Span {
  return { offset: first.offset, length: Math.max(first.length, last.offset + last.length - first.offset) };
}

function nameOf(node: JsonObject): string | undefined {
  const metadata = objectOf(node, 'metadata');
  return metadata && stringOf(metadata, 'name');
}

function objectOf(node: JsonObject, name: string): JsonObject | undefined {
  const value = memberOf(node, name)?.value;
  return value?.type === 'object' ? value : undefined;
}

function stringOf(node: JsonObject, name: string): string | undefined {
  const value = memberOf(node, name)?.value;
  return value?.type === 'string' ? value.value : undefined;
}

/**
 * How a text is read that holds documents in other forms, besides those that it holds as they are.
 * @param readYaml for a text in YAML; absent: it is JSON
 */
export function embeddedCarrier(readYaml: YamlReader | undefined): Carrier {
  const writing = readYaml === undefined ? 'json' : 'yaml';
  return {
    documents(text, found) {
      const tree = { text, reading: (readYaml ?? readJson)(text), writing, readYaml } as const;
      found.covering.push(...(tree.reading.comments?.() ?? []));
      return [{ path: [], content: wholeText(tree), anything: true }, ...embeddedDocuments(tree)];
    },
    largest: writing === 'yaml' ? largest.yaml : largest.file,
    fixable: 'in YAML, and in texts with escapes, only single values and list items are fixed',
  };
}

function wholeText({ text, reading, writing }: TextTree): CarriedText | CarriedTree {
  return writing === 'json'
    ? { kind: 'text', text, placeOf: (offset) => offset, verbatim: true }
    : { kind: 'tree', ...reading, editable: true };
}
