import type { PolicyFile, TextForm } from '../model/policy.ts';
import { namesPolicy } from './broken-policy.ts';
import { decodeText } from './decode-text.ts';
import { findDocuments } from './find-documents.ts';
import { type JsonReading, readJson } from './json-reader.ts';
import { type DecodedFile, type PlacedReading, readDocuments, spanFinder, unread } from './read-documents.ts';
import { beginning, largest } from './text-size.ts';
import { beginsAsJson, mayBeYaml } from './yaml-look.ts';

/** Reads YAML as if it were JSON: heavy, so that who needs it brings it along. */
export type YamlReader = (text: string) => JsonReading;

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
  const { file, text } = decoded;
  const head = fileHead(decoded);
  if (!yaml && !mayHoldPolicy(text) && !isBrokenJson(file, text))
    return { ...head, kind: 'none', policies: [] };
  if (decoded.partial || (yaml && text.length > largest.yaml))
    return readBeginning(decoded, yaml && readYaml);
  const reading: PlacedReading = {
    ...(yaml ? readYaml(text) : readJson(text)),
    path: [],
    writing: yaml ? 'tree' : 'json',
    place: 'file',
    mayBeBroken: () => mayBeBroken(decoded, yaml),
  };
  return {
    ...head,
    ...readDocuments(decoded, reading),
    ...(yaml ? { form: yamlForm(decoded, reading, readYaml) } : {}),
  };
}

/** What a file is, whatever it holds. */
export function fileHead({
  file,
  text,
  byteOrderMark,
  partial,
}: DecodedFile): Pick<PolicyFile, 'file' | 'text' | 'byteOrderMark' | 'partial'> {
  return { file, text, ...(byteOrderMark ? { byteOrderMark } : {}), ...(partial ? { partial } : {}) };
}

function yamlForm(
  decoded: DecodedFile,
  reading: Pick<PlacedReading, 'path' | 'root' | 'comments'>,
  readYaml: YamlReader,
): TextForm {
  return {
    spanOf: spanFinder([reading]),
    parts: [{ kind: 'tree', path: [], root: reading.root }],
    reread: (changed) => readPolicyFile(decoded.file, markedAs(decoded, changed), readYaml),
    ...(reading.comments === undefined ? {} : { comments: reading.comments }),
    fixable: 'in YAML only single values and list items are fixed',
  };
}

/** Of a file that is too large only the beginning is looked at: enough to tell what it is, never what it grants. */
function readBeginning(decoded: DecodedFile, readYaml: YamlReader | false): PolicyFile {
  const { file } = decoded;
  const text = decoded.text.slice(0, beginning);
  const wholeLines = text.slice(0, text.lastIndexOf('\n') + 1) || text;
  const reading = readYaml === false ? readJson(text) : readYaml(wholeLines);
  const options = { text, broken: true, strict: readYaml !== false };
  const [first] = findDocuments(reading.root, reading.several, options);
  const nothing = { path: [], root: { type: 'missing', offset: 0, length: 1 } } as const;
  const head = {
    ...fileHead({ ...decoded, text, partial: true }),
    ...(readYaml === false ? {} : { form: yamlForm(decoded, nothing, readYaml) }),
  };
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

/** Reads another text in the place of a file's own, as what the file is in. */
export function rereadFile(file: PolicyFile, text: string): PolicyFile {
  return file.form?.reread(text) ?? readPolicyFile(file.file, markedAs(file, text));
}

/** What is found in the bytes of a file stays when its text changes. */
export function markedAs({ byteOrderMark }: Pick<PolicyFile, 'byteOrderMark'>, text: string): string {
  return byteOrderMark ? `\uFEFF${text}` : text;
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
