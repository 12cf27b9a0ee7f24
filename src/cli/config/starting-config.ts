import type { CloudChoice } from '../../model/cloud.ts';

/** What a first configuration says besides its comments. */
interface StartingPoint {
  readonly cloud: CloudChoice;
  /** Path of the JSON Schema, for editors that read it from a comment. */
  readonly schema: string | undefined;
}

/** The text of a configuration to start from: what most need is there, the rest is there as a comment. */
export function startingConfig({ cloud, schema }: StartingPoint): string {
  const editor = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
  return `${editor}# Configuration of iamscope. Paths and globs are relative to this file and read as in .gitignore.

# The cloud that the policies are for: hwc (Huawei Cloud), otc (Open Telekom Cloud), or any for both.
cloud: ${cloud}

# A configuration that this one builds on.
# extends: [../shared/iamscope.yaml]

# How the policies are granted: project (ordinarily), or enterprise-project.
# scope: project

# What is looked at in folders. Without this: every JSON and YAML file that git does not ignore.
# include: [policies/]

# What is never looked at, not even when a hook names it.
# exclude: [policies/legacy/]

# Levels of rules: error, warning, info, off, or on for the rule's own. \`iamscope explain --list\` shows the rules.
# rules:
#   deny-only-policy: off
#   unknown-action: warning

# Other levels in some files.
# overrides:
#   - files: policies/experiments/
#     rules:
#       unknown-action: info

# Findings that may stay, each with its reason. One that is not used any more is reported.
# suppressions:
#   - files: policies/vendor/reader.json
#     rule: unknown-action
#     pointer: /Statement/0/Action/2   # as \`iamscope lint\` shows it
#     reason: a beta of the vendor, not documented yet
#     until: 2030-12-31

# Findings from before, which \`iamscope lint --update-baseline\` writes here.
# baseline: iamscope-baseline.json

# Services and actions of your own that the catalogue cannot know.
# catalogue:
#   services: [acme]
#   actions: [ims:images:paint]

# What must not be possible in this house, whatever the rules of everybody say.
# house:
#   forbidden-access:
#     - tasks: [delete images]
#       actions: ["iam:*:*"]
#       files: policies/teams/
#       reason: only the platform team does that
#   required-condition:
#     - actions: [ims:images:share]
#       key: g:MFAPresent
#       operator: Bool
#       values: ["true"]
#       reason: sharing needs a second factor
#   service-not-listed:
#     - services: [ims, ecs]
#       reason: this account is for building images

# What people hold together, for \`iamscope can\`, \`report\` and \`who-can\`.
# roles:
#   image-team:
#     grants:
#       - policy: policies/images.json
#         scope: { project: eu-de }
#       - policy: "system:IMS ReadOnlyAccess"
`;
}
