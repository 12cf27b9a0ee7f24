import type { FormSyntaxError } from '../../model/policy.ts';
import type { PolicyResources } from '../../model/policy-resources.ts';
import type { CarriedDocument } from '../carried-document.ts';
import { Evaluator } from './evaluate.ts';
import type { HclFile } from './hcl-syntax.ts';
import type { Place } from './hcl-value.ts';
import { resourcesOfBlock, type WantedTypes } from './module-resources.ts';
import { documentsOf } from './policy-documents.ts';
import { isAbout } from './policy-resources.ts';
import { type ModuleSource, TerraformModule } from './terraform-module.ts';

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
