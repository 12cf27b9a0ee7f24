import type { DocumentTaker } from '../model/document-taker.ts';
import type {
  DocumentPath,
  Fault,
  ForeignDocument,
  JsonSyntaxError,
  Policy,
  PolicyFile,
  PolicyLayer,
  Span,
  SpanFinder,
  WrittenLayer,
} from '../model/policy.ts';
import type { DecodedText } from './decode-text.ts';
import { type FoundDocument, findDocuments } from './find-documents.ts';
import { follow, type JsonNode, memberOf } from './json-node.ts';
import type { JsonReading } from './json-reader.ts';
import { type PolicyReading, readPolicy } from './read-policy.ts';
import type { LocatedSyntaxError } from './syntax-error-log.ts';
import { charactersOf, hasMoreValues, largest } from './text-size.ts';

/** A file whose bytes are text, as far as it is looked at. */
export interface DecodedFile extends DecodedText {
  readonly file: string;
  /** The file is too large: the text is only its beginning. */
  readonly partial: boolean;
}

/** A document of a file, or all that a file holds, as a tree with its places in the file. */
export interface PlacedReading extends JsonReading {
  /** Where it is in its file. */
  readonly path: DocumentPath;
  /** `tree`: read from another language than JSON, in which a value may be shorter than in JSON, and stand for many. */
  readonly writing: 'json' | 'tree';
  /** What its place says of it: a file of its own, what a resource takes as its policy, or anything. */
  readonly place: 'file' | 'policy' | 'anywhere';
  /** Whether it has a policy in it, should none be recognised for its syntax errors. */
  readonly mayBeBroken: () => boolean;
  readonly name?: string;
  readonly layer?: PolicyLayer;
  readonly displayName?: string;
  readonly maybe?: true;
  readonly writtenLayer?: WrittenLayer;
  /** A layer is declared, but the file does not fix which. */
  readonly layerHole?: true;
  readonly borrowed?: Span;
  readonly taker?: DocumentTaker;
}

/** What was read of a file or of one of its documents. */
export type Documents = Pick<PolicyFile, 'kind' | 'foreign' | 'foreignDocuments' | 'policies'>;

/** The policies of a document, or of all that a file holds. */
export function readDocuments(decoded: DecodedFile, reading: PlacedReading): Documents {
  const { file, text } = decoded;
  const { writing, place } = reading;
  const syntaxErrors = reading.syntaxErrors
    .map(({ syntaxError }) => syntaxError)
    .filter(({ kind }) => kind !== 'second-document');
  const cut = syntaxErrors.some(({ kind }) => losing.has(kind));
  const strict = place === 'anywhere' || (place === 'file' && writing === 'tree');
  const options = { text, broken: syntaxErrors.length > 0, strict, at: reading.path };
  const found = findDocuments(reading.root, reading.several, options);
  const foreignDocuments = found.flatMap(({ path, recognised: { foreign } }): ForeignDocument[] =>
    foreign === undefined ? [] : [{ path, ...foreign }],
  );
  const faults = [...encodingFaults(decoded, reading), ...syntaxFaults(reading)];
  const whole = reading.several && writing === 'json' ? severalFaults(reading.syntaxErrors) : [];
  const isPolicy = place === 'policy' || (reading.syntaxErrors.length > 0 && reading.mayBeBroken());
  if (found.length === 0 && isPolicy) {
    const policy: Policy = {
      file,
      kind: 'unreadable',
      ...headOf(reading),
      statements: [],
      faults: [...whole, ...faults],
    };
    return { kind: 'unreadable', policies: [policy] };
  }
  const [foreign] = foreignDocuments;
  const recognised = foreign === undefined ? {} : { foreign: foreign.looksLike, foreignDocuments };
  if (found.length > largest.documents)
    return { kind: 'unreadable', policies: [tooMany(file, found.length)] };
  if (found.every(({ recognised: { kind } }) => kind === 'foreign' || kind === 'none'))
    return { kind: foreign === undefined ? 'none' : 'foreign', policies: [], ...recognised };
  const tooDeep = syntaxErrors.some(({ kind }) => kind === 'too-deep');
  const policies = found.map((document) => readFound(file, document, { reading, cut, tooDeep }));
  return {
    kind: policies[0]?.kind ?? 'none',
    ...recognised,
    policies: withTextFaults(policies, faults).map((policy) =>
      whole.length === 0 ? policy : { ...policy, faults: [...whole, ...policy.faults] },
    ),
  };
}

/** Finds what paths lead to in a file of several documents: those of each document begin with its path. */
export function spanFinder(documents: readonly Pick<PlacedReading, 'path' | 'root'>[]): SpanFinder {
  const roots = new Map(documents.map(({ path, root }) => [JSON.stringify(path), root]));
  return (path, target) => {
    for (let steps = path.length; steps >= 0; steps--) {
      const root = roots.get(JSON.stringify(path.slice(0, steps)));
      if (root === undefined) continue;
      const { value, member } = follow(root, path.slice(steps));
      return target === 'member' && member !== undefined ? member.nameSpan : value;
    }
    return { offset: 0, length: 0 };
  };
}

