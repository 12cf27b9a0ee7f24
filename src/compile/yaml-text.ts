import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type ToStringOptions,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** How the items of a member of the file are set: each in a block of its own, or in blocks parted by blank lines. */
type ItemLayout = 'blocks' | 'parted-blocks';

/** Most characters of a list on one line. */
const longestLine = 160;

/** One value is one line, whatever its length: a change of a value is a change of one line. */
const layout: ToStringOptions = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
};

/**
 * Writes a data file as YAML: small facts on one line each, everything else in blocks. The same value gives the same
 * bytes; texts that YAML 1.1 reads as something else (dates, `no`) are quoted too.
 * @param comment lines that begin with `#`
 * @param items how the items of the members that hold lists are set, where small ones do not go on one line
 */
export function yamlText(
  comment: string,
  value: object,
  items: Readonly<Record<string, ItemLayout>>,
): string {
  const document = new Document(value, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  const blocks = new Set<unknown>([document.contents]);
  for (const [member, itemLayout] of Object.entries(items)) {
    const list = document.get(member);
    if (!isSeq<ParsedNode>(list)) continue;
    for (const [index, item] of list.items.entries()) {
      blocks.add(item);
      item.spaceBefore = itemLayout === 'parted-blocks' && index > 0;
    }
  }
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'QUOTE_DOUBLE';
    },
    Collection: (_key, node) => {
      if (!blocks.has(node) && (isMap(node) ? isSmallMap(node) : isShortList(node))) node.flow = true;
    },
  });
  return `${comment}\n${document.toString(layout)}`;
}

/** Small facts go on one line each, so that a change is one line of a diff. */
function isSmallMap({ items }: YAMLMap): boolean {
  return items.length <= 4 && items.every(({ value }) => !isCollection(value));
}

function isShortList({ items }: YAMLSeq): boolean {
  if (!items.every((item) => isScalar(item))) return false;
  return items.reduce<number>((length, { value }) => length + String(value).length + 2, 2) <= longestLine;
}
