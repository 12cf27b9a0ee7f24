import type {
  DocumentPath,
  Fault,
  ForeignDocument,
  JsonSyntaxError,
  Policy,
  PolicyFile,
  Span,
  YamlText,
} from '../model/policy.ts';
import { namesPolicy } from './broken-policy.ts';
import { type DecodedText, decodeText } from './decode-text.ts';
import { type FoundDocument, findDocuments } from './find-documents.ts';
import { follow, type JsonNode, memberOf } from './json-node.ts';
import { type JsonReading, readJson } from './json-reader.ts';
import { type PolicyReading, readPolicy } from './read-policy.ts';
import type { LocatedSyntaxError } from './syntax-error-log.ts';
import { beginning, charactersOf, hasMoreValues, largest } from './text-size.ts';
import { beginsAsJson, mayBeYaml } from './yaml-look.ts';

/** Syntax errors that lose members or values: what is missing after one of them is its consequence. */
const losing: ReadonlySet<JsonSyntaxError['kind']> = new Set([
  'missing-colon',
  'unbalanced-bracket',
  'unclosed-string',
  'truncated',
  'too-deep',
  'trailing-text',
  'unexpected',
]);

/** Reads YAML as if it were JSON: heavy, so that who needs it brings it along. */
type YamlReader = (text: string) => JsonReading;

/** A file whose bytes are text, as far as it is looked at. */
interface DecodedFile extends DecodedText {
  readonly file: string;
  /** The file is too large: the text is only its beginning. */
  readonly partial: boolean;
}

/**
 * Reads a file as a policy, as several one after another, or as the IAM API's envelope of one or several. Takes any bytes
 * and never throws: what is not a policy has kind `none`. A byte order mark is not part of the text: the character after it
 * is line 1, column 1. Without a reader of YAML, policies in YAML are none.
 */
export function readPolicyFile(file: string, bytes: Uint8Array | string, readYaml?: YamlReader): PolicyFile {
  return readDecodedFile(decodeFile(file, bytes), readYaml);
}

/** The text of a file, or its beginning where it is too large to be a policy. */
export function decodeFile(file: string, bytes: Uint8Array | string): DecodedFile {
  const partial = bytes.length > largest.file;
  return { file, partial, ...decodeText(partial ? bytes.slice(0, beginning) : bytes) };
}

/** Whether a file can only be read with a reader of YAML, should it hold a policy at all. */
export function wantsYaml({ file, text }: DecodedFile): boolean {
  // JSON is YAML too, but its own reader is quicker and says more.
  if (/\.ya?ml$/i.test(file)) return mayBeYaml(text) && !isJson(text);
  // What stands before a document of JSON by mistake does not make it YAML.
  return !beginsAsJson(text) && !isBrokenJson(file, text) && mayBeYaml(text);
}

/** As {@link readPolicyFile}, once the bytes are decoded. */
export function readDecodedFile(decoded: DecodedFile, readYaml?: YamlReader): PolicyFile {
  const yaml = readYaml !== undefined && wantsYaml(decoded);
  const { file, text, byteOrderMark } = decoded;
  const head = {
    file,
    text,
    ...(byteOrderMark ? { byteOrderMark } : {}),
    ...(decoded.partial ? { partial: true as const } : {}),
  };
  if (!yaml && !mayHoldPolicy(text) && !isBrokenJson(file, text))
    return { ...head, kind: 'none', policies: [] };
  if (decoded.partial || (yaml && text.length > largest.yaml))
    return readBeginning(decoded, yaml && readYaml);
  const reading = yaml ? readYaml(text) : readJson(text);
  const read = readDocuments(decoded, reading, yaml);
  if (!yaml) return { ...head, ...read };
  const { root } = reading;
  return {
    ...head,
    ...read,
    yaml: {
      root,
      reread: (changed) => readPolicyFile(file, markedAs(decoded, changed), readYaml),
      spanOf(path, target) {
        const { value, member } = follow(root, path);
        return target === 'member' && member !== undefined ? member.nameSpan : value;
      },
    },
  };
}

