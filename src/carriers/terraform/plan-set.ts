import type { PolicyResources } from '../../model/policy-resources.ts';
import { type JsonNode, memberOf } from '../../policy/json-node.ts';
import type { CarriedDocument } from '../carried-document.ts';
import { stringText } from '../string-text.ts';
import type { ObjectValue, Value } from './hcl-value.ts';
import type { ModuleResource } from './module-resources.ts';
import { documentsOf } from './policy-documents.ts';
import { isAbout } from './policy-resources.ts';
import type { PlanResource, WantedAttributes } from './read-plan.ts';
import type { TerraformSet } from './terraform-set.ts';

/** The resources of a plan or state, with their policies. */
export function planSet(
  file: string,
  text: string,
  resources: readonly PlanResource[],
  table: PolicyResources,
): TerraformSet {
  const documents = resources.flatMap((resource) =>
    resource.mode === 'resource' ? documentsOfResource(resource, text, table) : [],
  );
  return { resources, files: [{ file, text, documents }] };
}

/** Stands before what of a document's path is in its resource: no name of Terraform's has it. */
const nameInPath = '\u0000';

function documentsOfResource(
  resource: PlanResource,
  text: string,
  table: PolicyResources,
): readonly CarriedDocument[] {
  const { address, mode, type, attributes, file, span, path } = resource;
  const body = { attributes: [], blocks: [] };
  const holder: ModuleResource = {
    address,
    mode,
    type,
    name: nameInPath,
    attributes: asValue(attributes, file) as ObjectValue,
    file: { file, text, body, syntaxErrors: [], comments: [] },
    block: { ...span, type: mode, labels: [], header: span, body },
    maybe: false,
  };
  return documentsOf(holder, table, file).map((document) => {
    const { path: own = [] } = document;
    const rest = own.slice(own.indexOf(nameInPath) + 1);
    const value = memberOf(attributes, String(rest[0]))?.value;
    const content =
      document.content.kind === 'text' && value?.type === 'string'
        ? stringText(text, value, value.value)
        : document.content;
    return { ...document, path: [...path, ...rest], content };
  });
}

function asValue(node: JsonNode, file: string): Value {
  const { offset, length } = node;
  const placed = { at: { file, offset, length }, ...(node.maybe ? { maybe: true as const } : {}) };
  const openOf = (open: Extract<JsonNode, { type: 'hole' }> | undefined) =>
    open === undefined ? {} : { open: { ...placed, kind: 'hole' as const, written: open.written } };
  switch (node.type) {
    case 'object':
      return {
        ...placed,
        kind: 'object',
        members: node.members.map(({ name, nameSpan, value }) => ({
          name,
          nameAt: { file, offset: nameSpan.offset, length: nameSpan.length },
          value: asValue(value, file),
        })),
        ...openOf(node.open),
      };
    case 'list':
      return {
        ...placed,
        kind: 'list',
        items: node.items.map((item) => asValue(item, file)),
        ...openOf(node.open),
      };
    case 'string':
      return { ...placed, kind: 'string', text: node.value };
    case 'hole':
      return { ...placed, kind: 'hole', written: node.written };
    default:
      return { ...placed, kind: 'null' };
  }
}

/** Which attributes of a plan's resources say something of policies or grants: nothing else is kept of it. */
export function wantedAttributes(
  table: PolicyResources,
  ofGrants: ReadonlyMap<string, ReadonlySet<string>>,
): WantedAttributes {
  const known = new Map<string, ReadonlySet<string>>();
  const attributesOf = (type: string): ReadonlySet<string> => {
    const rows = table.policies.filter((row) => isAbout(row, type));
    const foreign = table.foreign.filter((row) => isAbout(row, type));
    return new Set([
      ...(ofGrants.get(type) ?? []),
      ...foreign.map(({ document }) => document),
      ...rows.flatMap(({ document, statements, name, layer, only }) =>
        [document, statements, name, layer?.argument, only?.argument].filter((one) => one !== undefined),
      ),
    ]);
  };
  return (type) => {
    const attributes = known.get(type) ?? attributesOf(type);
    known.set(type, attributes);
    return attributes.size === 0 ? undefined : (name) => attributes.has(name);
  };
}
