import type { ConditionTest, DocumentPath, Fault, Misfit, StatementCondition } from '../model/policy.ts';
import { type JsonNode, lastMembers } from './json-node.ts';
import { misfitOf } from './misfit.ts';

/** How a Condition is to be read. */
interface ConditionOptions {
  /** Documented for identity policies: one value may stand without a list. */
  readonly bareValues: boolean;
  /** The text lost members by a slip, so that what is missing says nothing. */
  readonly cut: boolean;
}

/** A statement's Condition: its tests, what is odd about its values, and the faults of its structure. */
export function readCondition(
  value: JsonNode,
  path: DocumentPath,
  options: ConditionOptions,
): { readonly condition: StatementCondition; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const fault = (misfit: Misfit | undefined) => {
    if (misfit !== undefined) faults.push({ kind: 'wrong-type', ...misfit });
  };
  if (value.type !== 'object') {
    fault(misfitOf(path, value, 'an object of operators'));
    return { condition: { path, tests: [], readable: false }, faults };
  }
  const tests: ConditionTest[] = [];
  const misfits: Misfit[] = [];
  const hollow: DocumentPath[] = value.members.length === 0 ? [path] : [];
  let readable = true;
  for (const { name: operator, value: keys } of lastMembers(value)) {
    const at = [...path, operator];
    if (keys.type !== 'object') {
      fault(misfitOf(at, keys, 'an object of condition keys'));
      readable = false;
      continue;
    }
    if (keys.members.length === 0) hollow.push(at);
    for (const { name: key, value: values } of lastMembers(keys)) {
      const test = readTest(values, { operator, key, path: [...at, key] });
      tests.push(test);
      readable &&= isReadable(values, test, options);
      if (values.type === 'list' && values.items.length === 0) hollow.push(test.path);
      misfits.push(...misfitsOf(values, test.path));
    }
  }
  return {
    condition: {
      path,
      tests,
      readable,
      ...(misfits.length === 0 ? {} : { misfits }),
      ...(hollow.length === 0 || options.cut ? {} : { hollow }),
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

function misfitsOf(node: JsonNode, path: DocumentPath): readonly Misfit[] {
  if (node.type === 'string') return [];
  const found =
    node.type === 'list'
      ? node.items.map((item, i) =>
          item.type === 'string' ? undefined : misfitOf([...path, i], item, 'a string'),
        )
      : [misfitOf(path, node, 'a list of strings')];
  return found.filter((misfit) => misfit !== undefined);
}