type Documents = Pick<PolicyFile, 'kind' | 'foreign' | 'foreignDocuments' | 'policies'>;

function readDocuments(decoded: DecodedFile, reading: JsonReading, yaml: boolean): Documents {
  const { file, text } = decoded;
  const syntaxErrors = reading.syntaxErrors
    .map(({ syntaxError }) => syntaxError)
    .filter(({ kind }) => kind !== 'second-document');
  const cut = syntaxErrors.some(({ kind }) => losing.has(kind));
  const options = { text, broken: syntaxErrors.length > 0, strict: yaml };
  const found = findDocuments(reading.root, reading.several, options);
  const foreignDocuments = found.flatMap(({ path, recognised: { foreign } }): ForeignDocument[] =>
    foreign === undefined ? [] : [{ path, ...foreign }],
  );
  const faults = [...encodingFaults(decoded), ...syntaxFaults(reading)];
  const whole = reading.several && !yaml ? severalFaults(reading.syntaxErrors) : [];
  if (found.length === 0 && reading.syntaxErrors.length > 0 && mayBeBroken(decoded, yaml)) {
    const policy: Policy = { file, kind: 'unreadable', statements: [], faults: [...whole, ...faults] };
    return { kind: 'unreadable', policies: [policy] };
  }
  const [foreign] = foreignDocuments;
  const recognised = foreign === undefined ? {} : { foreign: foreign.looksLike, foreignDocuments };
  if (found.length > largest.documents) {
    const message = `the file holds ${grouped(found.length)} documents, more than are read`;
    return { kind: 'unreadable', policies: [unread(file, message)] };
  }
  if (found.every(({ recognised: { kind } }) => kind === 'foreign' || kind === 'none'))
    return { kind: foreign === undefined ? 'none' : 'foreign', policies: [], ...recognised };
  const tooDeep = syntaxErrors.some(({ kind }) => kind === 'too-deep');
  const policies = found.map((document) => readFound(file, document, { cut, yaml, tooDeep }));
  return {
    kind: policies[0]?.kind ?? 'none',
    ...recognised,
    policies: withTextFaults(policies, faults).map((policy) =>
      whole.length === 0 ? policy : { ...policy, faults: [...whole, ...policy.faults] },
    ),
  };
}

interface TextState {
  /** The text lost members by a syntax error. */
  readonly cut: boolean;
  readonly yaml: boolean;
  /** The text was not read to its end, and says nothing that can be relied on. */
  readonly tooDeep: boolean;
}

