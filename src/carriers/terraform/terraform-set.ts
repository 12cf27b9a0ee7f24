import type { DocumentPath } from '../../model/policy.ts';
import type { CarriedDocument } from '../carried-document.ts';
import type { TerraformResource } from './terraform-resource.ts';

/** Resources that belong together: of a folder with the modules that it calls, of a plan, or of a state. */
export interface TerraformSet {
  readonly resources: readonly PlacedResource[];
  /** The files that they are written in, with their policies, each named by its address. */
  readonly files: readonly SetFile[];
}

export interface PlacedResource extends TerraformResource {
  /** Where its attributes are in its file, as pointers have it. */
  readonly path: DocumentPath;
}

interface SetFile {
  readonly file: string;
  readonly text: string;
  readonly documents: readonly CarriedDocument[];
}
