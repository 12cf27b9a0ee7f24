import { defineRule } from '../rule.ts';

export const invalidTerraform = defineRule({
  id: 'invalid-terraform',
  group: 'document',
  severity: 'error',
  summary: "a file of Terraform with a policy in it is not in Terraform's language",
  rationale:
    'Terraform refuses the whole folder for one syntax error. The blocks that can be read are checked all the same; of what cannot be read nothing is known, so that nothing is called allowed for it. Files that hold no policy are left to Terraform.',
  sources: ['hashicorp/hcl hclsyntax/spec.md'],
  examples: {
    file: 'main.tf',
    flagged: `resource "huaweicloud_identity_role" "images" {
  name   = "images"
  type   = "XA"
  policy = jsonencode({
    Version   = "1.1"
    Statement = [{ Effect = "Allow", Action = ["ims:images:list" "ims:images:get"] }]
  })
}`,
    clean: `resource "huaweicloud_identity_role" "images" {
  name   = "images"
  type   = "XA"
  policy = jsonencode({
    Version   = "1.1"
    Statement = [{ Effect = "Allow", Action = ["ims:images:list", "ims:images:get"] }]
  })
}`,
  },
  *checkFile({ file }) {
    for (const { message, ...span } of file.form?.syntaxErrors ?? []) {
      yield {
        message,
        at: { span, path: [] },
        help: 'run `terraform validate`; what can be read of the file is checked all the same',
      };
    }
  },
});