function readFound(file: string, document: FoundDocument, { cut, yaml, tooDeep }: TextState): Policy {
  const { path, node, envelope, recognised, encoded } = document;
  const { layer, layerHole, displayName, systemRole = false, origin } = envelope ?? {};
  const found = recognised.kind === 'none' || recognised.kind === 'foreign' ? 'unreadable' : recognised.kind;
  const system = systemRole && found !== 'identity-policy';
  const kind = system && found === 'policy' ? 'role' : found;
  const place = path.length === 0 ? {} : { root: path };
  const tooLarge = node === undefined ? undefined : tooLargeFault(node, path, yaml);
  const content = contentOf(document, tooLarge, (of) =>
    tooDeep ? { statements: [], faults: [] } : readPolicy(of, { kind, ...place, cut, system }),
  );
  return {
    file,
    kind,
    ...place,
    ...content,
    faults: [...(envelope?.faults ?? []), ...content.faults],
    ...(layerHole === undefined
      ? {}
      : { holes: [...(content.holes ?? []), { kind: 'layer' as const, path: layerHole }] }),
    ...(node === undefined || encoded !== undefined || tooLarge !== undefined ? {} : sizeOf(node, yaml)),
    ...(layer === undefined ? {} : { layer }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function contentOf(
  { path, node, envelope, recognised, encoded }: FoundDocument,
  tooLarge: Fault | undefined,
  read: (node: JsonNode) => PolicyReading,
): PolicyReading {
  const only = (...faults: Fault[]) => ({ statements: [], faults });
  if (recognised.kind === 'foreign') return only();
  if (encoded !== undefined) return only({ kind: 'double-encoded-policy', path, document: encoded });
  if (node === undefined)
    return only({ kind: 'missing-member', path: envelope?.path ?? path, member: 'policy' });
  return tooLarge === undefined ? read(node) : only(tooLarge);
}

/** A text shorter than this cannot reach any documented limit. */
const worthCounting = 2048;

function sizeOf(node: JsonNode, yaml: boolean): Pick<Policy, 'characters'> {
  const { length } = node;
  // A document of YAML may be shorter than it would be as JSON, by its quotes and by what it names only.
  if (length <= worthCounting && !yaml) return {};
  return length > largest.document ? {} : { characters: charactersOf(node) };
}

/** A document that is not read, because nobody can have written it as a policy. */
function tooLargeFault(node: JsonNode, path: DocumentPath, yaml: boolean): Fault | undefined {
  const written = { offset: node.offset, length: 1 };
  const fault = (message: string): Fault => ({ kind: 'input-too-large', path, written, message });
  if (node.length > largest.document)
    return fault(`the document has ${grouped(node.length)} characters, more than are read`);
  // No value of JSON is shorter than two characters with its comma; aliases of YAML stand for any number of them.
  if ((yaml || node.length / 2 > largest.values) && hasMoreValues(node, largest.values))
    return fault(`the document has more than ${grouped(largest.values)} values, more than are read`);
  const list = node.type === 'object' ? memberOf(node, 'Statement')?.value : undefined;
  if (list?.type === 'list' && list.items.length > largest.statements)
    return fault(`the document has ${grouped(list.items.length)} statements, more than are read`);
  return undefined;
}

/** `1,048,576`: the same in every locale. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Of a file that is too large only the beginning is looked at: enough to tell what it is, never what it grants. */
function readBeginning(decoded: DecodedFile, readYaml: YamlReader | false): PolicyFile {
  const { file, byteOrderMark } = decoded;
  const text = decoded.text.slice(0, beginning);
  const wholeLines = text.slice(0, text.lastIndexOf('\n') + 1) || text;
  const reading = readYaml === false ? readJson(text) : readYaml(wholeLines);
  const options = { text, broken: true, strict: readYaml !== false };
  const [first] = findDocuments(reading.root, reading.several, options);
  const head = {
    file,
    text,
    partial: true,
    ...(byteOrderMark ? { byteOrderMark } : {}),
    ...(readYaml === false ? {} : { yaml: yamlOfBeginning(decoded, readYaml) }),
  } as const;
  if (first === undefined && !mayBeBroken(decoded, readYaml !== false))
    return { ...head, kind: 'none', policies: [] };
  if (first?.recognised.foreign !== undefined) {
    const foreign = { path: first.path, ...first.recognised.foreign };
    return {
      ...head,
      kind: 'foreign',
      foreign: foreign.looksLike,
      foreignDocuments: [foreign],
      policies: [],
    };
  }
  const message = `the file is larger than ${readYaml === false ? '8 MiB' : '512 KiB'}, more than is read`;
  return {
    ...head,
    kind: 'unreadable',
    policies: [unread(file, message)],
  };
}

function yamlOfBeginning(decoded: DecodedFile, readYaml: YamlReader): YamlText {
  const { file } = decoded;
  return {
    root: { type: 'missing', offset: 0, length: 0 },
    spanOf: () => ({ offset: 0, length: 1 }),
    reread: (changed) => readPolicyFile(file, markedAs(decoded, changed), readYaml),
  };
}

/** Reads another text in the place of a file's own, as what the file is in. */
export function rereadFile(file: PolicyFile, text: string): PolicyFile {
  return file.yaml?.reread(text) ?? readPolicyFile(file.file, markedAs(file, text));
}

/** What is found in the bytes of a file stays when its text changes. */
function markedAs({ byteOrderMark }: Pick<PolicyFile, 'byteOrderMark'>, text: string): string {
  return byteOrderMark ? `\uFEFF${text}` : text;
}

/** What stands for all the policies of a file that is not read. */
function unread(file: string, message: string): Policy {
  const written = { offset: 0, length: 1 };
  const fault: Fault = { kind: 'input-too-large', path: [], written, message };
  return { file, kind: 'unreadable', statements: [], faults: [fault] };
}

/** Each fault of the text goes to the policy that it lies in; one outside of all of them to the first. */
function withTextFaults(policies: readonly Policy[], faults: readonly Fault[]): readonly Policy[] {
  if (faults.length === 0) return policies;
  const roots = new Map(policies.map((policy, index) => [JSON.stringify(policy.root ?? []), index]));
  const faultsOf = policies.map((): Fault[] => []);
  for (const fault of faults) {
    // A document stands at most four steps deep: /0/roles/0/policy.
    const steps = [4, 3, 2, 1, 0].find((count) => roots.has(JSON.stringify(fault.path.slice(0, count)))) ?? 0;
    const index = roots.get(JSON.stringify(fault.path.slice(0, steps))) ?? 0;
    faultsOf[index]?.push(fault);
  }
  return policies.map((policy, index) => ({
    ...policy,
    faults: [...(faultsOf[index] ?? []), ...policy.faults],
  }));
}

function isJson(text: string): boolean {
  if (!/^\s*[{["]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A file in which no document was recognised, but which has a policy in it: its name says nothing else. */
function mayBeBroken({ file, text }: DecodedFile, yaml: boolean): boolean {
  return /^(?:|json|ya?ml|txt|policy)$/i.test(extensionOf(file)) && namesPolicy(text, { quoted: !yaml });
}

/** Without the dot; empty for standard input. */
function extensionOf(file: string): string {
  return /\.([^./\\]*)$/.exec(file)?.[1] ?? '';
}

/** A file that says it is JSON, or says nothing, and does not begin so, but has a policy in it. */
function isBrokenJson(file: string, text: string): boolean {
  return /^(?:|json)$/i.test(extensionOf(file)) && /["“”]/.test(text) && namesPolicy(text, { quoted: true });
}

/** A cheap look before the text is read: every policy names one of its members, perhaps behind an escape. */
function mayHoldPolicy(text: string): boolean {
  return (
    /statement|effect|action|"version|\\u/i.test(text) &&
    // Asked for itself: preparing the classes of letters takes longer than the rest of reading a policy.
    (text.startsWith('{') || /^[\s\p{Cf}]*(?:[{["“”'｛［【]|\/[/*]|#|```)/u.test(text))
  );
}

function encodingFaults({ problem }: DecodedText): readonly Fault[] {
  return problem === undefined ? [] : [{ kind: 'invalid-encoding', path: [], problem }];
}

function* syntaxFaults({ syntaxErrors, duplicates }: JsonReading): Generator<Fault> {
  for (const { syntaxError, path } of syntaxErrors) {
    if (syntaxError.kind === 'second-document') continue;
    const { offset, length, message } = syntaxError;
    if (syntaxError.kind === 'too-deep')
      yield { kind: 'input-too-large', path, written: { offset, length }, message };
    else yield { kind: 'invalid-json', path, syntaxError };
  }
  for (const duplicate of duplicates) yield { kind: 'duplicate-member', ...duplicate };
}

/** Nobody can tell which of several documents counts: none of them is sure. */
function severalFaults(syntaxErrors: readonly LocatedSyntaxError[]): readonly Fault[] {
  const found = syntaxErrors.find(({ syntaxError }) => syntaxError.kind === 'second-document');
  if (found === undefined) return [];
  const { offset, length, again } = found.syntaxError;
  const others: readonly Span[] = again ?? [];
  return [{ kind: 'multiple-documents', path: found.path, second: { offset, length }, others }];
}
