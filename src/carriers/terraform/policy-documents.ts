import { hasHole } from '../../model/hole.ts';
import type { DocumentPath, PolicyLayer } from '../../model/policy.ts';
import type { PolicyResource, PolicyResources } from '../../model/policy-resources.ts';
import type { JsonMember, JsonNode } from '../../policy/json-node.ts';
import { readJson } from '../../policy/json-reader.ts';
import type { CarriedDocument } from '../carried-document.ts';
import {
  isVerbatim,
  type ListValue,
  type MemberValue,
  type ObjectValue,
  placeIn,
  type StringValue,
  spreadItems,
  treeOf,
  type Value,
} from './hcl-value.ts';
import type { ModuleResource } from './module-resources.ts';
import { isAbout } from './policy-resources.ts';

/** The policies of a resource, with their places in `home`; none where its type holds none. */
export function documentsOf(
  resource: ModuleResource,
  table: PolicyResources,
  home: string,
): readonly CarriedDocument[] {
  const foreign = table.foreign.find((row) => isAbout(row, resource.type));
  if (foreign !== undefined) return foreignDocument(resource, foreign, home);
  const row = table.policies.find(
    (one) =>
      isAbout(one, resource.type) && memberValue(resource, one.document ?? one.statements) !== undefined,
  );
  if (row === undefined || isOfAnotherKind(resource, row)) return [];
  const facts = factsOf(resource, row);
  if (row.statements !== undefined) return [statementsDocument(resource, row.statements, facts, home)];
  const value = memberValue(resource, row.document);
  const options = value?.kind === 'either' ? value.options : [value];
  return options.flatMap((option, i) => {
    if (option === undefined || option.kind === 'null') return [];
    const isOne = options.length === 1;
    const path = [...facts.path, row.document ?? '', ...(isOne ? [] : [i])];
    const content = contentOf(option, home, resource);
    const isMaybe = resource.maybe || option.maybe || !isOne;
    return [{ ...facts, path, content, ...(isMaybe ? { maybe: true as const } : {}) }];
  });
}

function memberValue({ attributes }: ModuleResource, name: string | undefined): Value | undefined {
  return attributes.members.findLast((member) => member.name === name)?.value;
}

function isOfAnotherKind(resource: ModuleResource, { only }: PolicyResource): boolean {
  if (only === undefined) return false;
  const value = memberValue(resource, only.argument);
  return value?.kind === 'string' && !hasHole(value.text) && value.text !== only.value;
}

type Facts = Pick<CarriedDocument, 'name' | 'layer' | 'displayName' | 'keeps'> &
  Required<Pick<CarriedDocument, 'path'>>;

