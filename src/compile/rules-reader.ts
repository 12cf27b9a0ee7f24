import { compareText } from '../catalogue/order.ts';
import { type DataFault, parseYaml } from './catalogue-yaml.ts';
import { compileSchemas, type SchemaCheck } from './schema-check.ts';

const schemaIds = [
  'catalogue',
  'mentioned',
  'services',
  'vocabulary',
  'tasks',
  'access-levels',
  'mentioned-corrections',
  'titles',
  'system-policies',
  'operators',
  'condition-keys',
  'twin-actions',
  'resources',
  'risks',
  'limits',
  'printed-names',
  'hosts',
  'terraform',
  'terraform-grants',
  'terraform-calls',
  'questions',
] as const;
type SchemaId = (typeof schemaIds)[number];

/** Reads the files of `rules/` and collects what is wrong with them. */
export interface RulesReader {
  readonly faults: DataFault[];
  readonly check: (id: SchemaId) => SchemaCheck;
  /** Path and text of the files whose path matches, sorted by path. */
  named(pattern: RegExp): readonly (readonly [name: string, text: string])[];
  /** The value of a YAML file that keeps to its schema; else `undefined`, and the faults are noted. */
  read<Value>(name: string, text: string, schema: SchemaId): Value | undefined;
  /** The same for a list that may be missing: no file is an empty list. */
  readList<Item>(name: string, schema: SchemaId): readonly Item[];
}

/** @throws when a schema is missing */
export function createRulesReader(rules: ReadonlyMap<string, string>): RulesReader {
  const faults: DataFault[] = [];
  const check = schemaChecks(rules);
  const files = [...rules].sort(([one], [other]) => compareText(one, other));
  const read = <Value>(name: string, text: string, schema: SchemaId): Value | undefined => {
    const parsed = parseYaml(text, name);
    if (!parsed.ok) {
      faults.push(parsed.fault);
      return undefined;
    }
    const broken = check(schema)(parsed.value);
    for (const { path, message } of broken)
      faults.push({ file: name, at: path === '' ? '/' : path, message });
    return broken.length === 0 ? (parsed.value as Value) : undefined;
  };
  return {
    faults,
    check,
    named: (pattern) => files.filter(([name]) => pattern.test(name)),
    read,
    readList: <Item>(name: string, schema: SchemaId) =>
      read<readonly Item[]>(name, rules.get(name) ?? '[]', schema) ?? [],
  };
}

function schemaChecks(rules: ReadonlyMap<string, string>): (id: SchemaId) => SchemaCheck {
  const schemas = schemaIds.map((id) => {
    const text = rules.get(`schema/${id}.schema.json`);
    if (text === undefined) throw new Error(`rules/schema/${id}.schema.json is missing`);
    // Within the data files' own schemas the id is the file's name.
    return { ...(JSON.parse(text) as object), $id: id };
  });
  return compileSchemas(schemas);
}
