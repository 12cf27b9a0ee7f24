import type { FormSyntaxError } from '../../model/policy.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import type { CarriedDocument } from '../carried-document.ts';
import { Evaluator } from './evaluate.ts';
import type { HclFile } from './hcl-syntax.ts';
import { type Place, treeOf } from './hcl-value.ts';
import { type ModuleResource, resourcesOf, resourcesOfBlock, type WantedTypes } from './module-resources.ts';
import { documentsOf } from './policy-documents.ts';
import { isAbout } from './policy-resources.ts';
import { type ModuleSource, TerraformModule } from './terraform-module.ts';
import type { TerraformResource } from './terraform-resource.ts';

/** What one file of Terraform's language holds. */
export interface TerraformDocuments {
  readonly documents: readonly CarriedDocument[];
  /** Where the evaluation came to its bounds: what is after it is not known. */
  readonly exceeded?: FormSyntaxError;
}

/**
 * The policies of a file, with the values that the files beside it give them.
 * @param defaults whether defaults of variables count: for what is said, never for what is decided
 */
export function documentsOfFile(
  file: HclFile,
  source: ModuleSource,
  table: PolicyResources,
  defaults: boolean,
): TerraformDocuments {
  const evaluator = new Evaluator(file.file);
  const module = new TerraformModule(source, evaluator);
  const wants = policyTypes(table);
  const documents = file.body.blocks.flatMap((block) =>
    resourcesOfBlock(module, { block, file }, { evaluator, wants, defaults }).flatMap((resource) =>
      documentsOf(resource, table, file.file),
    ),
  );
  const { exceeded } = evaluator;
  return { documents, ...(exceeded === undefined ? {} : { exceeded: limitIn(exceeded, file) }) };
}

/** Types of resources that a table says something about. */
export function policyTypes(table: PolicyResources): WantedTypes {
  const rows = [...table.policies, ...table.foreign];
  return (mode, type) => mode === 'resource' && rows.some((row) => isAbout(row, type));
}

function limitIn(place: Place, { file }: HclFile): FormSyntaxError {
  const span =
    place.file === file ? { offset: place.offset, length: place.length } : { offset: 0, length: 1 };
  return { ...span, message: 'what this comes to is larger than what is evaluated: the rest is not known' };
}

/** What a folder holds, with the modules that it calls. */
export interface FolderContent {
  readonly resources: readonly TerraformResource[];
  readonly documents: ReadonlyMap<HclFile, readonly CarriedDocument[]>;
  /** Files of which a part cannot be read. */
  readonly broken: readonly string[];
}

/**
 * The resources and policies of a folder and of the modules that it calls. Defaults of variables do not count.
 * @param wants which resources are asked for, besides those that hold policies
 */
export function readFolder(source: ModuleSource, table: PolicyResources, wants: WantedTypes): FolderContent {
  // Every value is where it is written: no file is the one that others are seen from.
  const evaluator = new Evaluator('');
  const module = new TerraformModule(source, evaluator);
  const holdsPolicy = policyTypes(table);
  const isWanted: WantedTypes = (mode, type) => wants(mode, type) || holdsPolicy(mode, type);
  const files = new Set<HclFile>();
  const resources = resourcesOf(module, { evaluator, wants: isWanted, defaults: false, files });
  const documents = new Map<HclFile, CarriedDocument[]>();
  for (const resource of resources) {
    if (!holdsPolicy(resource.mode, resource.type)) continue;
    const found = documents.get(resource.file) ?? [];
    found.push(...documentsOf(resource, table, resource.file.file));
    documents.set(resource.file, found);
  }
  return {
    resources: resources.filter(({ mode, type }) => wants(mode, type)).map(terraformResource),
    documents,
    broken: [...files].filter(({ syntaxErrors }) => syntaxErrors.length > 0).map(({ file }) => file),
  };
}

/** A resource as it does not matter what it is read from. */
export function terraformResource(resource: ModuleResource): TerraformResource {
  const { address, mode, type, attributes, file, block } = resource;
  const tree = treeOf(attributes, file.file, block.header);
  return {
    address,
    mode,
    type,
    attributes: tree.type === 'object' ? tree : { ...block.header, type: 'object', members: [] },
    file: file.file,
    span: block.header,
    ...(resource.maybe ? { maybe: true } : {}),
  };
}