function factsOf(resource: ModuleResource, row: PolicyResource): Facts {
  const layer = layerOf(resource, row);
  const name = memberValue(resource, row.name);
  const displayName = name?.kind === 'string' && !hasHole(name.text) ? name.text : undefined;
  return {
    path: pathOf(resource),
    name: resource.address,
    ...(layer === undefined ? {} : { layer }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(row.keeps === undefined ? {} : { keeps: { ...row.keeps, by: resource.type } }),
  };
}

function pathOf({ address, mode, type, name, key }: ModuleResource): DocumentPath {
  const modules = [...address.matchAll(/module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?\./gu)].flatMap(
    ([, module = '', instance]) => [
      'module',
      module,
      ...(instance === undefined ? [] : [instance.replace(/^"|"$/gu, '')]),
    ],
  );
  return [...modules, mode, type, name, ...(key === undefined ? [] : [key])];
}

function layerOf(resource: ModuleResource, { layer }: PolicyResource): PolicyLayer | undefined {
  if (layer === undefined) return undefined;
  const value = memberValue(resource, layer.argument);
  if (value?.kind !== 'string') return undefined;
  return Object.hasOwn(layer.values, value.text) ? layer.values[value.text] : undefined;
}

function contentOf(value: Value, home: string, { block }: ModuleResource): CarriedDocument['content'] {
  if (value.kind !== 'string') return { kind: 'tree', root: treeOf(value, home, block.header) };
  if (value.encoded !== undefined) return { kind: 'tree', root: treeOf(value.encoded, home, block.header) };
  if (value.at.file !== home) {
    const { offset, length } = block.header;
    return {
      kind: 'text',
      text: value.text,
      placeOf: (at) => (at < value.text.length ? offset : offset + length),
      verbatim: false,
    };
  }
  return { kind: 'text', text: value.text, placeOf: placeIn(value), verbatim: isVerbatim(value) };
}

function foreignDocument(
  resource: ModuleResource,
  { document, looksLike }: PolicyResources['foreign'][number],
  home: string,
): readonly CarriedDocument[] {
  const value = memberValue(resource, document);
  if (value === undefined || value.kind === 'null') return [];
  const because = `it belongs to a \`${resource.type}\``;
  return [
    {
      path: [...pathOf(resource), document],
      name: resource.address,
      content: contentOf(value, home, resource),
      foreign: { looksLike, because },
    },
  ];
}

// Statements as blocks

/** Arguments of a `statement` block and the members that they become. */
const memberOfArgument: ReadonlyMap<string, string> = new Map([
  ['effect', 'Effect'],
  ['action', 'Action'],
  ['resource', 'Resource'],
  ['condition', 'Condition'],
]);

function statementsDocument(
  resource: ModuleResource,
  argument: string,
  facts: Facts,
  home: string,
): CarriedDocument {
  const { attributes, block } = resource;
  const list = memberValue(resource, argument);
  const version: StringValue = { kind: 'string', text: '1.1', at: attributes.at };
  const items = list?.kind === 'list' ? spreadItems(list.items).map((item) => statementValue(item)) : [];
  const open = (list?.kind === 'list' ? list.open : undefined) ?? attributes.open;
  const at = list?.at ?? attributes.at;
  const statements: ListValue = { kind: 'list', at, items, ...(open === undefined ? {} : { open }) };
  const root: ObjectValue = {
    kind: 'object',
    at: attributes.at,
    members: [
      { name: 'Version', nameAt: attributes.at, value: version },
      { name: 'Statement', nameAt: at, value: list?.kind === 'hole' ? list : statements },
    ],
  };
  return {
    ...facts,
    path: [...facts.path],
    content: { kind: 'tree', root: withConditions(treeOf(root, home, block.header), statements, home) },
    ...(resource.maybe ? { maybe: true } : {}),
  };
}

function statementValue(value: Value): Value {
  if (value.kind !== 'object') return value;
  const members = value.members.flatMap((member): readonly MemberValue[] => {
    const name = memberOfArgument.get(member.name);
    return name === undefined || member.value.kind === 'null' ? [] : [{ ...member, name }];
  });
  return { ...value, members };
}

/** Conditions are JSON as text: what it says takes the place of the text. */
function withConditions(root: JsonNode, statements: ListValue, home: string): JsonNode {
  if (root.type !== 'object') return root;
  const members = root.members.map((member): JsonMember => {
    if (member.name !== 'Statement' || member.value.type !== 'list') return member;
    const items = member.value.items.map((item, i) => withCondition(item, statements.items[i], home));
    return { ...member, value: { ...member.value, items } };
  });
  return { ...root, members };
}

function withCondition(item: JsonNode, value: Value | undefined, home: string): JsonNode {
  if (item.type !== 'object' || value?.kind !== 'object') return item;
  const condition = value.members.find(({ name }) => name === 'Condition')?.value;
  if (condition?.kind !== 'string') return item;
  const members = item.members.map((member): JsonMember => {
    if (member.name !== 'Condition') return member;
    return { ...member, value: conditionTree(condition, member.value, home) };
  });
  return { ...item, members };
}

function conditionTree(condition: StringValue, { offset, length }: JsonNode, home: string): JsonNode {
  if (condition.encoded !== undefined) return treeOf(condition.encoded, home, { offset, length });
  const written = { offset, length };
  const hole: JsonNode = { ...written, type: 'hole', written: 'condition' };
  const { root, syntaxErrors } = readJson(condition.text);
  if (syntaxErrors.length > 0) return hole;
  if (condition.at.file !== home) return treeAt(root, () => offset);
  return treeAt(root, placeIn(condition));
}

/** A tree with its places in another text. */
function treeAt(node: JsonNode, placeOf: (offset: number) => number): JsonNode {
  const offset = placeOf(node.offset);
  const span = { offset, length: Math.max(0, placeOf(node.offset + node.length) - offset) };
  switch (node.type) {
    case 'object':
      return {
        ...node,
        ...span,
        members: node.members.map((member) => {
          const start = placeOf(member.nameSpan.offset);
          const end = placeOf(member.nameSpan.offset + member.nameSpan.length);
          return {
            ...member,
            nameSpan: { offset: start, length: Math.max(0, end - start) },
            value: treeAt(member.value, placeOf),
          };
        }),
      };
    case 'list':
      return { ...node, ...span, items: node.items.map((item) => treeAt(item, placeOf)) };
    default:
      return { ...node, ...span };
  }
}
