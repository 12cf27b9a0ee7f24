import type {
  ConditionTest,
  DocumentPath,
  Fault,
  StatementCondition,
  TypeMismatch,
} from '../model/policy.ts';
import { type JsonNode, lastMembers } from './json-node.ts';
import { mismatchOf } from './type-mismatch.ts';

/** How a Condition is to be read. */
interface ConditionOptions {
  /** Documented for identity policies: one value may stand without a list. */
  readonly bareValues: boolean;
  /** The text lost members by a syntax error, so that what is missing says nothing. */
  readonly cut: boolean;
}

/** A statement's Condition: its tests, what is odd about its values, and the faults of its structure. */
export function readCondition(
  value: JsonNode,
  path: DocumentPath,
  options: ConditionOptions,
): { readonly condition: StatementCondition; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const fault = (mismatch: TypeMismatch | undefined) => {
    if (mismatch !== undefined) faults.push({ kind: 'wrong-type', ...mismatch });
  };
  if (value.type !== 'object') {
    fault(mismatchOf(path, value, 'an object of operators'));
    return { condition: { path, tests: [], readable: false }, faults };
  }
  const tests: ConditionTest[] = [];
  const mismatches: TypeMismatch[] = [];
  const empty: DocumentPath[] = value.members.length === 0 ? [path] : [];
  let readable = true;
  for (const { name: operator, value: keys } of lastMembers(value)) {
    const at = [...path, operator];
    if (keys.type !== 'object') {
      fault(mismatchOf(at, keys, 'an object of condition keys'));
      readable = false;
      continue;
    }
    if (keys.members.length === 0) empty.push(at);
    for (const { name: key, value: values } of lastMembers(keys)) {
      const test = readTest(values, { operator, key, path: [...at, key] });
      tests.push(test);
      readable &&= isReadable(values, test, options);
      if (values.type === 'list' && values.items.length === 0) empty.push(test.path);
      mismatches.push(...mismatchesOf(values, test.path));
    }
  }
  return {
    condition: {
      path,
      tests,
      readable,
      ...(mismatches.length === 0 ? {} : { mismatches }),
      ...(empty.length === 0 || options.cut ? {} : { empty }),
    },
    faults,
  };
}

/** The strings among a key's values, and where they stand. */
function readTest(node: JsonNode, test: Pick<ConditionTest, 'operator' | 'key' | 'path'>): ConditionTest {
  if (node.type === 'string') return { ...test, values: [{ text: node.value, path: test.path }] };
  if (node.type !== 'list') return { ...test, values: [] };
  const values = node.items.flatMap((item, index) =>
    item.type === 'string' ? [{ text: item.value, path: [...test.path, index] }] : [],
  );
  return { ...test, values };
}

/** Readable is a list of strings, and nothing else in it. */
function isReadable(node: JsonNode, test: ConditionTest, { bareValues }: ConditionOptions): boolean {
  if (node.type === 'string') return bareValues;
  return node.type === 'list' && node.items.length > 0 && test.values.length === node.items.length;
}

function mismatchesOf(node: JsonNode, path: DocumentPath): readonly TypeMismatch[] {
  if (node.type === 'string') return [];
  const found =
    node.type === 'list'
      ? node.items.map((item, i) =>
          item.type === 'string' ? undefined : mismatchOf([...path, i], item, 'a string'),
        )
      : [mismatchOf(path, node, 'a list of strings')];
  return found.filter((mismatch) => mismatch !== undefined);
}
