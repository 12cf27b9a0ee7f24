import type { DocumentPath, ForeignDocument, Policy, PolicyFile, Span, TextPart } from '../model/policy.ts';
import { namesPolicy } from '../policy/broken-policy.ts';
import type { JsonNode } from '../policy/json-node.ts';
import {
  type DecodedFile,
  type Documents,
  type PlacedReading,
  readDocuments,
  spanFinder,
  tooMany,
  unread,
} from '../policy/read-documents.ts';
import { decodeFile, fileHead, markedAs } from '../policy/read-policy-file.ts';
import { beginning, largest } from '../policy/text-size.ts';
import { type CarriedDocument, type Carrier, nothingFound } from './carried-document.ts';
import { below, readContent } from './placed-reading.ts';

/** Reads the policies that a file of another form holds. Takes any text: a file without policies has the kind `none`. */
export function readCarriedFile(decoded: DecodedFile, carrier: Carrier): PolicyFile {
  const { file } = decoded;
  const isTooLarge = decoded.partial || decoded.text.length > carrier.largest;
  const text = isTooLarge ? wholeLines(decoded.text.slice(0, beginning)) : decoded.text;
  const read = new CarriedReader({ ...decoded, text });
  const found = nothingFound();
  const documents = carrier.documents(text, found);
  if (documents.length > mostLooked) {
    const head = fileHead({ ...decoded, text: text.slice(0, beginning), partial: true });
    return { ...head, kind: 'unreadable', policies: [tooMany(file, documents.length)] };
  }
  for (const document of documents) read.add(document);
  const head = {
    ...fileHead({ ...decoded, text, partial: isTooLarge }),
    form: {
      spanOf: spanFinder(read.readings),
      // What lies in a text within the text is changed there.
      parts: [...read.parts].sort((a, b) => b.path.length - a.path.length),
      fixable: carrier.fixable,
      ...(isTooLarge || found.syntaxErrors.length === 0 ? {} : { syntaxErrors: found.syntaxErrors }),
      ...(isTooLarge || found.limits.length === 0 ? {} : { limits: found.limits }),
      ...(found.comments.length + found.covering.length === 0
        ? {}
        : {
            comments: () => carrier.covering?.(found.comments, { ...read.covered, text }) ?? found.covering,
          }),
      reread: (changed: string) => readCarriedFile(decodeFile(file, markedAs(decoded, changed)), carrier),
    },
  };
  const [foreign] = read.foreignDocuments;
  const recognised =
    foreign === undefined ? {} : { foreign: foreign.looksLike, foreignDocuments: read.foreignDocuments };
  if (read.policies.length === 0)
    return { ...head, kind: foreign === undefined ? 'none' : 'foreign', policies: [], ...recognised };
  if (isTooLarge) {
    const message = `the file has more than ${carrier.largest / 1024} KiB, more than is read`;
    return { ...head, kind: 'unreadable', policies: [unread(file, message)] };
  }
  if (read.policies.length > largest.documents)
    return { ...head, kind: 'unreadable', policies: [tooMany(file, read.policies.length)] };
  // A number tells nothing of the only one.
  const policies =
    read.policies.length > 1 ? read.policies : read.policies.map((policy) => withoutNumber(policy));
  return { ...head, kind: policies[0]?.kind ?? 'none', policies, ...recognised };
}

/** Documents that are looked at: not all need be policies. */
const mostLooked = 2 * largest.documents;

function withoutNumber({ name, ...policy }: Policy): Policy {
  return name === undefined || name === String(policy.root?.[0]) ? policy : { ...policy, name };
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1) || text;
}

/** Reads documents one after the other. */
class CarriedReader {
  readonly #decoded: DecodedFile;
  readonly policies: Policy[] = [];
  readonly foreignDocuments: ForeignDocument[] = [];
  readonly readings: PlacedReading[] = [];
  readonly parts: TextPart[] = [];
  readonly covered: { readonly roots: JsonNode[]; readonly around: Span[] } = { roots: [], around: [] };
  /** How many documents without a path of their own hold policies. */
  #numbered = 0;

  constructor(decoded: DecodedFile) {
    this.#decoded = decoded;
  }

  add(document: CarriedDocument): void {
    const { path, anything } = document;
    // Enough to say that they are too many.
    if (this.policies.length > largest.documents) return;
    const all = readContent(document.content, { each: anything === true });
    if (document.foreign !== undefined && path !== undefined) {
      const [{ reading } = { reading: undefined }] = all;
      if (reading !== undefined) this.readings.push({ ...asPolicy, ...below(path, reading), path });
      this.foreignDocuments.push({ path, ...document.foreign });
      return;
    }
    for (const [index, { content, reading }] of all.entries()) {
      const number = this.#numbered + 1;
      const isJson = content.kind === 'text' && content.read === undefined;
      const at: DocumentPath = path === undefined ? [number] : all.length === 1 ? path : [...path, index + 1];
      const name = document.name ?? (path === undefined ? String(number) : undefined);
      const placed: PlacedReading = {
        ...below(at, reading),
        path: at,
        writing: isJson ? 'json' : 'tree',
        place: anything ? 'anywhere' : 'policy',
        mayBeBroken: () => content.kind === 'text' && namesPolicy(content.text, { quoted: isJson }),
        ...(name === undefined ? {} : { name }),
        ...(document.layer === undefined ? {} : { layer: document.layer }),
        ...(document.writtenLayer === undefined ? {} : { writtenLayer: document.writtenLayer }),
        ...(document.layerHole === undefined ? {} : { layerHole: document.layerHole }),
        ...(document.borrowed === undefined ? {} : { borrowed: document.borrowed }),
        ...(document.taker === undefined ? {} : { taker: document.taker }),
        ...(document.displayName === undefined ? {} : { displayName: document.displayName }),
        ...(document.maybe === undefined ? {} : { maybe: document.maybe }),
      };
      const { kind, policies, foreignDocuments = [] } = this.#read(placed, document.foreign);
      if (kind === 'none') continue;
      if (path === undefined) this.#numbered = number;
      this.readings.push(placed);
      this.covered.roots.push(reading.root);
      this.covered.around.push(...(document.around ?? []));
      this.policies.push(...policies);
      this.foreignDocuments.push(...foreignDocuments);
      if (content.kind === 'tree') {
        if (content.editable) this.parts.push({ kind: 'tree', path: at, root: reading.root });
      } else if (isJson && content.verbatim) {
        this.parts.push({ kind: 'json', path: at, text: content.text, placeOf: content.placeOf });
      }
    }
  }

  #read(reading: PlacedReading, foreign: CarriedDocument['foreign']): Documents {
    if (foreign === undefined) return readDocuments(this.#decoded, reading);
    const { looksLike } = foreign;
    return {
      kind: 'foreign',
      foreign: looksLike,
      foreignDocuments: [{ path: reading.path, ...foreign }],
      policies: [],
    };
  }
}

/** How a document is read whose place says what it is. */
const asPolicy = { writing: 'tree', place: 'policy', mayBeBroken: () => false } as const;
