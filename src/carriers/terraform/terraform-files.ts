import type { Span } from '../../model/policy.ts';
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
  readonly exceeded?: Span;
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
  return { documents, ...(exceeded === undefined ? {} : { exceeded: spanIn(exceeded, file) }) };
}

/** Types of resources that a table says something about. */
export function policyTypes(table: PolicyResources): WantedTypes {
  const rows = [...table.policies, ...table.foreign];
  return (mode, type) => mode === 'resource' && rows.some((row) => isAbout(row, type));
}

function spanIn(place: Place, { file }: HclFile): Span {
  return place.file === file ? { offset: place.offset, length: place.length } : { offset: 0, length: 1 };
}

/** Resources of a folder and of the modules that it calls. Defaults of variables do not count. */
export function resourcesOfFolder(source: ModuleSource, wants: WantedTypes): readonly TerraformResource[] {
  // Every value is where it is written: no file is the one that others are seen from.
  const evaluator = new Evaluator('');
  const module = new TerraformModule(source, evaluator);
  return resourcesOf(module, { evaluator, wants, defaults: false }).map(terraformResource);
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
