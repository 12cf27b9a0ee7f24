import type { DocumentPath, Span, SyntaxErrorPlace, TextFix } from '../model/policy.ts';
import type { JsonNode } from '../policy/json-node.ts';
import { type Duplicate, type JsonReading, readJson } from '../policy/json-reader.ts';
import type { LocatedSyntaxError } from '../policy/syntax-error-log.ts';
import type { CarriedText, CarriedTree } from './carried-document.ts';
import { partOfText } from './carried-lines.ts';

/** A document of a file, and what it says: with its places in the file and paths in the document. */
interface ReadContent {
  readonly content: CarriedText | CarriedTree;
  readonly reading: JsonReading;
}

/** Reads a document. With `each`, several one after another in its text are documents of their own. */
export function readContent(
  content: CarriedText | CarriedTree,
  { each }: { readonly each: boolean },
): readonly ReadContent[] {
  if (content.kind === 'tree') {
    const { root, several = false, syntaxErrors = [], duplicates = [] } = content;
    return [{ content, reading: { root, several, syntaxErrors, duplicates } }];
  }
  const read = content.read ?? readJson;
  const reading = read(content.text);
  if (!each || !reading.several || reading.root.type !== 'list')
    return [{ content, reading: placedReading(reading, content) }];
  return reading.root.items.map((item) => {
    const one = partOfText(content, item.offset, item.offset + item.length);
    return { content: one, reading: placedReading(read(one.text), one) };
  });
}

/** The same with paths from the root of the file. */
export function below(path: DocumentPath, reading: JsonReading): JsonReading {
  const inFile = <Noted extends { readonly path: DocumentPath }>(one: Noted): Noted => ({
    ...one,
    path: [...path, ...one.path],
  });
  return {
    ...reading,
    syntaxErrors: reading.syntaxErrors.map(inFile),
    duplicates: reading.duplicates.map(inFile),
  };
}

/** A document whose places are in a text, with places in the file that holds the text. */
export function placedTree(tree: CarriedTree, text: CarriedText): CarriedTree {
  const { root, several = false, syntaxErrors = [], duplicates = [] } = tree;
  return { ...tree, ...placedReading({ root, several, syntaxErrors, duplicates }, text) };
}

/** A reading of a text with places in the file that holds it. */
function placedReading(reading: JsonReading, { text, placeOf, verbatim }: CarriedText): JsonReading {
  const place = ({ offset, length }: Span): Span => {
    const start = placeOf(offset);
    if (length === 0) return { offset: start, length: 0 };
    const end = offset + length;
    // Behind a line end the next line of the file may begin with what is not the document's.
    const after = /[\r\n]/.test(text[end - 1] ?? '') ? placeOf(end - 1) + 1 : placeOf(end);
    return { offset: start, length: after - start };
  };
  const fixOf = (fix: TextFix | undefined): { readonly fix?: TextFix } => {
    if (fix === undefined || !verbatim) return {};
    const offset = placeOf(fix.offset);
    const length = fix.length === 0 ? 0 : placeOf(fix.offset + fix.length) - offset;
    return { fix: { text: fix.text, offset, length } };
  };
  const placeAgain = ({ fix, ...span }: SyntaxErrorPlace): SyntaxErrorPlace => ({
    ...place(span),
    ...fixOf(fix),
  });
  const placeNode = (node: JsonNode): JsonNode => {
    const span = place(node);
    if (node.type === 'list') return { ...node, ...span, items: node.items.map(placeNode) };
    if (node.type !== 'object') return { ...node, ...span };
    const members = node.members.map((member) => ({
      ...member,
      nameSpan: place(member.nameSpan),
      value: placeNode(member.value),
    }));
    return { ...node, ...span, members };
  };
  const placeSyntaxError = ({ path, syntaxError }: LocatedSyntaxError): LocatedSyntaxError => {
    const { fix, again, ...rest } = syntaxError;
    return {
      path,
      syntaxError: {
        ...rest,
        ...place(syntaxError),
        ...fixOf(fix),
        ...(again === undefined ? {} : { again: again.map(placeAgain) }),
      },
    };
  };
  const placeDuplicate = (duplicate: Duplicate): Duplicate => ({
    ...duplicate,
    first: place(duplicate.first),
    again: place(duplicate.again),
  });
  return {
    root: placeNode(reading.root),
    several: reading.several,
    syntaxErrors: reading.syntaxErrors.map(placeSyntaxError),
    duplicates: reading.duplicates.map(placeDuplicate),
  };
}
