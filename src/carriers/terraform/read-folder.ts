import type { PolicyResources } from '../../model/policy-resources.ts';
import { Evaluator } from './evaluate.ts';
import { treeOf, type Value } from './hcl-value.ts';
import { type ModuleResource, resourcesOf } from './module-resources.ts';
import { documentsOf, pathOf } from './policy-documents.ts';
import { policyTypes } from './terraform-files.ts';
import { type ModuleSource, TerraformModule } from './terraform-module.ts';
import type { PlacedResource, TerraformSet } from './terraform-set.ts';

/** What is read of a folder of Terraform's files. */
export interface FolderReading extends TerraformSet {
  /** Folders of the modules that it calls, seen from it: they are read with what they are called with. */
  readonly called: readonly string[];
}

/**
 * The resources of a folder, and of the modules that it calls, with their policies. Defaults of variables do not count.
 * @param types of resources and data sources that are wanted besides those that hold policies
 */
export function readFolder(
  source: ModuleSource,
  table: PolicyResources,
  types: ReadonlySet<string>,
): FolderReading {
  const evaluator = new Evaluator('');
  const module = new TerraformModule(source, evaluator);
  const holdsPolicy = policyTypes(table);
  const wants = (mode: ModuleResource['mode'], type: string) => types.has(type) || holdsPolicy(mode, type);
  const resources = resourcesOf(module, { evaluator, wants, defaults: false });
  const files = [...new Set(resources.map(({ file }) => file))].map(({ file, text }) => ({
    file,
    text,
    documents: resources.flatMap((resource) =>
      resource.file.file === file && holdsPolicy(resource.mode, resource.type)
        ? documentsOf(resource, table, file)
        : [],
    ),
  }));
  return { resources: resources.map(placedResource), files, called: foldersCalled(module) };
}

function placedResource(resource: ModuleResource): PlacedResource {
  const { address, mode, type, attributes, file, block, maybe } = resource;
  const tree = treeOf(withTexts(attributes), file.file, block.header);
  return {
    address,
    mode,
    type,
    attributes: tree.type === 'object' ? tree : { ...block.header, type: 'object', members: [] },
    file: file.file,
    span: block.header,
    path: pathOf(resource),
    ...(maybe ? { maybe: true } : {}),
  };
}

/** Numbers and booleans as texts, as Terraform converts them. */
function withTexts(value: Value): Value {
  switch (value.kind) {
    case 'number':
    case 'boolean': {
      const text = String(value.kind === 'number' ? value.number : value.boolean);
      return { kind: 'string', text, at: value.at, ...(value.maybe ? { maybe: true } : {}) };
    }
    case 'list':
      return { ...value, items: value.items.map(withTexts) };
    case 'object':
      return {
        ...value,
        members: value.members.map((member) => ({ ...member, value: withTexts(member.value) })),
      };
    default:
      return value;
  }
}

function foldersCalled(module: TerraformModule): readonly string[] {
  const found: string[] = [];
  const modules: { readonly module: TerraformModule; readonly above: readonly string[] }[] = [
    { module, above: [module.folder] },
  ];
  // Appended to while it is gone through.
  for (const { module: one, above } of modules) {
    for (const { text, read } of one.files) {
      if (!/\bmodule\b/u.test(text)) continue;
      const file = read();
      for (const block of file.body.blocks) {
        if (block.type !== 'module') continue;
        const call = { block, file };
        const [instance] = one.instancesOf(call, false);
        const child = instance && one.childOf(call, instance);
        if (child === undefined || above.includes(child.folder)) continue;
        found.push(child.folder);
        modules.push({ module: child, above: [...above, child.folder] });
      }
    }
  }
  return [...new Set(found)];
}
