/**
 * Whether a text may be a plan or state of Terraform or OpenTofu as JSON: what `terraform show -json` writes, or a state
 * file (version 4). A cheap look at its beginning and its names, before the reader is loaded.
 */
export function mayBePlan(text: string): boolean {
  return (
    /^\s*\{/u.test(text) &&
    ['"resource_changes"', '"planned_values"', '"root_module"', '"terraform_version"', '"lineage"'].some(
      (name) => text.includes(name),
    )
  );
}