/** What stands for all the policies of a file that is not read. */
export function unread(file: string, message: string): Policy {
  const written = { offset: 0, length: 1 };
  const fault: Fault = { kind: 'input-too-large', path: [], written, message };
  return { file, kind: 'unreadable', statements: [], faults: [fault] };
}

/** The same for a file with more documents than are read. */
export function tooMany(file: string, count: number): Policy {
  return unread(file, `the file holds ${grouped(count)} documents, more than are read`);
}

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

/** What a document's place says of its policies. */
function headOf({
  path,
  name,
  layer,
  displayName,
  maybe,
  writtenLayer,
  borrowed,
  taker,
}: PlacedReading): Pick<
  Policy,
  'root' | 'name' | 'layer' | 'displayName' | 'maybe' | 'writtenLayer' | 'borrowed' | 'taker'
> {
  return {
    ...(path.length === 0 ? {} : { root: path }),
    ...(name === undefined ? {} : { name }),
    ...(layer === undefined ? {} : { layer }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(maybe === undefined ? {} : { maybe }),
    ...(writtenLayer === undefined ? {} : { writtenLayer }),
    ...(borrowed === undefined ? {} : { borrowed }),
    ...(taker === undefined ? {} : { taker }),
  };
}

interface TextState {
  readonly reading: PlacedReading;
  /** The text lost members by a syntax error. */
  readonly cut: boolean;
  /** The text was not read to its end, and says nothing that can be relied on. */
  readonly tooDeep: boolean;
}

function readFound(file: string, document: FoundDocument, { reading, cut, tooDeep }: TextState): Policy {
  const { path, node, envelope, recognised, encoded } = document;
  const { layer, displayName, systemRole = false, origin } = envelope ?? {};
  const layerHole = envelope?.layerHole ?? (reading.layerHole ? path : undefined);
  const found = recognised.kind === 'none' || recognised.kind === 'foreign' ? 'unreadable' : recognised.kind;
  const system = systemRole && found !== 'identity-policy';
  const kind = system && found === 'policy' ? 'role' : found;
  const place = path.length === 0 ? {} : { root: path };
  const isTree = reading.writing === 'tree';
  const tooLarge = node === undefined ? undefined : tooLargeFault(node, path, isTree);
  const content = contentOf(document, tooLarge, (of) =>
    tooDeep ? { statements: [], faults: [] } : readPolicy(of, { kind, ...place, cut, system }),
  );
  return {
    file,
    kind,
    ...content,
    faults: [...(envelope?.faults ?? []), ...content.faults],
    ...(layerHole === undefined
      ? {}
      : { holes: [...(content.holes ?? []), { kind: 'layer' as const, path: layerHole }] }),
    ...(node === undefined || encoded !== undefined || tooLarge !== undefined ? {} : sizeOf(node, isTree)),
    ...(layer === undefined ? {} : { layer }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(origin === undefined ? {} : { origin }),
    ...headOf(reading),
    ...place,
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

function sizeOf(node: JsonNode, isTree: boolean): Pick<Policy, 'characters'> {
  const { length } = node;
  // A document of YAML or HCL may be shorter than it would be as JSON, by its quotes and by what it names only.
  if (length <= worthCounting && !isTree) return {};
  return length > largest.document ? {} : { characters: charactersOf(node) };
}

/** A document that is not read, because nobody can have written it as a policy. */
function tooLargeFault(node: JsonNode, path: DocumentPath, isTree: boolean): Fault | undefined {
  const written = { offset: node.offset, length: 1 };
  const fault = (message: string): Fault => ({ kind: 'input-too-large', path, written, message });
  if (node.length > largest.document)
    return fault(`the document has ${grouped(node.length)} characters, more than are read`);
  // No value of JSON is shorter than two characters with its comma; aliases of YAML stand for any number of them.
  if ((isTree || node.length / 2 > largest.values) && hasMoreValues(node, largest.values))
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

/** Each fault of the text goes to the policy that it lies in; one outside of all of them to the first. */
function withTextFaults(policies: readonly Policy[], faults: readonly Fault[]): readonly Policy[] {
  if (faults.length === 0) return policies;
  const roots = new Map(policies.map(({ root = [] }, index) => [JSON.stringify(root), index]));
  const deepest = Math.max(...policies.map(({ root = [] }) => root.length));
  const faultsOf = policies.map((): Fault[] => []);
  for (const fault of faults) {
    let index: number | undefined;
    for (let steps = Math.min(deepest, fault.path.length); steps >= 0 && index === undefined; steps--)
      index = roots.get(JSON.stringify(fault.path.slice(0, steps)));
    faultsOf[index ?? 0]?.push(fault);
  }
  return policies.map((policy, index) => ({
    ...policy,
    faults: [...(faultsOf[index] ?? []), ...policy.faults],
  }));
}

/** What is wrong with the bytes of a document; of a page, only where a policy is. */
function encodingFaults({ problem }: DecodedText, { place, path, root }: PlacedReading): readonly Fault[] {
  if (problem === undefined) return [];
  const isIn = ({ offset }: Span) => offset >= root.offset && offset < root.offset + root.length;
  const concerns = place === 'file' || [problem, ...(problem.again ?? [])].some(isIn);
  return concerns ? [{ kind: 'invalid-encoding', path, problem }] : [];
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
