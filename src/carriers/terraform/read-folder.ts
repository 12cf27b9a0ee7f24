import type { Span } from '../../model/policy.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import { Evaluator } from './evaluate.ts';
import { treeOf, type Value } from './hcl-value.ts';
import { type ModuleResource, resourcesOf } from './module-resources.ts';
import { documentsOf } from './policy-documents.ts';
import { pathOfAddress } from './resource-address.ts';
import { policyTypes } from './terraform-files.ts';
import { type ModuleFile, type ModuleSource, TerraformModule } from './terraform-module.ts';
import type { PlacedResource, TerraformSet } from './terraform-set.ts';

/** What is read of a folder of Terraform's files. */
export interface FolderReading extends TerraformSet, Calls {}

/** What the modules of a folder lead to. */
interface Calls {
  /** Folders of the modules that it calls, seen from it: they are read with what they are called with. */
  readonly called: readonly string[];
  /** Modules that are not in a folder that is read: what they grant nobody knows. */
  readonly remote: readonly { readonly address: string; readonly file: string; readonly span: Span }[];
  /** Files of which a part is in no block that can be read: there may be more resources. */
  readonly broken: readonly string[];
  /** These, and files with a syntax error anywhere: a resource of them may say more than is read. */
  readonly partlyRead: readonly Pick<ModuleFile, 'name' | 'text'>[];
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
  return { resources: resources.map(placedResource), files, ...callsOf(module) };
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
    path: pathOfAddress(address),
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

function callsOf(module: TerraformModule): Calls {
  const called = new Set<string>();
  const broken = new Set<string>();
  const partlyRead = new Map<string, string>();
  const remote: Calls['remote'][number][] = [];
  const modules: { readonly module: TerraformModule; readonly above: readonly string[] }[] = [
    { module, above: [module.folder] },
  ];
  // Appended to while it is gone through.
  for (const { module: one, above } of modules) {
    for (const { name, text, unread, read } of one.files) {
      if (!unread && !/\b(?:resource|data|module)\b/u.test(text)) continue;
      const file = read();
      if (file.body.broken) broken.add(file.file);
      if (file.body.broken || file.syntaxErrors.length > 0) partlyRead.set(name, text);
      for (const block of file.body.blocks) {
        if (block.type !== 'module' || one.isOverride({ block, file })) continue;
        const call = one.overriddenBlock({ block, file });
        const [instance] = one.instancesOf(call, false);
        if (instance === undefined) continue;
        const child = one.childOf(call, instance);
        if (child === undefined || child.files.length === 0) {
          const address = `${one.prefix}module.${block.labels[0] ?? ''}`;
          remote.push({ address, file: file.file, span: block.header });
        } else if (!above.includes(child.folder)) {
          called.add(child.folder);
          modules.push({ module: child, above: [...above, child.folder] });
        }
      }
    }
  }
  return {
    called: [...called],
    remote,
    broken: [...broken],
    partlyRead: [...partlyRead].map(([name, text]) => ({ name, text })),
  };
}
