import type { DocumentTaker } from '../../model/document-taker.ts';
import { hasHole, holeCharacter, shownHole } from '../../model/hole.ts';
import type { DocumentPath, Span } from '../../model/policy.ts';
import type { PolicyResource, PolicyResources } from '../../model/policy-resources.ts';
import type { JsonMember, JsonNode } from '../../policy/json-node.ts';
import { readJson } from '../../policy/json-reader.ts';
import type { LocatedSyntaxError } from '../../policy/syntax-error-log.ts';
import type { CarriedDocument, CarriedTree } from '../carried-document.ts';
import type { HclBlock } from './hcl-syntax.ts';
import {
  isKnown,
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
  const facts = factsOf(resource, row, home);
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

type Facts = Pick<
  CarriedDocument,
  'name' | 'layer' | 'writtenLayer' | 'layerHole' | 'displayName' | 'taker' | 'around'
> & { readonly path: DocumentPath };

function factsOf(resource: ModuleResource, row: PolicyResource, home: string): Facts {
  const name = memberValue(resource, row.name);
  const displayName = name?.kind === 'string' && !hasHole(name.text) ? name.text : undefined;
  return {
    path: pathOf(resource),
    name: resource.address,
    around: blocksOf(resource.block),
    ...layerOf(resource, row, home),
    ...(displayName === undefined ? {} : { displayName }),
    taker: takerOf(resource, row),
  };
}

/** A block and those in it. */
function blocksOf(block: HclBlock): readonly Span[] {
  return [{ offset: block.offset, length: block.length }, ...block.body.blocks.flatMap(blocksOf)];
}

function takerOf({ type: name }: ModuleResource, { keeps, lists }: PolicyResource): DocumentTaker {
  return { name, ...(keeps === undefined ? {} : { keeps }), ...(lists === undefined ? {} : { lists }) };
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

/** The layer that is declared beside a policy, and where. */
function layerOf(
  resource: ModuleResource,
  { layer }: PolicyResource,
  home: string,
): Pick<Facts, 'layer' | 'writtenLayer' | 'layerHole'> {
  const value = memberValue(resource, layer?.argument);
  if (layer === undefined || value === undefined || value.kind === 'null') return {};
  if (value.kind !== 'string' || !isKnown(value)) return { layerHole: true };
  const declared = Object.hasOwn(layer.values, value.text) ? layer.values[value.text] : undefined;
  if (declared === undefined) return {};
  const [other = ''] = Object.keys(layer.values).filter((one) => layer.values[one] !== declared);
  const { offset, length } = value.at.file === home ? value.at : resource.block.header;
  return {
    layer: declared,
    writtenLayer: { offset, length, argument: layer.argument, value: value.text, other },
  };
}

function contentOf(value: Value, home: string, { block }: ModuleResource): CarriedDocument['content'] {
  if (value.kind !== 'string') return { kind: 'tree', root: treeOf(value, home, block.header) };
  if (value.encoded !== undefined) return { kind: 'tree', root: treeOf(value.encoded, home, block.header) };
  const isHere = value.at.file === home;
  if (hasLooseHole(value.text))
    return { kind: 'tree', root: holeAt(isHere ? value.at : block.header, shownHole) };
  if (!isHere) {
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

function holeAt({ offset, length }: Span, written: string): JsonNode {
  return { type: 'hole', offset, length, written };
}

/**
 * Whether a text has a hole that is neither a value nor in a string, or that may bring the comma that is missing beside it:
 * nobody can tell what it is the JSON of.
 */
function hasLooseHole(text: string): boolean {
  if (!hasHole(text)) return false;
  const { root, several, syntaxErrors } = readJson(text);
  if (several || syntaxErrors.some(({ syntaxError }) => isBesideHole(text, syntaxError))) return true;
  let known = 0;
  const count = (part: string) => {
    known += part.split(holeCharacter).length - 1;
  };
  const open: JsonNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.type === 'list') for (const item of node.items) open.push(item);
    else if (node.type === 'object') {
      for (const { name, value } of node.members) {
        count(name);
        open.push(value);
      }
    } else if (node.type === 'string') count(node.value);
    else if (node.type === 'hole') known += node.length;
  }
  return known < text.split(holeCharacter).length - 1;
}

/** Whether what is next to a part of a text, but for white space, is a hole. */
function isBesideHole(text: string, { offset, length }: Span): boolean {
  const before = text.slice(0, offset).trimEnd().at(-1);
  const after = text.slice(offset + length).trimStart()[0];
  return before === holeCharacter || after === holeCharacter;
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
  const written = memberValue(resource, argument);
  // In JSON one block is an object.
  const list: Value | undefined =
    written?.kind === 'object' ? { kind: 'list', at: written.at, items: [written] } : written;
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
    content: { kind: 'tree', ...withConditions(treeOf(root, home, block.header), statements, home) },
    ...(resource.maybe ? { maybe: true } : {}),
  };
}

function statementValue(value: Value): Value {
  if (value.kind !== 'object') return value;
  const members = value.members.flatMap((member): readonly MemberValue[] => {
    // Anything else keeps its name, and is an unknown member.
    const name = memberOfArgument.get(member.name) ?? member.name;
    return member.value.kind === 'null' ? [] : [{ ...member, name }];
  });
  return { ...value, members };
}

/** Conditions are JSON as text: what it says takes the place of the text. */
function withConditions(
  root: JsonNode,
  statements: ListValue,
  home: string,
): Pick<CarriedTree, 'root' | 'syntaxErrors'> {
  if (root.type !== 'object') return { root };
  const syntaxErrors: LocatedSyntaxError[] = [];
  const members = root.members.map((member): JsonMember => {
    if (member.name !== 'Statement' || member.value.type !== 'list') return member;
    const items = member.value.items.map((item, i) => {
      const condition = conditionOf(statements.items[i]);
      if (item.type !== 'object' || condition === undefined) return item;
      const read = readCondition(condition, item, home);
      const path = ['Statement', i, 'Condition'];
      for (const error of read.syntaxErrors) syntaxErrors.push({ ...error, path: [...path, ...error.path] });
      const replaced = item.members.map((one) =>
        one.name === 'Condition' ? { ...one, value: read.root } : one,
      );
      return { ...item, members: replaced };
    });
    return { ...member, value: { ...member.value, items } };
  });
  return { root: { ...root, members }, ...(syntaxErrors.length === 0 ? {} : { syntaxErrors }) };
}

function conditionOf(statement: Value | undefined): StringValue | undefined {
  if (statement?.kind !== 'object') return undefined;
  const value = statement.members.find(({ name }) => name === 'Condition')?.value;
  return value?.kind === 'string' ? value : undefined;
}

function readCondition(
  condition: StringValue,
  { offset, length }: Span,
  home: string,
): { readonly root: JsonNode; readonly syntaxErrors: readonly LocatedSyntaxError[] } {
  const around = { offset, length };
  if (condition.encoded !== undefined)
    return { root: treeOf(condition.encoded, home, around), syntaxErrors: [] };
  if (hasLooseHole(condition.text)) return { root: holeAt(around, shownHole), syntaxErrors: [] };
  const isHere = condition.at.file === home;
  const placeOf = isHere ? placeIn(condition) : () => offset;
  const { root, syntaxErrors } = readJson(condition.text);
  return {
    root: treeAt(root, placeOf),
    syntaxErrors: syntaxErrors.map(({ path, syntaxError: { fix: _fix, again: _again, ...error } }) => ({
      path,
      syntaxError: { ...error, offset: placeOf(error.offset), length: isHere ? error.length : 0 },
    })),
  };
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
