import type {
  ConditionTest,
  DocumentPath,
  Fault,
  StatementCondition,
  TypeMismatch,
} from '../model/policy.ts';
import { type JsonNode, lastMembers } from './json-node.ts';
import { listedTextsOf } from './listed-texts.ts';
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
    const hole = value.type === 'hole' || value.maybe ? { hole: true as const } : {};
    return { condition: { path, tests: [], readable: false, ...hole }, faults };
  }
  const tests: ConditionTest[] = [];
  const mismatches: TypeMismatch[] = [];
  const empty: DocumentPath[] = isEmpty(value) ? [path] : [];
  // What may be missing, or stand there besides, leaves open what is asked for.
  let hole = isInDoubt(value);
  let readable = !hole;
  for (const { name: operator, value: keys } of lastMembers(value)) {
    const at = [...path, operator];
    if (isInDoubt(keys)) {
      hole = true;
      readable = false;
    }
    if (keys.type !== 'object') {
      fault(mismatchOf(at, keys, 'an object of condition keys'));
      readable = false;
      continue;
    }
    if (isEmpty(keys)) empty.push(at);
    for (const { name: key, value: values } of lastMembers(keys)) {
      const test = readTest(values, { operator, key, path: [...at, key] });
      tests.push(test);
      readable &&= isReadable(values, options);
      if (values.maybe) {
        hole = true;
        readable = false;
      }
      if (isEmpty(values)) empty.push(test.path);
      mismatches.push(...mismatchesOf(values, test.path));
    }
  }
  return {
    condition: {
      path,
      tests,
      readable,
      ...(hole ? { hole: true } : {}),
      ...(mismatches.length === 0 ? {} : { mismatches }),
      ...(empty.length === 0 || options.cut ? {} : { empty }),
    },
    faults,
  };
}

/** Whether a part may be missing, or is not known as a whole. */
function isInDoubt(node: JsonNode): boolean {
  return node.type === 'hole' || node.maybe === true || (node.type === 'object' && node.open !== undefined);
}

function isEmpty(node: JsonNode): boolean {
  if (node.type === 'object') return node.members.length === 0 && node.open === undefined;
  return node.type === 'list' && node.items.length === 0 && node.open === undefined;
}

/** The strings among a key's values, and where they stand. */
function readTest(node: JsonNode, test: Pick<ConditionTest, 'operator' | 'key' | 'path'>): ConditionTest {
  if (node.type === 'string') return { ...test, values: [{ text: node.value, path: test.path }] };
  return { ...test, values: listedTextsOf(node, test.path) };
}

/** Readable is a list of strings, and nothing else in it; holes are taken for strings. */
function isReadable(node: JsonNode, { bareValues }: ConditionOptions): boolean {
  if (node.type === 'string') return bareValues;
  if (node.type === 'hole') return true;
  return (
    node.type === 'list' &&
    !isEmpty(node) &&
    node.items.every(({ type }) => type === 'string' || type === 'hole')
  );
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
