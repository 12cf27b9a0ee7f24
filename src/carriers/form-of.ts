import type { DecodedFile } from '../policy/read-documents.ts';

/** What a file is written in, where that is a language around the language of its policies. */
type Form = 'markdown' | 'restructured-text' | 'terraform';

/** The form of a file, judged by its name and the beginning of its text. */
export function formOf({ file, text }: Pick<DecodedFile, 'file' | 'text'>): Form | undefined {
  if (isTerraform(file)) return 'terraform';
  // A document under whatever name.
  return /^\s*[{[]/.test(text) ? undefined : pageForm(file, text);
}

/** Whether a name is that of a file of Terraform's or OpenTofu's language, in its own syntax or in JSON. */
export function isTerraform(file: string): boolean {
  return /\.(?:tf|tofu)(?:\.json)?$/i.test(file);
}

function pageForm(file: string, text: string): Form | undefined {
  if (/\.(?:md|markdown|mdown|mkdn?|mdx)$/i.test(file)) return 'markdown';
  if (/\.(?:rst|rest)$/i.test(file)) return 'restructured-text';
  if (!/\.txt$/i.test(file)) return undefined;
  if (/^[ \t|]*\.\. [\w-]+::/m.test(text)) return 'restructured-text';
  return /^[ \t>]*(?:```|~~~)/m.test(text) || /<pre[\s>]/i.test(text) ? 'markdown' : undefined;
}

/**
 * A cheap look before the reader of a form is loaded: whether a text has what a policy does not do without, a Statement, or a
 * Version with members of a statement.
 */
export function namesPolicyMember(text: string): boolean {
  return (
    /\b(?:stat[a-z]{3,7}|sta?te?me?nts?)\b/i.test(text) ||
    (/\bVersion\b/.test(text) && /\bEffect\b/.test(text))
  );
}

/** Whether a page may have policies in YAML. */
export function pageHoldsYaml(text: string): boolean {
  return /^[ \t>|*-]*["']?(?:Version|stat[a-z]{3,7}|sta?te?me?nts?)["']?[ \t]*:/im.test(text);
}

/**
 * Whether a text of JSON or YAML may hold policies in other forms than as they are: as texts, or as statements of Terraform's
 * kind.
 */
export function mayEmbed(text: string): boolean {
  return (
    // Words alone are found many times as fast as any of the patterns.
    ['ConfigMap', 'Secret', 'RoleV3', 'auth', 'forProvider'].some((word) => text.includes(word)) &&
    /\b(?:ConfigMap|Secret|RoleV3)\b|["']?\bauth["']?\s*:|\bforProvider\b/.test(text) &&
    namesPolicyMember(text)
  );
}
