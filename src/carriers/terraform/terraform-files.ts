import type { FormSyntaxError, Span } from '../../model/policy.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import type { JsonNode } from '../../policy/json-node.ts';
import type { CarriedDocument } from '../carried-document.ts';
import { Evaluator } from './evaluate.ts';
import type { HclFile } from './hcl-syntax.ts';
import type { Place } from './hcl-value.ts';
import {
  type ResourceOptions,
  resourcesOfBlock,
  resourcesOfCall,
  type WantedTypes,
} from './module-resources.ts';
import { documentsOf } from './policy-documents.ts';
import { isAbout } from './policy-resources.ts';
import { type ModuleSource, type PlacedBlock, TerraformModule } from './terraform-module.ts';

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
  const options = { evaluator, wants, defaults };
  const documents = file.body.blocks.flatMap((block) => {
    // What a module says by itself is said of its own files.
    if (block.type === 'module')
      return defaults ? calledDocuments(module, { block, file }, table, options) : [];
    // Lint looks at each file as it is written.
    const placed = defaults ? { block, file } : module.overriddenBlock({ block, file });
    return resourcesOfBlock(module, placed, options).flatMap((resource) =>
      documentsOf(resource, table, file.file),
    );
  });
  const { exceeded } = evaluator;
  return { documents, ...(exceeded === undefined ? {} : { exceeded: limitIn(exceeded, file) }) };
}

/**
 * The policies that a module makes of what a file calls it with, as far as they have parts that are written in the file. The
 * rest of them is placed at the call.
 */
function calledDocuments(
  module: TerraformModule,
  call: PlacedBlock,
  table: PolicyResources,
  options: ResourceOptions,
): readonly CarriedDocument[] {
  const { header } = call.block;
  return resourcesOfCall(module, call, options)
    .flatMap((resource) =>
      documentsOf({ ...resource, block: { ...resource.block, header } }, table, call.file.file),
    )
    .filter(({ content }) => content.kind === 'tree' && hasOtherPlace(content.root, header))
    .map((document) => ({ ...document, borrowed: header }));
}

function hasOtherPlace(root: JsonNode, { offset, length }: Span): boolean {
  const isOther = (span: Span) => span.offset !== offset || span.length !== length;
  const open: JsonNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isOther(node)) return true;
    if (node.type === 'list') for (const item of node.items) open.push(item);
    if (node.type === 'object') for (const { value } of node.members) open.push(value);
  }
  return false;
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
